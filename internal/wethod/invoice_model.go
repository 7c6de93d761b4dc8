package wethod

import (
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/wethod/api"
)

// invoiceModel is an invoice as the data source shows it: everything that the
// list has, amounts in the spelling of the wire.
type invoiceModel struct {
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

// flatten converts an invoice from the wire.
func flatten(invoice api.Invoice) invoiceModel {
	return invoiceModel{
		ID:            types.StringValue(strconv.FormatInt(int64(invoice.ID), 10)),
		ProjectID:     types.Int64PointerValue((*int64)(invoice.ProjectID)),
		Status:        textOrNull(invoice.Status),
		InvoiceNumber: textOrNull(invoice.InvoiceNumber),
		PurchaseOrder: textOrNull(invoice.PurchaseOrder),
		Value:         textOrNull((*string)(invoice.Value)),
		ExchangeRate:  textOrNull((*string)(invoice.ExchangeRate)),
		IssueDate:     dateOrNull(invoice.IssueDate),
		PaymentDate:   dateOrNull(invoice.PaymentDate),
		Notes:         textOrNull(invoice.Notes),
		BudgetAreaUID: textOrNull(invoice.BudgetAreaUID),
		VATRateID:     types.Int64PointerValue((*int64)(invoice.VATRateID)),
		PaymentTermID: types.Int64PointerValue((*int64)(invoice.PaymentTermID)),
		CreatedAt:     textOrNull(invoice.CreatedAt),
		UpdatedAt:     textOrNull(invoice.UpdatedAt),
	}
}

// textOrNull is null for what is null, missing or "" on the wire.
func textOrNull(text *string) types.String {
	if text == nil {
		return types.StringNull()
	}
	return customtypes.TextOrNull(*text)
}

// dateOrNull writes a date as YYYY-MM-DD, and leaves what is none as it is.
func dateOrNull(text *string) types.String {
	if text == nil {
		return types.StringNull()
	}
	return customtypes.NewDateFromWire(*text).StringValue
}

// invoiceAttributes describes invoiceModel, all of it computed.
func invoiceAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id":             text("Number by which Wethod knows the invoice."),
		"project_id":     number("Id of the project that the invoice belongs to."),
		"status":         text("`draft`, `sent` or `paid`; another word where Wethod has come to know more."),
		"invoice_number": text("Invoice number as it is printed; null when it has none yet."),
		"purchase_order": text("The customer's purchase order; null when there is none."),
		"value": text("Amount, a decimal number with the digits that Wethod gives. In which currency it is, and whether it includes VAT, " +
			"Wethod does not state; the provider passes it on and never computes with it."),
		"exchange_rate": text("The invoice's own exchange rate, a decimal number with the digits that Wethod gives; null when it has none."),
		"issue_date":    text("Date of issue, `YYYY-MM-DD`."),
		"payment_date":  text("Date of payment, `YYYY-MM-DD`; null when there is none."),
		"notes":         text("Notes on the invoice; null when there are none."),
		"budget_area_uid": text("The budget area that the invoice belongs to, by a code that nothing else of Wethod's API explains; null when there " +
			"is none."),
		"vat_rate_id":     number("Id of the VAT rate in the company's settings; null when there is none."),
		"payment_term_id": number("Id of the payment term in the company's settings; null when there is none."),
		"created_at":      text("When the invoice was created, a timestamp as Wethod writes it (RFC 3339, in any offset)."),
		"updated_at":      text("When the invoice was last changed, a timestamp as Wethod writes it (RFC 3339, in any offset)."),
	}
}

func text(description string) schema.StringAttribute {
	return schema.StringAttribute{Computed: true, MarkdownDescription: description}
}

func number(description string) schema.Int64Attribute {
	return schema.Int64Attribute{Computed: true, MarkdownDescription: description}
}
