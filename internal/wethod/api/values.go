package api

import (
	"errors"
	"strconv"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
)

// Value is the value of a field to write: Text, Amount, ID or Null. The zero
// Value omits the field.
type Value struct {
	json string
}

// Null clears a field.
func Null() Value { return Value{json: "null"} }

// Text is a text, sent unchanged.
func Text(text string) Value {
	encoded, err := lenient.Encode(text)
	if err != nil {
		return Value{json: err.Error()} // not valid JSON, so it is never sent; a text can always be encoded
	}
	return Value{json: string(encoded)}
}

// Amount is a decimal number, sent as a JSON number with every digit of its
// text (contract section 9.6, quirk 3).
func Amount(text string) Value {
	number, err := lenient.Decimal(text)
	if err != nil {
		return Value{json: err.Error()} // not valid JSON, so it is never sent
	}
	return Value{json: number.StringFixed(max(0, -number.Exponent()))}
}

// ID is an ID, sent as a JSON number (contract section 9.6, quirk 1).
func ID(id int64) Value { return Value{json: strconv.FormatInt(id, 10)} }

// IsZero reports whether the field is omitted.
func (v Value) IsZero() bool { return v.json == "" }

// MarshalJSON encodes the value.
func (v Value) MarshalJSON() ([]byte, error) {
	if v.json == "" {
		return nil, errors.New("an omitted field has no value")
	}
	return []byte(v.json), nil
}

// InvoiceFields are the ten writable fields of an invoice (contract sections
// 9.2 and 9.3), in the order in which they are sent. Two fields are equal if
// their encodings are equal.
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

// Since omits the fields that have not changed.
func (f InvoiceFields) Since(before InvoiceFields) InvoiceFields {
	was := before.values()
	for i, value := range f.values() {
		if *value == *was[i] {
			*value = Value{}
		}
	}
	return f
}

// withoutNulls omits the fields that a new invoice does not have.
func (f InvoiceFields) withoutNulls() InvoiceFields {
	for _, value := range f.values() {
		if *value == Null() {
			*value = Value{}
		}
	}
	return f
}
