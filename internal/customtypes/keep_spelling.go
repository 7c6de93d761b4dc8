package customtypes

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
)

// KeepSpelling returns a plan modifier that plans the state's spelling if the configuration writes the same value
// differently, so that "1200" over a state of "1200.00" plans no change (design section 4.1). same is SameDate, SameText or
// lenient.SameNumber. It does nothing on create and destroy, and if either value is null or unknown.
//
// Put it before modifiers that compare plan and state, such as RequiresReplace. The framework marks computed attributes
// without a configured value as unknown before any modifier runs, whenever the configuration's spelling differs from the
// state's. They need UseStateForUnknown for the plan to be empty.
func KeepSpelling(same func(a, b string) bool) planmodifier.String { return keepSpelling{same: same} }

type keepSpelling struct {
	same func(a, b string) bool
}

func (m keepSpelling) Description(context.Context) string {
	return "A value that means the same as the value in state, but is written differently, does not cause a change."
}

func (m keepSpelling) MarkdownDescription(ctx context.Context) string { return m.Description(ctx) }

// PlanModifyString leaves create and destroy alone by looking only at the values: there is no state on create and no
// configuration on destroy.
func (m keepSpelling) PlanModifyString(_ context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() || req.StateValue.IsNull() || req.StateValue.IsUnknown() {
		return
	}
	if m.same(req.ConfigValue.ValueString(), req.StateValue.ValueString()) {
		resp.PlanValue = req.StateValue
	}
}
