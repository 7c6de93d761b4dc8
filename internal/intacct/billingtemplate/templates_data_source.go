package billingtemplate

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/intacct/api"
	"github.com/projectbilling/terraform-provider-billing/internal/intacct/company"
	"github.com/projectbilling/terraform-provider-billing/internal/intacct/filter"
	"github.com/projectbilling/terraform-provider-billing/internal/record"
)

// NewTemplatesDataSource returns the data source billing_intacct_project_billing_templates.
func NewTemplatesDataSource() datasource.DataSource {
	return record.NewQuery(&record.Query[*company.Company, templatesModel]{
		System: company.Name, Type: "intacct_project_billing_templates", Schema: templatesSchema, Validate: filter.Validate, Run: queryTemplates, Rows: "templates",
	})
}

type templatesModel struct {
	Filters           []filter.Model     `tfsdk:"filters"`
	FilterExpression  types.String       `tfsdk:"filter_expression"`
	FilterParameters  *filter.Parameters `tfsdk:"filter_parameters"`
	OrderBy           []filter.Order     `tfsdk:"order_by"`
	IncludeMilestones types.Bool         `tfsdk:"include_milestones"`
	Templates         []dataModel        `tfsdk:"templates"`
}

func templatesSchema() schema.Schema {
	attributes := filter.Attributes()
	attributes["include_milestones"] = schema.BoolAttribute{
		Optional:            true,
		MarkdownDescription: "Whether to also read the milestones of the templates, which takes one more query regardless of the number of templates. Defaults to `true`.",
	}
	attributes["templates"] = schema.ListNestedAttribute{
		Computed:            true,
		MarkdownDescription: "List of templates, without duplicates, in the requested order.",
		NestedObject:        schema.NestedAttributeObject{Attributes: dataAttributes()},
	}
	return schema.Schema{
		MarkdownDescription: "Lists the project billing templates in a Sage Intacct company that match the filters. The provider reads all pages.",
		Attributes:          attributes,
	}
}

func queryTemplates(ctx context.Context, c *company.Company, model *templatesModel) diag.Diagnostics {
	filters, diags := filter.Expand(ctx, model.Filters)
	if diags.HasError() {
		return diags
	}
	found, err := c.Templates.List(ctx, api.ObjectQuery{
		Filters:          filters,
		FilterExpression: model.FilterExpression.ValueString(),
		Parameters:       model.FilterParameters.Expand(),
		OrderBy:          filter.ExpandOrder(model.OrderBy),
		Lines:            model.IncludeMilestones.IsNull() || model.IncludeMilestones.ValueBool(),
	})
	if err != nil {
		return words().ExplainQuery(err)
	}
	model.Templates = make([]dataModel, 0, len(found))
	for _, template := range found {
		shown, problems := flattenData(template)
		diags.Append(problems...)
		model.Templates = append(model.Templates, shown)
	}
	return diags
}
