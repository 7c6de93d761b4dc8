package billingtemplate

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/record"
)

// keepMilestones brings the milestones that were read back in line with the
// plan: each planned one is there with its planned values, and what Intacct
// alone knows is filled in from the one that it turned out to be. Intacct's way
// of computing percent_to_invoice is not documented; where it differs from what
// the plan went by, that is the next plan's news and no difference.
func keepMilestones(ctx context.Context, plan model, result *model) ([]record.Difference, diag.Diagnostics) {
	planned, diags := milestonesOf(ctx, plan.Milestones)
	actual, actualDiags := milestonesOf(ctx, result.Milestones)
	diags.Append(actualDiags...)
	if diags.HasError() {
		return nil, diags
	}
	planned, actual = sortedByPercent(planned), sortedByPercent(actual)
	isSame := len(planned) == len(actual)
	matched := matchMilestones(planned, actual)
	for i := range planned {
		found := matched[i]
		if found == nil {
			isSame = false
			found = &milestoneModel{ID: types.StringNull(), PercentToInvoice: customtypes.NewDecimalNull()}
		} else {
			isSame = isSame && found.PercentCompleted.Equivalent(planned[i].PercentCompleted) &&
				customtypes.SameText(found.Description.ValueString(), planned[i].Description.ValueString())
		}
		if planned[i].ID.IsUnknown() || planned[i].ID.IsNull() {
			planned[i].ID = found.ID
		}
		if planned[i].PercentToInvoice.IsUnknown() {
			planned[i].PercentToInvoice = found.PercentToInvoice
		}
	}
	var differences []record.Difference
	if !isSame {
		differences = append(differences, record.Difference{Attribute: "milestones", Planned: shownMilestones(planned), Stored: shownMilestones(actual)})
	}
	if plan.Milestones.IsNull() || len(planned) == 0 {
		result.Milestones = plan.Milestones
		return differences, diags
	}
	set, setDiags := types.ListValueFrom(ctx, milestoneType(), planned)
	diags.Append(setDiags...)
	result.Milestones = set
	return differences, diags
}

// shownMilestones lists percentages and descriptions.
func shownMilestones(milestones []milestoneModel) string {
	var lines []string
	for _, milestone := range sortedByPercent(milestones) {
		line := milestone.PercentCompleted.ValueString()
		if text := milestone.Description.ValueString(); text != "" {
			line += fmt.Sprintf(" %q", text)
		}
		lines = append(lines, line)
	}
	return "[" + strings.Join(lines, ", ") + "]"
}
