package invoice

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/record"
	"github.com/projectbilling/terraform-provider-billing/internal/wethod/company"
)

// NewInvoicesDataSource returns the data source billing_wethod_invoices.
func NewInvoicesDataSource() datasource.DataSource {
	return record.NewQuery(&company.Query[invoicesModel]{
		System: company.Name, Type: "wethod_invoices", Schema: invoicesSchema,
		Validate: validateChoice(func(m *invoicesModel) *choice { return &m.choice }), Run: listInvoices, Rows: "invoices",
	})
}

type invoicesModel struct {
	choice
	Invoices []dataModel `tfsdk:"invoices"`
}

func invoicesSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "Lists the invoices of a company in Wethod, all pages, ordered by ID. Wethod can filter only by project and by " +
			"dates. To filter by anything else, such as the status, filter the result.\n\n~> **The list can be partial without an error.** " +
			"A token whose user has only the permission `invoices.view` gets the invoices of the projects where that user is project " +
			"manager or account, without a notice that there are others. To list all invoices, the user needs `invoices.view_other`.\n\n~> " +
			"**Wethod does not state the currency of a value**, or whether it includes VAT: its list has no field for either. The company's " +
			"own currency and that of a project's budget can differ.",
		Attributes: map[string]schema.Attribute{
			argumentProjectID: schema.Int64Attribute{
				CustomType:          customtypes.WholeNumberType{},
				Optional:            true,
				MarkdownDescription: chosenProject,
				Validators:          projectValidators(),
			},
			argumentIssueDate:   issued().DataSource(),
			argumentPaymentDate: paid().DataSource(),
			argumentUpdatedAt:   changed().DataSource(),
			"invoices": schema.ListNestedAttribute{
				Computed:            true,
				MarkdownDescription: "List of invoices, without duplicates, by ascending ID.",
				NestedObject:        schema.NestedAttributeObject{Attributes: dataAttributes()},
			},
		},
	}
}

func listInvoices(ctx context.Context, c *company.Company, model *invoicesModel) diag.Diagnostics {
	query, diags := model.query(ctx)
	if diags.HasError() {
		return diags
	}
	invoices, err := c.Client.ListInvoices(ctx, query)
	if err != nil {
		return company.Explain("could not list the invoices", err, argumentProjectID, argumentIssueDate, argumentPaymentDate, argumentUpdatedAt)
	}
	model.Invoices = make([]dataModel, 0, len(invoices))
	for _, invoice := range invoices {
		shown, problems := flattenData(invoice)
		diags.Append(problems...)
		model.Invoices = append(model.Invoices, shown)
	}
	return diags
}
