package filter

import (
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// ListModel is the configuration of a list block.
type ListModel struct {
	Filters          []Model      `tfsdk:"filters"`
	FilterExpression types.String `tfsdk:"filter_expression"`
}

// ListAttributes returns the arguments filters and filter_expression of a list resource, which has its own schema
// type.
func ListAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"filters": schema.ListNestedAttribute{
			Optional:            true,
			MarkdownDescription: describedFilters,
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"field":    schema.StringAttribute{Required: true, MarkdownDescription: describedField, Validators: fieldValidators()},
				"operator": schema.StringAttribute{Required: true, MarkdownDescription: describedOperator, Validators: operatorValidators()},
				"value":    schema.StringAttribute{Optional: true, MarkdownDescription: describedValue},
				"values":   schema.ListAttribute{Optional: true, ElementType: types.StringType, MarkdownDescription: describedValues},
			}},
		},
		"filter_expression": schema.StringAttribute{Optional: true, MarkdownDescription: describedExpression},
	}
}
