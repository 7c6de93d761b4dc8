package billingtemplate

import (
	"context"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/intacct/api"
	"github.com/projectbilling/terraform-provider-billing/internal/intacct/company"
	"github.com/projectbilling/terraform-provider-billing/internal/intacct/filter"
	"github.com/projectbilling/terraform-provider-billing/internal/record"
)

// NewList makes the list resource billing_intacct_project_billing_template.
func NewList() list.ListResource {
	return record.NewList(kind(), &record.Listing[*company.Company, api.Template, listModel]{
		Schema:      listSchema,
		Validate:    filter.Validate,
		Each:        each,
		ID:          func(found api.Template) string { return string(found.Key) },
		DisplayName: displayName,
		Explain:     func(err error) diag.Diagnostics { return company.ExplainQuery("could not list the templates", err) },
	})
}

// listModel is the configuration of a list block.
type listModel struct {
	Filters          []filter.Model `tfsdk:"filters"`
	FilterExpression types.String   `tfsdk:"filter_expression"`
}

func listSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "Finds the project billing templates of a company of Sage Intacct that fit the filters, to be imported. " +
			"Pages of the query are read until its limit is reached; the milestones, with `include_resource`, take one more query a page. " +
			"Queries need Terraform 1.14 or later.",
		Attributes: map[string]schema.Attribute{
			"filters": schema.ListNestedAttribute{
				Optional:            true,
				MarkdownDescription: filter.DescribedFilters,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"field":    schema.StringAttribute{Required: true, MarkdownDescription: filter.DescribedField, Validators: filter.FieldValidators()},
					"operator": schema.StringAttribute{Required: true, MarkdownDescription: filter.DescribedOperator, Validators: filter.OperatorValidators()},
					"value":    schema.StringAttribute{Optional: true, MarkdownDescription: filter.DescribedValue},
					"values":   schema.ListAttribute{Optional: true, ElementType: types.StringType, MarkdownDescription: filter.DescribedValues},
				}},
			},
			"filter_expression": schema.StringAttribute{Optional: true, MarkdownDescription: filter.DescribedExpression},
		},
	}
}

// each gives the templates that fit the filters.
func each(ctx context.Context, c *company.Company, query listModel, limit int64, isWhole bool) iter.Seq2[api.Template, error] {
	filters, diags := filter.Expand(ctx, query.Filters)
	if diags.HasError() {
		return func(yield func(api.Template, error) bool) { yield(api.Template{}, record.DiagnosticsError(diags)) }
	}
	return c.EachTemplate(ctx, api.TemplateQuery{
		Filters:          filters,
		FilterExpression: query.FilterExpression.ValueString(),
		Milestones:       isWhole,
		MaxResults:       int(limit), // a limit of 0 is none
	})
}

// displayName is what a person knows a template by.
func displayName(found api.Template) string {
	if found.Name == "" {
		return "template " + string(found.Key)
	}
	return string(found.Name)
}
