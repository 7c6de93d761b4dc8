// Package filter restricts lists of Wethod by one field: on a value, after one,
// before one, or between two. Data sources and list resources have the same
// arguments, in schemas of different types.
package filter

import (
	"context"
	"fmt"
	"regexp"
	"time"

	datasource "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	list "github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/wethod/api"
)

// Argument describes an argument that restricts a list by one field.
type Argument struct {
	whole, on, after, before string
	kind                     Kind
}

// Kind is the kind of an argument's values.
type Kind int

// The kinds of values.
const (
	// Day is a calendar day.
	Day Kind = iota
	// Instant is a moment.
	Instant
)

// New describes an argument. what completes "Restricts the list to ...", as in
// "invoices that were issued".
func New(what string, kind Kind) Argument {
	unit, on, form := "day", "Only "+what+" on this day.", "A date, `YYYY-MM-DD` or `YYYYMMDD`."
	if kind == Instant {
		unit, form = "moment", "A timestamp with a time zone (RFC 3339), such as `2024-01-01T20:00:00+02:00`."
		on = "Only " + what + " at this time. Wethod does not document whether it compares the moment or the whole day."
	}
	return Argument{
		whole:  fmt.Sprintf("Restricts the list to %s in a period. Set `on` for one %s, or `after`, `before` or both for a range. Omit for no restriction.", what, unit),
		on:     on + " Cannot be combined with `after` and `before`. " + form,
		after:  fmt.Sprintf("Only %s after this %s (exclusive). %s", what, unit, form),
		before: fmt.Sprintf("Only %s before this %s (exclusive). %s", what, unit, form),
		kind:   kind,
	}
}

// DataSource returns the argument for the schema of a data source.
func (a Argument) DataSource() datasource.SingleNestedAttribute {
	described := func(description string) datasource.StringAttribute {
		if a.kind == Day {
			return datasource.StringAttribute{Optional: true, CustomType: customtypes.DateType{}, MarkdownDescription: description}
		}
		return datasource.StringAttribute{Optional: true, MarkdownDescription: description, Validators: []validator.String{instantValidator()}}
	}
	return datasource.SingleNestedAttribute{Optional: true, MarkdownDescription: a.whole, Attributes: map[string]datasource.Attribute{
		"on": described(a.on), "after": described(a.after), "before": described(a.before),
	}}
}

// List returns the argument for the schema of a list resource.
func (a Argument) List() list.SingleNestedAttribute {
	described := func(description string) list.StringAttribute {
		if a.kind == Day {
			return list.StringAttribute{Optional: true, CustomType: customtypes.DateType{}, MarkdownDescription: description}
		}
		return list.StringAttribute{Optional: true, MarkdownDescription: description, Validators: []validator.String{instantValidator()}}
	}
	return list.SingleNestedAttribute{Optional: true, MarkdownDescription: a.whole, Attributes: map[string]list.Attribute{
		"on": described(a.on), "after": described(a.after), "before": described(a.before),
	}}
}

// Read reads the argument called name, and reports one that is empty or cannot
// match anything.
func Read(ctx context.Context, name string, object types.Object, kind Kind) (api.Filter, diag.Diagnostics) {
	read, diags := readFilter(ctx, name, object, kind)
	diags.Append(read.check()...)
	return read.expand(), diags
}

// instantValidator accepts RFC 3339 timestamps.
func instantValidator() validator.String {
	return customtypes.Checked{Summary: "Invalid timestamp", Rule: "an RFC 3339 timestamp, such as 2024-01-01T20:00:00+02:00", Check: func(text string) error {
		_, err := parseInstant(text)
		return err
	}}
}

// instantPattern is what RFC 3339 allows. time.Parse alone also accepts a comma
// for a fraction and hours of one digit.
var instantPattern = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$`)

// parseInstant parses an RFC 3339 timestamp.
func parseInstant(text string) (time.Time, error) {
	instant, err := time.Parse(time.RFC3339, text)
	if err != nil || !instantPattern.MatchString(text) {
		return time.Time{}, fmt.Errorf("%.64q is not a timestamp: write date, time and time zone, such as "+
			"2024-01-01T20:00:00+02:00 or 2024-01-01T18:00:00Z", text)
	}
	return instant, nil
}

// filter is such an argument in a configuration.
type filter struct {
	name              string
	on, after, before types.String
	isGiven           bool // set, and not unknown as a whole

	parse func(string) (time.Time, error)
	spell func(string) string // for the wire
}

// readFilter reads the argument called name.
func readFilter(ctx context.Context, name string, object types.Object, kind Kind) (filter, diag.Diagnostics) {
	var diags diag.Diagnostics
	read := filter{
		name: name, isGiven: !object.IsNull() && !object.IsUnknown(), parse: customtypes.ParseDate,
		spell: func(text string) string { return customtypes.ISODate(customtypes.NewDateValue(text)) },
	}
	if kind == Instant {
		read.parse, read.spell = parseInstant, func(text string) string { return text }
	}
	values := object.Attributes()
	for attribute, target := range map[string]*types.String{"on": &read.on, "after": &read.after, "before": &read.before} {
		if value, ok := values[attribute].(basetypes.StringValuable); ok {
			text, problems := value.ToStringValue(ctx)
			diags.Append(problems...)
			*target = text
		}
	}
	return read, diags
}

// check refuses a filter that is empty or cannot match anything. Unknown values
// pass; check runs again before the filter is used.
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
		return refuse("Empty filter", fmt.Sprintf("%s sets none of on, after, and before, so it would not restrict anything. "+
			"Set one of them, or remove %s.", f.name, f.name))
	case isSet(f.on) && (isSet(f.after) || isSet(f.before)):
		return refuse("Filters that exclude each other", fmt.Sprintf("%s.on sets an exact value and cannot be combined with "+
			"%s.after or %s.before. Remove on, or the bounds.", f.name, f.name, f.name))
	case !isSet(f.after) || !isSet(f.before):
		return nil
	}
	after, errAfter := f.parse(f.after.ValueString())
	before, errBefore := f.parse(f.before.ValueString())
	if errAfter == nil && errBefore == nil && !after.Before(before) { // a value that cannot be read is a separate error
		return refuse("Bounds that exclude everything", fmt.Sprintf("%s.after (%s) is not earlier than %s.before (%s), so no value "+
			"can lie between them. Correct one of them.", f.name, f.after.ValueString(), f.name, f.before.ValueString()))
	}
	return nil
}

// expand returns the filter for the client.
func (f filter) expand() api.Filter {
	spelled := func(value types.String) string {
		if value.ValueString() == "" {
			return ""
		}
		return f.spell(value.ValueString())
	}
	return api.Filter{On: spelled(f.on), After: spelled(f.after), Before: spelled(f.before)}
}
