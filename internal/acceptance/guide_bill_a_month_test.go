package acceptance_test

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/teamwork"
)

// TestGuides_billAMonth follows the guide from top to bottom: it applies its
// configuration, and compares its quotes with the output of the command-line
// interface.
func TestGuides_billAMonth(t *testing.T) {
	site := newSiteWith(t, sandbox.Options{TimeLogs: 40})
	w := newWorkspace(t, site.Environment()...)
	guide := readGuide(t, "bill-a-month")
	if len(guide.quotes) != 3 {
		t.Fatalf("the guide quotes %d outputs, want 3", len(guide.quotes))
	}
	for _, date := range []string{"20260228", "20260305", "20260331"} {
		site.Teamwork().AddExpense(teamwork.Expense{ProjectID: 1152, Name: "Milk", Cost: "12.50", Date: date})
	}

	// The first apply bills, and the second plan is empty.
	w.write("main.tf", guide.configuration)
	w.mustSay(w.apply(), "4 added, 0 changed, 0 destroyed", "march_hours = 20")
	w.plansNothing()
	site.mustBill(t, project, 40, 0)
	site.mustBill(t, 1150, 0, 1)
	site.mustBill(t, 1152, 0, 2)

	// Time that is logged later is one change.
	site.logTime(project)
	w.mustSay(w.run("plan"), guide.quotes[0]...)
	w.apply()
	w.plansNothing()
	id := site.mustBill(t, project, 41, 0)

	// The data source omits time that another invoice bills. Naming such time is
	// an error.
	other := site.Teamwork().AddInvoice(teamwork.Invoice{
		ProjectID: project, Number: "OTHER-1", DisplayDate: "20260331", TimeLogIDs: []int{site.logTime(project)},
	})
	w.plansNothing()
	const ids, rest = "data.billing_teamwork_time_logs.march.ids\n}", "concat(data.billing_teamwork_time_logs.march.ids, [100042])\n}"
	w.write("main.tf", guide.with(t, ids, rest))
	w.mustSay(w.fails("plan"), withID(guide.quotes[1], "ID", other.ID)...)

	// A number changes first, and then what is available to it.
	const number, renumbered = `number       = "2026-03"`, `number       = "2026-03-A"`
	w.write("main.tf", guide.with(t, number, renumbered))
	w.mustSay(w.apply(), "0 added, 1 changed, 0 destroyed")
	w.write("main.tf", strings.Replace(guide.with(t, number, renumbered), `"2026-03" #`, `"2026-03-A" #`, 1))
	w.plansNothing()
	w.write("main.tf", guide.configuration)
	w.mustSay(w.run("plan"), "must be replaced", "1 to add, 0 to change, 1 to destroy")
	w.write("main.tf", strings.Replace(guide.configuration, `"2026-03" #`, `"2026-03-A" #`, 1))
	w.apply()

	// A completed invoice is closed.
	completed := guide.with(t, ids, "data.billing_teamwork_time_logs.march.ids\n  status = \"completed\"\n}")
	w.write("main.tf", completed)
	w.apply()
	w.plansNothing()
	site.logTime(project)
	w.mustSay(w.fails("plan"), withID(guide.quotes[2], "ID", id)...)
	site.ResetRequests()
	w.write("main.tf", guide.with(t, "time_log_ids = "+ids, "status = \"completed\"\n}"))
	w.apply()
	if sent := site.writes(); len(sent) > 0 {
		t.Errorf("leaving out what a closed invoice bills sent %v", sent)
	}
	w.write("main.tf", strings.Replace(completed, "status = ", "protect_completed = false\n  status = ", 1))
	w.apply()
	w.plansNothing()
	site.mustBill(t, project, 42, 0)

	// Deleting the invoices releases what they bill.
	w.run("destroy", "-auto-approve")
	for _, log := range site.Teamwork().TimeLogs() {
		if log.InvoiceID != 0 && log.InvoiceID != other.ID && !site.before[log.InvoiceID] {
			t.Errorf("time log %d is still billed by invoice %d", log.ID, log.InvoiceID)
		}
	}
	if left := site.created(); len(left) > 0 {
		t.Errorf("left over are %d invoices", len(left))
	}
}

// logTime adds a billable time log in March to a project, and returns its ID.
func (s *site) logTime(project int) int {
	return s.Teamwork().AddTimeLog(teamwork.TimeLog{
		ProjectID: project, Minutes: 45, Billable: true, Rate: "50.00", LoggedAt: time.Date(2026, 3, 20, 9, 0, 0, 0, time.UTC),
	}).ID
}

// mustBill checks the number of entries on the provider's only invoice of a
// project, and returns the invoice's ID.
func (s *site) mustBill(t *testing.T, project, timeLogs, expenses int) int {
	t.Helper()
	found := slices.DeleteFunc(s.created(), func(invoice teamwork.Invoice) bool { return invoice.ProjectID != project })
	if len(found) != 1 || len(found[0].TimeLogIDs) != timeLogs || len(found[0].ExpenseIDs) != expenses {
		t.Fatalf("the invoices of project %d are %+v, want one with %d time logs and %d expenses", project, found, timeLogs, expenses)
	}
	return found[0].ID
}

// guide is a guide's configuration, the outputs that it quotes, by line, and its
// commands.
type guide struct {
	configuration string
	quotes        [][]string
	commands      []string
}

func readGuide(t *testing.T, name string) guide {
	t.Helper()
	text, err := os.ReadFile("../../templates/guides/" + name + ".md.tmpl")
	if err != nil {
		t.Fatal(err)
	}
	var read guide
	for _, block := range regexp.MustCompile("(?s)```(terraform|text|shell)\n(.*?)```").FindAllStringSubmatch(string(text), -1) {
		switch block[1] {
		case "terraform":
			read.configuration += block[2] + "\n"
		case "text":
			read.quotes = append(read.quotes, strings.Split(strings.TrimSpace(block[2]), "\n"))
		case "shell":
			read.commands = append(read.commands, strings.Split(strings.TrimSpace(block[2]), "\n")...)
		}
	}
	return read
}

// with returns the configuration with the first occurrence of one text replaced by another.
func (g guide) with(t *testing.T, before, after string) string {
	t.Helper()
	if !strings.Contains(g.configuration, before) {
		t.Fatalf("the guide does not have %q", before)
	}
	return strings.Replace(g.configuration, before, after, 1)
}

// withID returns a quote with another ID in it: the ID of a record depends on the
// order of the requests.
func withID(quote []string, word string, id int) []string {
	text := regexp.MustCompile(`\(`+word+` \d+\)`).ReplaceAllString(strings.Join(quote, "\n"), fmt.Sprintf("(%s %d)", word, id))
	return strings.Split(text, "\n")
}
