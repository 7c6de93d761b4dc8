package invoice

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/record"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/site"
)

// NewInvoicesDataSource returns the data source billing_teamwork_invoices.
func NewInvoicesDataSource() datasource.DataSource {
	return record.NewQuery(&record.Query[*site.Site, invoicesModel]{
		System: site.Name, Type: "teamwork_invoices", Schema: invoicesSchema, Validate: validateChoice, Run: listInvoices, Rows: "invoices",
	})
}

type invoicesModel struct {
	choice
	Invoices []listedInvoiceModel `tfsdk:"invoices"`
}

// listedInvoiceModel is an invoice as lists return it: with the parts of its
// cost, but without what it bills.
type listedInvoiceModel struct {
	ID types.String `tfsdk:"id"`
	dataModel
	TimeCost     types.String `tfsdk:"time_cost"`
	ExpensesCost types.String `tfsdk:"expenses_cost"`
}

func invoicesSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "Lists the invoices of one project or of all projects of a Teamwork.com site, from all pages of the site's list. " +
			"For line items and expenses, use the data source `billing_teamwork_invoice`.",
		Attributes: map[string]schema.Attribute{
			"project_id": schema.Int64Attribute{
				CustomType:          customtypes.WholeNumberType{},
				Optional:            true,
				MarkdownDescription: chosenProject,
				Validators:          projectValidators(),
			},
			"type": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: chosenType,
				Validators:          typeValidators(),
			},
			"project_status": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: chosenProjectStatus,
				Validators:          projectStatusValidators(),
			},
			"invoices": schema.ListNestedAttribute{
				Computed:            true,
				MarkdownDescription: "List of invoices, without duplicates, in the order Teamwork returns them.",
				NestedObject: schema.NestedAttributeObject{Attributes: dataAttributes(map[string]schema.Attribute{
					"id":            record.Text("Invoice ID in Teamwork."),
					"time_cost":     record.Text("Cost of the time logs, a decimal number in the invoice's currency. Null if the site does not return it."),
					"expenses_cost": record.Text("Cost of the expenses, a decimal number in the invoice's currency. Null if the site does not return it."),
				})},
			},
		},
	}
}

func listInvoices(ctx context.Context, s *site.Site, model *invoicesModel) diag.Diagnostics {
	found, err := s.Invoices(ctx, model.query(), 0)
	if err != nil {
		return site.Explain("could not list the invoices", err)
	}
	var diags diag.Diagnostics
	model.Invoices = make([]listedInvoiceModel, 0, len(found.Records))
	for _, invoice := range found.Records {
		shown, problems := flattenData(invoice)
		answer := answerOf("invoice", invoice.ID)
		diags.Append(problems...)
		model.Invoices = append(model.Invoices, listedInvoiceModel{
			ID:           customtypes.TextOrNull(invoice.ID),
			dataModel:    shown,
			TimeCost:     answer.Amount("time-cost", invoice.TimeCost),
			ExpensesCost: answer.Amount("expenses-cost", invoice.ExpensesCost),
		})
		diags.Append(answer.Problems()...)
	}
	return diags
}
