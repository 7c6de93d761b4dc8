package teamwork

import (
	"net/http"
)

// The methods in this file handle the requests about expenses (contract, "Expenses").

// listExpenses handles GET /expenses.json.
func (s *Site) listExpenses(c call) (reply, *problem) {
	return s.expensePage(c, 0)
}

// listProjectExpenses handles GET /projects/{id}/expenses.json.
func (s *Site) listProjectExpenses(c call) (reply, *problem) {
	if problem := s.checkProject(c.id); problem != nil {
		return reply{}, problem
	}
	return s.expensePage(c, c.id)
}

// checkProject refuses IDs that no project has.
func (s *Site) checkProject(id int) *problem {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.findProject(id) == nil {
		return noProject()
	}
	return nil
}

// expensePage responds with one page of the expenses of a project, or of all expenses for 0. The page is the only
// parameter. No other is documented, and a client that relies on one must be caught.
func (s *Site) expensePage(c call, projectID int) (reply, *problem) {
	number := 1
	if problem := readParameters(c.query, map[string]parameter{"page": positive(&number, 0)}); problem != nil {
		return reply{}, problem
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	expenses := s.expensesOf(projectID)
	page := pageAt(number, s.options.PageSize, len(expenses))
	list := expenseList{Status: s.readStatus(), Expenses: []expenseBody{}}
	for _, expense := range expenses[page.from:page.to] {
		list.Expenses = append(list.Expenses, s.expenseBody(expense))
	}
	return reply{status: http.StatusOK, header: page.header(s.pageHeaders), body: list}, nil
}

// getExpense handles GET /expenses/{id}.json.
func (s *Site) getExpense(c call) (reply, *problem) {
	s.mu.Lock()
	defer s.mu.Unlock()
	expense := s.findExpense(c.id)
	if expense == nil {
		return reply{}, noExpense()
	}
	return reply{status: http.StatusOK, body: expenseEnvelope{Status: s.readStatus(), Expense: s.expenseBody(expense)}}, nil
}

// createExpense handles POST /expenses.json, with the project in the body.
func (s *Site) createExpense(c call) (reply, *problem) {
	fields, problem := readExpenseFields(c.body, "project-id")
	if problem != nil {
		return reply{}, problem
	}
	project, given := fields["project-id"]
	if !given {
		return reply{}, invalid("project-id is missing")
	}
	return s.addExpense(wholeNumber(project), fields)
}

// createProjectExpense handles POST /projects/{id}/expenses.json, which only an official sample uses, with a projectType
// besides the other fields.
func (s *Site) createProjectExpense(c call) (reply, *problem) {
	if problem := s.checkProject(c.id); problem != nil {
		return reply{}, problem
	}
	fields, problem := readExpenseFields(c.body, "projectType")
	if problem != nil {
		return reply{}, problem
	}
	return s.addExpense(c.id, fields)
}

// addExpense adds an expense. Similar expenses do not prevent that: expenses have no natural key.
func (s *Site) addExpense(projectID int, fields expenseFields) (reply, *problem) {
	for _, required := range []string{"name", "date", "cost"} {
		if _, given := fields[required]; !given {
			return reply{}, invalid("%s is missing", required)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.findProject(projectID) == nil {
		return reply{}, noProject()
	}
	expense := Expense{ProjectID: projectID}
	s.storedExpense(fields).apply(&expense)
	return s.created(http.StatusOK, s.insertExpense(expense, caller()).ID), nil
}

// updateExpense handles PUT /expenses/{id}.json. Omitted keys keep their values, but the body must contain at least one
// key.
func (s *Site) updateExpense(c call) (reply, *problem) {
	fields, refusal := readExpenseFields(c.body)
	return s.editExpense(c.id, func(expense *Expense) *problem {
		if refusal != nil {
			return refusal
		}
		if len(fields) == 0 {
			return invalid("nothing is to be changed")
		}
		s.storedExpense(fields).apply(expense)
		expense.UpdatedAt = s.now()
		return nil
	})
}

// deleteExpense handles DELETE /expenses/{id}.json.
func (s *Site) deleteExpense(c call) (reply, *problem) {
	return s.editExpense(c.id, func(expense *Expense) *problem {
		s.removeExpense(expense.ID)
		return nil
	})
}

// editExpense calls edit with the expense with id while holding the lock. How a site treats an expense that is on an
// invoice is unknown (contract, "Open"). The emulator refuses to change it unless configured otherwise.
func (s *Site) editExpense(id int, edit func(*Expense) *problem) (reply, *problem) {
	s.mu.Lock()
	defer s.mu.Unlock()
	expense := s.findExpense(id)
	if expense == nil {
		return reply{}, noExpense()
	}
	if expense.InvoiceID != 0 && !s.options.Shapes.BilledExpensesWritable {
		return reply{}, invalid("the expense is on invoice %d: it can be changed only while it is not billed", expense.InvoiceID)
	}
	if refusal := edit(expense); refusal != nil {
		return reply{}, refusal
	}
	return reply{status: http.StatusOK, body: done{Status: statusOK}}, nil
}

// noExpense refuses an ID that no expense has.
func noExpense() *problem { return refuse(http.StatusNotFound, "Expense not found") }
