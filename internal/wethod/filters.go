package wethod

import (
	"context"
	"fmt"
	"regexp"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/wethod/api"
)

// filterAttribute describes an argument that restricts the list by one field.
// what and unit say what that is, as in "issued" and "day"; on is what the
// attribute of that name does, and form how values are written.
func filterAttribute(what, unit, on, form string, kind schema.StringAttribute) schema.SingleNestedAttribute {
	described := func(description string) schema.StringAttribute {
		attribute := kind
		attribute.MarkdownDescription = description + " " + form
		return attribute
	}
	return schema.SingleNestedAttribute{
		Optional: true,
		MarkdownDescription: fmt.Sprintf("Restricts the list to invoices that were %s `on` a %s, `after` one, `before` one, or between two. "+
			"Default: no restriction.", what, unit),
		Attributes: map[string]schema.Attribute{
			"on":     described(on + " Cannot be combined with `after` and `before`."),
			"after":  described(fmt.Sprintf("Only invoices that were %s after this %s, which is itself outside.", what, unit)),
			"before": described(fmt.Sprintf("Only invoices that were %s before this %s, which is itself outside.", what, unit)),
		},
	}
}

// dayFilter is an argument whose values are calendar days.
func dayFilter(what string) schema.SingleNestedAttribute {
	return filterAttribute(what, "day", "Only invoices that were "+what+" on this day.", "A date, `YYYY-MM-DD` or `YYYYMMDD`.",
		schema.StringAttribute{Optional: true, CustomType: customtypes.DateType{}})
}

// instantFilter is an argument whose values are moments.
func instantFilter(what string) schema.SingleNestedAttribute {
	return filterAttribute(what, "moment",
		"Only invoices that were "+what+" at this time, as Wethod reads it: whether the moment or its whole day is meant is not documented.",
		"A timestamp with a time zone (RFC 3339), such as `2024-01-01T20:00:00+02:00`.",
		schema.StringAttribute{Optional: true, Validators: []validator.String{instantValidator()}})
}

// instantValidator accepts RFC 3339 timestamps.
func instantValidator() validator.String {
	return customtypes.Checked{Summary: "Invalid timestamp", Rule: "an RFC 3339 timestamp, such as 2024-01-01T20:00:00+02:00", Check: func(text string) error {
		_, err := parseInstant(text)
		return err
	}}
}

// instantPattern is what RFC 3339 allows; time.Parse alone takes a comma for a
// fraction and hours of one digit.
var instantPattern = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$`)

// parseInstant reads an RFC 3339 timestamp.
func parseInstant(text string) (time.Time, error) {
	instant, err := time.Parse(time.RFC3339, text)
	if err != nil || !instantPattern.MatchString(text) {
		return time.Time{}, fmt.Errorf("%.64q is not a timestamp: write date, time and time zone as in "+
			"2024-01-01T20:00:00+02:00 or 2024-01-01T18:00:00Z", text)
	}
	return instant, nil
}

// filter is such an argument as the configuration has it.
type filter struct {
	name              string
	on, after, before types.String
	isGiven           bool // and not unknown as a whole

	parse func(string) (time.Time, error)
	spell func(string) string // for the wire
}

// readFilter reads the argument called name.
func readFilter(ctx context.Context, name string, object types.Object, kind filter) (filter, diag.Diagnostics) {
	var diags diag.Diagnostics
	kind.name = name
	kind.isGiven = !object.IsNull() && !object.IsUnknown()
	values := object.Attributes()
	for attribute, target := range map[string]*types.String{"on": &kind.on, "after": &kind.after, "before": &kind.before} {
		if value, ok := values[attribute].(basetypes.StringValuable); ok {
			text, problems := value.ToStringValue(ctx)
			diags.Append(problems...)
			*target = text
		}
	}
	return kind, diags
}

// days and instants are the two kinds of filters.
func days() filter {
	return filter{
		parse: customtypes.ParseDate,
		spell: func(text string) string { return customtypes.ISODate(customtypes.NewDateValue(text)) },
	}
}

func instants() filter {
	return filter{parse: parseInstant, spell: func(text string) string { return text }}
}

// check refuses a filter that asks for nothing or for what cannot be. What is
// not known yet passes; it is checked again before it is used.
func (f filter) check() diag.Diagnostics {
	if !f.isGiven {
		return nil
	}
	refuse := func(summary, detail string) diag.Diagnostics {
		return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root(f.name), summary, detail)}
	}
	isSet := func(value types.String) bool { return !value.IsNull() && !value.IsUnknown() }
	switch {
	case f.on.IsNull() && f.after.IsNull() && f.before.IsNull():
		return refuse("Empty filter", fmt.Sprintf("%s sets none of on, after and before, so it would not restrict anything. "+
			"Set one of them, or remove %s.", f.name, f.name))
	case isSet(f.on) && (isSet(f.after) || isSet(f.before)):
		return refuse("Filters that exclude each other", fmt.Sprintf("%s.on names one value and has no meaning with "+
			"%s.after or %s.before. Remove on, or the bounds.", f.name, f.name, f.name))
	case !isSet(f.after) || !isSet(f.before):
		return nil
	}
	after, errAfter := f.parse(f.after.ValueString())
	before, errBefore := f.parse(f.before.ValueString())
	if errAfter == nil && errBefore == nil && !after.Before(before) { // a value that cannot be read has its own error
		return refuse("Bounds that exclude everything", fmt.Sprintf("%s.after (%s) is not earlier than %s.before (%s), so no invoice "+
			"could lie between them.", f.name, f.after.ValueString(), f.name, f.before.ValueString()))
	}
	return nil
}

// expand gives the filter for the client.
func (f filter) expand() api.Filter {
	spelled := func(value types.String) string {
		if value.ValueString() == "" {
			return ""
		}
		return f.spell(value.ValueString())
	}
	return api.Filter{On: spelled(f.on), After: spelled(f.after), Before: spelled(f.before)}
}
