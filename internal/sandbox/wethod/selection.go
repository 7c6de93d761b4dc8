package wethod

import (
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// selection is what the parameters of a list ask for (contract 2).
type selection struct {
	limit, offset int
	projectID     int // 0 for any
	conditions    []condition
}

// condition compares one field of an invoice with a value.
type condition struct {
	order int // of the field against value: 0 for on, 1 for gt, -1 for lt
	value time.Time
	field func(*Invoice) (time.Time, bool) // false where there is none
}

// admits says whether the invoice is among what is asked for. Bounds are strict (contract 8).
func (s selection) admits(invoice *Invoice) bool {
	if s.projectID != 0 && s.projectID != invoice.ProjectID {
		return false
	}
	for _, condition := range s.conditions {
		if value, found := condition.field(invoice); !found || value.Compare(condition.value) != condition.order {
			return false
		}
	}
	return true
}

// largestLimit is both the largest and the default number of invoices on a page.
const largestLimit = 100

// readSelection reads the parameters, and tells what is wrong with them. Unknown ones are ignored, and of a repeated one
// the last value counts, as in PHP.
func readSelection(parameters url.Values) (selection, []failure) {
	wanted := selection{limit: largestLimit}
	var failures []failure
	refuse := func(name, format string, values ...any) {
		failures = append(failures, failure{Field: name, Message: fmt.Sprintf(format, values...)})
	}
	for _, number := range []struct {
		name            string
		target          *int
		lowest, highest int
	}{
		{"limit", &wanted.limit, 1, largestLimit},
		{"offset", &wanted.offset, 0, 1 << 31},
		{"project_id", &wanted.projectID, 1, 1 << 31},
	} {
		text, given := last(parameters, number.name)
		if !given {
			continue
		}
		value, isNumber := wholeNumber(text)
		if !isNumber || value < number.lowest || value > number.highest {
			refuse(number.name, "This value should be a whole number from %d to %d.", number.lowest, number.highest)
			continue
		}
		*number.target = value
	}
	for _, date := range []struct {
		name  string
		parse func(string) (time.Time, error)
		form  string
		field func(*Invoice) (time.Time, bool)
	}{
		{"issue_date", day, "YYYY-MM-DD", func(i *Invoice) (time.Time, bool) { return dayOf(i.IssueDate) }},
		{"payment_date", day, "YYYY-MM-DD", func(i *Invoice) (time.Time, bool) { return dayOf(i.PaymentDate) }},
		{"updated_at", moment, "YYYY-MM-DDTHH:MM:SSZ", func(i *Invoice) (time.Time, bool) { return i.updated(), true }},
	} {
		text, given := last(parameters, date.name)
		if !given {
			continue
		}
		order, operand := orderOf(text)
		value, err := date.parse(operand)
		if err != nil {
			refuse(date.name, "This value should be of the form %s, after gt:, lt: or nothing.", date.form)
			continue
		}
		wanted.conditions = append(wanted.conditions, condition{order, value, date.field})
	}
	return wanted, failures
}

// last gives the last value of a parameter, and whether there is one.
func last(parameters url.Values, name string) (string, bool) {
	values := parameters[name]
	if len(values) == 0 {
		return "", false
	}
	return values[len(values)-1], true
}

// wholeNumber reads a whole number in its only spelling.
func wholeNumber(text string) (int, bool) {
	number, err := strconv.Atoi(text)
	return number, err == nil && strconv.Itoa(number) == text
}

// orderOf splits a value into the order that its operator means and the operand. Operators that the contract does not
// know stay with the operand, which then is no date.
func orderOf(text string) (order int, operand string) {
	if operand, found := strings.CutPrefix(text, "gt:"); found {
		return 1, operand
	}
	if operand, found := strings.CutPrefix(text, "lt:"); found {
		return -1, operand
	}
	return 0, text
}

// momentPattern is stricter than time.Parse, which takes a comma for a fraction and single digits.
var momentPattern = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$`)

// moment reads a timestamp with its offset.
func moment(text string) (time.Time, error) {
	if !momentPattern.MatchString(text) {
		return time.Time{}, fmt.Errorf("%q is no timestamp", text)
	}
	return time.Parse(time.RFC3339, text)
}

// day reads a calendar day.
func day(text string) (time.Time, error) { return time.Parse(time.DateOnly, text) }

// dayOf gives the day of a field, and whether it has one.
func dayOf(text string) (time.Time, bool) {
	value, err := day(text)
	return value, err == nil
}
