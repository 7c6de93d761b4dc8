package customtypes

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// Trimmed returns a validator that refuses white space at either end. A record that is recognized by a text must not
// have it there: systems trim, and the record would not be found again.
func Trimmed() validator.String { return trimmedValidator{} }

type trimmedValidator struct{}

func (trimmedValidator) Description(context.Context) string {
	return "must not begin or end with white space"
}

func (v trimmedValidator) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (trimmedValidator) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	text := req.ConfigValue.ValueString()
	if trimmed := strings.TrimSpace(text); trimmed != text && trimmed != "" {
		resp.Diagnostics.AddAttributeError(req.Path, "White space at the end",
			fmt.Sprintf("Attribute %s: %q begins or ends with white space. Write %q.", attributeName(req.Path), text, trimmed))
		return
	} else if trimmed == "" && text != "" {
		resp.Diagnostics.AddAttributeError(req.Path, "Empty value",
			fmt.Sprintf("Attribute %s: %q is nothing but white space. Write a text.", attributeName(req.Path), text))
	}
}
