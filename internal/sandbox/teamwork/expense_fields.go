package teamwork

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"
)

// expenseFields are the fields of an expense that a request sets, by wire name.
type expenseFields map[string]string

// readExpenseFields reads and checks the fields of a create or an update: those of every expense, and additional ones.
func readExpenseFields(body []byte, further ...string) (expenseFields, *problem) {
	given, problem := envelope(body, "expense")
	if problem != nil {
		return nil, problem
	}
	writable := append([]string{"name", "description", "cost", "date"}, further...)
	fields := expenseFields{}
	for name, raw := range given {
		if !slices.Contains(writable, name) {
			return nil, invalid("%s cannot be set", name)
		}
		value, problem := expenseScalar(name, raw)
		if problem != nil {
			return nil, problem
		}
		if problem := checkExpenseField(name, value); problem != nil {
			return nil, problem
		}
		fields[name] = value
	}
	return fields, nil
}

// expenseScalar reads the text of a field. A cost may also be a number.
func expenseScalar(name string, raw json.RawMessage) (string, *problem) {
	if name == "cost" && signedPattern.Match(raw) {
		return string(raw), nil
	}
	return scalar(name, raw)
}

// checkExpenseField refuses values that are not valid for a field. Only a description can be cleared.
func checkExpenseField(name, value string) *problem {
	switch name {
	case "name":
		if strings.TrimSpace(value) == "" {
			return invalid("name must not be empty")
		}
	case "date":
		if _, err := time.Parse("20060102", value); err != nil {
			return invalid("date %q is not a date: must be YYYYMMDD", value)
		}
	case "cost":
		if !signedPattern.MatchString(value) {
			return invalid("cost %q: must be a decimal number", value)
		}
	case "projectType":
		if value != "normal" { // the only known value
			return invalid("projectType %q: must be normal", value)
		}
	}
	return nil
}

// storedExpense returns the fields as the site stores them, as stored does for invoices. The caller must hold the lock.
func (s *Site) storedExpense(sent expenseFields) expenseFields {
	change := map[string]func(string) string{
		"cost":        s.values.Amount,
		"description": s.values.Text,
		"name":        s.values.Name,
	}
	kept := maps.Clone(sent)
	for _, name := range slices.Sorted(maps.Keys(change)) {
		if value, given := sent[name]; given {
			kept[name] = change[name](value)
		}
	}
	return kept
}

// apply sets the given fields of expense.
func (f expenseFields) apply(expense *Expense) {
	targets := map[string]*string{
		"name":        &expense.Name,
		"description": &expense.Description,
		"cost":        &expense.Cost,
		"date":        &expense.Date,
	}
	for name, target := range targets {
		if value, given := f[name]; given {
			*target = value
		}
	}
}
