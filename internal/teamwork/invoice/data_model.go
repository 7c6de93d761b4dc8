package invoice

import (
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
	"github.com/projectbilling/terraform-provider-billing/internal/record"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/api"
)

// dataModel holds what single reads and lists of invoices have in common, as
// the data sources show it. Amounts and hours are the site's own text: they
// are sums of rounded parts, so the provider never recomputes them.
type dataModel struct {
	ProjectID    types.Int64  `tfsdk:"project_id"`
	ProjectName  types.String `tfsdk:"project_name"`
	CompanyID    types.Int64  `tfsdk:"company_id"`
	CompanyName  types.String `tfsdk:"company_name"`
	Number       types.String `tfsdk:"number"`
	DisplayDate  types.String `tfsdk:"display_date"`
	Description  types.String `tfsdk:"description"`
	PONumber     types.String `tfsdk:"po_number"`
	FixedCost    types.String `tfsdk:"fixed_cost"`
	CurrencyCode types.String `tfsdk:"currency_code"`
	Status       types.String `tfsdk:"status"`
	Pricing      types.String `tfsdk:"pricing"`
	DueDate      types.String `tfsdk:"due_date"`

	TotalTime        types.Int64  `tfsdk:"total_time"`
	TotalTimeDecimal types.String `tfsdk:"total_time_decimal"`
	TotalCost        types.String `tfsdk:"total_cost"`

	DateCreated            types.String `tfsdk:"date_created"`
	DateUpdated            types.String `tfsdk:"date_updated"`
	CreatedByUserID        types.Int64  `tfsdk:"created_by_user_id"`
	CreatedByUserFirstname types.String `tfsdk:"created_by_user_firstname"`
	CreatedByUserLastname  types.String `tfsdk:"created_by_user_lastname"`
	EditedByUserID         types.Int64  `tfsdk:"edited_by_user_id"`
	EditedByUserFirstname  types.String `tfsdk:"edited_by_user_firstname"`
	EditedByUserLastname   types.String `tfsdk:"edited_by_user_lastname"`
	ExportedDate           types.String `tfsdk:"exported_date"`
	ExportedByUserID       types.Int64  `tfsdk:"exported_by_user_id"`
	ExportedByUserFirst    types.String `tfsdk:"exported_by_user_firstname"`
	ExportedByUserLast     types.String `tfsdk:"exported_by_user_lastname"`
}

// flattenData converts an invoice from the site.
func flattenData(invoice api.Invoice) (dataModel, diag.Diagnostics) {
	answer := answerOf("invoice", invoice.ID)
	shown := dataModel{
		ProjectID:    answer.Number(types.Int64{}, "project-id", invoice.ProjectID),
		ProjectName:  customtypes.TextOrNull(invoice.ProjectName),
		CompanyID:    answer.Number(types.Int64{}, "company-id", invoice.CompanyID),
		CompanyName:  customtypes.TextOrNull(invoice.CompanyName),
		Number:       customtypes.TextOrNull(invoice.Number),
		DisplayDate:  answer.Day("display-date", invoice.DisplayDate),
		Description:  customtypes.TextOrNull(invoice.Description),
		PONumber:     customtypes.TextOrNull(invoice.PONumber),
		FixedCost:    fixedCost(answer, customtypes.Decimal{}, invoice).StringValue,
		CurrencyCode: customtypes.TextOrNull(invoice.CurrencyCode),
		Status:       customtypes.TextOrNull(invoice.Status),
		Pricing:      customtypes.TextOrNull(invoice.Pricing),
		DueDate:      dateOrNull(invoice.DueDate),

		TotalTime:        answer.Number(types.Int64{}, "total-time", invoice.TotalTime),
		TotalTimeDecimal: answer.Amount("total-time-decimal", invoice.TotalTimeDecimal),
		TotalCost:        answer.Amount("total-cost", invoice.TotalCost),

		DateCreated:            customtypes.TextOrNull(invoice.DateCreated),
		DateUpdated:            customtypes.TextOrNull(invoice.DateUpdated),
		CreatedByUserID:        answer.Number(types.Int64{}, "created-by-user-id", invoice.CreatedByUserID),
		CreatedByUserFirstname: customtypes.TextOrNull(invoice.CreatedByUserFirstname),
		CreatedByUserLastname:  customtypes.TextOrNull(invoice.CreatedByUserLastname),
		EditedByUserID:         answer.Number(types.Int64{}, "edited-by-user-id", invoice.EditedByUserID),
		EditedByUserFirstname:  customtypes.TextOrNull(invoice.EditedByUserFirstname),
		EditedByUserLastname:   customtypes.TextOrNull(invoice.EditedByUserLastname),
		ExportedDate:           customtypes.TextOrNull(invoice.ExportedDate),
		ExportedByUserID:       answer.Number(types.Int64{}, "exported-by-user-id", invoice.ExportedByUserID),
		ExportedByUserFirst:    customtypes.TextOrNull(invoice.ExportedByUserFirstname),
		ExportedByUserLast:     customtypes.TextOrNull(invoice.ExportedByUserLastname),
	}
	return shown, answer.Problems()
}

// dateOrNull formats a date as YYYY-MM-DD and keeps any other text as it is.
func dateOrNull(text lenient.Text) types.String {
	if date, err := customtypes.DateFromWire(string(text)); err == nil {
		return date.StringValue
	}
	return customtypes.TextOrNull(text)
}

// dataAttributes returns the attributes of dataModel, all computed, together
// with further attributes.
func dataAttributes(further map[string]schema.Attribute) map[string]schema.Attribute {
	attributes := map[string]schema.Attribute{
		"project_id":    record.Number("ID of the project that the invoice belongs to."),
		"project_name":  record.Text("Name of the project."),
		"company_id":    record.Number("ID of the company that the project is for."),
		"company_name":  record.Text("Name of the company that the project is for."),
		"number":        record.Text("Invoice number as printed."),
		"display_date":  record.Text("Issue date, `YYYY-MM-DD`."),
		"description":   record.Text("Notes shown on the invoice, or null if there are none."),
		"po_number":     record.Text("The customer's purchase order number, or null if not set."),
		"fixed_cost":    record.Text("Fixed amount, a decimal number in the invoice's currency, or null if the invoice bills its time logs and expenses."),
		"currency_code": record.Text("Currency code of the invoice's amounts, three capital letters."),
		"status":        record.Text("Status of the invoice: `active` or `completed`."),
		"pricing":       record.Text("Pricing method: `determine` if the invoice bills its time logs and expenses, `fixed` if it has a fixed amount. Null if the site does not return it."),
		"due_date":      record.Text("Due date, `YYYY-MM-DD` if the value that Teamwork returns is a date. Teamwork does not document this field; usually null."),

		"total_time":         record.Number("Billed time in minutes."),
		"total_time_decimal": record.Text("Billed time in hours, as Teamwork calculates it: a sum of rounded parts."),
		"total_cost":         record.Text("Cost of the time logs and expenses, a decimal number in the invoice's currency, as Teamwork calculates it."),

		"date_created":               record.Text("Time when the invoice was created, as Teamwork returns it (RFC 3339, UTC)."),
		"date_updated":               record.Text("Time when the invoice was last changed, completed, or reopened, as Teamwork returns it."),
		"created_by_user_id":         record.Number("ID of the user who created the invoice."),
		"created_by_user_firstname":  record.Text("First name of the user who created the invoice."),
		"created_by_user_lastname":   record.Text("Last name of the user who created the invoice."),
		"edited_by_user_id":          record.Number("ID of the user who last changed the invoice (`update-by-user-id` in Teamwork's API)."),
		"edited_by_user_firstname":   record.Text("First name of the user who last changed the invoice."),
		"edited_by_user_lastname":    record.Text("Last name of the user who last changed the invoice."),
		"exported_date":              record.Text("Time when the invoice was exported to an accounting system, as Teamwork returns it, or null if it was not exported."),
		"exported_by_user_id":        record.Number("ID of the user who exported the invoice, or null if it was not exported."),
		"exported_by_user_firstname": record.Text("First name of the user who exported the invoice, or null if it was not exported."),
		"exported_by_user_lastname":  record.Text("Last name of the user who exported the invoice, or null if it was not exported."),
	}
	maps.Copy(attributes, further)
	return attributes
}
