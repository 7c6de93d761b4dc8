package billingtemplate

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/intacct/ownedlines"
)

// planMilestones says which milestone of the configuration is which of the
// state. Elements of a set have no names, so Terraform takes one that changed
// for one removed and another added; but a milestone that keeps its percentage,
// or else its description, is the same one, changed in place, and keeps its id.
//
// planned is the set as Terraform proposes it, with the configuration's
// values; before is the state's. The result has an id where the milestone
// exists, the state's spelling of percentages that are the same number, and
// percent_to_invoice where nothing that it can depend on changes.
func planMilestones(ctx context.Context, planned, before types.List) (types.List, diag.Diagnostics) {
	if planned.IsNull() || planned.IsUnknown() {
		return planned, nil
	}
	existing, diags := milestonesOf(ctx, before)
	wanted, wantedDiags := milestonesOf(ctx, planned)
	diags.Append(wantedDiags...)
	if diags.HasError() {
		return planned, diags
	}
	wanted, existing = sortedByPercent(wanted), sortedByPercent(existing)
	matched := matchMilestones(wanted, existing)
	for i := range wanted {
		wanted[i].ID = types.StringUnknown()
		wanted[i].PercentToInvoice = customtypes.NewDecimalUnknown()
		if matched[i] == nil {
			continue
		}
		wanted[i].ID = matched[i].ID
		if wanted[i].PercentCompleted.Equivalent(matched[i].PercentCompleted) {
			wanted[i].PercentCompleted = matched[i].PercentCompleted
		}
		if !wanted[i].Description.IsNull() && !wanted[i].Description.IsUnknown() && !matched[i].Description.IsNull() &&
			customtypes.SameText(wanted[i].Description.ValueString(), matched[i].Description.ValueString()) {
			wanted[i].Description = matched[i].Description
		}
	}
	planPercentToInvoice(wanted, existing)
	set, setDiags := types.ListValueFrom(ctx, milestoneType(), wanted)
	diags.Append(setDiags...)
	return set, diags
}

// matchMilestones pairs wanted milestones with existing ones, each at most
// once: first those with the same percentage (of several that somebody made
// with it, the one with the same description), then those with the same
// description, then the rest in order of percentage. A percentage that is not
// known yet could be any, so then only the first rule holds. Both are in order
// of percentage.
func matchMilestones(wanted, existing []milestoneModel) []*milestoneModel {
	keys := []ownedlines.Key[milestoneModel]{percentAndDescription, percent}
	isUnknown := func(milestone milestoneModel) bool { return milestone.PercentCompleted.IsUnknown() }
	if !slices.ContainsFunc(wanted, isUnknown) {
		keys = append(keys, description, ownedlines.Any[milestoneModel])
	}
	matched := make([]*milestoneModel, len(wanted))
	for i, partner := range ownedlines.Match(wanted, existing, keys...) {
		if partner >= 0 {
			matched[i] = &existing[partner]
		}
	}
	return matched
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

// planPercentToInvoice keeps what Intacct computed for a milestone where
// neither it nor the one before it changes its percentage: as far as is known
// the share to invoice is the step from the one to the other (contract section
// 2.2). Anything else is known after apply, and so is everything while some
// percentage is not known, which could come before any other.
func planPercentToInvoice(wanted, existing []milestoneModel) {
	for _, milestone := range wanted {
		if milestone.PercentCompleted.IsUnknown() {
			return
		}
	}
	steps := map[string]step{} // by id
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

// orderByPercent is the order of milestones by percentage, as indices; those
// whose percentage is not a number come last.
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
				fmt.Sprintf("Two milestones have the percent_completed %s. Give each milestone another percentage, or make one of the two.",
					percent.ValueString()))
		}
	}
	return diags
}

// sortedByPercent is a copy in order of percentage.
func sortedByPercent(milestones []milestoneModel) []milestoneModel {
	sorted := make([]milestoneModel, 0, len(milestones))
	for _, i := range orderByPercent(milestones) {
		sorted = append(sorted, milestones[i])
	}
	return sorted
}
