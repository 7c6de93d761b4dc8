package api

import (
	"fmt"
	"net/url"
	"strconv"
	"time"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
)

// InvoiceQuery chooses invoices (contract section 2). The zero value means all
// that the token's user may see.
type InvoiceQuery struct {
	// ProjectID restricts the list to one project; 0 = all projects.
	ProjectID int64
	// IssueDate and PaymentDate restrict the list by calendar days, written
	// YYYY-MM-DD. An invoice without payment date is neither before nor after any.
	IssueDate   Filter
	PaymentDate Filter
	// UpdatedAt restricts the list by instants, written in RFC 3339 with or
	// without a fraction, in any offset.
	UpdatedAt Filter
}

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
type field struct {
	name   string // of the parameter, and of the field on the wire
	filter Filter
	parse  func(string) (time.Time, error)
	value  func(*Invoice) lenient.Text
}

func (q InvoiceQuery) fields() []field {
	return []field{
		{"issue_date", q.IssueDate, parseDay, func(invoice *Invoice) lenient.Text { return invoice.IssueDate }},
		{"payment_date", q.PaymentDate, parseDay, func(invoice *Invoice) lenient.Text { return invoice.PaymentDate }},
		{"updated_at", q.UpdatedAt, parseInstant, func(invoice *Invoice) lenient.Text { return invoice.UpdatedAt }},
	}
}

// check refuses what cannot be asked for.
func (f field) check() error {
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

// parameters are the query parameters of a list, each of them once.
func (q InvoiceQuery) parameters() (url.Values, error) {
	parameters := url.Values{}
	if q.ProjectID != 0 {
		parameters.Set("project_id", strconv.FormatInt(q.ProjectID, 10))
	}
	for _, field := range q.fields() {
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
type upperBound struct {
	field
	bound time.Time
}

// upperBounds are the bounds that are to be applied to what the service gives.
func (q InvoiceQuery) upperBounds() []upperBound {
	var bounds []upperBound
	for _, field := range q.fields() {
		if field.filter.After == "" || field.filter.Before == "" {
			continue
		}
		if bound, err := field.parse(field.filter.Before); err == nil { // parameters has refused what is none
			bounds = append(bounds, upperBound{field, bound})
		}
	}
	return bounds
}

// admits tells whether an invoice lies below the bound. One without a value
// does not; one whose value cannot be compared is an error, since to leave it
// out or to let it pass could both be wrong.
func (b upperBound) admits(invoice *Invoice) (bool, error) {
	text := b.value(invoice)
	if text == "" {
		return false, nil
	}
	value, err := b.parse(string(text))
	if err != nil {
		return false, fmt.Errorf("the %s of invoice %d cannot be compared with %s: %w", b.name, invoice.ID, b.filter.Before, err)
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
