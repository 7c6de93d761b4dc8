package expense

import (
	"maps"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/record"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/api"
)

// dataModel is an expense as the data sources show it.
type dataModel struct {
	ID                     types.String `tfsdk:"id"`
	ProjectID              types.Int64  `tfsdk:"project_id"`
	ProjectName            types.String `tfsdk:"project_name"`
	CompanyID              types.Int64  `tfsdk:"company_id"`
	CompanyName            types.String `tfsdk:"company_name"`
	Name                   types.String `tfsdk:"name"`
	Date                   types.String `tfsdk:"date"`
	Cost                   types.String `tfsdk:"cost"`
	Description            types.String `tfsdk:"description"`
	InvoiceID              types.String `tfsdk:"invoice_id"`
	UpdatedDate            types.String `tfsdk:"updated_date"`
	CreatedByUserID        types.Int64  `tfsdk:"created_by_user_id"`
	CreatedByUserFirstname types.String `tfsdk:"created_by_user_firstname"`
	CreatedByUserLastname  types.String `tfsdk:"created_by_user_lastname"`
}

// flattenData converts an expense from the site.
func flattenData(expense api.Expense) (dataModel, diag.Diagnostics) {
	answer := answerOf(expense.ID)
	return dataModel{
		ID:                     customtypes.TextOrNull(expense.ID),
		ProjectID:              answer.Number(types.Int64{}, "project-id", expense.ProjectID),
		ProjectName:            customtypes.TextOrNull(expense.ProjectName),
		CompanyID:              answer.Number(types.Int64{}, "company-id", expense.CompanyID),
		CompanyName:            customtypes.TextOrNull(expense.CompanyName),
		Name:                   customtypes.TextOrNull(expense.Name),
		Date:                   answer.Day("date", expense.Date),
		Cost:                   answer.Amount("cost", expense.Cost),
		Description:            customtypes.TextOrNull(expense.Description),
		InvoiceID:              invoiceOf(expense),
		UpdatedDate:            customtypes.TextOrNull(expense.UpdatedDate),
		CreatedByUserID:        answer.Number(types.Int64{}, "created-by-user-id", expense.CreatedByUserID),
		CreatedByUserFirstname: customtypes.TextOrNull(expense.CreatedByUserFirstname),
		CreatedByUserLastname:  customtypes.TextOrNull(expense.CreatedByUserLastname),
	}, answer.Problems()
}

// dataAttributes returns the attributes of dataModel, all computed unless others
// replaces them.
func dataAttributes(others map[string]schema.Attribute) map[string]schema.Attribute {
	attributes := map[string]schema.Attribute{
		"id":                        record.Text("Expense ID in Teamwork."),
		"project_id":                record.Number("ID of the project that the expense belongs to."),
		"project_name":              record.Text("Name of the project."),
		"company_id":                record.Number("ID of the company that the project is for."),
		"company_name":              record.Text("Name of the company that the project is for."),
		"name":                      record.Text("Name of the expense."),
		"date":                      record.Text("Date of the expense, `YYYY-MM-DD`."),
		"cost":                      record.Text("Amount of the expense, a decimal number in the currency of the project or the site."),
		"description":               record.Text("Description of the expense, or null if not set."),
		"invoice_id":                record.Text("ID of the invoice that bills the expense, or null if it is unbilled."),
		"updated_date":              record.Text("Time when the expense was last changed, as Teamwork returns it (RFC 3339, UTC). Null if the site does not return it."),
		"created_by_user_id":        record.Number("ID of the user who entered the expense."),
		"created_by_user_firstname": record.Text("First name of the user who entered the expense."),
		"created_by_user_lastname":  record.Text("Last name of the user who entered the expense."),
	}
	maps.Copy(attributes, others)
	return attributes
}
