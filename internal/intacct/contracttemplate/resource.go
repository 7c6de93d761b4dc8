// Package contracttemplate manages and reads the contract billing templates of Sage Intacct with a resource, a data
// source, and a list resource.
package contracttemplate

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/intacct/api"
	"github.com/projectbilling/terraform-provider-billing/internal/intacct/company"
	"github.com/projectbilling/terraform-provider-billing/internal/linearset"
	"github.com/projectbilling/terraform-provider-billing/internal/record"
)

// NewResource returns the resource billing_intacct_contract_billing_template.
func NewResource() resource.Resource { return record.NewResource(kind()) }

// NewList returns the list resource of the same name.
func NewList() list.ListResource {
	return company.NewList(kind(), company.Listing[api.ContractTemplate]{
		Description: "Finds the contract billing templates in a Sage Intacct company that match the filters, so that you can import them. " +
			"The provider reads pages until the limit of the query is reached. With `include_resource`, the lines take one more Intacct query per page. " +
			"`terraform query` requires Terraform 1.14 or later.",
		Words:       words(),
		Records:     templates,
		ID:          func(found api.ContractTemplate) string { return string(found.Key) },
		DisplayName: func(found api.ContractTemplate) string { return string(found.ID) },
	})
}

// words returns the terms for contract billing templates.
func words() company.Words {
	return company.Words{
		Type: "billing_intacct_contract_billing_template", Noun: "template", Whole: "contract billing template",
		Known: "template ID", Title: "Template ID", Attribute: "template_id",
		Attributes: map[string]string{
			"id": "template_id", "description": "description", "method": "method", "source": "source", "isStepBilling": "step_billing",
			"status": "status", "lines": "lines", "periodOffset": "period_offset", "percentToBill": "percent_to_bill", "stepPercent": "step_percent",
		},
		Permission: "The company must subscribe to Intacct's Contracts application. Grant the credential's user permission for it.",
	}
}

func templates(c *company.Company) *company.Records[api.ContractTemplate] { return c.ContractTemplates }

// kind describes what is specific to templates.
func kind() *record.Kind[*company.Company, model, api.ContractTemplate] {
	return company.NewKind(words(), templates, record.Kind[*company.Company, model, api.ContractTemplate]{
		Schema:       resourceSchema,
		ImportHelp:   "%q is not a template key. Use the key, a number such as 41, or the template ID with a prefix, as in \"id:QUARTERLY\".",
		ImportPrefix: "id:",

		ID:        func(m *model) *types.String { return &m.ID },
		Name:      func(m *model) string { return company.Quoted(m.TemplateID) },
		Fixed:     func(m *model) *types.String { return &m.TemplateID },
		Mark:      func(found api.ContractTemplate) string { return company.Mark(string(found.ID), found.Created) },
		StateMark: func(m *model) string { return m.TemplateID.ValueString() },
		MarkLabel: "template ID",

		Validate: validate,
		Plan:     plan,
		Create: func(ctx context.Context, c *company.Company, plan *model) (string, diag.Diagnostics) {
			creation, diags := plan.expand(ctx)
			if diags.HasError() {
				return "", diags
			}
			return company.Create(ctx, c.ContractTemplates, words(), creation)
		},
		Read: read,
		Update: func(ctx context.Context, c *company.Company, change record.Change[model, api.ContractTemplate]) (bool, error) {
			patch, diags := patch(ctx, change.State, change.Plan)
			if diags.HasError() {
				return false, record.DiagnosticsError(diags)
			}
			return c.ContractTemplates.Update(ctx, change.ID, patch)
		},
		Flatten: func(ctx context.Context, m *model, found api.ContractTemplate) diag.Diagnostics {
			return m.flatten(ctx, found)
		},
		Merge: func(ctx context.Context, plan model, result *model) ([]record.Difference, diag.Diagnostics) {
			return lines().Keep(ctx, plan.Lines, &result.Lines)
		},
	})
}

// read reads a template. That a template without lines still has none is no news, which saves a request.
func read(ctx context.Context, c *company.Company, state *model) (api.ContractTemplate, error) {
	if !state.TemplateID.IsNull() && len(state.Lines.Elements()) == 0 {
		return c.ContractTemplates.ReadKnown(ctx, state.ID.ValueString())
	}
	return c.ContractTemplates.Read(ctx, state.ID.ValueString())
}

func resourceSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "Manages a contract billing template in Sage Intacct, which defines in what shares and when the amount of a contract line is billed.",
		Attributes: map[string]schema.Attribute{
			"id": record.ComputedText("Key of the template in Sage Intacct."),
			"template_id": schema.StringAttribute{
				Required: true,
				MarkdownDescription: "Template ID in Sage Intacct, unique in the company, without whitespace at either end. " +
					"Changing it deletes the template and creates another one.",
				PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
				Validators:    []validator.String{customtypes.NotEmpty("set the template's ID"), customtypes.Trimmed()},
			},
			"description": company.OptionalText("Description of the template.", "description"),
			"method": company.Choice("Billing method: `predefinedPercentages` bills by the periods and percentages of `lines`, "+
				"`projectPercentComplete` and `taskPercentComplete` by the completed percentage of the project or task. Changing it replaces all lines in one step.",
				api.MethodPredefinedPercentages, api.MethodProjectPercentComplete, api.MethodTaskPercentComplete),
			"source": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "Basis of the completed percentage with a percent-complete method: `estimatedHours`, `plannedHours`, " +
					"`observedPercentCompleted`, or, with projects only, `budgetedHours`. Omit to clear.",
				Validators: []validator.String{stringvalidator.OneOf(api.SourceEstimatedHours, api.SourcePlannedHours, api.SourceBudgetedHours,
					api.SourceObservedPercentComplete)},
			},
			"step_billing": schema.BoolAttribute{
				Optional: true, Computed: true, Default: booldefault.StaticBool(false),
				MarkdownDescription: "Whether billing waits for the thresholds in `lines`, with a percent-complete method. Defaults to `false`.",
			},
			"status": company.Choice("Status of the template: `active` or `inactive`. Inactive templates are hidden and cannot be used.", api.StatusActive, api.StatusInactive),
			"lines": linearset.NestedAttribute{ListNestedAttribute: schema.ListNestedAttribute{
				Optional: true,
				MarkdownDescription: "Set of lines of the template. Their order does not matter. With `predefinedPercentages`, the percentages must add up to " +
					"exactly 100. A line that keeps its period, its threshold, or else its percentage is changed in place and keeps its ID. Omit for no lines.",
				Validators:   []validator.List{customtypes.NoNulls{}},
				NestedObject: schema.NestedAttributeObject{Attributes: lineAttributes()},
			}},
			"href": record.ComputedText("Path of the template in Intacct's API."),
		},
	}
}

func lineAttributes() map[string]schema.Attribute {
	percent := func(description string, within validator.String) schema.StringAttribute {
		return schema.StringAttribute{
			CustomType:          customtypes.DecimalType{},
			Optional:            true,
			MarkdownDescription: description,
			Validators:          []validator.String{within, customtypes.DecimalMaxPlaces(api.TemplatePlaces)},
		}
	}
	return map[string]schema.Attribute{
		"id": schema.StringAttribute{Computed: true, MarkdownDescription: "Key of the line in Sage Intacct."},
		"period_offset": schema.Int64Attribute{
			CustomType: customtypes.WholeNumberType{},
			Optional:   true,
			MarkdownDescription: "Number of months from the start of the contract line until this share is billed, 0 or more. Must be different for each line. " +
				"Required with `predefinedPercentages`; not allowed with other methods.",
			Validators: []validator.Int64{int64validator.AtLeast(0)},
		},
		"percent_to_bill": percent("Share of the amount that is billed, in percent (0 <= x <= 100, at most eight decimals). Required with "+
			"`predefinedPercentages`; not allowed with other methods.", customtypes.DecimalWithin("0", "100")),
		"step_percent": percent("Completed percentage that triggers billing (0 < x <= 100, at most eight decimals). Must be different for each line. Required with "+
			"`step_billing`; not allowed without it.", customtypes.DecimalBetween("0", "100")),
	}
}
