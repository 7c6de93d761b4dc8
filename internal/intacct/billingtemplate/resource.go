// Package billingtemplate manages and reads the project billing templates of Sage Intacct with a resource, data
// sources, and a list resource.
package billingtemplate

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
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

// NewResource returns the resource billing_intacct_project_billing_template.
func NewResource() resource.Resource { return record.NewResource(kind()) }

// words returns the terms for templates.
func words() company.Words {
	return company.Words{
		Type: "billing_intacct_project_billing_template", Noun: "template", Whole: "project billing template", Known: "name", Title: "Name", Attribute: "name",
		Attributes: map[string]string{
			"name": "name", "description": "description", "billingMethod": "billing_method", "calculateOn": "calculate_on", "basedOn": "based_on",
			"status": "status", "milestones": "milestones",
		},
		Permission: "Grant the credential's user permission for Intacct's Projects application.",
	}
}

// kind describes what is specific to templates.
func kind() *record.Kind[*company.Company, model, api.Template] {
	return company.NewKind(words(), templates, record.Kind[*company.Company, model, api.Template]{
		Schema:       resourceSchema,
		ImportHelp:   "%q is not a template key. Use the key, a number such as 15, or the name with a prefix, as in \"name:Project Estimated Hours\".",
		ImportPrefix: "name:",

		ID:        func(m *model) *types.String { return &m.ID },
		Name:      func(m *model) string { return company.Quoted(m.Name) },
		Fixed:     func(m *model) *types.String { return &m.Name },
		Mark:      func(found api.Template) string { return string(found.Name) },
		StateMark: func(m *model) string { return m.Name.ValueString() },
		MarkLabel: "name",

		Validate: validate,
		Plan:     plan,
		Create:   create,
		Read:     read,
		Update:   update,
		Flatten:  func(ctx context.Context, m *model, found api.Template) diag.Diagnostics { return m.flatten(ctx, found) },
		Merge: func(ctx context.Context, plan model, result *model) ([]record.Difference, diag.Diagnostics) {
			return milestones().Keep(ctx, plan.Milestones, &result.Milestones)
		},
	})
}

func templates(c *company.Company) *company.Records[api.Template] { return c.Templates }

func resourceSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "Manages a project billing template in Sage Intacct, which defines how much of a project is billed and when.",
		Attributes: map[string]schema.Attribute{
			"id": record.ComputedText("Key of the template in Sage Intacct."),
			"name": schema.StringAttribute{
				Required: true,
				MarkdownDescription: "Unique name of the template, which Intacct's user interface calls its template ID, without whitespace at either end. " +
					"Changing it deletes the template and creates another one.",
				PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
				Validators:    []validator.String{customtypes.NotEmpty("set the name of the template"), customtypes.Trimmed()},
			},
			"description": schema.StringAttribute{
				Required:            true,
				MarkdownDescription: "Description of the template (required by Intacct).",
				PlanModifiers:       []planmodifier.String{customtypes.KeepSpelling(customtypes.SameText)},
				Validators:          []validator.String{customtypes.NotEmpty("set a description, which Intacct requires")},
			},
			"billing_method": company.Choice("Billing method: `percentCompleted` bills by the completed percentage, `milestone` by milestones.",
				api.BillingMethodPercentCompleted, api.BillingMethodMilestone),
			"calculate_on": company.Choice("Level at which the completed percentage is calculated: the `project` as a whole, or each `task`.",
				api.CalculateOnProject, api.CalculateOnTask),
			"based_on": company.Choice("Basis of the completed percentage: actual hours compared with `estimatedHours`, `plannedHours`, or "+
				"`budgetedHours`; or `observedPercentCompleted`, the most recently entered percentage.",
				api.BasedOnEstimatedHours, api.BasedOnPlannedHours, api.BasedOnBudgetedHours, api.BasedOnObservedPercentCompleted),
			"status": company.Choice("Status of the template: `active` or `inactive`. Inactive templates are hidden and cannot be used.", api.StatusActive, api.StatusInactive),
			"milestones": linearset.NestedAttribute{ListNestedAttribute: schema.ListNestedAttribute{
				Optional: true,
				MarkdownDescription: "Set of milestones of the template. Their percentages are **cumulative**, so the highest is 100 (or 1); the plan " +
					"shows a warning if it is not. Their order does not matter. A milestone that keeps its percentage or its description is changed " +
					"in place and keeps its ID. Two milestones with the same percentage are an error, but two that are equal in all attributes count " +
					"as one without an error, because Terraform removes duplicates from a set. Omit for no milestones.",
				NestedObject: schema.NestedAttributeObject{Attributes: milestoneAttributes()},
			}},
			"href":      record.ComputedText("Path of the template in Intacct's API."),
			"entity_id": record.ComputedText("ID of the entity that the template belongs to, or null at the top level."),
		},
	}
}

func milestoneAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id": schema.StringAttribute{Computed: true, MarkdownDescription: "Key of the milestone in Sage Intacct."},
		"percent_completed": schema.StringAttribute{
			CustomType: customtypes.DecimalType{},
			Required:   true,
			MarkdownDescription: "Cumulative share of the whole project that must be complete before this milestone can be billed, as in 30, 60, and " +
				"100. Must be different for each milestone. In the unit that Intacct shows (0 < x <= 100, at most two decimals). The provider sends it " +
				"as written: Intacct's own examples use both `50.00` and `0.5` for one half, so check a template in your company first. Changing it " +
				"changes the milestone in place.",
			Validators: []validator.String{customtypes.DecimalBetween("0", "100"), customtypes.DecimalMaxPlaces(2)},
		},
		"percent_to_invoice": schema.StringAttribute{
			CustomType:          customtypes.DecimalType{},
			Computed:            true,
			MarkdownDescription: "Share that is invoiced at this milestone, in the same unit. Computed by Intacct.",
		},
		"description": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "Description of the milestone. Omit to clear. Changing it changes the milestone in place.",
			Validators:          []validator.String{customtypes.NotEmpty("omit the attribute or set it to null to clear the description")},
		},
	}
}

// validate rejects two milestones with the same percentage, because nothing distinguishes them.
func validate(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var set types.List
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("milestones"), &set)...)
	lines, diags := milestones().Of(ctx, set)
	if diags.HasError() || resp.Diagnostics.HasError() { // an invalid number is reported at its own attribute
		return
	}
	resp.Diagnostics.Append(distinct(lines)...)
}

// plan matches the planned milestones with those of the state, and warns if they do not bill the whole project. It
// also runs at the beginning of an apply, when percentages that were unknown during validation are known.
func plan(ctx context.Context, _ *company.Company, _ bool, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	planned, before := types.ListNull(milestoneType()), types.ListNull(milestoneType())
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root("milestones"), &planned)...)
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("milestones"), &before)...)
	}
	wanted, diags := milestones().Of(ctx, planned)
	resp.Diagnostics.Append(diags...)
	resp.Diagnostics.Append(distinct(wanted)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(complete(wanted)...)
	lines, diags := planMilestones(ctx, planned, before)
	resp.Diagnostics.Append(diags...)
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("milestones"), lines)...)
}

func create(ctx context.Context, c *company.Company, plan *model) (string, diag.Diagnostics) {
	creation, diags := plan.expand(ctx)
	if diags.HasError() {
		return "", diags
	}
	return company.Create(ctx, c.Templates, words(), creation)
}

// read reads a template. That a template without milestones still has none is no news, which saves a request.
func read(ctx context.Context, c *company.Company, state *model) (api.Template, error) {
	if !state.Name.IsNull() && len(state.Milestones.Elements()) == 0 {
		return c.Templates.ReadKnown(ctx, state.ID.ValueString())
	}
	return c.Templates.Read(ctx, state.ID.ValueString())
}

func update(ctx context.Context, c *company.Company, change record.Change[model, api.Template]) (bool, error) {
	changes, diags := patch(ctx, change.State, change.Plan)
	if diags.HasError() {
		return false, record.DiagnosticsError(diags)
	}
	return c.Templates.Update(ctx, change.ID, changes)
}
