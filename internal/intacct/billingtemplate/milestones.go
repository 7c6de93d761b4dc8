package billingtemplate

import (
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/intacct/api"
	"github.com/projectbilling/terraform-provider-billing/internal/intacct/company"
	"github.com/projectbilling/terraform-provider-billing/internal/intacct/ownedlines"
	"github.com/projectbilling/terraform-provider-billing/internal/record"
)

// milestoneModel is one milestone of a template.
type milestoneModel struct {
	ID               types.String        `tfsdk:"id"`
	PercentCompleted customtypes.Decimal `tfsdk:"percent_completed"`
	PercentToInvoice customtypes.Decimal `tfsdk:"percent_to_invoice"`
	Description      types.String        `tfsdk:"description"`
}

// milestoneType returns the type of the set's elements.
func milestoneType() types.ObjectType {
	return types.ObjectType{AttrTypes: map[string]attr.Type{
		"id": types.StringType, "percent_completed": customtypes.DecimalType{}, "percent_to_invoice": customtypes.DecimalType{},
		"description": types.StringType,
	}}
}

// milestones describes milestones as owned lines. A milestone that keeps its percentage, or else its description, is
// changed in place and keeps its ID.
func milestones() *ownedlines.Kind[milestoneModel] {
	return &ownedlines.Kind[milestoneModel]{
		Attribute: "milestones",
		Type:      milestoneType(),
		Unknown: milestoneModel{
			ID: types.StringUnknown(), PercentCompleted: customtypes.NewDecimalUnknown(),
			PercentToInvoice: customtypes.NewDecimalUnknown(), Description: types.StringUnknown(),
		},
		ID:       func(m *milestoneModel) *types.String { return &m.ID },
		Forget:   func(m *milestoneModel) { m.PercentToInvoice = customtypes.NewDecimalUnknown() },
		Complete: completeMilestone,
		Keys:     milestoneKeys,
		Spell:    spellMilestone,
		Same:     sameMilestone,
		Sort:     sortedByPercent,
		Values:   milestoneValues,
		Changes:  milestoneChanges,
		Shown:    shownMilestone,
	}
}

// milestoneKeys matches by percentage (if several milestones have it, by percentage and description), then by
// description, then in order of percentage. An unknown percentage could have any value, so then only the first rule
// applies.
func milestoneKeys(wanted []milestoneModel) []ownedlines.Key[milestoneModel] {
	keys := []ownedlines.Key[milestoneModel]{percentAndDescription, percent}
	isUnknown := func(milestone milestoneModel) bool { return milestone.PercentCompleted.IsUnknown() }
	if !slices.ContainsFunc(wanted, isUnknown) {
		keys = append(keys, description, ownedlines.Any[milestoneModel])
	}
	return keys
}

func spellMilestone(m *milestoneModel, from milestoneModel) {
	if m.PercentCompleted.Equivalent(from.PercentCompleted) {
		m.PercentCompleted = from.PercentCompleted
	}
	if m.PercentToInvoice.Equivalent(from.PercentToInvoice) {
		m.PercentToInvoice = from.PercentToInvoice
	}
	isText := !m.Description.IsNull() && !m.Description.IsUnknown() && !from.Description.IsNull()
	if isText && customtypes.SameText(m.Description.ValueString(), from.Description.ValueString()) {
		m.Description = from.Description
	}
}

// completeMilestone copies the share that Intacct computes. How Intacct computes it is not documented. If it differs
// from the share that the plan assumed, the next plan shows it, and it is not reported as a difference.
func completeMilestone(m *milestoneModel, from milestoneModel) {
	if m.PercentToInvoice.IsUnknown() {
		m.PercentToInvoice = from.PercentToInvoice
	}
}

func sameMilestone(a, b milestoneModel) bool {
	return a.PercentCompleted.Equivalent(b.PercentCompleted) && customtypes.SameText(a.Description.ValueString(), b.Description.ValueString())
}

func milestoneValues(m milestoneModel) api.Values {
	return api.Values{
		api.Number("percentCompleted", m.PercentCompleted.ValueString()), api.Text("description", m.Description.ValueString()),
	}
}

func milestoneChanges(before, after milestoneModel) (values api.Values) {
	if !after.PercentCompleted.Equivalent(before.PercentCompleted) {
		values = append(values, api.Number("percentCompleted", after.PercentCompleted.ValueString()))
	}
	if before.Description.ValueString() != after.Description.ValueString() {
		values = append(values, api.Text("description", after.Description.ValueString()))
	}
	return values
}

// shownMilestone returns the percentage and description of a milestone.
func shownMilestone(m milestoneModel) string {
	text := m.PercentCompleted.ValueString()
	if description := m.Description.ValueString(); description != "" {
		text += fmt.Sprintf(" %q", description)
	}
	return text
}

func percent(milestone milestoneModel) (string, bool) {
	return customtypes.DecimalKey(milestone.PercentCompleted)
}

func description(milestone milestoneModel) (string, bool) {
	return milestone.Description.String(), !milestone.Description.IsNull() && !milestone.Description.IsUnknown()
}

func percentAndDescription(milestone milestoneModel) (string, bool) {
	percent, isKnown := percent(milestone)
	return percent + " " + milestone.Description.String(), isKnown && !milestone.Description.IsUnknown()
}

// flattenMilestones converts the milestones of a template.
func flattenMilestones(template api.Template) ([]milestoneModel, diag.Diagnostics) {
	milestones := make([]milestoneModel, 0, len(template.Milestones))
	var problems diag.Diagnostics
	for _, wire := range template.Milestones {
		answer := answerOf(template, wire)
		milestones = append(milestones, milestoneModel{
			ID:               customtypes.TextOrNull(wire.Key),
			PercentCompleted: answer.Decimal(customtypes.Decimal{}, "percentCompleted", wire.PercentCompleted),
			PercentToInvoice: answer.Decimal(customtypes.Decimal{}, "percentToInvoice", wire.PercentToInvoice),
			Description:      customtypes.TextOrNull(wire.Description),
		})
		problems.Append(answer.Problems()...)
	}
	return milestones, problems
}

// answerOf returns a reader for a milestone in a response.
func answerOf(template api.Template, milestone api.Milestone) *record.Answer {
	return record.NewAnswer(company.Title, fmt.Sprintf("milestone %s of template %q (ID %s)", milestone.Key, template.Name, template.Key))
}
