package intacct

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/intacct/api"
)

// templateModel is a project billing template as the resource keeps it in plan
// and state.
type templateModel struct {
	ID            types.String `tfsdk:"id"`
	Name          types.String `tfsdk:"name"`
	Description   types.String `tfsdk:"description"`
	BillingMethod types.String `tfsdk:"billing_method"`
	CalculateOn   types.String `tfsdk:"calculate_on"`
	BasedOn       types.String `tfsdk:"based_on"`
	Status        types.String `tfsdk:"status"`
	Milestones    types.Set    `tfsdk:"milestones"`
	Href          types.String `tfsdk:"href"`
	EntityID      types.String `tfsdk:"entity_id"`
}

// milestoneModel is one milestone of a template.
type milestoneModel struct {
	ID               types.String        `tfsdk:"id"`
	PercentCompleted customtypes.Decimal `tfsdk:"percent_completed"`
	PercentToInvoice customtypes.Decimal `tfsdk:"percent_to_invoice"`
	Description      types.String        `tfsdk:"description"`
}

// milestoneType is the type of the set's elements.
func milestoneType() types.ObjectType {
	return types.ObjectType{AttrTypes: map[string]attr.Type{
		"id":                 types.StringType,
		"percent_completed":  customtypes.DecimalType{},
		"percent_to_invoice": customtypes.DecimalType{},
		"description":        types.StringType,
	}}
}

// milestonesOf decodes a set of milestones; a null or unknown set has none. Of
// an element that is not known yet, nothing is.
func milestonesOf(ctx context.Context, set types.Set) ([]milestoneModel, diag.Diagnostics) {
	if set.IsNull() || set.IsUnknown() {
		return nil, nil
	}
	var elements []types.Object
	diags := set.ElementsAs(ctx, &elements, false)
	milestones := make([]milestoneModel, len(elements))
	for i, element := range elements {
		if element.IsUnknown() {
			milestones[i] = milestoneModel{
				ID: types.StringUnknown(), PercentCompleted: customtypes.NewDecimalUnknown(),
				PercentToInvoice: customtypes.NewDecimalUnknown(), Description: types.StringUnknown(),
			}
			continue
		}
		diags.Append(element.As(ctx, &milestones[i], basetypes.ObjectAsOptions{})...)
	}
	return milestones, diags
}

// expand converts a planned template to what it is created with.
func (m *templateModel) expand(ctx context.Context) (api.TemplateFields, diag.Diagnostics) {
	milestones, diags := milestonesOf(ctx, m.Milestones)
	fields := api.TemplateFields{
		Name:          m.Name.ValueString(),
		Description:   m.Description.ValueString(),
		BillingMethod: m.BillingMethod.ValueString(),
		CalculateOn:   m.CalculateOn.ValueString(),
		BasedOn:       m.BasedOn.ValueString(),
		Status:        m.Status.ValueString(),
	}
	for _, milestone := range sortedByPercent(milestones) {
		fields.Milestones = append(fields.Milestones, milestone.expand())
	}
	return fields, diags
}

func (m milestoneModel) expand() api.MilestoneFields {
	return api.MilestoneFields{
		PercentCompleted: m.PercentCompleted.ValueString(),
		Description:      m.Description.ValueString(),
	}
}

// patch is what differs between two models of a template: only that is sent
// (contract section 3). A milestone of the plan that has an id is that one,
// changed; one without is new; one of the state that the plan does not have is
// deleted.
func patch(ctx context.Context, state, plan templateModel) (api.TemplatePatch, diag.Diagnostics) {
	before, diags := milestonesOf(ctx, state.Milestones)
	after, afterDiags := milestonesOf(ctx, plan.Milestones)
	diags.Append(afterDiags...)
	result := api.TemplatePatch{
		Description:   changed(state.Description, plan.Description),
		BillingMethod: changed(state.BillingMethod, plan.BillingMethod),
		CalculateOn:   changed(state.CalculateOn, plan.CalculateOn),
		BasedOn:       changed(state.BasedOn, plan.BasedOn),
		Status:        changed(state.Status, plan.Status),
	}
	result.DeleteMilestones, result.ChangeMilestones, result.AddMilestones = milestoneChanges(before, after)
	return result, diags
}

// milestoneChanges are the lines of a PATCH.
func milestoneChanges(before, after []milestoneModel) (deleted []string, changes []api.MilestoneChange, added []api.MilestoneFields) {
	kept := map[string]milestoneModel{}
	for _, milestone := range sortedByPercent(after) {
		if milestone.ID.IsUnknown() || milestone.ID.IsNull() {
			added = append(added, milestone.expand())
			continue
		}
		kept[milestone.ID.ValueString()] = milestone
	}
	for _, milestone := range sortedByPercent(before) {
		planned, isKept := kept[milestone.ID.ValueString()]
		if !isKept {
			deleted = append(deleted, milestone.ID.ValueString())
			continue
		}
		change := api.MilestoneChange{
			Key:         milestone.ID.ValueString(),
			Description: changed(milestone.Description, planned.Description),
		}
		if !planned.PercentCompleted.Equivalent(milestone.PercentCompleted) {
			change.PercentCompleted = planned.PercentCompleted.ValueStringPointer()
		}
		if change.Description != nil || change.PercentCompleted != nil {
			changes = append(changes, change)
		}
	}
	return deleted, changes, added
}

// changed is the new text where it differs, "" for one that is cleared.
func changed(before, after types.String) *string {
	if before.ValueString() == after.ValueString() {
		return nil
	}
	text := after.ValueString()
	return &text
}

// flatten takes over a template as Intacct has it. The model's own milestones
// decide how a percentage is spelled, and whether none is null or empty.
func (m *templateModel) flatten(ctx context.Context, template api.Template) diag.Diagnostics {
	before, diags := milestonesOf(ctx, m.Milestones)
	m.ID = types.StringValue(string(template.Key))
	m.Name = textOrNull(template.Name)
	m.Description = textOrNull(template.Description)
	m.BillingMethod = textOrNull(template.BillingMethod)
	m.CalculateOn = textOrNull(template.CalculateOn)
	m.BasedOn = textOrNull(template.BasedOn)
	m.Status = textOrNull(template.Status)
	m.Href = textOrNull(template.Href)
	m.EntityID = textOrNull(template.Entity.ID)
	if len(template.Milestones) == 0 && (m.Milestones.IsNull() || m.Milestones.IsUnknown()) {
		m.Milestones = types.SetNull(milestoneType())
		return diags
	}
	milestones := make([]milestoneModel, 0, len(template.Milestones))
	for _, wire := range template.Milestones {
		milestones = append(milestones, flattenMilestone(wire, before))
	}
	set, setDiags := types.SetValueFrom(ctx, milestoneType(), milestones)
	diags.Append(setDiags...)
	m.Milestones = set
	return diags
}

// flattenMilestone converts a milestone, keeping the spelling of the one of
// before with the same percentage.
func flattenMilestone(wire api.Milestone, before []milestoneModel) milestoneModel {
	milestone := milestoneModel{
		ID:               textOrNull(wire.Key),
		PercentCompleted: customtypes.NewDecimalFromWire(string(wire.PercentCompleted)),
		PercentToInvoice: customtypes.NewDecimalFromWire(string(wire.PercentToInvoice)),
		Description:      textOrNull(wire.Description),
	}
	for _, known := range before {
		if known.PercentCompleted.Equivalent(milestone.PercentCompleted) {
			milestone.PercentCompleted = known.PercentCompleted
			if known.PercentToInvoice.Equivalent(milestone.PercentToInvoice) {
				milestone.PercentToInvoice = known.PercentToInvoice
			}
		}
	}
	return milestone
}

// keepPromises takes from the plan what Intacct alone decides and what the
// plan promised: Intacct's way of computing percent_to_invoice is not
// documented, and where it differs from what the plan went by, that is the
// next plan's news.
func (m *templateModel) keepPromises(ctx context.Context, plan templateModel) diag.Diagnostics {
	planned, diags := milestonesOf(ctx, plan.Milestones)
	actual, actualDiags := milestonesOf(ctx, m.Milestones)
	diags.Append(actualDiags...)
	for _, promise := range planned {
		for i := range actual {
			isSame := !promise.ID.IsUnknown() && promise.ID.Equal(actual[i].ID)
			if isSame && !promise.PercentToInvoice.IsUnknown() {
				actual[i].PercentToInvoice = promise.PercentToInvoice
			}
		}
	}
	if len(actual) > 0 {
		set, setDiags := types.SetValueFrom(ctx, milestoneType(), actual)
		diags.Append(setDiags...)
		m.Milestones = set
	}
	for current, promise := range map[*types.String]types.String{&m.Href: plan.Href, &m.EntityID: plan.EntityID} {
		if !promise.IsUnknown() {
			*current = promise
		}
	}
	return diags
}

// forgetUnknown makes null of what is still unknown, for a state that is saved
// although a later step failed.
func (m *templateModel) forgetUnknown(ctx context.Context) diag.Diagnostics {
	milestones, diags := milestonesOf(ctx, m.Milestones)
	for i := range milestones {
		if milestones[i].ID.IsUnknown() {
			milestones[i].ID = types.StringNull()
		}
		if milestones[i].PercentToInvoice.IsUnknown() {
			milestones[i].PercentToInvoice = customtypes.NewDecimalNull()
		}
	}
	if len(milestones) > 0 {
		set, setDiags := types.SetValueFrom(ctx, milestoneType(), milestones)
		diags.Append(setDiags...)
		m.Milestones = set
	}
	for _, text := range []*types.String{&m.Href, &m.EntityID} {
		if text.IsUnknown() {
			*text = types.StringNull()
		}
	}
	return diags
}

func textOrNull(text api.Text) types.String { return customtypes.TextOrNull(string(text)) }
