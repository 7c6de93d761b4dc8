package customtypes

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// NoNulls validates that no element of a list is null, and reports each null at its position.
type NoNulls struct{}

var _ validator.List = NoNulls{}

// Description returns the rule for valid values.
func (NoNulls) Description(context.Context) string { return "must not contain null" }

// MarkdownDescription returns the rule for valid values.
func (n NoNulls) MarkdownDescription(ctx context.Context) string { return n.Description(ctx) }

// ValidateList reports each null in a list.
func (NoNulls) ValidateList(_ context.Context, req validator.ListRequest, resp *validator.ListResponse) {
	for i, element := range req.ConfigValue.Elements() {
		if at := req.Path.AtListIndex(i); element.IsNull() {
			resp.Diagnostics.AddAttributeError(at, "Null element",
				fmt.Sprintf("The element %s is null. Remove it, for example with [for each in LIST : each if each != null].", attributeName(at)))
		}
	}
}
