package teamwork

// The methods of this file change and show time logs and expenses as the site's own screens would, past the API.

// TimeLog gives the time log with id.
func (s *Site) TimeLog(id int) (TimeLog, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if log, found := s.timeLogs[id]; found {
		return log.clone(), true
	}
	return TimeLog{}, false
}

// TimeLogs gives every time log, by id.
func (s *Site) TimeLogs() []TimeLog {
	s.mu.Lock()
	defer s.mu.Unlock()
	logs := make([]TimeLog, 0, len(s.timeLogs))
	for _, id := range sortedKeys(s.timeLogs) {
		logs = append(logs, s.timeLogs[id].clone())
	}
	return logs
}

// AddTimeLog adds a time log, or replaces the one with the same id, and gives it as it is kept. What it leaves out is
// filled in: the next id, the present time, and another user than that of the credentials. One with an InvoiceID goes
// onto that invoice. It panics when there is no such project or invoice.
func (s *Site) AddTimeLog(log TimeLog) TimeLog {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mustKnowProject(log.ProjectID)
	return s.insertTimeLog(log, colleague()).clone()
}

// UpdateTimeLog lets change alter the time log with id, and says whether there is one. Before, its UpdatedAt is set;
// change may not call the site. A changed InvoiceID moves it to that invoice. It panics when there is no such project or
// invoice.
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

// DeleteTimeLog deletes the time log with id, and says whether there was one. An invoice that it is on loses it.
func (s *Site) DeleteTimeLog(id int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.removeTimeLog(id)
}

// Expense gives the expense with id.
func (s *Site) Expense(id int) (Expense, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if expense, found := s.expenses[id]; found {
		return *expense, true
	}
	return Expense{}, false
}

// Expenses gives every expense, by id.
func (s *Site) Expenses() []Expense {
	s.mu.Lock()
	defer s.mu.Unlock()
	expenses := make([]Expense, 0, len(s.expenses))
	for _, id := range sortedKeys(s.expenses) {
		expenses = append(expenses, *s.expenses[id])
	}
	return expenses
}

// AddExpense adds an expense, or replaces the one with the same id, and gives it as it is kept. What it leaves out is
// filled in: the next id, the present time, and another user than that of the credentials. One with an InvoiceID goes
// onto that invoice. It panics when there is no such project or invoice.
func (s *Site) AddExpense(expense Expense) Expense {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mustKnowProject(expense.ProjectID)
	return *s.insertExpense(expense, colleague())
}

// UpdateExpense lets change alter the expense with id, and says whether there is one. Before, its UpdatedAt is set;
// change may not call the site. A changed InvoiceID moves it to that invoice. It panics when there is no such project or
// invoice.
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

// DeleteExpense deletes the expense with id, and says whether there was one. An invoice that it is on loses it.
func (s *Site) DeleteExpense(id int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.removeExpense(id)
}
