package teamwork

import (
	"fmt"
	"slices"
)

// The methods in this file store expenses and time logs, the entries of invoices. Callers must hold the lock.

// insertExpense fills in omitted values of expense and stores it. It replaces the expense with the same ID, if there is
// one.
func (s *Site) insertExpense(expense Expense, author User) *Expense {
	kept := expense
	if kept.ID == 0 {
		kept.ID = s.nextExpense
	}
	if kept.CreatedBy == (User{}) {
		kept.CreatedBy = author
	}
	if kept.UpdatedAt.IsZero() {
		kept.UpdatedAt = s.now()
	}
	before := 0
	if former := s.expenses[kept.ID]; former != nil {
		before = former.InvoiceID
	}
	s.rebill(expensesOn, kept.ID, before, kept.InvoiceID)
	s.expenses[kept.ID] = &kept
	if kept.ID >= s.nextExpense {
		s.nextExpense = kept.ID + 1
		s.extendExpenseLists(&kept)
	} else {
		s.forgetExpenseLists()
	}
	return &kept
}

// insertTimeLog fills in omitted values of log and stores it. It replaces the time log with the same ID, if there is
// one.
func (s *Site) insertTimeLog(log TimeLog, author User) *TimeLog {
	kept := log.clone()
	if kept.ID == 0 {
		kept.ID = s.nextTimeLog
	}
	if kept.User == (User{}) {
		kept.User = author
	}
	if kept.LoggedAt.IsZero() {
		kept.LoggedAt = s.now()
	}
	if kept.CreatedAt.IsZero() {
		kept.CreatedAt = s.now()
	}
	if kept.UpdatedAt.IsZero() {
		kept.UpdatedAt = kept.CreatedAt
	}
	before := 0
	if former := s.timeLogs[kept.ID]; former != nil {
		before = former.InvoiceID
	}
	s.rebill(timeLogsOn, kept.ID, before, kept.InvoiceID)
	s.timeLogs[kept.ID] = &kept
	s.nextTimeLog = max(s.nextTimeLog, kept.ID+1)
	s.forgetTimeLists()
	return &kept
}

// removeExpense deletes the expense with id, and removes it from its invoice.
func (s *Site) removeExpense(id int) bool {
	expense, found := s.expenses[id]
	if !found {
		return false
	}
	s.rebill(expensesOn, id, expense.InvoiceID, 0)
	delete(s.expenses, id)
	s.forgetExpenseLists()
	return true
}

// removeTimeLog deletes the time log with id, and removes it from its invoice.
func (s *Site) removeTimeLog(id int) bool {
	log, found := s.timeLogs[id]
	if !found {
		return false
	}
	s.rebill(timeLogsOn, id, log.InvoiceID, 0)
	delete(s.timeLogs, id)
	s.forgetTimeLists()
	return true
}

// expensesOn and timeLogsOn return a pointer to the IDs of the entries of one kind on an invoice.
func expensesOn(invoice *Invoice) *[]int { return &invoice.ExpenseIDs }
func timeLogsOn(invoice *Invoice) *[]int { return &invoice.TimeLogIDs }

// rebill moves an entry from one invoice to another; 0 means no invoice. It panics if the target invoice does not
// exist.
func (s *Site) rebill(entries func(*Invoice) *[]int, id, from, to int) {
	if from == to {
		return
	}
	if invoice := s.byID[from]; invoice != nil {
		ids := entries(invoice)
		*ids = slices.DeleteFunc(*ids, func(each int) bool { return each == id })
	}
	if to == 0 {
		return
	}
	invoice := s.byID[to]
	if invoice == nil {
		panic(fmt.Sprintf("teamwork sandbox: an entry on the unknown invoice %d", to))
	}
	if ids := entries(invoice); !slices.Contains(*ids, id) {
		*ids = append(*ids, id)
	}
}

// findExpense returns the expense with id unless its project is deleted.
func (s *Site) findExpense(id int) *Expense {
	expense := s.expenses[id]
	if expense == nil || s.findProject(expense.ProjectID) == nil {
		return nil
	}
	return expense
}

// findTimeLog returns the time log with id unless it or its project is deleted.
func (s *Site) findTimeLog(id int) *TimeLog {
	log := s.timeLogs[id]
	if log == nil || log.Deleted || s.findProject(log.ProjectID) == nil {
		return nil
	}
	return log
}

// expensesOf returns the expenses of a project, or all expenses for 0, by ID. Like a list of invoices, the result is
// cached until a change that can affect it.
func (s *Site) expensesOf(projectID int) []*Expense {
	if found, known := s.expenseLists[projectID]; known {
		return found
	}
	found := []*Expense{}
	for _, id := range sortedKeys(s.expenses) {
		expense := s.findExpense(id)
		if expense != nil && (projectID == 0 || projectID == expense.ProjectID) {
			found = append(found, expense)
		}
	}
	s.expenseLists[projectID] = found
	return found
}

// extendExpenseLists appends the expense with the highest ID to the cached lists that it belongs to.
func (s *Site) extendExpenseLists(expense *Expense) {
	if s.findProject(expense.ProjectID) == nil {
		return
	}
	for _, projectID := range []int{0, expense.ProjectID} {
		if found, known := s.expenseLists[projectID]; known {
			s.expenseLists[projectID] = append(found, expense)
		}
	}
}

// forgetExpenseLists is called after every change that can add an expense to a list or remove it from one.
// forgetTimeLists does the same for time logs.
func (s *Site) forgetExpenseLists() { clear(s.expenseLists) }
func (s *Site) forgetTimeLists()    { clear(s.timeLists) }
