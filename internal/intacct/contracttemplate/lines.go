package contracttemplate

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/intacct/api"
	"github.com/projectbilling/terraform-provider-billing/internal/intacct/company"
	"github.com/projectbilling/terraform-provider-billing/internal/intacct/ownedlines"
	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
)

// lineModel is one line of a template.
type lineModel struct {
	ID            types.String        `tfsdk:"id"`
	PeriodOffset  types.Int64         `tfsdk:"period_offset"`
	PercentToBill customtypes.Decimal `tfsdk:"percent_to_bill"`
	StepPercent   customtypes.Decimal `tfsdk:"step_percent"`
}

// lines describes the lines of a template as owned lines.
func lines() *ownedlines.Kind[lineModel] {
	return &ownedlines.Kind[lineModel]{
		Attribute: "lines",
		Type: types.ObjectType{AttrTypes: map[string]attr.Type{
			"id": types.StringType, "period_offset": customtypes.WholeNumberType{}, "percent_to_bill": customtypes.DecimalType{},
			"step_percent": customtypes.DecimalType{},
		}},
		Unknown: lineModel{
			ID: types.StringUnknown(), PeriodOffset: types.Int64Unknown(),
			PercentToBill: customtypes.NewDecimalUnknown(), StepPercent: customtypes.NewDecimalUnknown(),
		},
		ID:   func(line *lineModel) *types.String { return &line.ID },
		Keys: keys,
		Spell: func(line *lineModel, from lineModel) {
			if line.PercentToBill.Equivalent(from.PercentToBill) {
				line.PercentToBill = from.PercentToBill
			}
			if line.StepPercent.Equivalent(from.StepPercent) {
				line.StepPercent = from.StepPercent
			}
		},
		Same: func(a, b lineModel) bool {
			return a.PeriodOffset.Equal(b.PeriodOffset) && a.PercentToBill.Equivalent(b.PercentToBill) && a.StepPercent.Equivalent(b.StepPercent)
		},
		Sort:    sorted,
		Values:  lineModel.values,
		Changes: func(before, after lineModel) api.Values { return after.values().Since(before.values()) },
		Shown:   lineModel.shown,
	}
}

func (l lineModel) values() api.Values {
	return api.Values{
		api.Number("periodOffset", l.offset()),
		api.Number("percentToBill", l.PercentToBill.ValueString()),
		api.Number("stepPercent", l.StepPercent.ValueString()),
	}
}

// offset returns the period in digits; "" = none.
func (l lineModel) offset() string {
	if l.PeriodOffset.IsNull() || l.PeriodOffset.IsUnknown() {
		return ""
	}
	return fmt.Sprint(l.PeriodOffset.ValueInt64())
}

// shown returns a line as text.
func (l lineModel) shown() string {
	if step := l.StepPercent.ValueString(); step != "" {
		return "from " + step
	}
	return fmt.Sprintf("%s in period %s", l.PercentToBill.ValueString(), l.offset())
}

// isKnown reports whether all configured values of the line are known.
func (l lineModel) isKnown() bool {
	return !l.PeriodOffset.IsUnknown() && !l.PercentToBill.IsUnknown() && !l.StepPercent.IsUnknown()
}

// keys matches by period or threshold, then by percentage, then in order. An unknown value could be anything, so then
// only the first rule applies.
func keys(wanted []lineModel) []ownedlines.Key[lineModel] {
	all := []ownedlines.Key[lineModel]{
		func(line lineModel) (string, bool) { return line.offset(), line.offset() != "" },
		func(line lineModel) (string, bool) { return customtypes.DecimalKey(line.StepPercent) },
	}
	if !slices.ContainsFunc(wanted, func(line lineModel) bool { return !line.isKnown() }) {
		all = append(all, func(line lineModel) (string, bool) { return customtypes.DecimalKey(line.PercentToBill) }, ownedlines.Any[lineModel])
	}
	return all
}

// sorted returns a copy in order of periods and thresholds. Unknown values come last.
func sorted(lines []lineModel) []lineModel {
	copied := slices.Clone(lines)
	slices.SortStableFunc(copied, func(a, b lineModel) int {
		return cmp.Or(
			lenient.CompareNumbers(a.offset(), b.offset()),
			lenient.CompareNumbers(a.StepPercent.ValueString(), b.StepPercent.ValueString()),
			lenient.CompareNumbers(a.PercentToBill.ValueString(), b.PercentToBill.ValueString()),
		)
	})
	return copied
}

// plan matches the lines of the configuration with those of the state. If the method changes, all lines are deleted
// and added. plan also runs at the beginning of an apply, when values that were unknown during validation are known.
func plan(ctx context.Context, _ *company.Company, _ bool, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	planned, before := lines().Null(), lines().Null()
	var method, methodBefore types.String
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root("lines"), &planned)...)
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root("method"), &method)...)
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("method"), &methodBefore)...)
	}
	if method.Equal(methodBefore) && !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("lines"), &before)...)
	}
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(check(ctx, req.Plan.GetAttribute)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	set, diags := lines().Plan(ctx, planned, before, nil)
	resp.Diagnostics.Append(diags...)
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("lines"), set)...)
}

// validate checks a configuration as far as its values are known.
func validate(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	resp.Diagnostics.Append(check(ctx, req.Config.GetAttribute)...)
}
