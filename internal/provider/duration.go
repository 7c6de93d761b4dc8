package provider

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

const invalidDuration = "Invalid duration"

// positiveDuration accepts Go durations above zero, such as 30s.
type positiveDuration struct{}

func (positiveDuration) Description(context.Context) string {
	return "a duration above zero, such as 30s or 2m"
}

func (v positiveDuration) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (positiveDuration) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	duration, err := time.ParseDuration(req.ConfigValue.ValueString())
	if err != nil || duration <= 0 {
		resp.Diagnostics.AddAttributeError(req.Path, invalidDuration, durationCure(req.ConfigValue.ValueString()))
	}
}

func durationCure(value string) string {
	return fmt.Sprintf("%q is not a duration above zero. Write a number and a unit, for example \"30s\" or \"2m\".", value)
}
