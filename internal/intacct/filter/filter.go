// Package filter provides the arguments that Sage Intacct queries have in common: filters, filter_expression,
// filter_parameters and order_by.
package filter

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/intacct/api"
)

// Model is one condition on the rows of a query.
type Model struct {
	Field    types.String `tfsdk:"field"`
	Operator types.String `tfsdk:"operator"`
	Value    types.String `tfsdk:"value"`
	Values   types.List   `tfsdk:"values"`
}

// Parameters changes how a query is evaluated.
type Parameters struct {
	AsOfDate                customtypes.Date `tfsdk:"as_of_date"`
	IncludeHierarchyFields  types.Bool       `tfsdk:"include_hierarchy_fields"`
	CaseSensitiveComparison types.Bool       `tfsdk:"case_sensitive_comparison"`
	IncludePrivate          types.Bool       `tfsdk:"include_private"`
}

// Order is one field to sort by.
type Order struct {
	Field     types.String `tfsdk:"field"`
	Direction types.String `tfsdk:"direction"`
}

// operands is how many values an operator takes.
type operands int

const (
	noValue operands = iota
	oneValue
	twoValues
	someValues
)

type operator struct {
	wire  api.Operator
	takes operands
}

// operators returns the operators by the names that configurations use.
func operators() map[string]operator {
	return map[string]operator{
		"eq":              {api.Equal, oneValue},
		"ne":              {api.NotEqual, oneValue},
		"lt":              {api.Less, oneValue},
		"lte":             {api.LessOrEqual, oneValue},
		"gt":              {api.Greater, oneValue},
		"gte":             {api.GreaterOrEqual, oneValue},
		"contains":        {api.Contains, oneValue},
		"not_contains":    {api.NotContains, oneValue},
		"starts_with":     {api.StartsWith, oneValue},
		"not_starts_with": {api.NotStartsWith, oneValue},
		"ends_with":       {api.EndsWith, oneValue},
		"not_ends_with":   {api.NotEndsWith, oneValue},
		"in":              {api.In, someValues},
		"not_in":          {api.NotIn, someValues},
		"between":         {api.Between, twoValues},
		"not_between":     {api.NotBetween, twoValues},
		"is_null":         {api.IsNull, noValue},
		"is_not_null":     {api.IsNotNull, noValue},
	}
}

// Descriptions of the arguments of conditions. Data sources and list resources share them, in schemas of different
// types.
const (
	describedFilters  = "List of conditions on the rows. `filter_expression` refers to them by number, starting at 1. Omit to select all rows."
	describedField    = "Name of the field in Intacct's spelling, such as `status`, or of a related object's field, such as `entity.id`."
	describedOperator = "Comparison operator. With `value`: `eq`, `ne`, `lt`, `lte`, `gt`, `gte`, `contains`, `not_contains`, " +
		"`starts_with`, `not_starts_with`, `ends_with`, `not_ends_with`. With `values`: `in`, `not_in`, and " +
		"`between`, `not_between`, which take two values and include both. Without a value: `is_null`, `is_not_null`."
	describedValue = "Value to compare the field with: a text, a number, a date such as `2026-01-31`, or one of Intacct's keywords such as " +
		"`currentMonth`."
	describedValues     = "Values to compare the field with, for operators that take several values."
	describedExpression = "Expression that combines the conditions: their numbers with `and`, `or`, and parentheses, as in `(1 and 2) or 3`, or only " +
		"`and` or `or` for all of them. Defaults to `and`."
)

// fieldValidators returns the validators for the name of a field.
func fieldValidators() []validator.String {
	return []validator.String{customtypes.NotEmpty("set the name of the field to compare")}
}

// operatorValidators returns the validators for an operator.
func operatorValidators() []validator.String {
	return []validator.String{stringvalidator.OneOf(slices.Sorted(maps.Keys(operators()))...)}
}

// conditionAttributes returns the arguments filters and filter_expression.
func conditionAttributes() map[string]schema.Attribute {
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

// Attributes returns all arguments of a query with filters.
func Attributes() map[string]schema.Attribute {
	attributes := conditionAttributes()
	flag := func(description string) schema.BoolAttribute {
		return schema.BoolAttribute{Optional: true, MarkdownDescription: description}
	}
	attributes["filter_parameters"] = schema.SingleNestedAttribute{
		Optional:            true,
		MarkdownDescription: "Options for the evaluation of the conditions.",
		Attributes: map[string]schema.Attribute{
			"as_of_date": schema.StringAttribute{
				CustomType:          customtypes.DateType{},
				Optional:            true,
				MarkdownDescription: "Date that keywords such as `currentMonth` refer to, `YYYY-MM-DD`. Defaults to today.",
			},
			"include_hierarchy_fields":  flag("Whether to include fields of the hierarchy. Defaults to `false`."),
			"case_sensitive_comparison": flag("Whether comparisons are case-sensitive. Defaults to `true`."),
			"include_private":           flag("Whether a query at the top level also reads records that are private to entities. Defaults to `false`."),
		},
	}
	attributes["order_by"] = schema.ListNestedAttribute{
		Optional:            true,
		MarkdownDescription: "List of fields to sort by, most important first. Defaults to `key`, ascending.",
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"field": schema.StringAttribute{
				Required:            true,
				MarkdownDescription: "Name of the field in Intacct's spelling.",
				Validators:          []validator.String{customtypes.NotEmpty("set the name of the field to sort by")},
			},
			"direction": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "Sort direction: `asc` or `desc`. Defaults to `asc`.",
				Validators:          []validator.String{stringvalidator.OneOf("asc", "desc")},
			},
		}},
	}
	return attributes
}

// Validate checks filters and filter_expression of a configuration
// as far as their values are known.
func Validate(ctx context.Context, config tfsdk.Config) diag.Diagnostics {
	var diags diag.Diagnostics
	var filters types.List
	var expression types.String
	diags.Append(config.GetAttribute(ctx, path.Root("filters"), &filters)...)
	diags.Append(config.GetAttribute(ctx, path.Root("filter_expression"), &expression)...)
	if diags.HasError() || filters.IsUnknown() {
		return diags
	}
	var conditions []types.Object
	diags.Append(filters.ElementsAs(ctx, &conditions, false)...)
	for i, condition := range conditions {
		if condition.IsUnknown() || condition.IsNull() { // the schema reports missing attributes
			continue
		}
		var filter Model
		at := path.Root("filters").AtListIndex(i)
		diags.Append(config.GetAttribute(ctx, at, &filter)...)
		diags.Append(filter.validate(at)...)
	}
	if !expression.IsNull() && !expression.IsUnknown() {
		if _, err := api.ParseExpression(expression.ValueString(), len(conditions)); err != nil {
			cure := fmt.Sprintf("Combine the numbers of the filters (here 1 to %d) with and, or, and parentheses, as in \"(1 and 2) or 3\", "+
				"or use only \"and\" or \"or\".", len(conditions))
			if len(conditions) == 0 {
				cure = "Add filters, or omit filter_expression."
			}
			diags.AddAttributeError(path.Root("filter_expression"), "Invalid filter expression",
				fmt.Sprintf("%q cannot be read: %s. %s", expression.ValueString(), err, cure))
		}
	}
	return diags
}

// validate checks that a filter has the values that its operator takes. It treats a null value as a mistake rather
// than as a search for null.
func (m Model) validate(at path.Path) diag.Diagnostics {
	var diags diag.Diagnostics
	operator, known := operators()[m.Operator.ValueString()]
	if m.Operator.IsUnknown() || !known { // the validator reports an unknown operator
		return nil
	}
	// Errors point at the filter itself: the CLI does not find the line of anything nested deeper than a list
	// element.
	wrong := func(problem string) {
		diags.AddAttributeError(at, "Wrong value for the operator",
			fmt.Sprintf("The operator %s of %s %s.", m.Operator.ValueString(), at, problem))
	}
	switch operator.takes {
	case noValue:
		if !m.Value.IsNull() {
			wrong("takes no value; remove value")
		}
		if !m.Values.IsNull() {
			wrong("takes no value; remove values")
		}
	case oneValue:
		if m.Value.IsNull() {
			wrong("needs a value; set value, or use is_null or is_not_null to look for null")
		}
		if !m.Values.IsNull() {
			wrong("takes one value; set value instead of values")
		}
	case twoValues, someValues:
		if !m.Value.IsNull() {
			wrong("takes values; set values instead of value")
		}
		m.validateValues(operator.takes, wrong)
	}
	return diags
}

func (m Model) validateValues(takes operands, wrong func(problem string)) {
	if m.Values.IsUnknown() {
		return
	}
	elements := m.Values.Elements()
	switch {
	case takes == twoValues && len(elements) != 2:
		wrong("needs two values; set values = [FROM, TO]")
	case len(elements) == 0:
		wrong("needs one value or more; set values")
	}
	for _, element := range elements {
		if element.IsNull() {
			wrong("contains a null value; remove it, or use is_null or is_not_null to look for null")
		}
	}
}

// Expand converts filters whose values are all known.
func Expand(ctx context.Context, models []Model) ([]api.Filter, diag.Diagnostics) {
	var diags diag.Diagnostics
	filters := make([]api.Filter, 0, len(models))
	for i, model := range models {
		// Values that were unknown during validation are known by now.
		diags.Append(model.validate(path.Root("filters").AtListIndex(i))...)
		filter := api.Filter{Field: model.Field.ValueString(), Operator: operators()[model.Operator.ValueString()].wire}
		if !model.Value.IsNull() {
			filter.Values = []string{model.Value.ValueString()}
		}
		if !model.Values.IsNull() && !diags.HasError() {
			diags.Append(model.Values.ElementsAs(ctx, &filter.Values, false)...)
		}
		filters = append(filters, filter)
	}
	return filters, diags
}

// Expand converts the parameters. Parameters that are not set are not sent.
func (m *Parameters) Expand() api.FilterParameters {
	if m == nil {
		return api.FilterParameters{}
	}
	return api.FilterParameters{
		AsOfDate:                customtypes.ISODate(m.AsOfDate),
		IncludeHierarchyFields:  m.IncludeHierarchyFields.ValueBoolPointer(),
		CaseSensitiveComparison: m.CaseSensitiveComparison.ValueBoolPointer(),
		IncludePrivate:          m.IncludePrivate.ValueBoolPointer(),
	}
}

// ExpandOrder converts the fields to sort by.
func ExpandOrder(models []Order) []api.Order {
	orders := make([]api.Order, 0, len(models))
	for _, model := range models {
		orders = append(orders, api.Order{Field: model.Field.ValueString(), Descending: model.Direction.ValueString() == "desc"})
	}
	return orders
}
