package expense

import (
	"context"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/shopspring/decimal"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/naturalkey"
	"github.com/projectbilling/terraform-provider-billing/internal/record"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/api"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/site"
)

// NewExpensesDataSource returns the data source billing_teamwork_expenses.
func NewExpensesDataSource() datasource.DataSource {
	return record.NewQuery(&record.Query[*site.Site, expensesModel]{
		System: site.Name, Type: "teamwork_expenses", Schema: expensesSchema, Run: listExpenses, Rows: "expenses",
	})
}

type expensesModel struct {
	ProjectID          types.Int64  `tfsdk:"project_id"`
	Unbilled           types.Bool   `tfsdk:"unbilled"`
	AvailableToInvoice types.String `tfsdk:"available_to_invoice"`
	Expenses           []dataModel  `tfsdk:"expenses"`
	IDs                []int64      `tfsdk:"ids"`
	TotalCost          types.String `tfsdk:"total_cost"`
}

func expensesSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "Lists the expenses of one project or of all projects of a Teamwork.com site, from all pages of the site's list. " +
			"With `available_to_invoice`, use `ids` as `expense_ids` of that invoice.",
		Attributes: map[string]schema.Attribute{
			"project_id": schema.Int64Attribute{
				CustomType:          customtypes.WholeNumberType{},
				Optional:            true,
				MarkdownDescription: "ID of the project whose expenses to list. Defaults to all projects.",
				Validators:          []validator.Int64{int64validator.AtLeast(1)},
			},
			"unbilled": schema.BoolAttribute{
				Optional:            true,
				MarkdownDescription: "Whether to list only unbilled expenses (`true`) or only billed ones (`false`). Omit to list both.",
			},
			"available_to_invoice": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "Invoice ID. Lists only expenses that are unbilled or on this invoice. Cannot be set together with `unbilled`. " +
					"For an invoice in the same configuration, look up the ID by its number with `billing_teamwork_invoices`, because a " +
					"reference to the resource would be a cycle. Omit to list all expenses.",
				Validators: []validator.String{
					stringvalidator.RegexMatches(regexp.MustCompile(`^[0-9]+$`), "must be the ID of an invoice, a number such as 49"),
					stringvalidator.ConflictsWith(path.MatchRoot("unbilled")),
				},
			},
			"expenses": schema.ListNestedAttribute{
				Computed:            true,
				MarkdownDescription: "List of expenses, without duplicates, in the order Teamwork returns them.",
				NestedObject:        schema.NestedAttributeObject{Attributes: dataAttributes(nil)},
			},
			"ids": schema.ListAttribute{
				Computed: true, ElementType: types.Int64Type,
				MarkdownDescription: "IDs of the expenses, in the order of `expenses`.",
			},
			"total_cost": record.Text("Sum of the costs, an exact decimal number. Costs in different currencies are added without conversion."),
		},
	}
}

func listExpenses(ctx context.Context, s *site.Site, model *expensesModel) diag.Diagnostics {
	found, err := s.Expenses(ctx, model.ProjectID.ValueInt64())
	if err != nil {
		return site.Explain("could not list the expenses", err)
	}
	s.Entries.Expenses.Saw(found.Records)
	var diags diag.Diagnostics
	total := decimal.Zero
	model.Expenses, model.IDs = []dataModel{}, []int64{}
	for _, expense := range found.Records {
		if !model.chooses(expense) {
			continue
		}
		shown, problems := flattenData(expense)
		diags.Append(problems...)
		model.Expenses = append(model.Expenses, shown)
		model.IDs = append(model.IDs, answerOf(expense.ID).Number(types.Int64{}, "id", expense.ID).ValueInt64())
		if cost, err := customtypes.ParseDecimal(shown.Cost.ValueString()); err == nil {
			total = total.Add(cost)
		}
	}
	model.TotalCost = types.StringValue(total.StringFixed(max(0, -total.Exponent())))
	return diags
}

// chooses applies the filters, since the site does not have any.
func (m *expensesModel) chooses(expense api.Expense) bool {
	if id := m.ProjectID; !id.IsNull() && expense.ProjectID != "" && !naturalkey.SameID(string(expense.ProjectID), id.String()) {
		return false
	}
	if !m.AvailableToInvoice.IsNull() {
		return !expense.IsBilled() || naturalkey.SameID(string(expense.InvoiceID), m.AvailableToInvoice.ValueString())
	}
	return m.Unbilled.IsNull() || m.Unbilled.ValueBool() == !expense.IsBilled()
}
