package billingtemplate

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/intacct/api"
	"github.com/projectbilling/terraform-provider-billing/internal/intacct/company"
	"github.com/projectbilling/terraform-provider-billing/internal/intacct/ownedlines"
	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
	"github.com/projectbilling/terraform-provider-billing/internal/record"
)

// model is a project billing template as the resource keeps it in plan
// and state.
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
func milestonesOf(ctx context.Context, set types.List) ([]milestoneModel, diag.Diagnostics) {
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
func (m *model) expand(ctx context.Context) (api.TemplateFields, diag.Diagnostics) {
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
func patch(ctx context.Context, state, plan model) (api.TemplatePatch, diag.Diagnostics) {
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
func (m *model) flatten(ctx context.Context, template api.Template) diag.Diagnostics {
	before, diags := milestonesOf(ctx, m.Milestones)
	m.ID = types.StringValue(string(template.Key))
	m.Name = textOrNull(template.Name)
	m.Description = customtypes.TextFromWire(m.Description, string(template.Description))
	m.BillingMethod = wordOf(template.BillingMethod, api.BillingMethodPercentCompleted, api.BillingMethodMilestone)
	m.CalculateOn = wordOf(template.CalculateOn, api.CalculateOnProject, api.CalculateOnTask)
	m.BasedOn = wordOf(template.BasedOn, api.BasedOnEstimatedHours, api.BasedOnPlannedHours, api.BasedOnBudgetedHours,
		api.BasedOnObservedPercentCompleted)
	m.Status = wordOf(template.Status, api.StatusActive, api.StatusInactive)
	diags.Append(checkStatus(template, m.Status)...)
	m.Href = textOrNull(template.Href)
	m.EntityID = textOrNull(template.Entity.ID)
	if len(template.Milestones) == 0 && (m.Milestones.IsNull() || m.Milestones.IsUnknown()) {
		m.Milestones = types.ListNull(milestoneType())
		return diags
	}
	milestones, problems := flattenMilestones(template, before)
	diags.Append(problems...)
	if problems.HasError() { // what was known of them stays
		if m.Milestones.IsNull() || m.Milestones.IsUnknown() {
			m.Milestones = types.ListNull(milestoneType())
		}
		return diags
	}
	set, setDiags := types.ListValueFrom(ctx, milestoneType(), milestones)
	diags.Append(setDiags...)
	m.Milestones = set
	return diags
}

// flattenMilestones converts the milestones of a template, in order of percentage.
func flattenMilestones(template api.Template, before []milestoneModel) ([]milestoneModel, diag.Diagnostics) {
	milestones := make([]milestoneModel, 0, len(template.Milestones))
	var problems diag.Diagnostics
	for _, wire := range template.Milestones {
		answer := answerOf(template, wire)
		milestones = append(milestones, flattenMilestone(answer, wire))
		problems.Append(answer.Problems()...)
	}
	milestones = sortedByPercent(milestones)
	for i, partner := range ownedlines.Match(milestones, before, percentAndDescription, percent) {
		if partner >= 0 {
			milestones[i].keepSpelling(before[partner])
		}
	}
	return milestones, problems
}

// answerOf reads a milestone of a template from an answer.
func answerOf(template api.Template, milestone api.Milestone) *record.Answer {
	return record.NewAnswer(company.Title, fmt.Sprintf("milestone %s of template %q (id %s)", milestone.Key, template.Name, template.Key))
}

func flattenMilestone(answer *record.Answer, wire api.Milestone) milestoneModel {
	return milestoneModel{
		ID:               textOrNull(wire.Key),
		PercentCompleted: answer.Decimal(customtypes.Decimal{}, "percentCompleted", wire.PercentCompleted),
		PercentToInvoice: answer.Decimal(customtypes.Decimal{}, "percentToInvoice", wire.PercentToInvoice),
		Description:      textOrNull(wire.Description),
	}
}

// keepSpelling takes over how a milestone with the same percentage was spelled
// before.
func (m *milestoneModel) keepSpelling(known milestoneModel) {
	m.PercentCompleted = known.PercentCompleted
	if customtypes.SameText(known.Description.ValueString(), m.Description.ValueString()) {
		m.Description = known.Description
	}
	if known.PercentToInvoice.Equivalent(m.PercentToInvoice) {
		m.PercentToInvoice = known.PercentToInvoice
	}
}

// wordOf is a word in the specification's own spelling, whatever its case, or
// as it is where the specification does not have it.
func wordOf(found lenient.Text, known ...string) types.String {
	for _, word := range known {
		if strings.EqualFold(string(found), word) {
			return types.StringValue(word)
		}
	}
	return textOrNull(found)
}

// checkStatus refuses a template whose status the specification does not have:
// whether it is still there, and may be written, is not known.
func checkStatus(template api.Template, status types.String) diag.Diagnostics {
	if word := status.ValueString(); word == api.StatusActive || word == api.StatusInactive {
		return nil
	}
	return diag.Diagnostics{diag.NewErrorDiagnostic("Sage Intacct: the template has an unknown status",
		fmt.Sprintf("Template %q (id %s) has the status %q. The provider knows %s and %s only, so it plans nothing and sends nothing. "+
			"Look at the template in Intacct. If it was deleted there, remove it with \"terraform state rm\" and the resource's address.",
			template.Name, template.Key, template.Status, api.StatusActive, api.StatusInactive))}
}

func textOrNull(text lenient.Text) types.String { return customtypes.TextOrNull(string(text)) }
