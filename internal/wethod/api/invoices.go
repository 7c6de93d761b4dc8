package api

import "github.com/projectbilling/terraform-provider-billing/internal/lenient"

// Invoice is an invoice as the list has it (contract section 3). "" stands for
// null, missing and "" on the wire, which mean the same.
type Invoice struct {
	ID        lenient.Integer `json:"id"`
	CreatedAt lenient.Text    `json:"created_at"` // RFC 3339, with or without a fraction, in any offset
	UpdatedAt lenient.Text    `json:"updated_at"` // likewise

	// Status is draft, sent or paid; others pass, since the API calls itself a beta.
	Status        lenient.Text `json:"status"`
	InvoiceNumber lenient.Text `json:"invoice_number"`
	PurchaseOrder lenient.Text `json:"purchase_order"`

	// Value is the amount. In which currency, and whether with VAT, Wethod does not say.
	Value lenient.Text `json:"value"`
	// ExchangeRate is the invoice's own rate, where it has one.
	ExchangeRate lenient.Text `json:"exchange_rate"`

	IssueDate   lenient.Text `json:"issue_date"`   // YYYY-MM-DD
	PaymentDate lenient.Text `json:"payment_date"` // YYYY-MM-DD
	Notes       lenient.Text `json:"notes"`

	ProjectID     lenient.Text `json:"project_id"`
	BudgetAreaUID lenient.Text `json:"budget_area_uid"` // joins to nothing else of the API
	VATRateID     lenient.Text `json:"vat_rate_id"`
	PaymentTermID lenient.Text `json:"payment_term_id"`
}
