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
	Summary string // of the error; "" = that the attribute is invalid
	Rule    string // what the check accepts, to follow "value must be"
	// Check returns what is wrong with a text and what to write instead, without a final point: a sentence of its own,
	// or one that begins with must and goes on from the attribute's name.
	Check func(text string) error
}

var _ validator.String = Checked{}

// Description says what is valid.
func (c Checked) Description(context.Context) string { return "value must be " + c.Rule }

// MarkdownDescription says what is valid.
func (c Checked) MarkdownDescription(ctx context.Context) string { return c.Description(ctx) }

// ValidateString reports what Check refuses, with the attribute's name.
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

// NotEmpty returns a validator that refuses "", which the systems cannot tell from nothing, and names the cure,
// which completes "must not be empty; ...".
func NotEmpty(cure string) validator.String {
	return Checked{Summary: "Empty value", Rule: "a text that is not empty", Check: func(text string) error {
		if text == "" {
			return errors.New("must not be empty; " + cure)
		}
		return nil
	}}
}

// Trimmed returns a validator that refuses white space at either end. A record that is recognized by a text must not
// have it there: systems trim, and the record would not be found again.
func Trimmed() validator.String {
	return Checked{Summary: "White space at the end", Rule: "a text without white space at either end", Check: func(text string) error {
		switch trimmed := strings.TrimSpace(text); trimmed {
		case text:
			return nil
		case "":
			return fmt.Errorf("%q is nothing but white space. Write a text", text)
		default:
			return fmt.Errorf("%q begins or ends with white space. Write %q", text, trimmed)
		}
	}}
}
