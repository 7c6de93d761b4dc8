package teamwork

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/system"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/api"
)

func newInvoiceDataSource() datasource.DataSource { return &invoiceDataSource{} }

// invoiceDataSource reads one invoice with all that it bills.
type invoiceDataSource struct {
	system.Access[*Site]
}

var _ datasource.DataSourceWithConfigure = (*invoiceDataSource)(nil)

// invoiceDetailModel is one invoice with its line items and expenses.
type invoiceDetailModel struct {
	ID types.String `tfsdk:"id"`
	invoiceFacts
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

func (d *invoiceDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_teamwork_invoice"
}

func (d *invoiceDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "One invoice of a Teamwork.com site with the time logs and expenses that it bills, and their totals.",
		Attributes: factAttributes(map[string]schema.Attribute{
			"id": schema.StringAttribute{
				Required:            true,
				MarkdownDescription: "Number by which Teamwork knows the invoice, for example `49`.",
				Validators:          []validator.String{stringvalidator.RegexMatches(digits(), "must be the invoice's id, a number such as 49")},
			},
			"line_items": schema.ListNestedAttribute{
				Computed:            true,
				MarkdownDescription: "Time logs that the invoice bills, in the site's order.",
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"id":              text("Id of the time log."),
					"task_id":         number("Id of the task that the time was logged on; null when it was logged on the project."),
					"task_name":       text("Name of that task."),
					"user_id":         number("Id of the user who did the work."),
					"user_firstname":  text("First name of the user who did the work."),
					"user_lastname":   text("Last name of the user who did the work."),
					"billable":        schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether the time is billable."},
					"description":     text("What was done."),
					"minutes":         number("Time, in minutes."),
					"hours":           text("Whole hours of the time, as Teamwork splits it; null on sites that do not say."),
					"decimal_hours":   text("Time, in hours, rounded by Teamwork."),
					"rate":            text("Price of an hour, a decimal number in the invoice's currency."),
					"cost":            text("Amount billed, a decimal number in the invoice's currency."),
					"date_logged_utc": text("When the work was done, a timestamp as Teamwork writes it (RFC 3339, UTC)."),
					"date":            text("The same as Teamwork's newer field gives it; null on sites that do not say."),
				}},
			},
			"expenses": schema.ListNestedAttribute{
				Computed:            true,
				MarkdownDescription: "Expenses that the invoice bills, in the site's order; empty when there are none.",
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"id":                        text("Id of the expense."),
					"invoice_id":                number("Id of the invoice."),
					"name":                      text("Name of the expense."),
					"description":               text("What it was for; null when nothing is said."),
					"cost":                      text("Amount, a decimal number in the invoice's currency."),
					"date":                      text("Date of the expense, `YYYY-MM-DD`."),
					"created_by_user_id":        number("Id of the user who entered the expense."),
					"created_by_user_firstname": text("First name of the user who entered the expense."),
					"created_by_user_lastname":  text("Last name of the user who entered the expense."),
				}},
			},
		}),
	}
}

func (d *invoiceDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	resp.Diagnostics.Append(d.Connect(req.ProviderData, systemName)...)
}

func (d *invoiceDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var id types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("id"), &id)...)
	site, ok := d.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	invoice, err := site.client.GetInvoice(ctx, id.ValueString())
	if api.IsNotFound(err) {
		resp.Diagnostics.AddAttributeError(path.Root("id"), summary("there is no invoice "+id.ValueString()), detail(err))
		return
	}
	if err != nil {
		resp.Diagnostics.Append(explain("could not read invoice "+id.ValueString(), err)...)
		return
	}
	model, diags := flattenDetail(id, invoice)
	resp.Diagnostics.Append(diags...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}

// flattenDetail converts a single read.
func flattenDetail(id types.String, invoice *api.InvoiceDetail) (invoiceDetailModel, diag.Diagnostics) {
	facts, diags := flattenFacts(invoice.Invoice)
	model := invoiceDetailModel{
		ID:           id,
		invoiceFacts: facts,
		LineItems:    make([]lineItemModel, 0, len(invoice.LineItems)),
		Expenses:     make([]expenseModel, 0, len(invoice.Expenses)),
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
	numbers := numberReader{record: "line item " + string(item.ID)}
	return lineItemModel{
		ID:            textOrNull(item.ID),
		TaskID:        numbers.read("task-id", item.TaskID),
		TaskName:      textOrNull(item.TaskName),
		UserID:        numbers.read("user-id", item.UserID),
		UserFirstname: textOrNull(item.UserFirstname),
		UserLastname:  textOrNull(item.UserLastname),
		Billable:      boolOrNull(item.Billable),
		Description:   textOrNull(item.Description),
		Minutes:       numbers.read("minutes", item.Minutes),
		Hours:         textOrNull(item.Hours),
		DecimalHours:  textOrNull(item.DecimalHours),
		Rate:          textOrNull(item.Rate),
		Cost:          textOrNull(item.Cost),
		DateLoggedUTC: textOrNull(item.DateLoggedUTC),
		Date:          textOrNull(item.Date),
	}, numbers.diags
}

func flattenExpense(expense api.Expense) (expenseModel, diag.Diagnostics) {
	numbers := numberReader{record: "expense " + string(expense.ID)}
	return expenseModel{
		ID:                     textOrNull(expense.ID),
		InvoiceID:              numbers.read("invoice-id", expense.InvoiceID),
		Name:                   textOrNull(expense.Name),
		Description:            textOrNull(expense.Description),
		Cost:                   textOrNull(expense.Cost),
		Date:                   dateOrNull(expense.Date),
		CreatedByUserID:        numbers.read("created-by-user-id", expense.CreatedByUserID),
		CreatedByUserFirstname: textOrNull(expense.CreatedByUserFirstname),
		CreatedByUserLastname:  textOrNull(expense.CreatedByUserLastname),
	}, numbers.diags
}

// boolOrNull reads the site's booleans: "1" and "0", or true and false.
func boolOrNull(text api.Text) types.Bool {
	switch text {
	case "1", "true":
		return types.BoolValue(true)
	case "0", "false":
		return types.BoolValue(false)
	default:
		return types.BoolNull()
	}
}
