package customtypes

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
)

// KeepDecimalSpelling returns a plan modifier that plans the state's spelling of a decimal where the
// configuration writes the same number differently, so that "1200" over a state of "1200.00" plans
// nothing (design section 4.1). It does nothing on create and destroy, and where either value is null
// or unknown.
//
// It belongs before modifiers that compare plan and state, such as RequiresReplace. The framework marks
// computed attributes without a configured value as unknown before any modifier runs, whenever the
// configuration's spelling differs from the state's: they need UseStateForUnknown for the plan to be empty.
func KeepDecimalSpelling() planmodifier.String {
	return keepSpelling{
		same:        lenient.SameNumber,
		description: "A number written differently from the one in state, such as 1200 for 1200.00, is no change.",
	}
}

// KeepDateSpelling returns a plan modifier that plans the state's spelling of a date where the configuration
// writes the same day differently, so that "20150617" over a state of "2015-06-17" plans nothing (design
// section 4.1). Its limits and its place are those of KeepDecimalSpelling.
func KeepDateSpelling() planmodifier.String {
	return keepSpelling{
		same:        SameDate,
		description: "A day written differently from the one in state, such as 20150617 for 2015-06-17, is no change.",
	}
}

// KeepTextSpelling returns a plan modifier that plans the state's spelling of a text where the configuration differs
// from it in line ends or in white space at the end only, which systems normalize (see SameText). Its limits and its
// place are those of KeepDecimalSpelling.
func KeepTextSpelling() planmodifier.String {
	return keepSpelling{
		same:        SameText,
		description: "A text that differs from the one in state in line ends or trailing white space only is no change.",
	}
}

type keepSpelling struct {
	same        func(a, b string) bool
	description string
}

func (m keepSpelling) Description(context.Context) string {
	return m.description
}

func (m keepSpelling) MarkdownDescription(context.Context) string {
	return m.description
}

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
