package acceptance_test

import (
	"os"
	"path/filepath"
	"testing"
)

// TestUpgrade_statesOfEveryRelease: what a release has written, this provider
// takes over without a change, changes in place, and deletes. Each folder of
// testdata/upgrade is one release, with a configuration and the state that the
// release made of it in a fresh sandbox. A folder is never changed: states of
// that form are out there.
func TestUpgrade_statesOfEveryRelease(t *testing.T) {
	t.Parallel()
	releases, err := filepath.Glob("testdata/upgrade/*")
	if err != nil || len(releases) == 0 {
		t.Fatalf("want folders of releases, got %v, %v", releases, err)
	}
	for _, release := range releases {
		t.Run(filepath.Base(release), func(t *testing.T) {
			site := newSite(t)
			w := newWorkspace(t, site.allVariables()...)
			w.copyFrom(release)
			w.apply() // the same records, in today's state
			state, err := os.ReadFile(filepath.Join(release, "state.json"))
			if err != nil {
				t.Fatal(err)
			}
			w.writeTo(filepath.Join(w.folder, "terraform.tfstate"), string(state))

			w.plansNothing()
			w.mustSay(w.run("apply", "-auto-approve", "-var=word=next"), "0 added, 4 changed, 0 destroyed")
			w.mustSay(w.run("destroy", "-auto-approve"), "4 destroyed")
			if left := site.created(); len(left) > 0 {
				t.Errorf("%d invoices are left", len(left))
			}
		})
	}
}
