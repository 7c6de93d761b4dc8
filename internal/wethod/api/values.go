package api

import (
	"errors"
	"strconv"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
)

// Value is a value of a field that is written: Text, Amount, ID or Null. The
// zero Value leaves the field out.
type Value struct {
	json string
}

// Null clears a field.
func Null() Value { return Value{json: "null"} }

// Text is a text, as it is.
func Text(text string) Value {
	encoded, err := lenient.Encode(text)
	if err != nil {
		return Value{json: err.Error()} // no JSON, so that it is never sent; a text can be encoded
	}
	return Value{json: string(encoded)}
}

// Amount is a decimal number as a JSON number, with every digit that its text
// has (contract section 9.6, quirk 3).
func Amount(text string) Value {
	number, err := lenient.Decimal(text)
	if err != nil {
		return Value{json: err.Error()} // no JSON, so that it is never sent
	}
	return Value{json: number.StringFixed(max(0, -number.Exponent()))}
}

// ID is an id, a JSON number (contract section 9.6, quirk 1).
func ID(id int64) Value { return Value{json: strconv.FormatInt(id, 10)} }

// IsZero tells whether the field is left out.
func (v Value) IsZero() bool { return v.json == "" }

// MarshalJSON writes the value.
func (v Value) MarshalJSON() ([]byte, error) {
	if v.json == "" {
		return nil, errors.New("a field that is left out has no value")
	}
	return []byte(v.json), nil
}

// InvoiceFields are the ten fields of an invoice that can be written (contract
// sections 9.2 and 9.3), in the order in which they are sent. Fields are equal
// where they are written equally.
type InvoiceFields struct {
	ProjectID     Value `json:"project_id,omitzero"`
	InvoiceNumber Value `json:"invoice_number,omitzero"`
	PurchaseOrder Value `json:"purchase_order,omitzero"`
	Value         Value `json:"value,omitzero"`
	ExchangeRate  Value `json:"exchange_rate,omitzero"`
	IssueDate     Value `json:"issue_date,omitzero"`
	Notes         Value `json:"notes,omitzero"`
	BudgetAreaUID Value `json:"budget_area_uid,omitzero"`
	VATRateID     Value `json:"vat_rate_id,omitzero"`
	PaymentTermID Value `json:"payment_term_id,omitzero"`
}

func (f *InvoiceFields) values() []*Value {
	return []*Value{
		&f.ProjectID, &f.InvoiceNumber, &f.PurchaseOrder, &f.Value, &f.ExchangeRate, &f.IssueDate, &f.Notes, &f.BudgetAreaUID,
		&f.VATRateID, &f.PaymentTermID,
	}
}

// Since leaves out the fields that are as they were before.
func (f InvoiceFields) Since(before InvoiceFields) InvoiceFields {
	was := before.values()
	for i, value := range f.values() {
		if *value == *was[i] {
			*value = Value{}
		}
	}
	return f
}

// withoutNulls leaves out what a new invoice does not have.
func (f InvoiceFields) withoutNulls() InvoiceFields {
	for _, value := range f.values() {
		if *value == Null() {
			*value = Value{}
		}
	}
	return f
}
