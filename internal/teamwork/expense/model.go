package expense

import (
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
	"github.com/projectbilling/terraform-provider-billing/internal/record"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/api"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/site"
)

// model is an expense as the resource keeps it in plan and state.
type model struct {
	ID          types.String        `tfsdk:"id"`
	ProjectID   types.Int64         `tfsdk:"project_id"`
	Name        types.String        `tfsdk:"name"`
	Date        customtypes.Date    `tfsdk:"date"`
	Cost        customtypes.Decimal `tfsdk:"cost"`
	Description types.String        `tfsdk:"description"`
	ProjectName types.String        `tfsdk:"project_name"`
	CompanyID   types.Int64         `tfsdk:"company_id"`
	CompanyName types.String        `tfsdk:"company_name"`
	InvoiceID   types.String        `tfsdk:"invoice_id"`
}

// changes returns the fields that differ from before, and whether there are any.
func (m *model) changes(before *model) (changed api.ExpenseFields, isAny bool) {
	is, was := m.fields(), before.fields()
	if *is.Name != *was.Name {
		changed.Name, isAny = is.Name, true
	}
	if *is.Date != *was.Date {
		changed.Date, isAny = is.Date, true
	}
	if !m.Cost.Equivalent(before.Cost) {
		changed.Cost, isAny = is.Cost, true
	}
	if *is.Description != *was.Description {
		changed.Description, isAny = is.Description, true
	}
	return changed, isAny
}

// fields converts the model to all fields that can be written to the site.
func (m *model) fields() api.ExpenseFields {
	name, date := m.Name.ValueString(), customtypes.CompactDate(m.Date)
	cost, description := m.Cost.ValueString(), m.Description.ValueString()
	return api.ExpenseFields{Name: &name, Date: &date, Cost: &cost, Description: &description}
}

// flatten copies an expense from the site into the model, and keeps the model's own
// spelling of values that mean the same.
func (m *model) flatten(found api.Expense) diag.Diagnostics {
	answer := answerOf(found.ID)
	m.ID = types.StringValue(string(found.ID))
	m.ProjectID = answer.ID(m.ProjectID, "project-id", found.ProjectID)
	m.Name = customtypes.TextFromWire(m.Name, found.Name)
	m.Date = answer.Date(m.Date, "date", found.Date)
	m.Cost = answer.Decimal(m.Cost, "cost", found.Cost)
	m.Description = customtypes.TextFromWire(m.Description, found.Description)
	m.ProjectName = customtypes.TextOrNull(found.ProjectName)
	m.CompanyID = answer.Number(m.CompanyID, "company-id", found.CompanyID)
	m.CompanyName = customtypes.TextOrNull(found.CompanyName)
	m.InvoiceID = invoiceOf(found)
	return answer.Problems()
}

// invoiceOf returns the ID of the invoice that bills an expense, or null.
func invoiceOf(found api.Expense) types.String {
	if !found.IsBilled() {
		return types.StringNull()
	}
	return types.StringValue(string(found.InvoiceID))
}

func answerOf(id lenient.Text) *record.Answer {
	return record.NewAnswer(site.Title, "expense "+string(id))
}
