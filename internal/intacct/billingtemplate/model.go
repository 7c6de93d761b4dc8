package billingtemplate

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/intacct/api"
	"github.com/projectbilling/terraform-provider-billing/internal/intacct/company"
)

// model is a project billing template as the resource keeps it in plan and state.
type model struct {
	ID            types.String `tfsdk:"id"`
	Name          types.String `tfsdk:"name"`
	Description   types.String `tfsdk:"description"`
	BillingMethod types.String `tfsdk:"billing_method"`
	CalculateOn   types.String `tfsdk:"calculate_on"`
	BasedOn       types.String `tfsdk:"based_on"`
	Status        types.String `tfsdk:"status"`
	Milestones    types.List   `tfsdk:"milestones"`
	Href          types.String `tfsdk:"href"`
	EntityID      types.String `tfsdk:"entity_id"`
}

// header returns the values of a template except its name and milestones.
func (m *model) header() api.Values {
	return api.Values{
		api.Text("description", m.Description.ValueString()),
		api.Word("billingMethod", m.BillingMethod.ValueString()),
		api.Word("calculateOn", m.CalculateOn.ValueString()),
		api.Word("basedOn", m.BasedOn.ValueString()),
		api.Word("status", m.Status.ValueString()),
	}
}

// expand converts a planned template to a creation.
func (m *model) expand(ctx context.Context) (api.Creation, diag.Diagnostics) {
	lines, diags := milestones().Create(ctx, m.Milestones)
	name := m.Name.ValueString()
	return api.Creation{Name: []string{name}, Values: append(api.Values{api.Text("name", name)}, m.header()...), Lines: lines}, diags
}

// patch returns the differences between two models of a template. Only these are sent.
func patch(ctx context.Context, state, plan model) (api.Patch, diag.Diagnostics) {
	result := api.Patch{Values: plan.header().Since(state.header())}
	diags := milestones().Patch(ctx, state.Milestones, plan.Milestones, &result)
	return result, diags
}

// flatten copies a template from Intacct into the model. The model's own milestones determine how a percentage is
// spelled, and whether no milestones are null or empty.
func (m *model) flatten(ctx context.Context, template api.Template) diag.Diagnostics {
	m.ID = types.StringValue(string(template.Key))
	m.Name = customtypes.TextOrNull(template.Name)
	m.Description = customtypes.TextFromWire(m.Description, template.Description)
	m.BillingMethod = company.Word(template.BillingMethod, api.BillingMethodPercentCompleted, api.BillingMethodMilestone)
	m.CalculateOn = company.Word(template.CalculateOn, api.CalculateOnProject, api.CalculateOnTask)
	m.BasedOn = company.Word(template.BasedOn, api.BasedOnEstimatedHours, api.BasedOnPlannedHours, api.BasedOnBudgetedHours,
		api.BasedOnObservedPercentCompleted)
	m.Status = company.Word(template.Status, api.StatusActive, api.StatusInactive)
	diags := company.CheckStatus(fmt.Sprintf("template %q (ID %s)", template.Name, template.Key), string(template.Status))
	m.Href = customtypes.TextOrNull(template.Href)
	m.EntityID = customtypes.TextOrNull(template.Entity.ID)
	found, problems := flattenMilestones(template)
	set, setDiags := milestones().Flatten(ctx, found, problems, m.Milestones)
	diags.Append(setDiags...)
	m.Milestones = set
	return diags
}
