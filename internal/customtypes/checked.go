package customtypes

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// Checked validates a text that is known and not null.
type Checked struct {
	Summary string // of the error; "" = "Invalid" and the attribute's name
	Rule    string // what the check accepts; completes "value must be"
	// Check returns what is wrong with a text and what to write instead, without a final period: a sentence of its own, or
	// one that begins with must and continues from the attribute's name.
	Check func(text string) error
}

var _ validator.String = Checked{}

// Description returns the rule for valid values.
func (c Checked) Description(context.Context) string { return "value must be " + c.Rule }

// MarkdownDescription returns the rule for valid values.
func (c Checked) MarkdownDescription(ctx context.Context) string { return c.Description(ctx) }

// ValidateString reports the error of Check, with the attribute's name.
func (c Checked) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if err := c.Check(req.ConfigValue.ValueString()); err != nil {
		name, problem := attributeName(req.Path), strings.TrimSuffix(err.Error(), ".")
		detail := "Attribute " + name + ": " + problem + "."
		if strings.HasPrefix(problem, "must ") {
			detail = "The attribute " + name + " " + problem + "."
		}
		resp.Diagnostics.AddAttributeError(req.Path, cmp.Or(c.Summary, "Invalid "+name), detail)
	}
}

// NotEmpty returns a validator that refuses "", which the systems cannot distinguish from null. cure names the fix and
// completes "must not be empty; ...".
func NotEmpty(cure string) validator.String {
	return Checked{Summary: "Empty value", Rule: "a text that is not empty", Check: func(text string) error {
		if text == "" {
			return errors.New("must not be empty; " + cure)
		}
		return nil
	}}
}

// Trimmed returns a validator that refuses leading and trailing whitespace in a text that identifies a record: systems
// trim it, and the record would not be found again.
func Trimmed() validator.String {
	return Checked{Summary: "Leading or trailing whitespace", Rule: "a text without leading or trailing whitespace", Check: func(text string) error {
		switch trimmed := strings.TrimSpace(text); trimmed {
		case text:
			return nil
		case "":
			return fmt.Errorf("%q consists only of whitespace. Write a text", text)
		default:
			return fmt.Errorf("%q begins or ends with whitespace. Write %q", text, trimmed)
		}
	}}
}
