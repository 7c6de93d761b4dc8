package customtypes

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// NoNulls validates that no element of a list is null, and reports each where it stands.
type NoNulls struct{}

var _ validator.List = NoNulls{}

// Description says what is valid.
func (NoNulls) Description(context.Context) string { return "must not hold null" }

// MarkdownDescription says what is valid.
func (n NoNulls) MarkdownDescription(ctx context.Context) string { return n.Description(ctx) }

// ValidateList reports each null in a list.
func (NoNulls) ValidateList(_ context.Context, req validator.ListRequest, resp *validator.ListResponse) {
	for i, element := range req.ConfigValue.Elements() {
		if at := req.Path.AtListIndex(i); element.IsNull() {
			resp.Diagnostics.AddAttributeError(at, "Null element",
				fmt.Sprintf("The element %s is null. Leave it out, for example with [for each in LIST : each if each != null].", attributeName(at)))
		}
	}
}
