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

// dataModel is an invoice as the data sources show it: everything that Wethod
// has, amounts in the spelling of the wire.
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

// flattenData converts an invoice from the wire.
func flattenData(invoice api.Invoice) (dataModel, diag.Diagnostics) {
	answer := answerOf(invoice)
	return dataModel{
		ID:            types.StringValue(invoice.Key()),
		ProjectID:     answer.Number(types.Int64{}, "project_id", invoice.ProjectID),
		Status:        textOrNull(invoice.Status),
		InvoiceNumber: textOrNull(invoice.InvoiceNumber),
		PurchaseOrder: textOrNull(invoice.PurchaseOrder),
		Value:         answer.Amount("value", invoice.Value),
		ExchangeRate:  answer.Amount("exchange_rate", invoice.ExchangeRate),
		IssueDate:     answer.Day("issue_date", invoice.IssueDate),
		PaymentDate:   answer.Day("payment_date", invoice.PaymentDate),
		Notes:         textOrNull(invoice.Notes),
		BudgetAreaUID: textOrNull(invoice.BudgetAreaUID),
		VATRateID:     answer.Number(types.Int64{}, "vat_rate_id", invoice.VATRateID),
		PaymentTermID: answer.Number(types.Int64{}, "payment_term_id", invoice.PaymentTermID),
		CreatedAt:     textOrNull(invoice.CreatedAt),
		UpdatedAt:     textOrNull(invoice.UpdatedAt),
	}, answer.Problems()
}

// answerOf reads an invoice from an answer.
func answerOf(invoice api.Invoice) *record.Answer {
	return record.NewAnswer(company.Title, "invoice "+invoice.Key())
}

func textOrNull(text lenient.Text) types.String { return customtypes.TextOrNull(string(text)) }

// dataAttributes describes dataModel, all of it computed.
func dataAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id":             record.Text("Number by which Wethod knows the invoice."),
		"project_id":     record.Number("Id of the project that the invoice belongs to."),
		"status":         record.Text("`draft`, `sent` or `paid`; another word where Wethod has come to know more."),
		"invoice_number": record.Text("Invoice number as it is printed; null when it has none yet."),
		"purchase_order": record.Text("The customer's purchase order; null when there is none."),
		"value": record.Text("Amount, a decimal number with the digits that Wethod gives. In which currency it is, and whether it includes VAT, " +
			"Wethod does not state; the provider passes it on and never computes with it."),
		"exchange_rate": record.Text("The invoice's own exchange rate, a decimal number with the digits that Wethod gives; null when it has none."),
		"issue_date":    record.Text("Date of issue, `YYYY-MM-DD`."),
		"payment_date":  record.Text("Date of payment, `YYYY-MM-DD`; null when there is none."),
		"notes":         record.Text("Notes on the invoice; null when there are none."),
		"budget_area_uid": record.Text("The budget area that the invoice belongs to, by a code that nothing else of Wethod's API explains; null when there " +
			"is none."),
		"vat_rate_id":     record.Number("Id of the VAT rate in the company's settings; null when there is none."),
		"payment_term_id": record.Number("Id of the payment term in the company's settings; null when there is none."),
		"created_at":      record.Text("When the invoice was created, a timestamp as Wethod writes it (RFC 3339, in any offset)."),
		"updated_at":      record.Text("When the invoice was last changed, a timestamp as Wethod writes it (RFC 3339, in any offset)."),
	}
}
