package intacct

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/intacct/api"
	"github.com/projectbilling/terraform-provider-billing/internal/system"
)

func newTemplateList() list.ListResource { return &templateList{} }

// templateList finds project billing templates for terraform query, as they
// would be managed.
type templateList struct {
	system.Access[*company]
}

var (
	_ list.ListResourceWithConfigure      = (*templateList)(nil)
	_ list.ListResourceWithValidateConfig = (*templateList)(nil)
)

// templateListModel is the configuration of a list block.
type templateListModel struct {
	Filters          []filterModel `tfsdk:"filters"`
	FilterExpression types.String  `tfsdk:"filter_expression"`
}

// Metadata names the resource whose instances are found.
func (l *templateList) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_intacct_project_billing_template"
}

func (l *templateList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Finds the project billing templates of a company of Sage Intacct that fit the filters, to be imported. " +
			"Pages of the query are read until its limit is reached; the milestones, with `include_resource`, take one more query a page. " +
			"Queries need Terraform 1.14 or later.",
		Attributes: map[string]schema.Attribute{
			"filters": schema.ListNestedAttribute{
				Optional:            true,
				MarkdownDescription: describedFilters,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"field":    schema.StringAttribute{Required: true, MarkdownDescription: describedField, Validators: fieldValidators()},
					"operator": schema.StringAttribute{Required: true, MarkdownDescription: describedOperator, Validators: operatorValidators()},
					"value":    schema.StringAttribute{Optional: true, MarkdownDescription: describedValue},
					"values":   schema.ListAttribute{Optional: true, ElementType: types.StringType, MarkdownDescription: describedValues},
				}},
			},
			"filter_expression": schema.StringAttribute{Optional: true, MarkdownDescription: describedExpression},
		},
	}
}

func (l *templateList) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	resp.Diagnostics.Append(l.Connect(req.ProviderData, systemName)...)
}

func (l *templateList) ValidateListResourceConfig(ctx context.Context, req list.ValidateConfigRequest, resp *list.ValidateConfigResponse) {
	resp.Diagnostics.Append(validateConditions(ctx, req.Config)...)
}

// List streams the templates. A failure in the middle is one more result: what
// was found before stays, and the list never passes for whole.
func (l *templateList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var model templateListModel
	diags := req.Config.Get(ctx, &model)
	company, ok := l.Client(&diags)
	filters, filterDiags := expandFilters(ctx, model.Filters)
	diags.Append(filterDiags...)
	if !ok || diags.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	query := api.TemplateQuery{
		Filters:          filters,
		FilterExpression: model.FilterExpression.ValueString(),
		Milestones:       req.IncludeResource,
		MaxResults:       int(req.Limit), // a limit of 0 is none
	}
	stream.Results = func(push func(list.ListResult) bool) {
		for template, err := range company.eachTemplate(ctx, query) {
			if err != nil {
				push(list.ListResult{Diagnostics: explainQuery("could not list the templates", err)})
				return
			}
			if !push(listedTemplate(ctx, req, template)) {
				return
			}
		}
	}
}

// listedTemplate is a template as a result: its identity, and where asked for
// all that a Read after its import would find.
func listedTemplate(ctx context.Context, req list.ListRequest, template api.Template) list.ListResult {
	key := string(template.Key)
	if !isKey(key) {
		return list.ListResult{Diagnostics: diag.Diagnostics{diag.NewErrorDiagnostic("Unexpected answer from Sage Intacct",
			fmt.Sprintf("The template %q of the list should have a key in digits and has %q.", template.Name, key))}}
	}
	result := req.NewListResult(ctx)
	result.DisplayName = string(template.Name)
	if result.DisplayName == "" {
		result.DisplayName = "template " + key
	}
	result.Diagnostics.Append(identify(ctx, key, result.Identity)...)
	if req.IncludeResource {
		var model templateModel
		diags := model.flatten(ctx, template)
		diags.Append(result.Resource.Set(ctx, &model)...)
		result.Diagnostics.Append(system.AboutListed(systemTitle, "Template "+key, diags)...)
	}
	return result
}
