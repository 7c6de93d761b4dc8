package wethod

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"
)

// writableField is a field of an invoice that a request sets (contract sections 9.2 and 9.3).
type writableField struct {
	name       string
	isRequired bool // on create, and never null
	// set sets the field, and returns what is wrong with a value. A nil value clears it.
	set func(s *Service, invoice *Invoice, value json.RawMessage) string
}

// writableFields returns the ten fields that a request may set. status and the payment date are not among them.
func writableFields() []writableField {
	return []writableField{
		{"project_id", true, func(_ *Service, i *Invoice, value json.RawMessage) string {
			id, problem := readID(value)
			i.ProjectID = id
			return problem
		}},
		{"value", true, func(s *Service, i *Invoice, value json.RawMessage) (problem string) {
			i.Value, problem = s.readAmount(value)
			return problem
		}},
		{"issue_date", true, func(_ *Service, i *Invoice, value json.RawMessage) string {
			text, problem := readText(value)
			if _, err := day(text); problem == "" && err != nil {
				problem = "This value is not a valid date."
			}
			i.IssueDate = text
			return problem
		}},
		{"invoice_number", false, func(s *Service, i *Invoice, value json.RawMessage) string {
			problem := setText(&i.InvoiceNumber, value, s.values.Name)
			if problem == "" && i.InvoiceNumber != nil && utf8.RuneCountInString(*i.InvoiceNumber) > longestNumber {
				problem = "This value is too long. It should have 255 characters or less."
			}
			return problem
		}},
		{"purchase_order", false, func(s *Service, i *Invoice, value json.RawMessage) string {
			return setText(&i.PurchaseOrder, value, s.values.Text)
		}},
		{"exchange_rate", false, func(s *Service, i *Invoice, value json.RawMessage) (problem string) {
			i.ExchangeRate = ""
			if value != nil {
				i.ExchangeRate, problem = s.readAmount(value)
			}
			return problem
		}},
		{"notes", false, func(s *Service, i *Invoice, value json.RawMessage) string {
			return setText(&i.Notes, value, s.values.Text)
		}},
		{"budget_area_uid", false, func(_ *Service, i *Invoice, value json.RawMessage) string {
			return setText(&i.BudgetAreaUID, value, func(text string) string { return text })
		}},
		{"vat_rate_id", false, func(_ *Service, i *Invoice, value json.RawMessage) string { return setID(&i.VATRateID, value) }},
		{"payment_term_id", false, func(_ *Service, i *Invoice, value json.RawMessage) string { return setID(&i.PaymentTermID, value) }},
	}
}

// longestNumber is the maximum number of characters in an invoice number.
const longestNumber = 255

// setFields sets the fields in a body. It is strict: it refuses fields that cannot be set, and numbers must be JSON
// numbers.
func (s *Service) setFields(invoice *Invoice, body []byte, isCreate bool) *problem {
	given, refusal := readObject(body)
	if refusal != nil {
		return refusal
	}
	var failures []failure
	for _, field := range writableFields() {
		value, isGiven := given[field.name]
		delete(given, field.name)
		isNull := string(bytes.TrimSpace(value)) == "null"
		switch {
		case !isGiven && isCreate && field.isRequired, isNull && field.isRequired:
			failures = append(failures, failure{field.name, "This value should not be null."})
			continue
		case !isGiven:
			continue
		case isNull:
			value = nil
		}
		if problem := field.set(s, invoice, value); problem != "" {
			failures = append(failures, failure{field.name, problem})
		}
	}
	for name := range given {
		failures = append(failures, failure{name, "This field was not expected."})
	}
	if len(failures) > 0 {
		return invalid(failures)
	}
	return nil
}

// readObject reads a body that consists of a single JSON object.
func readObject(body []byte) (map[string]json.RawMessage, *problem) {
	var fields map[string]json.RawMessage
	decoder := json.NewDecoder(bytes.NewReader(body))
	err := decoder.Decode(&fields)
	if err == nil {
		if _, after := decoder.Token(); !errors.Is(after, io.EOF) || fields == nil {
			err = errors.New("it must be a single object")
		}
	}
	if err != nil {
		return nil, invalid([]failure{{Field: "body", Message: err.Error()}})
	}
	return fields, nil
}

var (
	numberPattern = regexp.MustCompile(`^-?[0-9]`)
	idPattern     = regexp.MustCompile(`^[1-9][0-9]*$`)
)

// readID reads an ID: a JSON number rather than text (contract section 9.6, quirk 1).
func readID(value json.RawMessage) (int, string) {
	id, err := strconv.Atoi(string(value))
	if err != nil || !idPattern.Match(value) {
		return 0, "This value should be of type integer and positive."
	}
	return id, ""
}

func setID(target **int, value json.RawMessage) string {
	*target = nil
	if value == nil {
		return ""
	}
	id, problem := readID(value)
	*target = &id
	return problem
}

func readText(value json.RawMessage) (string, string) {
	var text string
	if err := json.Unmarshal(value, &text); err != nil {
		return "", "This value should be of type string."
	}
	return text, ""
}

// setText sets a text as the service stores it.
func setText(target **string, value json.RawMessage, stored func(string) string) string {
	*target = nil
	if value == nil {
		return ""
	}
	text, problem := readText(value)
	*target = new(stored(text))
	return problem
}

// readAmount reads a decimal number as the service stores it: exactly, and in the shortest spelling unless it keeps
// digits.
func (s *Service) readAmount(value json.RawMessage) (string, string) {
	if !numberPattern.Match(value) {
		return "0", "This value should be of type number."
	}
	amount := s.values.Amount(string(value))
	if s.options.Shapes.KeepsDigits {
		return amount, ""
	}
	number, err := decimal.NewFromString(amount)
	if err != nil {
		return "0", fmt.Sprintf("This value should be of type number: %v.", err)
	}
	shortest := number.String()
	if strings.Contains(shortest, ".") {
		shortest = strings.TrimRight(strings.TrimRight(shortest, "0"), ".")
	}
	return shortest, ""
}
