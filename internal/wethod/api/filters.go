package api

import (
	"fmt"
	"net/url"
	"time"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
)

// Filter restricts a list by one field: On a value, After a value, Before a
// value, or between two. Bounds are exclusive. The zero value does not restrict
// the list.
//
// On is sent unchanged. The service decides whether a bare updated_at means the
// instant or the whole day (contract section 8, question 3).
type Filter struct {
	On, After, Before string
}

// wire returns the single value of the filter's parameter; "" = none. The
// service keeps only one value of a repeated parameter, so of two bounds only
// the lower one is sent. upperBound applies the upper one (contract section 2).
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

// field is a field that can restrict a list.
type field[T any] struct {
	name   string // name of the parameter and of the field on the wire
	filter Filter
	parse  func(string) (time.Time, error)
	value  func(*T) lenient.Text
}

// check refuses a filter that cannot be sent.
func (f field[T]) check() error {
	if f.filter.On != "" && (f.filter.After != "" || f.filter.Before != "") {
		return fmt.Errorf("%s: on cannot be combined with bounds", f.name)
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

// parameters returns the query parameters for the fields of a list, each of them once.
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

// upperBound is the upper of two bounds, which is not sent.
type upperBound[T any] struct {
	field[T]
	bound time.Time
}

// upperBounds returns the bounds that the client applies to the response itself.
func upperBounds[T any](fields []field[T]) []upperBound[T] {
	var bounds []upperBound[T]
	for _, field := range fields {
		if field.filter.After == "" || field.filter.Before == "" {
			continue
		}
		if bound, err := field.parse(field.filter.Before); err == nil { // parameters has already refused invalid bounds
			bounds = append(bounds, upperBound[T]{field, bound})
		}
	}
	return bounds
}

// admits reports whether a record is below the bound. A record without a value
// is not. A value that cannot be compared is an error, because both keeping and
// dropping the record could be wrong.
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

// parseDay parses a calendar day.
func parseDay(text string) (time.Time, error) {
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return time.Time{}, fmt.Errorf("%q is not a date in the form YYYY-MM-DD", text)
	}
	return day, nil
}

// parseInstant parses an RFC 3339 timestamp. It also accepts an offset without
// a colon, as ISO 8601 allows.
func parseInstant(text string) (time.Time, error) {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05Z0700"} {
		if instant, err := time.Parse(layout, text); err == nil {
			return instant, nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is not a timestamp as in 2024-01-01T20:00:00+02:00", text)
}
