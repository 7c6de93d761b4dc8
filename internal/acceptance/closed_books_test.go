package acceptance_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/teamwork"
)

// guarded declares an invoice with the default protection.
func guarded(changes values) string {
	all := values{"protect_completed": ""}
	maps.Copy(all, changes)
	return invoice(all)
}

// A completed invoice cannot be changed, reopened, replaced, or deleted: the plan
// fails, and names the invoice, the change, and the cure.
func TestClosedBooks_plansFail(t *testing.T) {
	site := newSite(t)
	w := site.workspace(t, guarded(values{"status": `"completed"`}))
	w.apply()
	w.plansNothing()
	site.ResetRequests()
	for _, test := range []struct {
		what    string
		changes values
		says    []string
	}{
		{"changed", values{"status": `"completed"`, "description": `"Second"`, "po_number": `"PO"`}, []string{"would change description, po_number", "protect_completed = false in the same apply"}},
		{"reopened", values{"status": `"active"`}, []string{"would change status"}},
		{"changed, status left out", values{"fixed_cost": "12"}, []string{"would change fixed_cost"}},
		{"replaced", values{"status": `"completed"`, "project_id": "1150"}, []string{"would replace it", "apply protect_completed = false first"}},
		{"replaced, unprotected at once", values{"status": `"completed"`, "project_id": "1150", "protect_completed": "false"}, []string{"would replace it"}},
	} {
		w.configure(site.config(guarded(test.changes)))
		w.mustSay(w.fails("plan"), append([]string{`invoice "T-1" (ID 99) is completed`}, test.says...)...)
		w.fails("apply", "-auto-approve")
	}
	w.configure(site.config())
	w.mustSay(w.fails("plan"), "would delete it", "removed block", "terraform state rm")
	w.mustSay(w.fails("destroy", "-auto-approve"), "would delete it")
	if wrote := site.writes(); len(wrote) > 0 {
		t.Errorf("written: %v", wrote)
	}
}

// The planned value of the attribute allows a change, and the value in the
// state allows a deletion.
func TestClosedBooks_opened(t *testing.T) {
	site := newSite(t)
	completed := values{"status": `"completed"`}
	site.test(t,
		resource.TestStep{Config: site.config(guarded(nil))},
		resource.TestStep{Config: site.config(guarded(completed)), ConfigPlanChecks: beforeApply(changesOnly("status"))},
		resource.TestStep{
			PreConfig:        site.ResetRequests,
			Config:           site.config(invoice(values{"status": `"completed"`, "description": `"Second"`})),
			ConfigPlanChecks: beforeApply(changesOnly("description", "protect_completed")),
			Check:            site.wrote(reopen, put, complete),
		},
		resource.TestStep{ // on again; the attribute exists only in the provider, so nothing is sent
			PreConfig:        site.ResetRequests,
			Config:           site.config(guarded(values{"status": `"completed"`, "description": `"Second"`})),
			ConfigPlanChecks: beforeApply(changesOnly("protect_completed")),
			Check:            site.wrote(),
		},
		resource.TestStep{Config: site.config(invoice(values{"status": `"completed"`, "description": `"Second"`}))},
		resource.TestStep{PreConfig: site.ResetRequests, Config: site.config(), Check: site.wrote(remove, reopen, remove)},
	)
}

// The provider catches what a plan could not know before it writes anything.
func TestClosedBooks_completedBetweenPlanAndApply(t *testing.T) {
	for name, test := range map[string]struct{ plan []string }{
		"a change":          {[]string{"plan", "-out=plan", "-var=word=Second"}},
		"a deletion":        {[]string{"plan", "-out=plan", "-destroy"}},
		"without a refresh": {[]string{"plan", "-out=plan", "-refresh=false", "-var=word=Second"}},
	} {
		t.Run(name, func(t *testing.T) {
			site := newSite(t)
			w := site.workspace(t, `variable "word" { default = "First" }`, guarded(values{"description": "var.word"}))
			w.apply()
			w.run(test.plan...)
			site.edit(firstID, func(i *teamwork.Invoice) { i.Status = teamwork.StatusCompleted })()
			site.ResetRequests()
			w.mustSay(w.fails("apply", "plan"), "The invoice is completed and protected", "Nothing was sent")
			if wrote := site.writes(); len(wrote) > 0 {
				t.Errorf("written: %v", wrote)
			}
		})
	}
}

func TestClosedBooks_valueThatIsUnknownAtPlan(t *testing.T) {
	site := newSite(t)
	later := func(word string) string {
		return block(`resource "terraform_data" "word"`, values{"input": quote(word)}) +
			guarded(values{"status": `"completed"`, "description": "terraform_data.word.output"})
	}
	w := site.workspace(t, later("First"))
	w.apply()
	site.ResetRequests()
	w.configure(site.config(later("Second")))
	w.mustSay(w.fails("apply", "-auto-approve"), "The invoice is completed and protected", "would change description")
	if wrote := site.writes(); len(wrote) > 0 {
		t.Errorf("written: %v", wrote)
	}
}

// A tainted invoice that is completed is not deleted either.
func TestClosedBooks_tainted(t *testing.T) {
	site := newSite(t)
	w := site.workspace(t, guarded(values{"status": `"completed"`}))
	w.apply()
	w.run("taint", address)
	site.ResetRequests()
	w.mustSay(w.fails("apply", "-auto-approve"), "would delete it", "terraform untaint")
	if wrote := site.writes(); len(wrote) > 0 {
		t.Errorf("written: %v", wrote)
	}
	w.run("untaint", address)
	w.plansNothing()
}

// An invoice that an accountant completes is not reported as drift if the
// configuration omits its status. From then on, it is protected.
func TestClosedBooks_completedByAnAccountant(t *testing.T) {
	site := newSite(t)
	w := site.workspace(t, guarded(nil))
	w.apply()
	site.edit(firstID, func(i *teamwork.Invoice) { i.Status = teamwork.StatusCompleted })()
	w.plansNothing()
	w.configure(site.config(guarded(values{"description": `"Second"`})))
	w.mustSay(w.fails("plan"), "would change description", "Otherwise, undo the change")
	w.configure(site.config(guarded(values{"status": `"active"`})))
	w.mustSay(w.fails("plan"), "would change status", `set status = "completed", or omit status`)
}

func TestClosedBooks_importedIsProtected(t *testing.T) {
	site := newSite(t)
	site.test(t, resource.TestStep{
		Config:            site.config("import {\n  to = "+address+"\n  id = \"51\"\n}\n", harvest(nil)),
		ConfigPlanChecks:  beforeApply(willBe(plancheck.ResourceActionNoop)),
		ConfigStateChecks: has(map[string]knownvalue.Check{"protect_completed": knownvalue.Bool(true)}),
	}, resource.TestStep{Config: site.config(harvest(values{"protect_completed": "false"}))})
}

// A state written before the attribute existed plans no changes, with or without a refresh.
func TestClosedBooks_stateFromBefore(t *testing.T) {
	site := newSiteWith(t, sandbox.Options{})
	w := site.workspace(t, guarded(values{"status": `"completed"`}))
	w.apply()
	state := w.read("terraform.tfstate")
	from := strings.NewReplacer(`"protect_completed": true`, `"protect_completed": null`, `"protect_completed":true`, `"protect_completed":null`)
	w.write("terraform.tfstate", from.Replace(state))
	w.run("plan", "-refresh=false", "-detailed-exitcode")
	w.plansNothing()
	w.mustSay(w.fails("destroy", "-auto-approve", "-refresh=false"), "would delete it")
}
