package acceptance_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/projectbilling/terraform-provider-billing/internal/commandline"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
)

// distVariable names the folder with the archives of a release, as `make
// release-check` builds it.
const distVariable = "BILLING_DIST"

// pinned chooses a version: one of a snapshot is a prerelease, which nobody
// gets who has not asked for it.
const pinned = `
terraform {
  required_providers {
    billing = {
      source  = "registry.terraform.io/projectbilling/billing"
      version = %q
    }
  }
}
`

// TestRelease_isInstalledFromItsArchives: `terraform init` takes the provider
// from the very zip that a registry would serve, and the complete example runs.
func TestRelease_isInstalledFromItsArchives(t *testing.T) {
	dist := os.Getenv(distVariable)
	if dist == "" {
		t.Skipf("set %s to a folder with the archives of a release", distVariable)
	}
	archives, err := filepath.Glob(filepath.Join(dist, fmt.Sprintf("terraform-provider-billing_*_%s_%s.zip", runtime.GOOS, runtime.GOARCH)))
	if err != nil || len(archives) != 1 {
		t.Fatalf("want one archive for this machine in %s, got %v (%v)", dist, archives, err)
	}
	archive, err := os.ReadFile(archives[0])
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Base(archives[0])
	version := strings.Split(name, "_")[1]
	manifest, err := os.ReadFile("../../terraform-registry-manifest.json")
	if err != nil {
		t.Fatal(err)
	}
	sums := filepath.Join(dist, "terraform-provider-billing_"+version+"_SHA256SUMS")
	isListedAsBuilt(t, sums, name, archive)
	isListedAsBuilt(t, sums, "terraform-provider-billing_"+version+"_manifest.json", manifest)

	w := newWorkspace(t, sandbox.New(sandbox.Options{}).StartTest(t).Environment()...)
	if w.Provider, err = commandline.OpenMirror(packedMirror(t, name, archive)); err != nil {
		t.Fatal(err)
	}
	w.copyFrom("../../examples/complete")
	w.write("version_override.tf", fmt.Sprintf(pinned, version))
	w.run("init")
	w.apply()
	w.plansNothing()
	w.run("apply", "-auto-approve", "-var=protect_completed=false")
	w.run("destroy", "-auto-approve")
}

// isListedAsBuilt checks a file's line in the list of checksums.
func isListedAsBuilt(t *testing.T, list, name string, content []byte) {
	t.Helper()
	sums, err := os.ReadFile(list)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(content)
	if line := hex.EncodeToString(sum[:]) + "  " + name; !strings.Contains(string(sums), line) {
		t.Errorf("the checksums lack %q:\n%s", line, sums)
	}
}

// packedMirror is a folder in the layout that `terraform providers mirror`
// makes: archives as they are.
func packedMirror(t *testing.T, name string, archive []byte) string {
	t.Helper()
	mirror := t.TempDir()
	folder := filepath.Join(mirror, "registry.terraform.io", "projectbilling", "billing")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, name), archive, 0o600); err != nil {
		t.Fatal(err)
	}
	return mirror
}
