package acceptance_test

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/quirks"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/teamwork"
)

// monthEnd is the month-end configuration: time logged in March that no other
// invoice bills goes on the invoice.
func monthEnd(changes values) []string {
	attributes := values{"number": `"MAR-1"`, "time_log_ids": "data.billing_teamwork_time_logs.march.ids", "protect_completed": ""}
	maps.Copy(attributes, changes)
	return []string{
		data("time_logs", "march", values{
			"project_id": "1149", "from": `"2026-03-01"`, "to": `"2026-03-31"`, "billable": "true", "available_to_invoice": `"MAR-1"`,
		}),
		invoice(attributes),
	}
}

// loggedInMarch adds a billable one-hour time log to the project.
func (s *site) loggedInMarch(day int) teamwork.TimeLog {
	return s.Teamwork().AddTimeLog(teamwork.TimeLog{
		ProjectID: project, Minutes: 60, Billable: true, Rate: "50.00", Description: "Sowing",
		LoggedAt: time.Date(2026, time.March, day, 9, 0, 0, 0, time.UTC),
	})
}

// bills returns the time logs on the invoice with a number.
func (s *site) bills(number string) []int {
	for _, invoice := range s.Teamwork().Invoices() {
		if invoice.Number == number {
			return slices.Sorted(slices.Values(invoice.TimeLogIDs))
		}
	}
	return nil
}

func (s *site) addedLines() (bodies []string) {
	for _, request := range s.Requests() {
		if request.Template == teamwork.PathLineItems {
			bodies = append(bodies, request.Body)
		}
	}
	return bodies
}

// The first apply bills the month with one request, the second plan is empty, and
// a time log that is added later is the only change.
func TestMonthEnd_billsWhatWasLogged(t *testing.T) {
	site := newSite(t)
	first, second := site.loggedInMarch(3), site.loggedInMarch(31)
	w := site.workspace(t, monthEnd(nil)...)
	w.apply()
	if got := site.bills("MAR-1"); !slices.Equal(got, []int{first.ID, second.ID}) {
		t.Errorf("billed are %v", got)
	}
	want := fmt.Sprintf(`{"lineitems":{"add":{"timelogs":"%d,%d"}}}`, first.ID, second.ID)
	if got := site.addedLines(); len(got) != 1 || got[0] != want {
		t.Errorf("sent %v, want %s", got, want)
	}
	w.plansNothing()
	third := site.loggedInMarch(15)
	w.mustSay(w.run("plan"), "will be updated in-place", fmt.Sprintf("+ %d,", third.ID), "0 to add, 1 to change, 0 to destroy")
	site.ResetRequests()
	w.apply()
	if got := site.addedLines(); len(got) != 1 || !strings.Contains(got[0], fmt.Sprintf(`"%d"`, third.ID)) {
		t.Errorf("sent %v", got)
	}
	w.plansNothing()
}

// Entries are added to an invoice before it is completed. A completed invoice
// is protected, and deleting an invoice releases its entries.
func TestMonthEnd_completed(t *testing.T) {
	site := newSite(t)
	site.loggedInMarch(3)
	w := site.workspace(t, monthEnd(values{"status": `"completed"`})...)
	w.apply()
	if err := site.wrote(create, lineItems, complete)(nil); err != nil {
		t.Error(err)
	}
	w.plansNothing()
	late := site.loggedInMarch(4)
	w.mustSay(w.fails("plan"), "completed and protected", "would change", "time_log_ids")
	w.configure(site.config(monthEnd(values{"time_log_ids": fmt.Sprintf("[%d]", late.ID)})...))
	w.mustSay(w.fails("plan"), "completed and protected", "would replace it")
	w.configure(site.config(monthEnd(values{"time_log_ids": ""})...)) // removing the attribute changes nothing
	w.mustSay(w.run("plan"), "0 to add, 1 to change, 0 to destroy")
	site.ResetRequests()
	w.configure(site.config(monthEnd(values{"status": `"completed"`, "protect_completed": "false"})...))
	w.apply()
	if err := site.wrote(reopen, lineItems, complete)(nil); err != nil {
		t.Error(err)
	}
	w.plansNothing()
	w.run("destroy", "-auto-approve")
	if log, _ := site.Teamwork().TimeLog(late.ID); log.InvoiceID != 0 {
		t.Errorf("the time log is still on invoice %d", log.InvoiceID)
	}
}

// An entry that another invoice bills is an error at plan time that names the
// invoice, and nothing is sent.
func TestMonthEnd_billedElsewhere(t *testing.T) {
	site := newSite(t)
	logged := site.loggedInMarch(3)
	expense := site.Teamwork().AddExpense(teamwork.Expense{ProjectID: project, Name: "Hay", Cost: "10.00", Date: "20260303"})
	other := site.Teamwork().AddInvoice(teamwork.Invoice{ProjectID: project, Number: "OTHER", DisplayDate: "20260331"})
	ids := values{"time_log_ids": fmt.Sprintf("[%d]", logged.ID), "expense_ids": fmt.Sprintf("[%d]", expense.ID)}
	w := site.workspace(t, monthEnd(ids)...)
	plan := w.run("plan", "-out=before")
	w.mustSay(plan, "1 to add")
	site.Teamwork().UpdateTimeLog(logged.ID, func(log *teamwork.TimeLog) { log.InvoiceID = other.ID })
	w.mustSay(w.fails("plan"), "Another invoice bills the time log", fmt.Sprintf(`The time log %d is on invoice "OTHER" (ID %d)`, logged.ID, other.ID))
	w.mustSay(w.fails("apply", "before"), `"OTHER"`) // billed between plan and apply
	site.Teamwork().UpdateTimeLog(logged.ID, func(log *teamwork.TimeLog) { log.InvoiceID = 0 })
	site.Teamwork().UpdateExpense(expense.ID, func(expense *teamwork.Expense) { expense.InvoiceID = other.ID })
	w.mustSay(w.fails("plan"), "Another invoice bills the expense", fmt.Sprintf(`The expense %d is on invoice "OTHER" (ID %d)`, expense.ID, other.ID))
	w.configure(site.config(monthEnd(values{"time_log_ids": "[946]"})...))
	w.mustSay(w.fails("plan"), "cannot be added to the invoice", "Time log 946 belongs to project 1150")
	w.configure(site.config(monthEnd(values{"time_log_ids": "[4711]"})...))
	w.mustSay(w.fails("plan"), "Time log 4711 does not exist")
	w.configure(site.config(append(monthEnd(ids), invoiceNamed("second", values{"number": `"T-2"`, "time_log_ids": ids["time_log_ids"]}))...))
	w.mustSay(w.fails("plan"), "Two invoices with the same time log")
	if wrote := site.writes(); len(wrote) > 0 {
		t.Errorf("written: %v", wrote)
	}
}

// Entries that someone removes from or adds to an invoice show up in the next plan.
func TestMonthEnd_drift(t *testing.T) {
	site := newSite(t)
	first, second := site.loggedInMarch(3), site.loggedInMarch(4)
	ids := values{"time_log_ids": fmt.Sprintf("[%d, %d]", second.ID, first.ID)}
	w := site.workspace(t, monthEnd(ids)...)
	w.apply()
	w.plansNothing()
	site.Teamwork().UpdateTimeLog(first.ID, func(log *teamwork.TimeLog) { log.InvoiceID = 0 })
	w.mustSay(w.run("plan"), "will be updated in-place", fmt.Sprintf("+ %d,", first.ID))
	w.apply()
	w.plansNothing()
	if got := site.bills("MAR-1"); !slices.Equal(got, []int{first.ID, second.ID}) {
		t.Errorf("billed are %v", got)
	}
	third := site.loggedInMarch(5)
	site.Teamwork().UpdateTimeLog(third.ID, func(log *teamwork.TimeLog) { log.InvoiceID = firstID })
	w.mustSay(w.run("plan"), "must be replaced", "forces replacement", fmt.Sprintf("- %d,", third.ID))
	w.apply()
	w.plansNothing()
	if got := site.bills("MAR-1"); !slices.Equal(got, []int{first.ID, second.ID}) {
		t.Errorf("billed are %v", got)
	}
}

// Regardless of how the response to the request that adds entries is lost, each
// entry is on the invoice once.
func TestMonthEnd_lostAnswers(t *testing.T) {
	for name, test := range map[string]struct {
		fault    sandbox.Fault
		requests int
	}{
		"after the effect, cut":   {sandbox.Cut().After(), 1},
		"after the effect, 500":   {sandbox.ErrorStatus(500).After(), 1},
		"after the effect, HTML":  {sandbox.HTMLPage().After(), 1},
		"before the effect, cut":  {sandbox.Cut(), 2},
		"before the effect, 500":  {sandbox.ErrorStatus(500), 2},
		"before the effect, HTML": {sandbox.HTMLPage(), 2},
		"too many":                {sandbox.RateLimited(sandbox.RetryAfterSeconds, 1), 2},
	} {
		t.Run(name, func(t *testing.T) {
			site := newSite(t)
			first := site.loggedInMarch(3)
			w := site.workspace(t, monthEnd(values{"status": `"completed"`, "expense_ids": "[36]"})...)
			site.Script(sandbox.Rule{Method: http.MethodPut, Path: teamwork.PathLineItems, Times: 1, Fault: test.fault})
			w.apply()
			if got := len(site.addedLines()); got != test.requests {
				t.Errorf("sent %d requests, want %d", got, test.requests)
			}
			if got := site.bills("MAR-1"); !slices.Equal(got, []int{first.ID}) {
				t.Errorf("billed are %v", got)
			}
			w.plansNothing()
		})
	}
}

// If the site refuses the entries, the invoice is in the state, and not
// completed.
func TestMonthEnd_refused(t *testing.T) {
	site := newSite(t)
	site.loggedInMarch(3)
	w := site.workspace(t, monthEnd(values{"status": `"completed"`})...)
	site.Script(sandbox.Rule{Method: http.MethodPut, Path: teamwork.PathLineItems, Times: 1, Fault: sandbox.ErrorStatus(422)})
	w.mustSay(w.fails("apply", "-auto-approve"), "could not complete it", "terraform untaint")
	if made := site.created(); len(made) != 1 || made[0].Status != teamwork.StatusActive {
		t.Errorf("made are %+v", made)
	}
	w.run("untaint", address)
	w.apply()
	w.plansNothing()
	if made := site.created(); len(made) != 1 || made[0].Status != teamwork.StatusCompleted {
		t.Errorf("made are %+v", made)
	}
}

// A replacement releases its entries first, including for a tainted invoice and
// for one that moves to another project.
func TestMonthEnd_replacements(t *testing.T) {
	site := newSite(t)
	logged := site.loggedInMarch(3)
	w := site.workspace(t, monthEnd(nil)...)
	w.apply()
	w.run("taint", address)
	w.mustSay(w.apply(), "1 added, 0 changed, 1 destroyed")
	w.mustSay(w.run("apply", "-auto-approve", "-replace="+address), "1 added, 0 changed, 1 destroyed")
	w.plansNothing()
	w.configure(site.config(monthEnd(values{"project_id": "1150", "time_log_ids": fmt.Sprintf("[%d]", logged.ID)})...))
	w.mustSay(w.fails("plan"), fmt.Sprintf("Time log %d belongs to project 1149", logged.ID))
	if got := site.bills("MAR-1"); !slices.Equal(got, []int{logged.ID}) {
		t.Errorf("billed are %v", got)
	}
}

// An existing invoice is imported without its entries. Configured entries that
// are already on it are not sent again.
func TestMonthEnd_imported(t *testing.T) {
	site := newSite(t)
	w := site.workspace(t, invoiceNamed("old", values{"number": `"INV0001"`, "display_date": `"2015-06-17"`, "description": `"Replace tractor"`, "po_number": `"PO0001"`}))
	w.run("import", "billing_teamwork_invoice.old", "50")
	w.mustSay(w.apply(), "0 added")
	w.plansNothing()
	site.ResetRequests()
	w.configure(site.config(invoiceNamed("old", values{
		"number": `"INV0001"`, "display_date": `"2015-06-17"`, "description": `"Replace tractor"`, "po_number": `"PO0001"`,
		"time_log_ids": "[937, 938, 111]", "expense_ids": "[14, 15]",
	})))
	w.mustSay(w.apply(), "0 added, 1 changed")
	if got := site.addedLines(); len(got) != 1 || got[0] != `{"lineitems":{"add":{"timelogs":"111"}}}` {
		t.Errorf("sent %v", got)
	}
	w.plansNothing()
}

// A thousand time logs take as many requests as they have pages.
func TestMonthEnd_requestsByPage(t *testing.T) {
	site := newSiteWith(t, sandbox.Options{TimeLogs: 1000})
	w := site.workspace(t, monthEnd(values{"time_log_ids": "slice(data.billing_teamwork_time_logs.march.ids, 0, 60)"})...)
	site.ResetRequests()
	w.run("plan", "-out=plan")
	lists := func() string {
		counts := map[string]int{}
		for _, request := range site.Requests() {
			counts[request.Method+" "+request.Template]++
		}
		var lines []string
		for _, each := range slices.Sorted(maps.Keys(counts)) {
			lines = append(lines, each+": "+strconv.Itoa(counts[each]))
		}
		return strings.Join(lines, "\n")
	}
	if got, want := lists(), "GET "+teamwork.PathProjectTimeEntries+": 2"; got != want {
		t.Errorf("planning took\n%s\nwant\n%s", got, want)
	}
	site.ResetRequests()
	w.run("apply", "plan")
	if got := len(site.bills("MAR-1")); got != 60 {
		t.Errorf("billed are %d", got)
	}
	if got := len(site.addedLines()); got != 1 {
		t.Errorf("added by %d requests", got)
	}
	for _, request := range site.Requests() {
		if request.Template == teamwork.PathTimeEntry {
			t.Errorf("read by itself: %s", request.Path)
		}
	}
}

// Replacing an invoice with one that bills nothing causes a warning, as when
// the number that the data source searches for changes.
func TestMonthEnd_emptied(t *testing.T) {
	site := newSite(t)
	site.loggedInMarch(3)
	w := site.workspace(t, monthEnd(nil)...)
	w.apply()
	renumbered := strings.ReplaceAll(strings.Join(monthEnd(nil), "\n"), "MAR-1", "MAR-2")
	w.configure(site.config(renumbered))
	w.mustSay(w.run("plan"), "must be replaced", "would lose all of its time logs", `invoice "MAR-1" of project 1149`, "first apply the new number of the invoice alone")
}

// An empty set of entries is managed as well, so an entry that a colleague adds
// shows up.
func TestMonthEnd_noEntries(t *testing.T) {
	site := newSite(t)
	logged := site.loggedInMarch(3)
	w := site.workspace(t, monthEnd(values{"time_log_ids": "[]", "expense_ids": "[]"})...)
	w.apply()
	w.plansNothing()
	site.Teamwork().UpdateTimeLog(logged.ID, func(log *teamwork.TimeLog) { log.InvoiceID = firstID })
	w.mustSay(w.run("plan"), "must be replaced")
}

// Lists of entries are read until the end, even if a gateway changes their headers.
func TestMonthEnd_pagesThatAreNotCounted(t *testing.T) {
	for name, headers := range map[string]teamwork.PageHeaders{
		"forgotten": teamwork.PageHeadersForgotten, "folded": teamwork.PageHeadersFolded, "first page only": teamwork.PageHeadersFirstOnly,
	} {
		t.Run(name, func(t *testing.T) {
			site := newSiteWith(t, sandbox.Options{TimeLogs: 1200, PageSize: 5})
			site.Teamwork().SetPageHeaders(headers)
			for i := range 12 {
				site.Teamwork().AddExpense(teamwork.Expense{ProjectID: project, Name: fmt.Sprint("Sack ", i), Cost: "1.00", Date: "20260304"})
			}
			w := site.workspace(t, data("time_logs", "all", values{"from": `"2026-01-01"`}), data("expenses", "all", values{"project_id": "1149"}),
				"output \"counts\" {\n  value = \"${length(data.billing_teamwork_time_logs.all.ids)} ${length(data.billing_teamwork_expenses.all.ids)}\"\n}\n")
			w.apply()
			if got := w.outputs()["counts"]; got != "1200 17" {
				t.Errorf("listed are %s, want 1200 17", got)
			}
		})
	}
}

// A site that stores the number differently still bills the same invoice: its time
// logs stay on it.
func TestMonthEnd_numberThatTheSiteChanges(t *testing.T) {
	site := newSite(t)
	site.Teamwork().SetValues(quirks.Values{Recase: true, Escape: true})
	site.loggedInMarch(3)
	const number = `"mar & 1"`
	w := site.workspace(t, strings.ReplaceAll(strings.Join(monthEnd(values{"number": number, "protect_completed": "false"}), "\n"), `"MAR-1"`, number))
	w.apply()
	plan := w.run("plan")
	w.mustSay(plan, "0 to add, 1 to change, 0 to destroy") // the spelling of the number
	if strings.Contains(plan, "time_log_ids") {
		t.Errorf("the plan changes the time logs:\n%s", plan)
	}
}

// If the apply finds that an entry is gone, it stops: a replacement was not planned.
// The next plan shows it.
func TestMonthEnd_removedDuringTheApply(t *testing.T) {
	site := newSite(t)
	first, second := site.loggedInMarch(3), site.loggedInMarch(4)
	config := func(ids ...int) string {
		return site.config(block(`resource "terraform_data" "ids"`, values{"input": strings.ReplaceAll(fmt.Sprint(ids), " ", ", ")}),
			invoice(values{"time_log_ids": "terraform_data.ids.output"}))
	}
	w := newWorkspace(t)
	w.configure(config(first.ID, second.ID))
	w.apply()
	w.configure(config(second.ID))
	site.ResetRequests()
	w.mustSay(w.fails("apply", "-auto-approve"), "would have to be replaced, which was not planned", fmt.Sprintf("time log %d", first.ID), "Run the plan again")
	if sent := site.writes(); len(sent) > 0 {
		t.Errorf("sent are %v", sent)
	}
	w.mustSay(w.run("plan"), "must be replaced", "1 to add, 0 to change, 1 to destroy")
	w.mustSay(w.fails("plan", "-refresh=false"), "which was not planned", "-refresh=false")
	w.apply()
	w.plansNothing()
}
