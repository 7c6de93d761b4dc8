package teamwork

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"
)

// invoiceFields are the fields of an invoice that a request sets, by wire name.
type invoiceFields map[string]string

// writable returns the wire names of the fields that a request may set. Others are refused: whether the system accepts
// pricing and due-date is an open question, and the system sets all others itself (contract 2.2).
func writable(create bool) []string {
	names := []string{"number", "display-date", "description", "po-number", "fixed-cost", "currency-code"}
	if create {
		names = append(names, "project-id") // an invoice cannot move to another project
	}
	return names
}

// readFields reads and checks the fields of a create or an update.
func (s *Site) readFields(body []byte, create bool) (invoiceFields, *problem) {
	given, problem := envelope(body, "invoice")
	if problem != nil {
		return nil, problem
	}
	fields := invoiceFields{}
	for name, raw := range given {
		if !slices.Contains(writable(create), name) {
			return nil, invalid("%s cannot be set", name)
		}
		value, problem := scalar(name, raw)
		if problem != nil {
			return nil, problem
		}
		if problem := s.checkField(name, value); problem != nil {
			return nil, problem
		}
		fields[name] = value
	}
	return fields, nil
}

// envelope reads a body that is an object with the single key name, and returns the object below it (contract 2.1).
func envelope(body []byte, name string) (map[string]json.RawMessage, *problem) {
	outer, problem := object(body)
	if problem != nil {
		return nil, problem
	}
	inner, found := outer[name]
	if !found {
		return nil, invalid("the body has no %s", name)
	}
	if len(outer) > 1 {
		return nil, invalid("the body has more than %s", name)
	}
	return object(inner)
}

// object reads text that consists of a single JSON object.
func object(text []byte) (map[string]json.RawMessage, *problem) {
	var fields map[string]json.RawMessage
	decoder := json.NewDecoder(bytes.NewReader(text))
	if err := decoder.Decode(&fields); err != nil {
		return nil, invalid("the body cannot be read: %v", err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) || fields == nil {
		return nil, invalid("the body cannot be read: it must be a single object")
	}
	return fields, nil
}

// wholeNumberPattern matches a whole number in JSON.
var wholeNumberPattern = regexp.MustCompile(`^(0|[1-9][0-9]*)$`)

// decimalPattern matches a non-negative decimal number, and signedPattern one that may be negative.
var (
	decimalPattern = regexp.MustCompile(`^[0-9]+(\.[0-9]+)?$`)
	signedPattern  = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)
)

// scalar reads the text of a field. number may be a whole number, as some clients send it (contract 8, quirk 12), and
// so may project-id. All other fields are text.
func scalar(name string, raw json.RawMessage) (string, *problem) {
	if name == "number" || name == "project-id" {
		if wholeNumberPattern.Match(raw) {
			return string(raw), nil
		}
	}
	var text *string
	if err := json.Unmarshal(raw, &text); err != nil || text == nil {
		return "", invalid("%s must be text", name)
	}
	return *text, nil
}

// checkField refuses values that are not valid for a field. Empty text clears a field, except number and display-date,
// which are required (contract 2.2).
func (s *Site) checkField(name, value string) *problem {
	switch name {
	case "number":
		if strings.TrimSpace(value) == "" {
			return invalid("number must not be empty")
		}
	case "display-date":
		if _, err := time.Parse("20060102", value); err != nil {
			return invalid("display-date %q is not a date: must be YYYYMMDD", value)
		}
	case "fixed-cost":
		if value != "" && !signedPattern.MatchString(value) {
			return invalid("fixed-cost %q: must be a decimal number", value)
		}
	case "currency-code":
		if value != "" && !s.currencies[value] {
			return invalid("currency-code %q is not known", value)
		}
	}
	return nil
}

// stored returns the fields as the site stores them, which may differ from what was sent. They are changed in a fixed
// order, so that a seed always leads to the same random draws. The caller must hold the lock.
func (s *Site) stored(sent invoiceFields) invoiceFields {
	change := map[string]func(string) string{
		"number":        s.values.Name,
		"description":   s.values.Text,
		"po-number":     s.values.Text,
		"fixed-cost":    s.values.Amount,
		"currency-code": s.values.Currency,
	}
	kept := maps.Clone(sent)
	for _, name := range slices.Sorted(maps.Keys(change)) {
		if value, given := sent[name]; given {
			kept[name] = change[name](value)
		}
	}
	return kept
}

// apply sets the given fields of invoice. An invoice without a currency gets the currency of the site.
func (f invoiceFields) apply(invoice *Invoice) {
	targets := map[string]*string{
		"number":        &invoice.Number,
		"display-date":  &invoice.DisplayDate,
		"description":   &invoice.Description,
		"po-number":     &invoice.PONumber,
		"fixed-cost":    &invoice.FixedCost,
		"currency-code": &invoice.CurrencyCode,
	}
	for name, target := range targets {
		if value, given := f[name]; given {
			*target = value
		}
	}
	if invoice.CurrencyCode == "" {
		invoice.CurrencyCode = defaultCurrency
	}
}
