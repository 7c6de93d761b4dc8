package acceptance_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
)

// TestUpgrade_statesOfEveryRelease checks that this provider reads the states
// of each release without a change, changes them in place, and deletes the
// records. Each folder of testdata/upgrade is one release, with a configuration
// and the state that the release created from it in a fresh sandbox. Never
// change a folder: users have states in that format.
func TestUpgrade_statesOfEveryRelease(t *testing.T) {
	t.Parallel()
	releases, err := filepath.Glob("testdata/upgrade/*")
	if err != nil || len(releases) == 0 {
		t.Fatalf("want folders of releases, got %v, %v", releases, err)
	}
	for _, release := range releases {
		t.Run(filepath.Base(release), func(t *testing.T) {
			state := stateOf(t, release)
			site := newSiteWith(t, sandbox.Options{Now: func() time.Time { return created(t, state) }})
			w := newWorkspace(t, site.Environment()...)
			w.copyFrom(release)
			w.apply() // the same records, in the current state format
			w.write("terraform.tfstate", state)

			w.plansNothing()
			w.write("open_override.tf", "resource \"billing_teamwork_invoice\" \"whole\" {\n  protect_completed = false\n}\n")
			w.mustSay(w.run("apply", "-auto-approve", "-var=word=next"), "0 added, 4 changed, 0 destroyed")
			w.mustSay(w.run("destroy", "-auto-approve"), "4 destroyed")
			if left := site.created(); len(left) > 0 {
				t.Errorf("%d invoices are left", len(left))
			}
		})
	}
}

// created is when the records of a state were created, which identifies an
// invoice.
func created(t *testing.T, state string) time.Time {
	t.Helper()
	_, rest, _ := strings.Cut(state, `"date_created": "`)
	text, _, _ := strings.Cut(rest, `"`)
	when, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return when
}

// stateOf returns the state that a release wrote.
func stateOf(t *testing.T, release string) string {
	t.Helper()
	state, err := os.ReadFile(filepath.Join(release, "state.json"))
	if err != nil {
		t.Fatal(err)
	}
	return string(state)
}
