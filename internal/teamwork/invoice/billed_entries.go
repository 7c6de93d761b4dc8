package invoice

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/record"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/api"
)

// lineItemModel is a time log on an invoice, as the data source shows it.
type lineItemModel struct {
	ID            types.String `tfsdk:"id"`
	TaskID        types.Int64  `tfsdk:"task_id"`
	TaskName      types.String `tfsdk:"task_name"`
	UserID        types.Int64  `tfsdk:"user_id"`
	UserFirstname types.String `tfsdk:"user_firstname"`
	UserLastname  types.String `tfsdk:"user_lastname"`
	Billable      types.Bool   `tfsdk:"billable"`
	Description   types.String `tfsdk:"description"`
	Minutes       types.Int64  `tfsdk:"minutes"`
	Hours         types.String `tfsdk:"hours"`
	DecimalHours  types.String `tfsdk:"decimal_hours"`
	Rate          types.String `tfsdk:"rate"`
	Cost          types.String `tfsdk:"cost"`
	DateLoggedUTC types.String `tfsdk:"date_logged_utc"`
	Date          types.String `tfsdk:"date"`
}

func flattenLineItem(item api.LineItem) (lineItemModel, diag.Diagnostics) {
	answer := answerOf("line item", item.ID)
	return lineItemModel{
		ID:            customtypes.TextOrNull(item.ID),
		TaskID:        answer.Number(types.Int64{}, "task-id", item.TaskID),
		TaskName:      customtypes.TextOrNull(item.TaskName),
		UserID:        answer.Number(types.Int64{}, "user-id", item.UserID),
		UserFirstname: customtypes.TextOrNull(item.UserFirstname),
		UserLastname:  customtypes.TextOrNull(item.UserLastname),
		Billable:      customtypes.BoolOrNull(item.Billable),
		Description:   customtypes.TextOrNull(item.Description),
		Minutes:       answer.Number(types.Int64{}, "minutes", item.Minutes),
		Hours:         answer.Amount("hours", item.Hours),
		DecimalHours:  answer.Amount("decimal-hours", item.DecimalHours),
		Rate:          answer.Amount("rate", item.Rate),
		Cost:          answer.Amount("cost", item.Cost),
		DateLoggedUTC: customtypes.TextOrNull(item.DateLoggedUTC),
		Date:          customtypes.TextOrNull(item.Date),
	}, answer.Problems()
}

func lineItemObject() schema.NestedAttributeObject {
	return schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
		"id":              record.Text("Time log ID in Teamwork."),
		"task_id":         record.Number("ID of the task that the time was logged on, or null if it was logged on the project."),
		"task_name":       record.Text("Name of the task."),
		"user_id":         record.Number("ID of the user who did the work."),
		"user_firstname":  record.Text("First name of the user who did the work."),
		"user_lastname":   record.Text("Last name of the user who did the work."),
		"billable":        schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether the time is billable."},
		"description":     record.Text("Description of the work."),
		"minutes":         record.Number("Duration in minutes."),
		"hours":           record.Text("Whole hours of the duration, as Teamwork splits it. Null if the site does not return them."),
		"decimal_hours":   record.Text("Duration in hours, rounded by Teamwork."),
		"rate":            record.Text("Hourly rate, a decimal number in the invoice's currency."),
		"cost":            record.Text("Billed amount, a decimal number in the invoice's currency."),
		"date_logged_utc": record.Text("Time when the work was done, as Teamwork returns it (RFC 3339, UTC)."),
		"date":            record.Text("Time when the work was done, from a newer field of Teamwork's API. Null if the site does not return it."),
	}}
}

// expenseModel is an expense on an invoice, as the data source shows it.
type expenseModel struct {
	ID                     types.String `tfsdk:"id"`
	InvoiceID              types.Int64  `tfsdk:"invoice_id"`
	Name                   types.String `tfsdk:"name"`
	Description            types.String `tfsdk:"description"`
	Cost                   types.String `tfsdk:"cost"`
	Date                   types.String `tfsdk:"date"`
	CreatedByUserID        types.Int64  `tfsdk:"created_by_user_id"`
	CreatedByUserFirstname types.String `tfsdk:"created_by_user_firstname"`
	CreatedByUserLastname  types.String `tfsdk:"created_by_user_lastname"`
}

func flattenExpense(expense api.Expense) (expenseModel, diag.Diagnostics) {
	answer := answerOf("expense", expense.ID)
	return expenseModel{
		ID:                     customtypes.TextOrNull(expense.ID),
		InvoiceID:              answer.Number(types.Int64{}, "invoice-id", expense.InvoiceID),
		Name:                   customtypes.TextOrNull(expense.Name),
		Description:            customtypes.TextOrNull(expense.Description),
		Cost:                   answer.Amount("cost", expense.Cost),
		Date:                   answer.Day("date", expense.Date),
		CreatedByUserID:        answer.Number(types.Int64{}, "created-by-user-id", expense.CreatedByUserID),
		CreatedByUserFirstname: customtypes.TextOrNull(expense.CreatedByUserFirstname),
		CreatedByUserLastname:  customtypes.TextOrNull(expense.CreatedByUserLastname),
	}, answer.Problems()
}

func expenseObject() schema.NestedAttributeObject {
	return schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
		"id":                        record.Text("Expense ID in Teamwork."),
		"invoice_id":                record.Number("ID of the invoice."),
		"name":                      record.Text("Name of the expense."),
		"description":               record.Text("Description of the expense, or null if not set."),
		"cost":                      record.Text("Amount of the expense, a decimal number in the invoice's currency."),
		"date":                      record.Text("Date of the expense, `YYYY-MM-DD`."),
		"created_by_user_id":        record.Number("ID of the user who entered the expense."),
		"created_by_user_firstname": record.Text("First name of the user who entered the expense."),
		"created_by_user_lastname":  record.Text("Last name of the user who entered the expense."),
	}}
}
