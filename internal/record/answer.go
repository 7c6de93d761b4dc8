package record

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
)

// Answer converts the values of one record from a system's response. It never
// passes on a value that does not match the type of its field. Problems names
// such a value by record and field, because the response is wrong rather than
// the configuration, and the state keeps the previous value.
type Answer struct {
	title, record string
	attributes    map[string]string
	problems      diag.Diagnostics
}

// NewAnswer returns an Answer for a record as named in texts, such as "invoice
// 49". title is the system's name for texts.
func NewAnswer(title, record string) *Answer { return &Answer{title: title, record: record} }

// Naming maps fields to attributes whose names cannot be derived from the field's name.
func (a *Answer) Naming(attributes map[string]string) *Answer {
	a.attributes = attributes
	return a
}

// Problems returns one error for each value so far that cannot be read.
func (a *Answer) Problems() diag.Diagnostics { return a.problems }

// Number parses a whole number; null for "".
func (a *Answer) Number(before types.Int64, field string, text lenient.Text) types.Int64 {
	return read(a, before, field, text, "a whole number", func(text string) (types.Int64, error) {
		number, err := strconv.ParseInt(text, 10, 64)
		return types.Int64Value(number), err
	})
}

// ID parses the ID of another record; null for "" and for a number below 1, which
// no record has.
func (a *Answer) ID(before types.Int64, field string, text lenient.Text) types.Int64 {
	id := a.Number(before, field, text)
	if id.ValueInt64() < 1 {
		return types.Int64Null()
	}
	return id
}

// Decimal parses a decimal number, in the system's own spelling; null for "".
func (a *Answer) Decimal(before customtypes.Decimal, field string, text lenient.Text) customtypes.Decimal {
	return read(a, before, field, text, "a decimal number", customtypes.DecimalFromWire)
}

// Amount is Decimal for a data source, which has no previous value.
func (a *Answer) Amount(field string, text lenient.Text) types.String {
	return a.Decimal(customtypes.Decimal{}, field, text).StringValue
}

// Date parses a date in the form YYYY-MM-DD; null for "".
func (a *Answer) Date(before customtypes.Date, field string, text lenient.Text) customtypes.Date {
	return read(a, before, field, text, "a date", customtypes.DateFromWire)
}

// Flag parses true or false; null for "".
func (a *Answer) Flag(before types.Bool, field string, text lenient.Text) types.Bool {
	return read(a, before, field, text, "true or false", func(text string) (types.Bool, error) {
		isSet, err := strconv.ParseBool(text)
		return types.BoolValue(isSet), err
	})
}

// Day is Date for a data source, which has no previous value.
func (a *Answer) Day(field string, text lenient.Text) types.String {
	return a.Date(customtypes.Date{}, field, text).StringValue
}

func read[V attr.Value](a *Answer, before V, field string, text lenient.Text, kind string, parse func(string) (V, error)) V {
	var none V // null
	if text == "" {
		return none
	}
	value, err := parse(strings.TrimSpace(string(text)))
	if err == nil {
		return value
	}
	a.problems.Append(unreadable{diag.NewErrorDiagnostic("Unexpected response from "+a.title,
		fmt.Sprintf("The field %s of %s, which is attribute %s, should be %s but is %.100q. The provider does not guess the intended value.",
			field, a.record, a.attributeOf(field), kind, text))})
	if before.IsUnknown() {
		return none
	}
	return before
}

// attributeOf returns the attribute that a field becomes: display_date for
// display-date, percent_completed for percentCompleted.
func (a *Answer) attributeOf(field string) string {
	if attribute, isNamed := a.attributes[field]; isNamed {
		return attribute
	}
	var name strings.Builder
	for _, letter := range field {
		if unicode.IsUpper(letter) {
			name.WriteByte('_')
		}
		name.WriteRune(unicode.ToLower(letter))
	}
	return strings.ReplaceAll(name.String(), "-", "_")
}

// unreadable is the error for a value that cannot be read. Callers that flatten
// a record keep the previous value instead.
type unreadable struct{ diag.Diagnostic }

// readable separates errors in single values of a record from errors that make
// the whole record unusable.
func readable(flattened diag.Diagnostics) (unread, others diag.Diagnostics) {
	for _, each := range flattened {
		if _, isValue := each.(unreadable); isValue {
			unread.Append(each)
			continue
		}
		others.Append(each)
	}
	return unread, others
}

// details returns the details of diagnostics, one per line.
func details(diags diag.Diagnostics) string {
	lines := make([]string, len(diags))
	for i, each := range diags {
		lines[i] = each.Detail()
	}
	return strings.Join(lines, "\n")
}

// withoutValues returns warnings for the values of a record that cannot be read
// and keep their previous values.
func withoutValues(unread diag.Diagnostics) diag.Diagnostics {
	var diags diag.Diagnostics
	for _, each := range unread {
		diags.AddWarning(each.Summary(), each.Detail()+" The state keeps the previous value.")
	}
	return diags
}
