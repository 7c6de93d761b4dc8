package invoice

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
	"github.com/projectbilling/terraform-provider-billing/internal/record"
	"github.com/projectbilling/terraform-provider-billing/internal/wethod/api"
	"github.com/projectbilling/terraform-provider-billing/internal/wethod/company"
)

// dataModel is an invoice as the data sources return it: all fields that Wethod
// returns, with amounts as written on the wire.
type dataModel struct {
	ID            types.String `tfsdk:"id"`
	ProjectID     types.Int64  `tfsdk:"project_id"`
	Status        types.String `tfsdk:"status"`
	InvoiceNumber types.String `tfsdk:"invoice_number"`
	PurchaseOrder types.String `tfsdk:"purchase_order"`
	Value         types.String `tfsdk:"value"`
	ExchangeRate  types.String `tfsdk:"exchange_rate"`
	IssueDate     types.String `tfsdk:"issue_date"`
	PaymentDate   types.String `tfsdk:"payment_date"`
	Notes         types.String `tfsdk:"notes"`
	BudgetAreaUID types.String `tfsdk:"budget_area_uid"`
	VATRateID     types.Int64  `tfsdk:"vat_rate_id"`
	PaymentTermID types.Int64  `tfsdk:"payment_term_id"`
	CreatedAt     types.String `tfsdk:"created_at"`
	UpdatedAt     types.String `tfsdk:"updated_at"`
}

// dataAttributes describes dataModel. All attributes are computed.
func dataAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id":             record.Text("Invoice ID in Wethod."),
		"project_id":     record.Number("ID of the project that the invoice belongs to."),
		"status":         record.Text("Status of the invoice: `draft`, `sent` or `paid`, or another value if Wethod adds one."),
		"invoice_number": record.Text("Invoice number as printed, or null if not set yet."),
		"purchase_order": record.Text("Customer's purchase order, or null if not set."),
		"value": record.Text("Amount, a decimal number with the digits that Wethod returns. Wethod does not state its currency or whether " +
			"it includes VAT. The provider passes it on unchanged and never computes with it."),
		"exchange_rate": record.Text("Exchange rate of the invoice, a decimal number with the digits that Wethod returns, or null if not set."),
		"issue_date":    record.Text("Issue date, `YYYY-MM-DD`."),
		"payment_date":  record.Text("Payment date, `YYYY-MM-DD`, or null if not set."),
		"notes":         record.Text("Notes shown on the invoice, or null if not set."),
		"budget_area_uid": record.Text("Code of the budget area that the invoice belongs to, or null if not set. Wethod's API does not explain the " +
			"code."),
		"vat_rate_id":     record.Number("ID of the VAT rate in the company's settings, or null if not set."),
		"payment_term_id": record.Number("ID of the payment term in the company's settings, or null if not set."),
		"created_at":      record.Text("Time when the invoice was created, as Wethod returns it (RFC 3339, any offset)."),
		"updated_at":      record.Text("Time when the invoice was last changed, as Wethod returns it (RFC 3339, any offset)."),
	}
}

// flattenData converts an invoice from the wire.
func flattenData(invoice api.Invoice) (dataModel, diag.Diagnostics) {
	answer := answerOf(invoice)
	return dataModel{
		ID:            types.StringValue(invoice.Key()),
		ProjectID:     answer.Number(types.Int64{}, "project_id", lenient.Text(invoice.ProjectID)),
		Status:        customtypes.TextOrNull(invoice.Status),
		InvoiceNumber: customtypes.TextOrNull(invoice.InvoiceNumber),
		PurchaseOrder: customtypes.TextOrNull(invoice.PurchaseOrder),
		Value:         answer.Amount("value", invoice.Value),
		ExchangeRate:  answer.Amount("exchange_rate", invoice.ExchangeRate),
		IssueDate:     answer.Day("issue_date", invoice.IssueDate),
		PaymentDate:   answer.Day("payment_date", invoice.PaymentDate),
		Notes:         customtypes.TextOrNull(invoice.Notes),
		BudgetAreaUID: customtypes.TextOrNull(invoice.BudgetAreaUID),
		VATRateID:     answer.Number(types.Int64{}, "vat_rate_id", lenient.Text(invoice.VATRateID)),
		PaymentTermID: answer.Number(types.Int64{}, "payment_term_id", lenient.Text(invoice.PaymentTermID)),
		CreatedAt:     customtypes.TextOrNull(invoice.CreatedAt),
		UpdatedAt:     customtypes.TextOrNull(invoice.UpdatedAt),
	}, answer.Problems()
}

// answerOf reads an invoice from a response.
func answerOf(invoice api.Invoice) *record.Answer {
	return record.NewAnswer(company.Title, "invoice "+invoice.Key())
}
