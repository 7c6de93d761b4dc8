package acceptance_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Every example is planned unchanged, with the sandbox configured by the
// environment.
func TestExamples_arePlanned(t *testing.T) {
	t.Parallel()
	folders := map[string]bool{}
	for _, pattern := range []string{"../../examples/*/*.tf", "../../examples/*/*/*.tf"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			folders[filepath.Dir(file)] = true
		}
	}
	if len(folders) < 5 {
		t.Fatalf("found examples in %d folders only", len(folders))
	}
	for folder := range folders {
		t.Run(strings.TrimPrefix(filepath.ToSlash(folder), "../../examples/"), func(t *testing.T) {
			site := newSite(t)
			w := newWorkspace(t, site.Environment()...)
			if filepath.Base(filepath.Dir(folder)) == "actions" && !w.isAtLeast(1, 14) {
				t.Skip("actions need Terraform 1.14")
			}
			w.copyFrom(folder)
			w.run("validate")
			w.run("plan")
			if content, err := os.ReadFile(filepath.Join(folder, byID)); err == nil { // instead of by identity
				w.write(byIdentity, "# none\n")
				w.write(byID, string(content))
				w.mustSay(w.run("plan"), "Plan: 1 to import")
			}
		})
	}
}

// The example that shows everything together is also applied, as in the demo.
func TestExamples_completeIsAppliedAndStays(t *testing.T) {
	site := newSite(t)
	w := newWorkspace(t, site.Environment()...)
	w.copyFrom("../../examples/complete")
	w.apply()
	w.plansNothing()
	w.run("apply", "-auto-approve", "-var=protect_completed=false")
	w.run("destroy", "-auto-approve")
	if left := site.created(); len(left) > 0 {
		t.Errorf("left over are %d invoices", len(left))
	}
}

// isAtLeast reports whether the command-line interface has at least that
// version.
func (w *workspace) isAtLeast(major, minor int) bool {
	w.t.Helper()
	var version struct {
		Text string `json:"terraform_version"`
	}
	var hasMajor, hasMinor int
	if err := json.Unmarshal([]byte(w.run("version", "-json")), &version); err != nil {
		w.t.Fatal(err)
	}
	if _, err := fmt.Sscanf(version.Text, "%d.%d", &hasMajor, &hasMinor); err != nil {
		w.t.Fatalf("version %q: %v", version.Text, err)
	}
	return hasMajor > major || hasMajor == major && hasMinor >= minor
}

// The two ways in which an example imports the same record.
const (
	byID       = "import-by-string-id.tf"
	byIdentity = "import-by-identity.tf"
)

// copyFrom copies the files of an example that this command-line interface
// supports. Two kinds require newer ones and are recognized by name: imports by
// identity (1.12 or later; earlier ones import the same record by ID), and
// actions, which have their own folder (Terraform 1.14 or later).
func (w *workspace) copyFrom(folder string) {
	w.t.Helper()
	if err := w.CopyFrom(folder); err != nil {
		w.t.Fatal(err)
	}
	if _, err := w.Read(byIdentity); err == nil {
		unread := byIdentity
		if w.isAtLeast(1, 12) {
			unread = byID
		}
		if err := os.Remove(filepath.Join(w.Folder, unread)); err != nil {
			w.t.Fatal(err)
		}
	}
	files, err := filepath.Glob(filepath.Join(w.Folder, "*.tf"))
	if err != nil {
		w.t.Fatal(err)
	}
	if !slices.ContainsFunc(files, func(file string) bool { return strings.Contains(w.read(filepath.Base(file)), "required_providers") }) {
		w.write("source.tf", source)
	}
}
