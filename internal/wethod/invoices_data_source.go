package wethod

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/record"
	"github.com/projectbilling/terraform-provider-billing/internal/wethod/api"
)

// The arguments, which Wethod's own parameters have the names of (contract section 2).
const (
	argumentProjectID   = "project_id"
	argumentIssueDate   = "issue_date"
	argumentPaymentDate = "payment_date"
	argumentUpdatedAt   = "updated_at"
)

func newInvoicesDataSource() datasource.DataSource {
	return record.NewQuery(&record.Query[*api.Client, invoicesModel]{
		System: systemName, Type: "wethod_invoices", Schema: invoicesSchema, Validate: validateInvoices, Run: listInvoices, Rows: "invoices",
	})
}

type invoicesModel struct {
	ProjectID   types.Int64    `tfsdk:"project_id"`
	IssueDate   types.Object   `tfsdk:"issue_date"`
	PaymentDate types.Object   `tfsdk:"payment_date"`
	UpdatedAt   types.Object   `tfsdk:"updated_at"`
	Invoices    []invoiceModel `tfsdk:"invoices"`
}

func invoicesSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "The invoices of a company in Wethod, all pages of its list, ordered by id. Wethod can filter by project and by dates, " +
			"and by nothing else; for more, such as the status, filter the result.\n\n" +
			"~> **The list can be partial without an error.** A token whose user has only the permission `invoices.view` gets the invoices of the " +
			"projects where that user is project manager or account, and nothing says that there are others. All invoices need `invoices.view_other`.\n\n" +
			"~> **The currency of a value is not stated**, nor whether it includes VAT: Wethod's list has no field for either. The company's own " +
			"currency and that of a project's budget can differ.",
		Attributes: map[string]schema.Attribute{
			argumentProjectID: schema.Int64Attribute{
				CustomType:          customtypes.WholeNumberType{},
				Optional:            true,
				MarkdownDescription: "Id of the project whose invoices are listed. Default: all projects.",
				Validators:          []validator.Int64{int64validator.AtLeast(1)},
			},
			argumentIssueDate:   dayFilter("issued"),
			argumentPaymentDate: dayFilter("paid"),
			argumentUpdatedAt:   instantFilter("changed"),
			"invoices": schema.ListNestedAttribute{
				Computed:            true,
				MarkdownDescription: "The invoices, each once, by ascending id.",
				NestedObject:        schema.NestedAttributeObject{Attributes: invoiceAttributes()},
			},
		},
	}
}

// validateInvoices refuses filters that ask for nothing or for what cannot be.
func validateInvoices(ctx context.Context, config tfsdk.Config) diag.Diagnostics {
	var model invoicesModel
	if diags := config.Get(ctx, &model); diags.HasError() {
		return diags
	}
	_, diags := model.query(ctx)
	return diags
}

func listInvoices(ctx context.Context, client *api.Client, model *invoicesModel) diag.Diagnostics {
	query, diags := model.query(ctx)
	if diags.HasError() {
		return diags
	}
	invoices, err := client.ListInvoices(ctx, query)
	if err != nil {
		return explain("could not list the invoices", err, argumentProjectID, argumentIssueDate, argumentPaymentDate, argumentUpdatedAt)
	}
	model.Invoices = make([]invoiceModel, 0, len(invoices))
	for _, invoice := range invoices {
		shown, problems := flatten(invoice)
		diags.Append(problems...)
		model.Invoices = append(model.Invoices, shown)
	}
	return diags
}

// query expands the arguments, and reports those that ask for nothing or for
// what cannot be.
func (m *invoicesModel) query(ctx context.Context) (api.InvoiceQuery, diag.Diagnostics) {
	var diags diag.Diagnostics
	expand := func(name string, object types.Object, kind filter) api.Filter {
		read, problems := readFilter(ctx, name, object, kind)
		diags.Append(problems...)
		diags.Append(read.check()...)
		return read.expand()
	}
	return api.InvoiceQuery{
		ProjectID:   m.ProjectID.ValueInt64(),
		IssueDate:   expand(argumentIssueDate, m.IssueDate, days()),
		PaymentDate: expand(argumentPaymentDate, m.PaymentDate, days()),
		UpdatedAt:   expand(argumentUpdatedAt, m.UpdatedAt, instants()),
	}, diags
}
