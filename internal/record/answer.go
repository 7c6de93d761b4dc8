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

// Answer converts the values of one record as a system has answered them. A
// value that is not what its field should hold is never passed on: Problems
// names it by record and field, since it is the answer that is wrong and no line
// of a configuration, and what was known before stays.
type Answer struct {
	title, record string
	attributes    map[string]string
	problems      diag.Diagnostics
}

// NewAnswer is for a record as it is called in sentences, as in "invoice 49".
// title is the system's name there.
func NewAnswer(title, record string) *Answer { return &Answer{title: title, record: record} }

// Naming says which attributes fields become whose names do not tell.
func (a *Answer) Naming(attributes map[string]string) *Answer {
	a.attributes = attributes
	return a
}

// Problems are errors, one for each value so far that cannot be read.
func (a *Answer) Problems() diag.Diagnostics { return a.problems }

// Number reads a whole number; null for "".
func (a *Answer) Number(before types.Int64, field string, text lenient.Text) types.Int64 {
	return read(a, before, field, text, "a whole number", func(text string) (types.Int64, error) {
		number, err := strconv.ParseInt(text, 10, 64)
		return types.Int64Value(number), err
	})
}

// Decimal reads a decimal number, in the system's own spelling; null for "".
func (a *Answer) Decimal(before customtypes.Decimal, field string, text lenient.Text) customtypes.Decimal {
	return read(a, before, field, text, "a decimal number", customtypes.DecimalFromWire)
}

// Amount is Decimal for a data source, which has nothing from before.
func (a *Answer) Amount(field string, text lenient.Text) types.String {
	return a.Decimal(customtypes.Decimal{}, field, text).StringValue
}

// Date reads a date, in the form YYYY-MM-DD; null for "".
func (a *Answer) Date(before customtypes.Date, field string, text lenient.Text) customtypes.Date {
	return read(a, before, field, text, "a date", customtypes.DateFromWire)
}

// Flag reads true or false; null for "".
func (a *Answer) Flag(before types.Bool, field string, text lenient.Text) types.Bool {
	return read(a, before, field, text, "true or false", func(text string) (types.Bool, error) {
		isSet, err := strconv.ParseBool(text)
		return types.BoolValue(isSet), err
	})
}

// Day is Date for a data source, which has nothing from before.
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
	a.problems.Append(unreadable{diag.NewErrorDiagnostic("Unexpected answer from "+a.title,
		fmt.Sprintf("The field %s of %s, which is attribute %s, should be %s and is %.100q. The provider does not guess what that means.",
			field, a.record, a.attributeOf(field), kind, text))})
	if before.IsUnknown() {
		return none
	}
	return before
}

// attributeOf is the attribute that a field becomes: display_date for
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

// unreadable is the error for a value that cannot be read. Whoever flattens a
// record keeps what was known of it instead.
type unreadable struct{ diag.Diagnostic }

// readable parts what is wrong with single values of a record from what makes
// all of it unusable.
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

// details are the details of diagnostics, a line each.
func details(diags diag.Diagnostics) string {
	lines := make([]string, len(diags))
	for i, each := range diags {
		lines[i] = each.Detail()
	}
	return strings.Join(lines, "\n")
}

// withoutValues are the warnings for values of a record that cannot be read and
// keep what they were.
func withoutValues(unread diag.Diagnostics) diag.Diagnostics {
	var diags diag.Diagnostics
	for _, each := range unread {
		diags.AddWarning(each.Summary(), each.Detail()+" The state keeps what it had.")
	}
	return diags
}
