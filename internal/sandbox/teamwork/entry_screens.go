package teamwork

// The methods in this file change and show time logs and expenses as the site's own screens do, bypassing the API.

// TimeLog returns the time log with id.
func (s *Site) TimeLog(id int) (TimeLog, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if log, found := s.timeLogs[id]; found {
		return log.clone(), true
	}
	return TimeLog{}, false
}

// TimeLogs returns every time log, by ID.
func (s *Site) TimeLogs() []TimeLog {
	s.mu.Lock()
	defer s.mu.Unlock()
	logs := make([]TimeLog, 0, len(s.timeLogs))
	for _, id := range sortedKeys(s.timeLogs) {
		logs = append(logs, s.timeLogs[id].clone())
	}
	return logs
}

// AddTimeLog adds a time log, or replaces the one with the same ID, and returns the stored time log. It fills in
// omitted values: the next ID, the current time, and a user other than that of the credentials. A time log with an
// InvoiceID is added to that invoice. It panics if the project or invoice does not exist.
func (s *Site) AddTimeLog(log TimeLog) TimeLog {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mustKnowProject(log.ProjectID)
	return s.insertTimeLog(log, colleague()).clone()
}

// UpdateTimeLog sets the UpdatedAt of the time log with id, calls change with it, and reports whether there is one.
// change must not call the site. A changed InvoiceID moves the time log to that invoice. It panics if the project or
// invoice does not exist.
func (s *Site) UpdateTimeLog(id int, change func(*TimeLog)) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	log, found := s.timeLogs[id]
	if !found {
		return false
	}
	before := log.InvoiceID
	log.UpdatedAt = s.now()
	change(log)
	log.ID = id
	s.mustKnowProject(log.ProjectID)
	s.rebill(timeLogsOn, id, before, log.InvoiceID)
	s.forgetTimeLists()
	return true
}

// DeleteTimeLog deletes the time log with id, removes it from its invoice, and reports whether there was one.
func (s *Site) DeleteTimeLog(id int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.removeTimeLog(id)
}

// Expense returns the expense with id.
func (s *Site) Expense(id int) (Expense, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if expense, found := s.expenses[id]; found {
		return *expense, true
	}
	return Expense{}, false
}

// Expenses returns every expense, by ID.
func (s *Site) Expenses() []Expense {
	s.mu.Lock()
	defer s.mu.Unlock()
	expenses := make([]Expense, 0, len(s.expenses))
	for _, id := range sortedKeys(s.expenses) {
		expenses = append(expenses, *s.expenses[id])
	}
	return expenses
}

// AddExpense adds an expense, or replaces the one with the same ID, and returns the stored expense. It fills in omitted
// values: the next ID, the current time, and a user other than that of the credentials. An expense with an InvoiceID is
// added to that invoice. It panics if the project or invoice does not exist.
func (s *Site) AddExpense(expense Expense) Expense {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mustKnowProject(expense.ProjectID)
	return *s.insertExpense(expense, colleague())
}

// UpdateExpense sets the UpdatedAt of the expense with id, calls change with it, and reports whether there is one.
// change must not call the site. A changed InvoiceID moves the expense to that invoice. It panics if the project or
// invoice does not exist.
func (s *Site) UpdateExpense(id int, change func(*Expense)) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	expense, found := s.expenses[id]
	if !found {
		return false
	}
	before := expense.InvoiceID
	expense.UpdatedAt = s.now()
	change(expense)
	expense.ID = id
	s.mustKnowProject(expense.ProjectID)
	s.rebill(expensesOn, id, before, expense.InvoiceID)
	s.forgetExpenseLists()
	return true
}

// DeleteExpense deletes the expense with id, removes it from its invoice, and reports whether there was one.
func (s *Site) DeleteExpense(id int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.removeExpense(id)
}
