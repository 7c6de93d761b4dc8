package acceptance_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/projectbilling/terraform-provider-billing/internal/commandline"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
)

// distVariable is the variable with the folder that contains the archives of a
// release, as built by `make release-check`.
const distVariable = "BILLING_DIST"

// pinned pins a version: a snapshot version is a prerelease, which is not
// installed unless requested.
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

// releaseArchive returns the archive of a release for this machine, in folder,
// whose name begins with the program's.
func releaseArchive(t *testing.T, folder, program string) (name, version string, content []byte) {
	t.Helper()
	archives, err := filepath.Glob(filepath.Join(folder, fmt.Sprintf("%s_*_%s_%s.zip", program, runtime.GOOS, runtime.GOARCH)))
	if err != nil || len(archives) != 1 {
		t.Fatalf("want one archive of %s for this machine in %s, got %v (%v)", program, folder, archives, err)
	}
	content, err = os.ReadFile(archives[0])
	if err != nil {
		t.Fatal(err)
	}
	name = filepath.Base(archives[0])
	return name, strings.Split(name, "_")[1], content
}

// TestRelease_isInstalledFromItsArchives checks that `terraform init` installs
// the provider from the same zip that a registry would serve, and that the
// complete example runs.
func TestRelease_isInstalledFromItsArchives(t *testing.T) {
	dist := os.Getenv(distVariable)
	if dist == "" {
		t.Skipf("set %s to a folder with the archives of a release", distVariable)
	}
	name, version, archive := releaseArchive(t, dist, "terraform-provider-billing")
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

// TestRelease_bringsTheSandbox checks that the sandbox runs from its own
// archive, and that the provider's checksums do not list it, because Terraform
// treats each of them as a checksum of the provider.
func TestRelease_bringsTheSandbox(t *testing.T) {
	dist := os.Getenv(distVariable)
	if dist == "" {
		t.Skipf("set %s to a folder with the archives of a release", distVariable)
	}
	folder := filepath.Join(dist, "sandbox")
	name, version, archive := releaseArchive(t, folder, "billing-sandbox")
	isListedAsBuilt(t, filepath.Join(folder, "billing-sandbox_"+version+"_SHA256SUMS"), name, archive)
	sums, err := os.ReadFile(filepath.Join(dist, "terraform-provider-billing_"+version+"_SHA256SUMS"))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(sums), "sandbox") {
		t.Errorf("the provider's checksums list the sandbox:\n%s", sums)
	}

	running, err := commandline.StartSandbox(t.Context(), unpacked(t, archive, "billing-sandbox"))
	if err != nil {
		t.Fatal(err)
	}
	defer running.Stop()
	if _, err := running.Call(t.Context(), http.MethodGet, "/teamwork/invoices.json", nil); err != nil {
		t.Error(err)
	}
}

// unpacked extracts the program from an archive to a file and returns its path.
func unpacked(t *testing.T, archive []byte, program string) string {
	t.Helper()
	if runtime.GOOS == "windows" {
		program += ".exe"
	}
	reader, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	content, err := fs.ReadFile(reader, program)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), program)
	if err := os.WriteFile(path, content, 0o700); err != nil {
		t.Fatal(err)
	}
	return path
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

// packedMirror returns a folder with the layout of `terraform providers
// mirror`: packed archives.
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
