package invoice

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
	"github.com/projectbilling/terraform-provider-billing/internal/record"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/api"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/site"
)

// model is an invoice as the resource keeps it in plan and state.
type model struct {
	ID           types.String        `tfsdk:"id"`
	ProjectID    types.Int64         `tfsdk:"project_id"`
	Number       types.String        `tfsdk:"number"`
	DisplayDate  customtypes.Date    `tfsdk:"display_date"`
	Description  types.String        `tfsdk:"description"`
	PONumber     types.String        `tfsdk:"po_number"`
	FixedCost    customtypes.Decimal `tfsdk:"fixed_cost"`
	CurrencyCode types.String        `tfsdk:"currency_code"`
	Status       types.String        `tfsdk:"status"`
	// TimeLogIDs and ExpenseIDs are sets; null = not managed.
	TimeLogIDs types.List `tfsdk:"time_log_ids"`
	ExpenseIDs types.List `tfsdk:"expense_ids"`
	// ProtectCompleted is used only by the provider and is never sent.
	ProtectCompleted types.Bool   `tfsdk:"protect_completed"`
	ProjectName      types.String `tfsdk:"project_name"`
	CompanyID        types.Int64  `tfsdk:"company_id"`
	CompanyName      types.String `tfsdk:"company_name"`
	DateCreated      types.String `tfsdk:"date_created"`
}

// isCompleted reports whether the invoice is completed or planned to be.
func (m *model) isCompleted() bool { return m.Status.ValueString() == api.StatusCompleted }

// fields converts the model to the fields written to the site. No fixed cost and a
// fixed cost of zero both mean "billed by time and expenses", which the site writes as "".
func (m *model) fields() api.InvoiceFields {
	fields := api.InvoiceFields{
		Number:       m.Number.ValueString(),
		DisplayDate:  customtypes.CompactDate(m.DisplayDate),
		Description:  m.Description.ValueString(),
		PONumber:     m.PONumber.ValueString(),
		CurrencyCode: m.CurrencyCode.ValueString(),
	}
	if !customtypes.IsZero(m.FixedCost) {
		fields.FixedCost = m.FixedCost.ValueString()
	}
	return fields
}

// flatten copies an invoice from the site into the model, and keeps the model's own
// spelling of values that mean the same: a configured zero stays a zero. An invoice
// whose status is not one of the two known ones cannot be managed.
func (m *model) flatten(invoice found) diag.Diagnostics {
	status, diags := knownStatus(invoice.Invoice)
	answer := answerOf("invoice", invoice.ID)
	m.ID = types.StringValue(string(invoice.ID))
	m.ProjectID = answer.ID(m.ProjectID, "project-id", invoice.ProjectID)
	m.Number = types.StringValue(string(invoice.Number))
	m.DisplayDate = answer.Date(m.DisplayDate, "display-date", invoice.DisplayDate)
	m.Description = customtypes.TextFromWire(m.Description, invoice.Description)
	m.PONumber = customtypes.TextFromWire(m.PONumber, invoice.PONumber)
	m.FixedCost = fixedCost(answer, m.FixedCost, invoice.Invoice)
	m.CurrencyCode = customtypes.TextOrNull(invoice.CurrencyCode)
	m.Status = types.StringValue(status)
	m.ProjectName = customtypes.TextOrNull(invoice.ProjectName)
	m.CompanyID = answer.Number(m.CompanyID, "company-id", invoice.CompanyID)
	m.CompanyName = customtypes.TextOrNull(invoice.CompanyName)
	m.DateCreated = customtypes.TextOrNull(invoice.DateCreated)
	m.flattenEntries(answer, invoice.billed)
	diags.Append(answer.Problems()...)
	return diags
}

// answerOf returns a reader for the values of a record that the site returned.
func answerOf(kind string, id lenient.Text) *record.Answer {
	return record.NewAnswer(site.Title, kind+" "+string(id))
}

// knownStatus returns an invoice's status in the contract's spelling. Any other
// status is an error: its meaning is not known, and neither is whether the invoice
// may be changed (contract section 2.2).
func knownStatus(invoice api.Invoice) (string, diag.Diagnostics) {
	for _, known := range []string{api.StatusActive, api.StatusCompleted} {
		if strings.EqualFold(string(invoice.Status), known) {
			return known, nil
		}
	}
	return "", diag.Diagnostics{diag.NewErrorDiagnostic("Teamwork: the invoice has an unknown status",
		fmt.Sprintf("Invoice %q (ID %s) has the status %q. The provider supports only %s and %s, so it plans nothing and sends nothing. "+
			"Check the invoice in Teamwork. If it was deleted or voided there, remove it with \"terraform state rm\" and the resource's address.",
			invoice.Number, invoice.ID, invoice.Status, api.StatusActive, api.StatusCompleted))}
}

// fixedCost returns the fixed cost from the site. Without one, the site returns ""
// or "0.00", depending on the endpoint (contract section 2.2). Both become null,
// unless the state or the configuration has zero.
func fixedCost(answer *record.Answer, before customtypes.Decimal, invoice api.Invoice) customtypes.Decimal {
	amount := answer.Decimal(before, "fixed-cost", invoice.FixedCost)
	switch {
	case !amount.IsNull() && !customtypes.IsZero(amount):
		return amount
	case customtypes.IsZero(before):
		return before
	default:
		return customtypes.NewDecimalNull()
	}
}
