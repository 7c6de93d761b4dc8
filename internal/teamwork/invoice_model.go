package teamwork

import (
	"fmt"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/api"
)

// invoiceModel is an invoice as the resource keeps it in plan and state.
type invoiceModel struct {
	ID           types.String        `tfsdk:"id"`
	ProjectID    types.Int64         `tfsdk:"project_id"`
	Number       types.String        `tfsdk:"number"`
	DisplayDate  customtypes.Date    `tfsdk:"display_date"`
	Description  types.String        `tfsdk:"description"`
	PONumber     types.String        `tfsdk:"po_number"`
	FixedCost    customtypes.Decimal `tfsdk:"fixed_cost"`
	CurrencyCode types.String        `tfsdk:"currency_code"`
	Status       types.String        `tfsdk:"status"`
	ProjectName  types.String        `tfsdk:"project_name"`
	CompanyID    types.Int64         `tfsdk:"company_id"`
	CompanyName  types.String        `tfsdk:"company_name"`
	DateCreated  types.String        `tfsdk:"date_created"`
}

// isCompleted tells whether the invoice is, or is to be, completed.
func (m *invoiceModel) isCompleted() bool { return m.Status.ValueString() == api.StatusCompleted }

// fields expands the model to what is written to the site. No fixed cost and a
// fixed cost of zero both mean "billed by time and expenses", which is "" there.
func (m *invoiceModel) fields() api.InvoiceFields {
	fields := api.InvoiceFields{
		Number:       m.Number.ValueString(),
		DisplayDate:  m.DisplayDate.Compact(),
		Description:  m.Description.ValueString(),
		PONumber:     m.PONumber.ValueString(),
		CurrencyCode: m.CurrencyCode.ValueString(),
	}
	if !m.FixedCost.IsZero() {
		fields.FixedCost = m.FixedCost.ValueString()
	}
	return fields
}

// flatten takes over an invoice as the site has it. The model's own fixed cost
// decides how none is spelled: a configured zero stays a zero.
func (m *invoiceModel) flatten(invoice api.Invoice) diag.Diagnostics {
	numbers := numberReader{record: "invoice " + string(invoice.ID)}
	m.ID = types.StringValue(string(invoice.ID))
	m.ProjectID = numbers.read("project-id", invoice.ProjectID)
	m.Number = types.StringValue(string(invoice.Number))
	m.DisplayDate = customtypes.NewDateFromWire(string(invoice.DisplayDate))
	m.Description = customtypes.TextOrNull(string(invoice.Description))
	m.PONumber = customtypes.TextOrNull(string(invoice.PONumber))
	m.FixedCost = fixedCost(m.FixedCost, string(invoice.FixedCost))
	m.CurrencyCode = customtypes.TextOrNull(string(invoice.CurrencyCode))
	m.Status = customtypes.TextOrNull(string(invoice.Status))
	m.ProjectName = customtypes.TextOrNull(string(invoice.ProjectName))
	m.CompanyID = numbers.read("company-id", invoice.CompanyID)
	m.CompanyName = customtypes.TextOrNull(string(invoice.CompanyName))
	m.DateCreated = customtypes.TextOrNull(string(invoice.DateCreated))
	return numbers.diags
}

// fixedCost is an amount from the site. It says "" or "0.00" for none,
// depending on the endpoint (contract section 2.2); none is null, unless the
// state or the configuration spelled it as zero before.
func fixedCost(before customtypes.Decimal, wire string) customtypes.Decimal {
	amount := customtypes.NewDecimalFromWire(wire)
	switch {
	case !amount.IsNull() && !amount.IsZero():
		return amount
	case before.IsZero():
		return before
	default:
		return customtypes.NewDecimalNull()
	}
}

// keepUnmanaged takes from the plan what the site alone decides and what the
// plan promised to stay as it was: a project that is renamed between plan and
// apply is the next plan's news.
func (m *invoiceModel) keepUnmanaged(plan invoiceModel) {
	keep := func(current *types.String, planned types.String) {
		if !planned.IsUnknown() {
			*current = planned
		}
	}
	keep(&m.ProjectName, plan.ProjectName)
	keep(&m.CompanyName, plan.CompanyName)
	keep(&m.DateCreated, plan.DateCreated)
	if !plan.CompanyID.IsUnknown() {
		m.CompanyID = plan.CompanyID
	}
}

// forgetUnknown makes null of what is still unknown, for a state that is saved
// although a later step failed.
func (m *invoiceModel) forgetUnknown() {
	for _, text := range []*types.String{&m.CurrencyCode, &m.Status, &m.ProjectName, &m.CompanyName, &m.DateCreated} {
		if text.IsUnknown() {
			*text = types.StringNull()
		}
	}
	if m.CompanyID.IsUnknown() {
		m.CompanyID = types.Int64Null()
	}
}

// numberReader reads whole numbers that the site sends as text, and gathers
// what is none.
type numberReader struct {
	record string
	diags  diag.Diagnostics
}

// read returns null for "".
func (r *numberReader) read(field string, text api.Text) types.Int64 {
	if text == "" {
		return types.Int64Null()
	}
	number, err := strconv.ParseInt(string(text), 10, 64)
	if err != nil {
		r.diags.AddError("Unexpected answer from Teamwork",
			fmt.Sprintf("The field %s of %s should be a whole number and is %q.", field, r.record, text))
		return types.Int64Null()
	}
	return types.Int64Value(number)
}
