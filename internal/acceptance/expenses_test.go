package acceptance_test

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/quirks"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/teamwork"
)

const expenseAddress = "billing_teamwork_expense.test"

// firstExpenseID is the ID that the sandbox assigns to the first expense after the seed.
const firstExpenseID = 40

func expense(changes values) string { return expenseNamed("test", changes) }

func expenseNamed(name string, changes values) string {
	attributes := values{"project_id": "1149", "name": `"Tractor tyres"`, "date": `"2026-03-04"`, "cost": `"200.00"`}
	maps.Copy(attributes, changes)
	return block(fmt.Sprintf("resource \"billing_teamwork_expense\" %q", name), attributes)
}

// expensesNamed returns the site's expenses with that name.
func (s *site) expensesNamed(name string) (found []teamwork.Expense) {
	for _, each := range s.Teamwork().Expenses() {
		if each.Name == name {
			found = append(found, each)
		}
	}
	return found
}

// bodies returns the bodies of the requests that write expenses.
func (s *site) expenseWrites() (writes []string) {
	for _, request := range s.Requests() {
		if request.Method != http.MethodGet {
			writes = append(writes, strings.TrimSpace(request.Method+" "+request.Path+" "+request.Body))
		}
	}
	return writes
}

// The complete lifecycle of an expense, with the exact requests.
func TestExpense_lifecycle(t *testing.T) {
	site := newSite(t)
	w := site.workspace(t, expense(nil))
	steps := []struct {
		changes values
		writes  []string
	}{
		{nil, []string{`POST /expenses.json {"expense":{"project-id":"1149","name":"Tractor tyres","date":"20260304","cost":"200.00","description":""}}`}},
		{values{"cost": "200", "date": `"20260304"`}, nil}, // other spellings
		{values{"cost": `"200.5"`}, []string{`PUT /expenses/40.json {"expense":{"cost":"200.5"}}`}},
		{values{"cost": `"200.50"`, "description": `"Rear"`, "name": `"Tyres"`}, []string{`PUT /expenses/40.json {"expense":{"name":"Tyres","description":"Rear"}}`}},
		{values{"cost": `"200.50"`, "name": `"Tyres"`, "date": `"2026-03-05"`}, []string{`PUT /expenses/40.json {"expense":{"date":"20260305","description":""}}`}},
		{values{"cost": `"200.50"`, "name": `"Tyres"`, "date": `"2026-03-05"`, "project_id": "1150"}, []string{
			`DELETE /expenses/40.json`,
			`POST /expenses.json {"expense":{"project-id":"1150","name":"Tyres","date":"20260305","cost":"200.50","description":""}}`,
		}},
	}
	for _, step := range steps {
		site.ResetRequests()
		w.configure(site.config(expense(step.changes)))
		w.apply()
		if got := site.expenseWrites(); !slices.Equal(got, step.writes) {
			t.Errorf("%v: sent\n%s\nwant\n%s", step.changes, strings.Join(got, "\n"), strings.Join(step.writes, "\n"))
		}
		w.plansNothing()
	}
	w.run("destroy", "-auto-approve")
	if left := site.expensesNamed("Tyres"); len(left) > 0 {
		t.Errorf("left are %+v", left)
	}
}

func TestExpense_attributes(t *testing.T) {
	site := newSite(t)
	is := func(name string, value knownvalue.Check) statecheck.StateCheck {
		return statecheck.ExpectKnownValue(expenseAddress, tfjsonpath.New(name), value)
	}
	site.test(t,
		resource.TestStep{
			Config: site.config(expense(values{"description": `"Rear"`})),
			ConfigStateChecks: []statecheck.StateCheck{
				is("id", knownvalue.StringExact("40")), is("cost", knownvalue.StringExact("200.00")), is("date", knownvalue.StringExact("2026-03-04")),
				is("description", knownvalue.StringExact("Rear")), is("project_name", knownvalue.StringExact("API Private Items")),
				is("company_id", knownvalue.Int64Exact(51)), is("company_name", knownvalue.StringExact("Kent Farms")), is("invoice_id", knownvalue.Null()),
			},
		},
		resource.TestStep{ResourceName: expenseAddress, ImportState: true, ImportStateVerify: true},
		resource.TestStep{ResourceName: expenseAddress, ImportState: true, ImportStateId: "many", ExpectError: says(`"many" is not an expense ID`)},
		resource.TestStep{ // a colleague's change is one change
			PreConfig: func() {
				site.Teamwork().UpdateExpense(firstExpenseID, func(expense *teamwork.Expense) { expense.Cost = "250.00" })
			},
			Config: site.config(expense(values{"description": `"Rear"`})),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(expenseAddress, plancheck.ResourceActionUpdate),
				plancheck.ExpectKnownValue(expenseAddress, tfjsonpath.New("cost"), knownvalue.StringExact("200.00")),
			}},
		},
		resource.TestStep{ // deleted elsewhere
			PreConfig:        func() { site.Teamwork().DeleteExpense(firstExpenseID) },
			Config:           site.config(expense(values{"description": `"Rear"`})),
			ConfigPlanChecks: beforeApply(plancheck.ExpectResourceAction(expenseAddress, plancheck.ResourceActionCreate)),
		},
	)
}

func TestExpense_validation(t *testing.T) {
	site := newSite(t)
	for name, test := range map[string]struct {
		changes values
		says    []string
	}{
		"no name":        {values{"name": `""`}, []string{"name = ", "must not be empty"}},
		"padded name":    {values{"name": `" Hay"`}, []string{"name = ", "whitespace"}},
		"no date":        {values{"date": `"2026-02-30"`}, []string{"date = ", "2026-02-30"}},
		"three decimals": {values{"cost": `"1.005"`}, []string{"cost = ", "at most 2 digits"}},
		"no number":      {values{"cost": `"1,000"`}, []string{"cost = ", "is not a decimal number"}},
		"no description": {values{"description": `""`}, []string{"description = ", "must not be empty"}},
		"no project":     {values{"project_id": "0"}, []string{"project_id = ", "at least 1"}},
	} {
		t.Run(name, func(t *testing.T) {
			w := site.workspace(t, expense(test.changes))
			w.mustSay(w.fails("validate"), test.says...)
		})
	}
}

// If the site refuses a change because an invoice bills the expense, the error
// names the invoice.
func TestExpense_billed(t *testing.T) {
	site := newSite(t)
	w := site.workspace(t, expense(nil), invoice(values{"expense_ids": "[" + expenseAddress + ".id]"}))
	w.apply()
	w.plansNothing()
	for _, changes := range []values{{"cost": "201"}, {"project_id": "1150"}} {
		w.configure(site.config(expense(changes)))
		w.run("state", "rm", address) // the invoice stays
		w.mustSay(w.fails("apply", "-auto-approve"), `billed by invoice "T-1" (ID 99)`)
		w.configure(site.config(expense(nil), invoice(values{"expense_ids": "[" + expenseAddress + ".id]"})))
		w.run("import", address, "99")
		w.apply()
	}
	w.run("destroy", "-auto-approve") // the invoice first, which releases the expense
	if left := site.expensesNamed("Tractor tyres"); len(left) > 0 {
		t.Errorf("left are %+v", left)
	}
}

// Regardless of what happens to the response to a create, the expense exists
// once.
func TestExpense_lostAnswers(t *testing.T) {
	faults := map[string]struct {
		fault sandbox.Fault
		posts int
	}{
		"cut after effect":   {sandbox.Cut().After(), 1},
		"500 after effect":   {sandbox.ErrorStatus(500).After(), 1},
		"HTML after effect":  {sandbox.HTMLPage().After(), 1},
		"without an id":      {sandbox.Reply(200, nil, `{"STATUS":"OK"}`).After(), 1},
		"half of the JSON":   {sandbox.Reply(200, nil, `{"STATUS":"OK","i`).After(), 1},
		"cut before effect":  {sandbox.Cut(), 2},
		"500 before effect":  {sandbox.ErrorStatus(500), 2},
		"HTML before effect": {sandbox.HTMLPage(), 2},
	}
	site := newSite(t)
	var blocks []string
	for name, test := range faults {
		blocks = append(blocks, expenseNamed("e_"+strings.ReplaceAll(name, " ", "_"), values{"name": fmt.Sprintf("%q", name)}))
		site.Script(sandbox.Rule{
			Method: http.MethodPost, Path: teamwork.PathExpenses, Fault: test.fault,
			When: func(request sandbox.Request) bool { return strings.Contains(request.Body, `"`+name+`"`) },
		})
	}
	w := site.workspace(t, blocks...)
	w.apply()
	for name, test := range faults {
		posts := 0
		for _, request := range site.Requests() {
			if request.Method == http.MethodPost && strings.Contains(request.Body, `"`+name+`"`) {
				posts++
			}
		}
		if found := site.expensesNamed(name); len(found) != 1 || posts != test.posts {
			t.Errorf("%s: %d expenses from %d requests, want 1 from %d", name, len(found), posts, test.posts)
		}
	}
	w.plansNothing()
}

// If it is not certain which expense a create has made, the provider neither
// adopts nor creates one.
func TestExpense_lostAnswerAndOthersLikeIt(t *testing.T) {
	site := newSite(t)
	like := teamwork.Expense{ProjectID: project, Name: "Tractor tyres", Cost: "200.00", Date: "20260304"}
	old := like
	old.UpdatedAt = time.Now().Add(-time.Hour)
	site.Teamwork().AddExpense(old) // too old to be the result of the request
	recent := like
	recent.UpdatedAt = time.Now().Add(-time.Minute)
	ambiguous := site.Teamwork().AddExpense(recent)
	site.Script(sandbox.Rule{Method: http.MethodPost, Path: teamwork.PathExpenses, Times: 1, Fault: sandbox.Cut()})
	w := site.workspace(t, expense(nil))
	w.mustSay(w.fails("apply", "-auto-approve"), "so it was not repeated", fmt.Sprintf("terraform import billing_teamwork_expense.NAME %d", ambiguous.ID))
	site.Teamwork().DeleteExpense(ambiguous.ID)
	site.Script(sandbox.Rule{Method: http.MethodPost, Path: teamwork.PathExpenses, Times: 1, Fault: sandbox.Cut()})
	w.apply()
	if got := len(site.expensesNamed("Tractor tyres")); got != 2 {
		t.Errorf("there are %d expenses, want the old one and the new one", got)
	}
}

// A response of success is not followed by another create, even if the site does not
// list the expense.
func TestExpense_acceptedButNotListed(t *testing.T) {
	site := newSite(t)
	site.Script(sandbox.Rule{Method: http.MethodPost, Path: teamwork.PathExpenses, Times: sandbox.Always, Fault: sandbox.Reply(http.StatusOK, nil, `{"STATUS":"OK"}`)})
	w := site.workspace(t, expense(nil))
	w.mustSay(w.fails("apply", "-auto-approve"), "project 1149 does not list the expense yet", "so the request was not sent again",
		"terraform import billing_teamwork_expense.NAME ID", "If not, apply again")
	if got := posts(site.Requests(), "/expenses.json"); got != 1 {
		t.Errorf("%d creates were sent, want 1", got)
	}
}

// A change of an expense that someone has deleted since the plan says so.
func TestExpense_deletedBeforeTheChange(t *testing.T) {
	site := newSite(t)
	w := site.workspace(t, expense(nil))
	w.apply()
	w.configure(site.config(expense(values{"cost": "201"})))
	w.run("plan", "-out=change")
	site.Teamwork().DeleteExpense(firstExpenseID)
	w.mustSay(w.fails("apply", "change"), "could not update expense 40", "404", "The record no longer exists", "Run the plan again")
}

// Several resources that look the same create that many expenses, regardless of
// which responses are lost.
func TestExpense_twinsInOneRun(t *testing.T) {
	site := newSite(t)
	site.Script(sandbox.Rule{Method: http.MethodPost, Path: teamwork.PathExpenses, Times: 2, Fault: sandbox.Cut().After()})
	w := site.workspace(t, `resource "billing_teamwork_expense" "twin" {
  count      = 6
  project_id = 1149
  name       = "Diesel tank"
  date       = "2026-03-01"
  cost       = 80
}
`)
	w.apply()
	w.plansNothing()
	if got := len(site.expensesNamed("Diesel tank")); got != 6 {
		t.Errorf("there are %d expenses, want 6", got)
	}
	w.run("destroy", "-auto-approve")
	if left := site.expensesNamed("Diesel tank"); len(left) > 0 {
		t.Errorf("left are %+v", left)
	}
}

// A site that trims, escapes, and rounds does not make an apply fail, and the
// values that it stores differently show up once.
func TestExpense_changedValues(t *testing.T) {
	site := newSite(t)
	site.Teamwork().SetValues(quirks.Values{Trim: true, Escape: true})
	w := site.workspace(t, expense(values{"name": `"Hay & straw"`, "description": `"Wet\n"`}))
	w.mustSay(w.apply(), "stores name differently")
	if got := len(site.expensesNamed("Hay &amp; straw")); got != 1 {
		t.Errorf("there are %d expenses", got)
	}
}

// A refresh reads the expenses of a project by page.
func TestExpense_refreshByPage(t *testing.T) {
	site := newSite(t)
	w := site.workspace(t, `resource "billing_teamwork_expense" "many" {
  count      = 60
  project_id = 1149
  name       = "Sack ${count.index}"
  date       = "2026-03-01"
  cost       = 1
}
`)
	w.apply()
	site.ResetRequests()
	w.plansNothing()
	if got := len(site.Requests()); got > 4 {
		t.Errorf("refreshed by %d requests", got)
	}
}

func TestExpenses_dataSources(t *testing.T) {
	site := newSite(t)
	outputs := `
output "all" { value = join(" ", data.billing_teamwork_expenses.all.ids) }
output "unbilled" { value = join(" ", data.billing_teamwork_expenses.unbilled.ids) }
output "billed" { value = join(" ", data.billing_teamwork_expenses.billed.ids) }
output "available" { value = join(" ", data.billing_teamwork_expenses.available.ids) }
output "total" { value = data.billing_teamwork_expenses.unbilled.total_cost }
output "names" { value = join(", ", data.billing_teamwork_expenses.billed.expenses[*].name) }
output "one" { value = "${data.billing_teamwork_expense.one.name} ${data.billing_teamwork_expense.one.cost} ${data.billing_teamwork_expense.one.invoice_id} ${data.billing_teamwork_expense.one.date}" }
`
	w := site.workspace(t,
		data("expenses", "all", nil),
		data("expenses", "unbilled", values{"project_id": "1149", "unbilled": "true"}),
		data("expenses", "billed", values{"project_id": "1149", "unbilled": "false"}),
		data("expenses", "available", values{"project_id": "1149", "available_to_invoice": `"50"`}),
		data("expense", "one", values{"id": `"14"`}), outputs)
	w.apply()
	want := map[string]string{
		"all": "14 15 36 37 38 39", "unbilled": "36 37 38", "billed": "14 15", "available": "14 15 36 37 38",
		"total": "265.40", "names": "4 New Tyres, Paint", "one": "4 New Tyres 200.00 50 2015-06-17",
	}
	if got := w.outputs(); !maps.Equal(got, want) {
		t.Errorf("got %v\nwant %v", got, want)
	}
	w.configure(site.config(data("expense", "none", values{"id": `"4711"`})))
	w.mustSay(w.fails("plan"), "there is no expense 4711")
	w.configure(site.config(data("expenses", "both", values{"unbilled": "true", "available_to_invoice": `"50"`})))
	w.mustSay(w.fails("validate"), "available_to_invoice", "unbilled")
}
