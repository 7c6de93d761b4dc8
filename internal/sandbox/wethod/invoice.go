package wethod

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"
)

// Invoice is an invoice as the service stores it (contract 3). Texts and numbers are sent as they are written here.
// Unless otherwise noted, empty text means no value.
type Invoice struct {
	ID int
	// CreatedAt and UpdatedAt are RFC 3339 timestamps, with or without a fraction and with any offset.
	CreatedAt string
	UpdatedAt string
	Status    string // draft, sent or paid
	// InvoiceNumber, PurchaseOrder, Notes, and BudgetAreaUID are null if nil.
	InvoiceNumber *string
	PurchaseOrder *string
	Notes         *string
	BudgetAreaUID *string
	// Value and ExchangeRate are JSON numbers; an empty ExchangeRate is null.
	Value        string
	ExchangeRate string
	// IssueDate and PaymentDate are YYYY-MM-DD; an empty PaymentDate is null.
	IssueDate   string
	PaymentDate string
	ProjectID   int
	// VATRateID and PaymentTermID are null if nil.
	VATRateID     *int
	PaymentTermID *int
	// Missing are the names of fields that are omitted if they are null. Other null fields are sent as null.
	Missing []string
}

// updated returns the time of the last change.
func (i *Invoice) updated() time.Time {
	updated, err := time.Parse(time.RFC3339, i.UpdatedAt)
	if err != nil {
		panic(fmt.Sprintf("wethod sandbox: invoice %d: %v", i.ID, err)) // check has accepted it
	}
	return updated
}

// check reports why an invoice is invalid.
func (i *Invoice) check() error {
	for _, text := range []string{i.CreatedAt, i.UpdatedAt} {
		if _, err := time.Parse(time.RFC3339, text); err != nil {
			return err
		}
	}
	for _, text := range []string{i.IssueDate, i.PaymentDate} {
		if _, err := time.Parse(time.DateOnly, text); err != nil && text != "" {
			return err
		}
	}
	if i.IssueDate == "" || i.ProjectID < 1 || i.ID < 1 {
		return fmt.Errorf("an invoice requires an id, a project, and an issue date: %+v", *i)
	}
	for _, number := range []string{i.Value, i.ExchangeRate} {
		if number != "" && !json.Valid([]byte(number)) {
			return fmt.Errorf("%s is not a number", number)
		}
	}
	return nil
}

// clone returns a copy that shares nothing with i.
func (i *Invoice) clone() Invoice {
	copied := *i
	copied.InvoiceNumber, copied.PurchaseOrder = copyOf(i.InvoiceNumber), copyOf(i.PurchaseOrder)
	copied.Notes, copied.BudgetAreaUID = copyOf(i.Notes), copyOf(i.BudgetAreaUID)
	copied.VATRateID, copied.PaymentTermID = copyOf(i.VATRateID), copyOf(i.PaymentTermID)
	copied.Missing = slices.Clone(i.Missing)
	return copied
}

func copyOf[T any](value *T) *T {
	if value == nil {
		return nil
	}
	copied := *value
	return &copied
}

// render returns the invoice in its JSON format.
func (i *Invoice) render() map[string]any {
	fields := map[string]any{
		"id":         i.ID,
		"created_at": i.CreatedAt,
		"updated_at": i.UpdatedAt,
		"status":     i.Status,
		"value":      json.RawMessage(i.Value),
		"issue_date": i.IssueDate,
		"project_id": i.ProjectID,
	}
	nullable := map[string]any{
		"invoice_number":  orNull(i.InvoiceNumber),
		"purchase_order":  orNull(i.PurchaseOrder),
		"notes":           orNull(i.Notes),
		"budget_area_uid": orNull(i.BudgetAreaUID),
		"vat_rate_id":     orNull(i.VATRateID),
		"payment_term_id": orNull(i.PaymentTermID),
		"exchange_rate":   number(i.ExchangeRate),
		"payment_date":    nil,
	}
	if i.PaymentDate != "" {
		nullable["payment_date"] = i.PaymentDate
	}
	maps.DeleteFunc(nullable, func(name string, value any) bool {
		return value == nil && slices.Contains(i.Missing, name)
	})
	maps.Copy(fields, nullable)
	return fields
}

// number returns a JSON number. Empty text is null.
func number(text string) any {
	if text == "" {
		return nil
	}
	return json.RawMessage(text)
}

// orNull returns the value of a pointer, or nil for JSON's null.
func orNull[T any](value *T) any {
	if value == nil {
		return nil
	}
	return *value
}
