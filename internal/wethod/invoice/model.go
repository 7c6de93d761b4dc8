package invoice

import (
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
	"github.com/projectbilling/terraform-provider-billing/internal/wethod/api"
)

// model is an invoice as the resource keeps it in plan and state.
type model struct {
	ID            types.String        `tfsdk:"id"`
	ProjectID     types.Int64         `tfsdk:"project_id"`
	Value         customtypes.Decimal `tfsdk:"value"`
	IssueDate     customtypes.Date    `tfsdk:"issue_date"`
	InvoiceNumber types.String        `tfsdk:"invoice_number"`
	PurchaseOrder types.String        `tfsdk:"purchase_order"`
	Notes         types.String        `tfsdk:"notes"`
	BudgetAreaUID types.String        `tfsdk:"budget_area_uid"`
	ExchangeRate  customtypes.Decimal `tfsdk:"exchange_rate"`
	VATRateID     types.Int64         `tfsdk:"vat_rate_id"`
	PaymentTermID types.Int64         `tfsdk:"payment_term_id"`
	Paid          types.Bool          `tfsdk:"paid"`
	PaymentDate   customtypes.Date    `tfsdk:"payment_date"`
	// ProtectSent is used only by the provider and never sent.
	ProtectSent types.Bool   `tfsdk:"protect_sent"`
	Status      types.String `tfsdk:"status"`
	CreatedAt   types.String `tfsdk:"created_at"`
	UpdatedAt   types.String `tfsdk:"updated_at"`
}

// flatten copies an invoice from Wethod into the model, and keeps the model's
// spelling of equal values. An invoice with an unknown status cannot be
// managed.
func (m *model) flatten(invoice api.Invoice) diag.Diagnostics {
	diags := checkStatus(invoice)
	answer := answerOf(invoice)
	m.ID = types.StringValue(invoice.Key())
	m.ProjectID = answer.ID(m.ProjectID, "project_id", lenient.Text(invoice.ProjectID))
	m.Value = answer.Decimal(m.Value, "value", invoice.Value)
	m.IssueDate = answer.Date(m.IssueDate, "issue_date", invoice.IssueDate)
	m.InvoiceNumber = customtypes.TextOrNull(invoice.InvoiceNumber)
	m.PurchaseOrder = customtypes.TextFromWire(m.PurchaseOrder, invoice.PurchaseOrder)
	m.Notes = customtypes.TextFromWire(m.Notes, invoice.Notes)
	m.BudgetAreaUID = customtypes.TextFromWire(m.BudgetAreaUID, invoice.BudgetAreaUID)
	rate := answer.Decimal(m.ExchangeRate, "exchange_rate", invoice.ExchangeRate)
	if m.ExchangeRate.ValueString() == "" && customtypes.IsZero(rate) {
		rate = customtypes.NewDecimalNull()
	}
	m.ExchangeRate = rate
	m.VATRateID = answer.ID(m.VATRateID, "vat_rate_id", lenient.Text(invoice.VATRateID))
	m.PaymentTermID = answer.ID(m.PaymentTermID, "payment_term_id", lenient.Text(invoice.PaymentTermID))
	m.Paid = types.BoolValue(invoice.Status == api.StatusPaid)
	m.PaymentDate = answer.Date(m.PaymentDate, "payment_date", invoice.PaymentDate)
	m.Status = types.StringValue(string(invoice.Status))
	m.CreatedAt = customtypes.TextOrNull(invoice.CreatedAt)
	m.UpdatedAt = customtypes.TextOrNull(invoice.UpdatedAt)
	diags.Append(answer.Problems()...)
	return diags
}

// checkStatus refuses an unknown status: it is not documented what it means for
// the invoice, or whether the invoice may be written (contract section 9.4).
func checkStatus(invoice api.Invoice) diag.Diagnostics {
	known := []string{api.StatusDraft, api.StatusSent, api.StatusPaid}
	if slices.Contains(known, string(invoice.Status)) {
		return nil
	}
	return diag.Diagnostics{diag.NewErrorDiagnostic("Wethod: the invoice has an unknown status",
		fmt.Sprintf("Invoice %q (ID %s) has the status %q. The provider supports only draft, sent, and paid. Nothing was planned or sent. "+
			"Check the invoice in Wethod. If it was deleted or voided there, remove it with \"terraform state rm\" and the resource's address.",
			invoice.InvoiceNumber, invoice.Key(), invoice.Status))}
}

// fields expands the model to the fields to write. Missing values are null.
func (m *model) fields() api.InvoiceFields {
	return api.InvoiceFields{
		ProjectID:     idOrNull(m.ProjectID),
		InvoiceNumber: textOf(m.InvoiceNumber),
		PurchaseOrder: textOf(m.PurchaseOrder),
		Value:         amountOrNull(m.Value),
		ExchangeRate:  amountOrNull(m.ExchangeRate),
		IssueDate:     api.Text(customtypes.ISODate(m.IssueDate)),
		Notes:         textOf(m.Notes),
		BudgetAreaUID: textOf(m.BudgetAreaUID),
		VATRateID:     idOrNull(m.VATRateID),
		PaymentTermID: idOrNull(m.PaymentTermID),
	}
}

func textOf(text types.String) api.Value {
	if text.ValueString() == "" {
		return api.Null()
	}
	return api.Text(text.ValueString())
}

func amountOrNull(amount customtypes.Decimal) api.Value {
	if amount.ValueString() == "" {
		return api.Null()
	}
	return api.Amount(amount.ValueString())
}

func idOrNull(id types.Int64) api.Value {
	if id.IsNull() || id.IsUnknown() {
		return api.Null()
	}
	return api.ID(id.ValueInt64())
}
