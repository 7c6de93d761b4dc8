package system

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// BaseURL validates a system's address as transport.ParseBaseURL does.
func BaseURL() validator.String {
	return checked{description: "an https:// address", check: func(value string) error {
		_, err := transport.ParseBaseURL(value)
		return err
	}}
}

// Credential validates that a secret can be sent in a header. Its messages
// never repeat the value.
func Credential() validator.String {
	return checked{description: "a credential in one line", check: transport.CheckCredential}
}

// ReadsValidator validates the attribute reads, which says how reads are shared.
func ReadsValidator() validator.String {
	return stringvalidator.OneOf(slices.Sorted(maps.Keys(readsModes()))...)
}

// checked applies a check to known, non-empty values: the empty string counts
// as not set.
type checked struct {
	description string
	check       func(string) error
}

func (v checked) Description(context.Context) string { return v.description }

func (v checked) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (v checked) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	value := req.ConfigValue
	if value.IsNull() || value.IsUnknown() || value.ValueString() == "" {
		return
	}
	if err := v.check(value.ValueString()); err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, fmt.Sprintf("Invalid %s", req.Path),
			sentence(fmt.Sprintf("The value of %s cannot be used: %s", req.Path, err)))
	}
}
