package invoice

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/record"
	"github.com/projectbilling/terraform-provider-billing/internal/system"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/site"
)

// NewInvoicesDataSource makes the data source billing_teamwork_invoices.
func NewInvoicesDataSource() datasource.DataSource { return &invoicesDataSource{} }

// invoicesDataSource lists invoices, all pages of them.
type invoicesDataSource struct {
	system.Access[*site.Site]
}

var (
	_ datasource.DataSourceWithConfigure      = (*invoicesDataSource)(nil)
	_ datasource.DataSourceWithValidateConfig = (*invoicesDataSource)(nil)
)

type invoicesModel struct {
	choice
	Invoices []listedInvoiceModel `tfsdk:"invoices"`
}

// listedInvoiceModel is an invoice as lists have it: with the parts of its
// cost, and without what it bills.
type listedInvoiceModel struct {
	ID types.String `tfsdk:"id"`
	invoiceFacts
	TimeCost     types.String `tfsdk:"time_cost"`
	ExpensesCost types.String `tfsdk:"expenses_cost"`
}

func (d *invoicesDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_teamwork_invoices"
}

func (d *invoicesDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The invoices of one project or of all projects of a Teamwork.com site, all pages of the site's list. " +
			"Line items and expenses are in the data source `billing_teamwork_invoice`.",
		Attributes: map[string]schema.Attribute{
			"project_id": schema.Int64Attribute{
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
				MarkdownDescription: "The invoices, each once, in the site's order.",
				NestedObject: schema.NestedAttributeObject{Attributes: factAttributes(map[string]schema.Attribute{
					"id":            record.Text("Number by which Teamwork knows the invoice."),
					"time_cost":     record.Text("Cost of the time logs, a decimal number in the invoice's currency; null on sites that do not say."),
					"expenses_cost": record.Text("Cost of the expenses, a decimal number in the invoice's currency; null on sites that do not say."),
				})},
			},
		},
	}
}

func (d *invoicesDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	resp.Diagnostics.Append(d.Connect(req.ProviderData, site.Name)...)
}

// ValidateConfig refuses a filter that the site would ignore.
func (d *invoicesDataSource) ValidateConfig(ctx context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse) {
	resp.Diagnostics.Append(validateChoice(ctx, req.Config)...)
}

func (d *invoicesDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model invoicesModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	s, ok := d.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	found, err := s.Invoices(ctx, model.query(), 0)
	if err != nil {
		resp.Diagnostics.Append(site.Explain("could not list the invoices", err)...)
		return
	}
	model.Invoices = make([]listedInvoiceModel, 0, len(found.Records))
	for _, invoice := range found.Records {
		facts, diags := flattenFacts(invoice)
		answer := answerOf("invoice", invoice.ID)
		resp.Diagnostics.Append(diags...)
		model.Invoices = append(model.Invoices, listedInvoiceModel{
			ID:           textOrNull(invoice.ID),
			invoiceFacts: facts,
			TimeCost:     answer.Amount("time-cost", invoice.TimeCost),
			ExpensesCost: answer.Amount("expenses-cost", invoice.ExpensesCost),
		})
		resp.Diagnostics.Append(answer.Problems()...)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}
