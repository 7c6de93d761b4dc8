package api

import (
	"fmt"
	"net/url"
	"time"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
)

// Filter restricts a list by one field: to what is On a value, or to what is
// After a value, Before one, or both. Bounds are strict: the value itself is
// outside. The zero value restricts nothing.
//
// On is sent as it is: whether a bare updated_at means the instant or its whole
// day is the service's to say (contract section 8, question 3).
type Filter struct {
	On, After, Before string
}

// wire is the filter as its parameter's only value; "" = none. A repeated
// parameter would lose all of its values but one, so of two bounds the lower is
// sent and the upper left to upperBound (contract section 2).
func (f Filter) wire() string {
	switch {
	case f.On != "":
		return f.On
	case f.After != "":
		return "gt:" + f.After
	case f.Before != "":
		return "lt:" + f.Before
	default:
		return ""
	}
}

// field is a field that a list can be restricted by.
type field[T any] struct {
	name   string // of the parameter, and of the field on the wire
	filter Filter
	parse  func(string) (time.Time, error)
	value  func(*T) lenient.Text
}

// check refuses what cannot be asked for.
func (f field[T]) check() error {
	if f.filter.On != "" && (f.filter.After != "" || f.filter.Before != "") {
		return fmt.Errorf("%s: a value to be on excludes bounds", f.name)
	}
	for _, text := range []string{f.filter.On, f.filter.After, f.filter.Before} {
		if text == "" {
			continue
		}
		if _, err := f.parse(text); err != nil {
			return fmt.Errorf("%s: %w", f.name, err)
		}
	}
	return nil
}

// parameters are the query parameters for the fields of a list, each of them once.
func parameters[T any](fields []field[T]) (url.Values, error) {
	parameters := url.Values{}
	for _, field := range fields {
		if err := field.check(); err != nil {
			return nil, err
		}
		if value := field.filter.wire(); value != "" {
			parameters.Set(field.name, value)
		}
	}
	return parameters, nil
}

// upperBound is the upper one of two bounds, which is not sent.
type upperBound[T any] struct {
	field[T]
	bound time.Time
}

// upperBounds are the bounds that are to be applied to what the service gives.
func upperBounds[T any](fields []field[T]) []upperBound[T] {
	var bounds []upperBound[T]
	for _, field := range fields {
		if field.filter.After == "" || field.filter.Before == "" {
			continue
		}
		if bound, err := field.parse(field.filter.Before); err == nil { // parameters has refused what is none
			bounds = append(bounds, upperBound[T]{field, bound})
		}
	}
	return bounds
}

// admits tells whether a record lies below the bound. One without a value
// does not; one whose value cannot be compared is an error, since to leave it
// out or to let it pass could both be wrong.
func (b upperBound[T]) admits(record *T) (bool, error) {
	text := b.value(record)
	if text == "" {
		return false, nil
	}
	value, err := b.parse(string(text))
	if err != nil {
		return false, fmt.Errorf("cannot be compared with %s: %w", b.filter.Before, err)
	}
	return value.Before(b.bound), nil
}

// parseDay reads a calendar day.
func parseDay(text string) (time.Time, error) {
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return time.Time{}, fmt.Errorf("%q is not a date in the form YYYY-MM-DD", text)
	}
	return day, nil
}

// parseInstant reads an RFC 3339 timestamp. An offset without a colon, as ISO
// 8601 allows it, does as well.
func parseInstant(text string) (time.Time, error) {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05Z0700"} {
		if instant, err := time.Parse(layout, text); err == nil {
			return instant, nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is not a timestamp as in 2024-01-01T20:00:00+02:00", text)
}
