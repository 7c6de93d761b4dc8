package teamwork

import (
	"encoding/json"
	"slices"
	"strings"
)

// addition holds what a request adds to an invoice.
type addition struct {
	timeLogIDs []int
	expenseIDs []int
	totals     map[int]string // amounts that replace time at its rate, by time log ID
}

// addLineItems handles PUT /invoices/{id}/lineitems.json: existing entries of the invoice's project that are not billed
// yet are added to it, either all of them or none.
func (s *Site) addLineItems(c call) (reply, *problem) {
	wanted, refusal := readAddition(c.body)
	return s.edit(c.id, func(invoice *Invoice) *problem {
		if refusal != nil {
			return refusal
		}
		if invoice.Status == StatusCompleted {
			return invalid("a completed invoice cannot be edited: it must be reopened first")
		}
		if problem := s.checkEntries(invoice, wanted); problem != nil {
			return problem
		}
		for id, total := range wanted.totals {
			s.timeLogs[id].Total = total
		}
		invoice.TimeLogIDs = append(invoice.TimeLogIDs, wanted.timeLogIDs...)
		invoice.ExpenseIDs = append(invoice.ExpenseIDs, wanted.expenseIDs...)
		s.bill(invoice)
		return nil
	})
}

// readAddition reads the body {"lineitems":{"add":{"timelogs":"1,2","expenses":"3"},"timelogTotals":{"1":200}}}
// (contract 1, line items). A removal is not documented, so it is refused like any other unknown key.
func readAddition(body []byte) (addition, *problem) {
	given, problem := envelope(body, "lineitems")
	if problem != nil {
		return addition{}, problem
	}
	if problem := onlyKeys(given, "add", "timelogTotals"); problem != nil {
		return addition{}, problem
	}
	kinds, problem := object(given["add"])
	if problem != nil {
		return addition{}, problem
	}
	if problem := onlyKeys(kinds, "timelogs", "expenses"); problem != nil {
		return addition{}, problem
	}
	var wanted addition
	if wanted.timeLogIDs, problem = readIDs("timelogs", kinds); problem != nil {
		return addition{}, problem
	}
	if wanted.expenseIDs, problem = readIDs("expenses", kinds); problem != nil {
		return addition{}, problem
	}
	if len(wanted.timeLogIDs)+len(wanted.expenseIDs) == 0 {
		return addition{}, invalid("nothing is to be added")
	}
	wanted.totals, problem = readTotals(given["timelogTotals"], wanted.timeLogIDs)
	return wanted, problem
}

// onlyKeys refuses keys other than the known ones.
func onlyKeys(given map[string]json.RawMessage, known ...string) *problem {
	for name := range given {
		if !slices.Contains(known, name) {
			return invalid("%s is not known", name)
		}
	}
	return nil
}

// readIDs reads IDs that are sent as a comma-separated string rather than a list.
func readIDs(name string, kinds map[string]json.RawMessage) ([]int, *problem) {
	raw, given := kinds[name]
	if !given {
		return nil, nil
	}
	text, problem := scalar(name, raw)
	if problem != nil {
		return nil, problem
	}
	var ids []int
	for part := range strings.SplitSeq(text, ",") {
		id := wholeNumber(part)
		if id == 0 || slices.Contains(ids, id) {
			return nil, invalid("%s %q: must be a comma-separated list of different ids", name, text)
		}
		ids = append(ids, id)
	}
	return ids, nil
}

// readTotals reads the amounts that replace hours at their rate. They are numbers, for added time logs.
func readTotals(raw json.RawMessage, added []int) (map[int]string, *problem) {
	totals := map[int]string{}
	if raw == nil {
		return totals, nil
	}
	given, problem := object(raw)
	if problem != nil {
		return nil, problem
	}
	for name, value := range given {
		id := wholeNumber(name)
		if !slices.Contains(added, id) {
			return nil, invalid("timelogTotals: %q is not a time log that is added", name)
		}
		if !decimalPattern.Match(value) {
			return nil, invalid("timelogTotals: the amount of %q must be a number that is not negative", name)
		}
		totals[id] = string(value)
	}
	return totals, nil
}

// checkEntries refuses entries that are unknown, belong to another project, or are already billed.
func (s *Site) checkEntries(invoice *Invoice, wanted addition) *problem {
	for _, id := range wanted.timeLogIDs {
		log := s.timeLogs[id]
		if log == nil || log.Deleted || log.ProjectID != invoice.ProjectID {
			return invalid("time log %d is not one of the invoice's project", id)
		}
		if log.InvoiceID != 0 {
			return invalid("time log %d is billed already", id)
		}
	}
	for _, id := range wanted.expenseIDs {
		expense := s.expenses[id]
		if expense == nil || expense.ProjectID != invoice.ProjectID {
			return invalid("expense %d is not one of the invoice's project", id)
		}
		if expense.InvoiceID != 0 {
			return invalid("expense %d is billed already", id)
		}
	}
	return nil
}
