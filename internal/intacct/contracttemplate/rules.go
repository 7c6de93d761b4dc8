package contracttemplate

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/shopspring/decimal"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/intacct/api"
)

// check checks a configuration or a plan against the rules of the contract (section 14), as far as its values are
// known. An attribute that is not configured has its default.
func check(ctx context.Context, get func(ctx context.Context, at path.Path, target any) diag.Diagnostics) diag.Diagnostics {
	var method, source types.String
	var isStepBilling types.Bool
	set := lines().Null()
	diags := get(ctx, path.Root("method"), &method)
	diags.Append(get(ctx, path.Root("source"), &source)...)
	diags.Append(get(ctx, path.Root("step_billing"), &isStepBilling)...)
	diags.Append(get(ctx, path.Root("lines"), &set)...)
	found, lineDiags := lines().Of(ctx, set)
	if diags.HasError() || lineDiags.HasError() || method.IsUnknown() { // an invalid value is reported at its own attribute
		return diags
	}
	if method.ValueString() == api.MethodTaskPercentComplete && source.ValueString() == api.SourceBudgetedHours {
		diags.AddAttributeError(path.Root("source"), "Source for projects only",
			"The source budgetedHours exists for projects only, but the method taskPercentComplete is based on tasks. Use another source, or the method projectPercentComplete.")
	}
	if set.IsUnknown() || set.IsNull() { // it is not documented whether a template requires lines, so Intacct decides
		return diags
	}
	if cmp.Or(method.ValueString(), api.MethodPredefinedPercentages) == api.MethodPredefinedPercentages {
		diags.Append(checkPredefined(found)...)
		return diags
	}
	diags.Append(checkSteps(found, isStepBilling)...)
	return diags
}

func wrong(summary, format string, arguments ...any) diag.Diagnostics {
	return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("lines"), summary, fmt.Sprintf(format, arguments...))}
}

// checkPredefined checks lines with the method predefinedPercentages.
func checkPredefined(found []lineModel) (diags diag.Diagnostics) {
	sum, isWhole := decimal.Zero, true
	for _, line := range found {
		isUnknown := !line.isKnown()
		isWhole = isWhole && !isUnknown
		switch {
		case !line.StepPercent.IsNull() && !line.StepPercent.IsUnknown():
			diags.Append(wrong("Threshold without step billing",
				"A line has step_percent = %s. The method predefinedPercentages uses only period_offset and percent_to_bill. Remove step_percent.",
				line.StepPercent.ValueString())...)
		case line.PeriodOffset.IsNull() || line.PercentToBill.IsNull():
			diags.Append(wrong("Incomplete line", "With the method predefinedPercentages, each line requires period_offset and percent_to_bill. One line has %s.",
				line.said())...)
		}
		percent, err := customtypes.DecimalNumber(line.PercentToBill)
		isWhole = isWhole && err == nil
		sum = sum.Add(percent)
	}
	diags.Append(distinct("period_offset", "period", found, func(line lineModel) (string, bool) { return line.offset(), line.offset() != "" })...)
	if !diags.HasError() && isWhole && !sum.Equal(decimal.NewFromInt(100)) {
		diags.Append(wrong("The percentages do not add up to 100",
			"With the method predefinedPercentages, the percent_to_bill values of all lines must add up to exactly 100. They add up to %s.", sum)...)
	}
	return diags
}

// checkSteps checks lines with either of the two percent-complete methods.
func checkSteps(found []lineModel, isStepBilling types.Bool) (diags diag.Diagnostics) {
	for _, line := range found {
		hasPeriod := line.offset() != "" || !line.PercentToBill.IsNull() && !line.PercentToBill.IsUnknown()
		hasStep := !line.StepPercent.IsNull() && !line.StepPercent.IsUnknown()
		switch {
		case hasPeriod:
			diags.Append(wrong("Period or percentage without predefined percentages",
				"A line has %s. Only the method predefinedPercentages uses period_offset and percent_to_bill. Remove them, or change the method.", line.said())...)
		case isStepBilling.IsUnknown():
		case hasStep && !isStepBilling.ValueBool():
			diags.Append(wrong("Threshold without step billing", "A line has step_percent = %s, which requires step_billing = true.",
				line.StepPercent.ValueString())...)
		case line.StepPercent.IsNull() && isStepBilling.ValueBool():
			diags.Append(wrong("Incomplete line", "With step_billing = true, each line requires step_percent.")...)
		case line.StepPercent.IsNull():
			diags.Append(wrong("Lines without step billing", "With a percent-complete method, only step billing uses lines. Set step_billing = true, or omit lines.")...)
		}
	}
	diags.Append(distinct("step_percent", "threshold", found, func(line lineModel) (string, bool) { return customtypes.DecimalKey(line.StepPercent) })...)
	return diags
}

// said lists the period and the percentage of a line.
func (l lineModel) said() string {
	var words []string
	if offset := l.offset(); offset != "" {
		words = append(words, "period_offset "+offset)
	}
	if percent := l.PercentToBill.ValueString(); percent != "" {
		words = append(words, "percent_to_bill "+percent)
	}
	return cmp.Or(strings.Join(words, " and "), "neither")
}

// distinct reports lines with the same key.
func distinct(attribute, what string, found []lineModel, key func(lineModel) (string, bool)) (diags diag.Diagnostics) {
	seen := map[string]bool{}
	for _, line := range found {
		value, isKnown := key(line)
		if isKnown && seen[value] {
			diags.Append(wrong("Two lines with the same "+what, "Two lines have %s = %s. Give each line a different %s, or merge the two.",
				attribute, value, what)...)
		}
		seen[value] = true
	}
	return diags
}
