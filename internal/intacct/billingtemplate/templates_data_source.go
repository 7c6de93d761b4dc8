package billingtemplate

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/intacct/api"
	"github.com/projectbilling/terraform-provider-billing/internal/intacct/company"
	"github.com/projectbilling/terraform-provider-billing/internal/intacct/filter"
	"github.com/projectbilling/terraform-provider-billing/internal/system"
)

// NewTemplatesDataSource makes the data source
// billing_intacct_project_billing_templates.
func NewTemplatesDataSource() datasource.DataSource { return &templatesDataSource{} }

// templatesDataSource lists templates by filters, all pages of them.
type templatesDataSource struct {
	system.Access[*company.Company]
}

var (
	_ datasource.DataSourceWithConfigure      = (*templatesDataSource)(nil)
	_ datasource.DataSourceWithValidateConfig = (*templatesDataSource)(nil)
)

type templatesModel struct {
	Filters           []filter.Model     `tfsdk:"filters"`
	FilterExpression  types.String       `tfsdk:"filter_expression"`
	FilterParameters  *filter.Parameters `tfsdk:"filter_parameters"`
	OrderBy           []filter.Order     `tfsdk:"order_by"`
	IncludeMilestones types.Bool         `tfsdk:"include_milestones"`
	Templates         []facts            `tfsdk:"templates"`
}

func (d *templatesDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_intacct_project_billing_templates"
}

func (d *templatesDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := filter.Attributes()
	attributes["include_milestones"] = schema.BoolAttribute{
		Optional:            true,
		MarkdownDescription: "Whether the milestones of the templates are read too, which takes one more query, however many templates there are. Default true.",
	}
	attributes["templates"] = schema.ListNestedAttribute{
		Computed:            true,
		MarkdownDescription: "The templates, each once, in the order asked for.",
		NestedObject:        schema.NestedAttributeObject{Attributes: factAttributes()},
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "The project billing templates of a company of Sage Intacct that fit the filters, all pages of them.",
		Attributes:          attributes,
	}
}

func (d *templatesDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	resp.Diagnostics.Append(d.Connect(req.ProviderData, company.Name)...)
}

func (d *templatesDataSource) ValidateConfig(ctx context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse) {
	resp.Diagnostics.Append(filter.Validate(ctx, req.Config)...)
}

func (d *templatesDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model templatesModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	connected, ok := d.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	filters, diags := filter.Expand(ctx, model.Filters)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	found, err := connected.Templates(ctx, api.TemplateQuery{
		Filters:          filters,
		FilterExpression: model.FilterExpression.ValueString(),
		Parameters:       model.FilterParameters.Expand(),
		OrderBy:          filter.ExpandOrder(model.OrderBy),
		Milestones:       model.IncludeMilestones.IsNull() || model.IncludeMilestones.ValueBool(),
	})
	if err != nil {
		resp.Diagnostics.Append(company.ExplainQuery("could not list the templates", err)...)
		return
	}
	model.Templates = make([]facts, 0, len(found))
	for _, template := range found {
		shown, diags := flattenFacts(template)
		resp.Diagnostics.Append(diags...)
		model.Templates = append(model.Templates, shown)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}
