package customtypes

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
)

// KeepSpelling returns a plan modifier that plans the state's spelling where the configuration writes the same
// differently, so that "1200" over a state of "1200.00" plans nothing (design section 4.1). same is SameDate, SameText
// or lenient.SameNumber. It does nothing on create and destroy, and where either value is null or unknown.
//
// It belongs before modifiers that compare plan and state, such as RequiresReplace. The framework marks
// computed attributes without a configured value as unknown before any modifier runs, whenever the
// configuration's spelling differs from the state's: they need UseStateForUnknown for the plan to be empty.
func KeepSpelling(same func(a, b string) bool) planmodifier.String { return keepSpelling{same: same} }

type keepSpelling struct {
	same func(a, b string) bool
}

func (m keepSpelling) Description(context.Context) string {
	return "A value that is written differently from the one in state and means the same is no change."
}

func (m keepSpelling) MarkdownDescription(ctx context.Context) string { return m.Description(ctx) }

// PlanModifyString leaves create and destroy alone by looking at the values only: there is no state on
// create and no configuration on destroy.
func (m keepSpelling) PlanModifyString(_ context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() || req.StateValue.IsNull() || req.StateValue.IsUnknown() {
		return
	}
	if m.same(req.ConfigValue.ValueString(), req.StateValue.ValueString()) {
		resp.PlanValue = req.StateValue
	}
}
