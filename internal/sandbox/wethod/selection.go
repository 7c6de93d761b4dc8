package wethod

import (
	"fmt"
	"math"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// filters are the parameters that can restrict a list, besides limit and offset (contract sections 2 and 10).
type filters[T any] struct {
	numbers []numberFilter[T]
	dates   []dateFilter[T]
}

// numberFilter is a parameter that is a whole number within a range, and the field that must equal it.
type numberFilter[T any] struct {
	name            string
	lowest, highest int
	field           func(*T) int
}

// dateFilter is a parameter that is a date or time, with or without an operator.
type dateFilter[T any] struct {
	name  string
	parse func(string) (time.Time, error)
	form  string
	field func(*T) (time.Time, bool) // false if there is none
}

// onDay and onMoment return filters by day and by time.
func onDay[T any](name string, field func(*T) string) dateFilter[T] {
	return dateFilter[T]{name, day, "YYYY-MM-DD", func(record *T) (time.Time, bool) {
		value, err := day(field(record))
		return value, err == nil
	}}
}

func onMoment[T any](name string, field func(*T) string) dateFilter[T] {
	return dateFilter[T]{name, moment, "YYYY-MM-DDTHH:MM:SSZ", func(record *T) (time.Time, bool) {
		value, err := time.Parse(time.RFC3339, field(record))
		return value, err == nil
	}}
}

// selection is what the parameters of a list select (contract 2).
type selection[T any] struct {
	limit, offset int
	conditions    []func(*T) bool
}

// admits reports whether a record is selected.
func (s selection[T]) admits(record *T) bool {
	return !slices.ContainsFunc(s.conditions, func(holds func(*T) bool) bool { return !holds(record) })
}

// page returns the selected records of all, in order.
func (s selection[T]) page(all []*T, render func(*T) map[string]any) []map[string]any {
	found := slices.DeleteFunc(all, func(record *T) bool { return !s.admits(record) })
	from := min(s.offset, len(found))
	page := []map[string]any{}
	for _, record := range found[from:min(from+s.limit, len(found))] {
		page = append(page, render(record))
	}
	return page
}

// largestLimit is both the largest and the default number of records on a page.
const largestLimit = 100

// read reads the parameters, and returns what is wrong with them. It ignores unknown parameters. The last value of a
// repeated parameter counts, as in PHP.
func (f filters[T]) read(parameters url.Values) (selection[T], *problem) {
	wanted := selection[T]{limit: largestLimit}
	var failures []failure
	number := func(name string, lowest, highest int) (int, bool) {
		text, given := last(parameters, name)
		value, isNumber := wholeNumber(text)
		isGood := isNumber && value >= lowest && value <= highest
		if given && !isGood {
			failures = append(failures, failure{name, fmt.Sprintf("This value should be a whole number from %d to %d.", lowest, highest)})
		}
		return value, given && isGood
	}
	if limit, given := number("limit", 1, largestLimit); given {
		wanted.limit = limit
	}
	wanted.offset, _ = number("offset", 0, math.MaxInt32)
	for _, filter := range f.numbers {
		if value, given := number(filter.name, filter.lowest, filter.highest); given {
			wanted.conditions = append(wanted.conditions, func(record *T) bool { return filter.field(record) == value })
		}
	}
	for _, filter := range f.dates {
		text, given := last(parameters, filter.name)
		if !given {
			continue
		}
		order, operand := orderOf(text)
		value, err := filter.parse(operand)
		if err != nil {
			failures = append(failures, failure{filter.name, fmt.Sprintf("This value should be of the form %s, after gt:, lt: or nothing.", filter.form)})
			continue
		}
		wanted.conditions = append(wanted.conditions, func(record *T) bool { // bounds are strict (contract 8)
			has, found := filter.field(record)
			return found && has.Compare(value) == order
		})
	}
	if len(failures) > 0 {
		return selection[T]{}, invalid(failures)
	}
	return wanted, nil
}

// last returns the last value of a parameter, and reports whether there is one.
func last(parameters url.Values, name string) (string, bool) {
	values := parameters[name]
	if len(values) == 0 {
		return "", false
	}
	return values[len(values)-1], true
}

// wholeNumber parses a whole number in its canonical spelling.
func wholeNumber(text string) (int, bool) {
	number, err := strconv.Atoi(text)
	return number, err == nil && strconv.Itoa(number) == text
}

// orderOf splits a value into the order that its operator means and the operand: 0 for on, 1 for gt, -1 for lt.
// Operators that are not in the contract stay with the operand, which makes it an invalid date.
func orderOf(text string) (order int, operand string) {
	if operand, found := strings.CutPrefix(text, "gt:"); found {
		return 1, operand
	}
	if operand, found := strings.CutPrefix(text, "lt:"); found {
		return -1, operand
	}
	return 0, text
}

// momentPattern is stricter than time.Parse, which accepts a comma before a fraction and single digits.
var momentPattern = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$`)

// moment parses a timestamp with its offset.
func moment(text string) (time.Time, error) {
	if !momentPattern.MatchString(text) {
		return time.Time{}, fmt.Errorf("%q is not a timestamp", text)
	}
	return time.Parse(time.RFC3339, text)
}

// day parses a calendar day.
func day(text string) (time.Time, error) { return time.Parse(time.DateOnly, text) }
