package acceptance_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/intacct"
)

// Two resources for one record create it once. The other one is an error, whichever
// comes first, although the company would accept an observed percentage twice.
func TestIntacctTwice_inOneConfiguration(t *testing.T) {
	for range 5 {
		t.Run("run", func(t *testing.T) {
			books := newBooksWith(t, sandbox.Options{})
			w := books.workspace(t, observedNamed("a", nil), observedNamed("b", nil), projectNamed("a", values{"project_id": `"P-1"`}),
				projectNamed("b", values{"project_id": `"P-1"`}), contractNamed("a", values{"template_id": `"C-1"`}), contractNamed("b", values{"template_id": `"C-1"`}))
			output := w.fails("apply", "-auto-approve")
			if made := books.createdEntries(); len(made) != 3 {
				t.Errorf("made are %v", made)
			}
			if told := strings.Count(output, "Error: "); told != 3 {
				t.Errorf("%d errors in:\n%s", told, output)
			}
		})
	}
}

// IDs can be swapped, and a record can take over the ID of another: each waits for
// the one that releases it.
func TestIntacctTwice_idsChangeHands(t *testing.T) {
	books := newBooks(t)
	configure := func(first, second string) string {
		return books.config(projectNamed("a", values{"project_id": quote(first)}), projectNamed("b", values{"project_id": quote(second)}),
			contractNamed("a", values{"template_id": quote(first)}), contractNamed("b", values{"template_id": quote(second)}))
	}
	w := newWorkspace(t)
	w.configure(configure("ONE", "TWO"))
	w.apply()
	w.configure(configure("TWO", "ONE"))
	w.apply()
	w.plansNothing()
	if made := books.createdEntries(); len(made) != 4 {
		t.Errorf("there are %v", made)
	}
}

// Resources in the same apply can use the ID of a project that the company
// numbers. An ID with a different spelling in the response stays the same.
func TestIntacctChain_ofAProjectThatTheCompanyNumbers(t *testing.T) {
	books := newBooksWith(t, sandbox.Options{Seed: sandbox.SeedEmpty, Intacct: intacct.Options{NumbersProjects: true}})
	w := books.workspace(t, aProject(values{"project_id": "null"}), projectNamed("part", values{"project_id": "null", "parent_id": projectAddress + ".project_id"}),
		observed(values{"project_id": projectAddress + ".project_id"}))
	w.apply()
	w.plansNothing()
	w.run("destroy", "-auto-approve")
	if left := books.createdEntries(); len(left) > 0 {
		t.Errorf("left over are %v", left)
	}
}

// A system that recases, trims, and escapes does not cause a second record, and
// nothing is replaced.
func TestIntacctChain_whereTheCompanyChangesValues(t *testing.T) {
	options := sandbox.Options{Seed: sandbox.SeedEmpty}
	options.Intacct.Values.Recase, options.Intacct.Values.Trim, options.Intacct.Values.Escape = true, true, true
	books := newBooksWith(t, options)
	w := books.workspace(t, aProject(values{"project_id": `"p&d"`, "name": `"Research & development"`}),
		observed(values{"project_id": projectAddress + ".project_id", "notes": `"<half>"`}),
		contract(values{"template_id": `"halves"`, "description": `" A & B"`}))
	w.mustSay(w.apply(), "stores")
	for address, planned := range w.plannedChanges() {
		if !strings.HasPrefix(planned, "update") {
			t.Errorf("%s: planned is %s", address, planned)
		}
	}
	if made := books.createdEntries(); len(made) != 3 {
		t.Errorf("made are %v", made)
	}
	w.run("destroy", "-auto-approve")
}

// A record with an unknown status is neither planned nor written.
func TestIntacctEntries_softDeleted(t *testing.T) {
	books := newBooks(t)
	w := books.workspace(t, aProject(nil), contract(nil))
	w.apply()
	for object, key := range map[string]string{intacct.Projects: "101", intacct.ContractTemplates: "41"} {
		books.Intacct().UpdateEntry(object, key, func(e *intacct.Entry) { e.Values["status"] = intacct.StatusDeleted })
	}
	books.ResetRequests()
	output := w.fails("apply", "-auto-approve")
	for _, noun := range []string{"project", "template"} {
		w.mustSay(output, fmt.Sprintf("the %s has an unknown status", noun), `has the status "deleted"`)
	}
	if sent := books.writes(); len(sent) > 0 {
		t.Errorf("sent %q", sent)
	}
}
