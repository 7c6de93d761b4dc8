package api

import "github.com/projectbilling/terraform-provider-billing/internal/lenient"

// Invoice is an invoice as the list has it (contract section 3). A nil field is
// null or missing on the wire, which mean the same; 0 and "" are what they are.
type Invoice struct {
	ID        lenient.Integer `json:"id"`
	CreatedAt *string         `json:"created_at"` // RFC 3339, with or without a fraction, in any offset
	UpdatedAt *string         `json:"updated_at"` // likewise

	// Status is draft, sent or paid; others pass, since the API calls itself a beta.
	Status        *string `json:"status"`
	InvoiceNumber *string `json:"invoice_number"`
	PurchaseOrder *string `json:"purchase_order"`

	// Value is the amount. In which currency, and whether with VAT, Wethod does not say.
	Value *lenient.Number `json:"value"`
	// ExchangeRate is the invoice's own rate, where it has one.
	ExchangeRate *lenient.Number `json:"exchange_rate"`

	IssueDate   *string `json:"issue_date"`   // YYYY-MM-DD
	PaymentDate *string `json:"payment_date"` // YYYY-MM-DD
	Notes       *string `json:"notes"`

	ProjectID     *lenient.Integer `json:"project_id"`
	BudgetAreaUID *string          `json:"budget_area_uid"` // joins to nothing else of the API
	VATRateID     *lenient.Integer `json:"vat_rate_id"`
	PaymentTermID *lenient.Integer `json:"payment_term_id"`
}
