package customtypes

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// NotEmpty returns a validator that refuses "", which the systems cannot tell
// from nothing, and names the cure, which completes "must not be empty; ...".
func NotEmpty(cure string) validator.String { return notEmptyValidator{cure: cure} }

type notEmptyValidator struct{ cure string }

func (v notEmptyValidator) Description(context.Context) string { return "must not be empty" }

func (v notEmptyValidator) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (v notEmptyValidator) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() || req.ConfigValue.ValueString() != "" {
		return
	}
	resp.Diagnostics.AddAttributeError(req.Path, "Empty value", "The attribute "+attributeName(req.Path)+" must not be empty; "+v.cure+".")
}
