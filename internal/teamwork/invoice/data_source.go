package invoice

import (
	"context"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/record"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/api"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/site"
)

// NewDataSource returns the data source billing_teamwork_invoice.
func NewDataSource() datasource.DataSource {
	return record.NewDataSource(kind(), &record.Single[*site.Site, detailModel]{Schema: dataSourceSchema, Read: readDetail})
}

// detailModel is one invoice with its line items and expenses.
type detailModel struct {
	ID types.String `tfsdk:"id"`
	dataModel
	LineItems []lineItemModel `tfsdk:"line_items"`
	Expenses  []expenseModel  `tfsdk:"expenses"`
}

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

func dataSourceSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "Gets an invoice of a Teamwork.com site with the time logs and expenses that it bills, and their totals.",
		Attributes: dataAttributes(map[string]schema.Attribute{
			"id": schema.StringAttribute{
				Required:            true,
				MarkdownDescription: "Invoice ID in Teamwork, for example `49`.",
				Validators:          []validator.String{stringvalidator.RegexMatches(regexp.MustCompile(`^[0-9]+$`), "must be the ID of an invoice, a number such as 49")},
			},
			"line_items": schema.ListNestedAttribute{
				Computed:            true,
				MarkdownDescription: "List of time logs that the invoice bills, in the order Teamwork returns them.",
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
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
				}},
			},
			"expenses": schema.ListNestedAttribute{
				Computed:            true,
				MarkdownDescription: "List of expenses that the invoice bills, in the order Teamwork returns them. Empty if there are none.",
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"id":                        record.Text("Expense ID in Teamwork."),
					"invoice_id":                record.Number("ID of the invoice."),
					"name":                      record.Text("Name of the expense."),
					"description":               record.Text("Description of the expense, or null if not set."),
					"cost":                      record.Text("Amount of the expense, a decimal number in the invoice's currency."),
					"date":                      record.Text("Date of the expense, `YYYY-MM-DD`."),
					"created_by_user_id":        record.Number("ID of the user who entered the expense."),
					"created_by_user_firstname": record.Text("First name of the user who entered the expense."),
					"created_by_user_lastname":  record.Text("Last name of the user who entered the expense."),
				}},
			},
		}),
	}
}

// readDetail reads an invoice with everything that it bills, which lists do not include.
func readDetail(ctx context.Context, s *site.Site, id string) (detailModel, diag.Diagnostics, error) {
	found, err := s.Client.GetInvoice(ctx, id)
	if err != nil {
		return detailModel{}, nil, err
	}
	model, diags := flattenDetail(types.StringValue(id), found)
	return model, diags, nil
}

// flattenDetail converts a single read.
func flattenDetail(id types.String, invoice *api.InvoiceDetail) (detailModel, diag.Diagnostics) {
	shown, diags := flattenData(invoice.Invoice)
	model := detailModel{
		ID:        id,
		dataModel: shown,
		LineItems: make([]lineItemModel, 0, len(invoice.LineItems)),
		Expenses:  make([]expenseModel, 0, len(invoice.Expenses)),
	}
	for _, item := range invoice.LineItems {
		converted, itemDiags := flattenLineItem(item)
		diags.Append(itemDiags...)
		model.LineItems = append(model.LineItems, converted)
	}
	for _, expense := range invoice.Expenses {
		converted, expenseDiags := flattenExpense(expense)
		diags.Append(expenseDiags...)
		model.Expenses = append(model.Expenses, converted)
	}
	return model, diags
}

func flattenLineItem(item api.LineItem) (lineItemModel, diag.Diagnostics) {
	answer := answerOf("line item", item.ID)
	return lineItemModel{
		ID:            textOrNull(item.ID),
		TaskID:        answer.Number(types.Int64{}, "task-id", item.TaskID),
		TaskName:      textOrNull(item.TaskName),
		UserID:        answer.Number(types.Int64{}, "user-id", item.UserID),
		UserFirstname: textOrNull(item.UserFirstname),
		UserLastname:  textOrNull(item.UserLastname),
		Billable:      customtypes.BoolOrNull(string(item.Billable)),
		Description:   textOrNull(item.Description),
		Minutes:       answer.Number(types.Int64{}, "minutes", item.Minutes),
		Hours:         answer.Amount("hours", item.Hours),
		DecimalHours:  answer.Amount("decimal-hours", item.DecimalHours),
		Rate:          answer.Amount("rate", item.Rate),
		Cost:          answer.Amount("cost", item.Cost),
		DateLoggedUTC: textOrNull(item.DateLoggedUTC),
		Date:          textOrNull(item.Date),
	}, answer.Problems()
}

func flattenExpense(expense api.Expense) (expenseModel, diag.Diagnostics) {
	answer := answerOf("expense", expense.ID)
	return expenseModel{
		ID:                     textOrNull(expense.ID),
		InvoiceID:              answer.Number(types.Int64{}, "invoice-id", expense.InvoiceID),
		Name:                   textOrNull(expense.Name),
		Description:            textOrNull(expense.Description),
		Cost:                   answer.Amount("cost", expense.Cost),
		Date:                   answer.Day("date", expense.Date),
		CreatedByUserID:        answer.Number(types.Int64{}, "created-by-user-id", expense.CreatedByUserID),
		CreatedByUserFirstname: textOrNull(expense.CreatedByUserFirstname),
		CreatedByUserLastname:  textOrNull(expense.CreatedByUserLastname),
	}, answer.Problems()
}
