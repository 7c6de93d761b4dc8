package teamwork_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/teamwork"
)

func TestScreens_addEntries(t *testing.T) {
	t.Parallel()
	site := newSite(teamwork.Options{})
	holly := teamwork.User{ID: 415, FirstName: "Holly", LastName: "McGill"}
	expense := site.AddExpense(teamwork.Expense{ProjectID: 1150, Name: "Paint", Cost: "5"})
	wantExpense := teamwork.Expense{
		ID: 40, ProjectID: 1150, Name: "Paint", Cost: "5", CreatedBy: holly, UpdatedAt: at(testNow),
	}
	if diff := cmp.Diff(wantExpense, expense); diff != "" {
		t.Errorf("the expense differs (-want +got):\n%s", diff)
	}
	log := site.AddTimeLog(teamwork.TimeLog{ProjectID: 1150, Minutes: 5})
	wantLog := teamwork.TimeLog{
		ID: 948, ProjectID: 1150, Minutes: 5, User: holly, LoggedAt: at(testNow), CreatedAt: at(testNow), UpdatedAt: at(testNow),
	}
	if diff := cmp.Diff(wantLog, log); diff != "" {
		t.Errorf("the time log differs (-want +got):\n%s", diff)
	}
	if last := site.Expenses()[6]; !cmp.Equal(wantExpense, last) {
		t.Errorf("the last expense is %+v", last)
	}
	if last := site.TimeLogs()[12]; !cmp.Equal(wantLog, last) {
		t.Errorf("the last time log is %+v", last)
	}
}

func TestScreens_billEntriesByTheirInvoice(t *testing.T) {
	t.Parallel()
	site := newSite(teamwork.Options{})
	check := func(after string, id int, logs, expenses []int) {
		t.Helper()
		invoice, _ := site.Invoice(id)
		if !slices.Equal(invoice.TimeLogIDs, logs) || !slices.Equal(invoice.ExpenseIDs, expenses) {
			t.Errorf("after %s invoice %d has %v and %v, want %v and %v", after, id, invoice.TimeLogIDs, invoice.ExpenseIDs, logs, expenses)
		}
	}
	site.UpdateTimeLog(938, func(log *teamwork.TimeLog) { log.InvoiceID = 49 })
	site.UpdateExpense(14, func(expense *teamwork.Expense) { expense.InvoiceID = 49 })
	check("a move", 50, []int{937}, []int{15})
	check("a move", 49, []int{938}, []int{14})
	site.DeleteTimeLog(938)
	site.DeleteExpense(14)
	check("a delete", 49, nil, nil)
	site.AddTimeLog(teamwork.TimeLog{ID: 937, ProjectID: 1149})
	site.AddExpense(teamwork.Expense{ID: 15, ProjectID: 1149, InvoiceID: 49})
	check("replacing", 50, nil, nil)
	check("replacing", 49, nil, []int{15})
}

func TestScreens_changeEntries(t *testing.T) {
	t.Parallel()
	site := newSite(teamwork.Options{})
	site.UpdateTimeLog(937, func(log *teamwork.TimeLog) { log.ID, log.Minutes = 1, 99 })
	site.UpdateExpense(14, func(expense *teamwork.Expense) { expense.ID, expense.Cost = 1, "99" })
	log, _ := site.TimeLog(937)
	expense, _ := site.Expense(14)
	if log.ID != 937 || log.Minutes != 99 || !log.UpdatedAt.Equal(at(testNow)) {
		t.Errorf("the time log is %+v", log)
	}
	if expense.ID != 14 || expense.Cost != "99" || !expense.UpdatedAt.Equal(at(testNow)) {
		t.Errorf("the expense is %+v", expense)
	}
}

func TestScreens_sayWhenThereIsNoSuchEntry(t *testing.T) {
	t.Parallel()
	site := newSite(teamwork.Options{})
	if site.UpdateTimeLog(7, func(*teamwork.TimeLog) {}) || site.DeleteTimeLog(7) ||
		site.UpdateExpense(7, func(*teamwork.Expense) {}) || site.DeleteExpense(7) {
		t.Error("an entry that does not exist was found")
	}
}

func TestScreens_giveCopiesOfTimeLogs(t *testing.T) {
	t.Parallel()
	site := newSite(teamwork.Options{})
	tags := []teamwork.Tag{{ID: 1}}
	site.AddTimeLog(teamwork.TimeLog{ID: 5, ProjectID: 1149, Tags: tags}).Tags[0].ID = 2
	tags[0].ID = 3
	site.TimeLogs()[0].Tags[0].ID = 4
	if log, _ := site.TimeLog(5); log.Tags[0].ID != 1 {
		t.Errorf("a copy is tied to the record: %+v", log)
	}
}

func TestScreens_refuseEntriesOfNothing(t *testing.T) {
	t.Parallel()
	tests := map[string]func(*teamwork.Site){
		"time log of an unknown project": func(s *teamwork.Site) { s.AddTimeLog(teamwork.TimeLog{ProjectID: 7}) },
		"expense of an unknown project":  func(s *teamwork.Site) { s.AddExpense(teamwork.Expense{ProjectID: 7}) },
		"time log on an unknown invoice": func(s *teamwork.Site) { s.AddTimeLog(teamwork.TimeLog{ProjectID: 1149, InvoiceID: 7}) },
		"expense moved to one": func(s *teamwork.Site) {
			s.UpdateExpense(14, func(expense *teamwork.Expense) { expense.InvoiceID = 7 })
		},
	}
	for name, act := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			defer func() {
				if recover() == nil {
					t.Error("it was kept")
				}
			}()
			act(newSite(teamwork.Options{}))
		})
	}
}
