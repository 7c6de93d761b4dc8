package billingtemplate

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
)

// planMilestones matches the milestones of the configuration with those of the state.
func planMilestones(ctx context.Context, planned, before types.List) (types.List, diag.Diagnostics) {
	return milestones().Plan(ctx, planned, before, planPercentToInvoice)
}

// planPercentToInvoice keeps the share that Intacct computed for a milestone if neither its percentage nor that of
// the milestone before it changes: the share to invoice appears to be the step between the two (contract section
// 2.2). All other shares are known after apply. If any percentage is unknown, all shares are, because it could come
// before any other.
func planPercentToInvoice(wanted, existing []milestoneModel) {
	for _, milestone := range wanted {
		if milestone.PercentCompleted.IsUnknown() {
			return
		}
	}
	steps := map[string]step{} // by ID
	for _, step := range stepsOf(existing) {
		steps[step.milestone.ID.ValueString()] = step
	}
	for _, planned := range stepsOf(wanted) {
		current, exists := steps[planned.milestone.ID.ValueString()]
		if exists && planned.to.Equivalent(current.to) && planned.from.Equivalent(current.from) {
			planned.milestone.PercentToInvoice = current.milestone.PercentToInvoice
		}
	}
}

// step is a milestone with the percentage of the one before it, null for the first.
type step struct {
	milestone *milestoneModel
	from, to  customtypes.Decimal
}

func stepsOf(milestones []milestoneModel) []step {
	steps := make([]step, 0, len(milestones))
	from := customtypes.NewDecimalNull()
	for _, i := range orderByPercent(milestones) {
		to := milestones[i].PercentCompleted
		steps = append(steps, step{milestone: &milestones[i], from: from, to: to})
		from = to
	}
	return steps
}

// orderByPercent returns the order of milestones by percentage, as indices. Milestones whose percentage is not a
// number come last.
func orderByPercent(milestones []milestoneModel) []int {
	order := make([]int, len(milestones))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		first, firstErr := customtypes.DecimalNumber(milestones[a].PercentCompleted)
		second, secondErr := customtypes.DecimalNumber(milestones[b].PercentCompleted)
		switch {
		case firstErr != nil && secondErr != nil:
			return 0
		case firstErr != nil:
			return 1
		case secondErr != nil:
			return -1
		}
		return first.Cmp(second)
	})
	return order
}

// distinct reports two milestones with the same percentage.
func distinct(milestones []milestoneModel) diag.Diagnostics {
	var diags diag.Diagnostics
	sorted := sortedByPercent(milestones)
	for i := 1; i < len(sorted); i++ {
		percent := sorted[i].PercentCompleted
		if !percent.IsNull() && percent.Equivalent(sorted[i-1].PercentCompleted) {
			diags.AddAttributeError(path.Root("milestones"), "Two milestones with the same percentage",
				fmt.Sprintf("Two milestones have percent_completed = %s. Percentages are cumulative, so each milestone needs a different one. "+
					"For three equal steps, use 33.33, 66.67, and 100. Otherwise, remove one of the two.", percent.ValueString()))
		}
	}
	return diags
}

// complete warns if the highest percentage is neither 100 nor 1, either of which can stand for the whole project:
// percentages are cumulative, so the rest is never billed. It does not warn if a percentage is unknown.
func complete(milestones []milestoneModel) diag.Diagnostics {
	var diags diag.Diagnostics
	if len(milestones) == 0 || slices.ContainsFunc(milestones, func(m milestoneModel) bool { return m.PercentCompleted.IsUnknown() }) {
		return nil
	}
	sorted := sortedByPercent(milestones)
	highest := sorted[len(sorted)-1].PercentCompleted
	for _, whole := range []string{"1", "100"} {
		if highest.IsNull() || highest.Equivalent(customtypes.NewDecimalValue(whole)) {
			return nil
		}
	}
	diags.AddAttributeWarning(path.Root("milestones"), "The milestones do not bill the whole project",
		fmt.Sprintf("The highest percent_completed is %s. Percentages are cumulative, so the rest of the project is never billed. Use 100 for "+
			"the last milestone, or 1 if your company writes percentages as fractions.", highest.ValueString()))
	return diags
}

// sortedByPercent returns a copy in order of percentage.
func sortedByPercent(milestones []milestoneModel) []milestoneModel {
	sorted := make([]milestoneModel, 0, len(milestones))
	for _, i := range orderByPercent(milestones) {
		sorted = append(sorted, milestones[i])
	}
	return sorted
}
