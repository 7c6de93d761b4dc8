package customtypes

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/attr/xattr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

var (
	_ basetypes.StringTypable                    = DateType{}
	_ basetypes.StringValuableWithSemanticEquals = Date{}
	_ xattr.ValidateableAttribute                = Date{}
)

// DateType is the type of attributes that hold a calendar date without a time: a string YYYY-MM-DD, for
// which the wire form YYYYMMDD is accepted as equal. Its value is Date (design section 3).
type DateType struct {
	basetypes.StringType
}

// Equal tells whether o is this type.
func (t DateType) Equal(o attr.Type) bool {
	other, ok := o.(DateType)
	return ok && t.StringType.Equal(other.StringType)
}

// String names the type in the framework's own messages.
func (t DateType) String() string {
	return "customtypes.DateType"
}

// ValueFromString wraps a framework string as a Date. It never fails: what is not a date is reported by
// ValidateAttribute, at the attribute's path.
func (t DateType) ValueFromString(_ context.Context, in basetypes.StringValue) (basetypes.StringValuable, diag.Diagnostics) {
	return Date{StringValue: in}, nil
}

// ValueFromTerraform converts Terraform's own value, which must be a string, null or unknown.
func (t DateType) ValueFromTerraform(ctx context.Context, in tftypes.Value) (attr.Value, error) {
	value, err := stringFromTerraform(ctx, in)
	if err != nil {
		return nil, err
	}
	return Date{StringValue: value}, nil
}

// ValueType returns an empty Date, from which the framework learns the Go type.
func (t DateType) ValueType(context.Context) attr.Value {
	return Date{}
}

// Date is a calendar date that remembers its spelling. It has no time and no time zone. Its zero value is
// null (design section 3).
type Date struct {
	basetypes.StringValue
}

// NewDateNull returns the null Date.
func NewDateNull() Date {
	return Date{StringValue: basetypes.NewStringNull()}
}

// NewDateUnknown returns the unknown Date.
func NewDateUnknown() Date {
	return Date{StringValue: basetypes.NewStringUnknown()}
}

// NewDateValue returns the known Date spelled s. It does not check s; ValidateAttribute does when the
// framework stores the value.
func NewDateValue(s string) Date {
	return Date{StringValue: basetypes.NewStringValue(s)}
}

// DateFromWire returns a date that a system answered, as YYYY-MM-DD. The error is for what is no date.
func DateFromWire(s string) (Date, error) {
	day, err := ParseDate(s)
	return NewDateValue(day.Format(time.DateOnly)), err
}

// Type returns DateType.
func (v Date) Type(context.Context) attr.Type {
	return DateType{}
}

// Equal tells whether o is a Date with the same spelling, as the framework expects of Equal. Days are
// compared by Equivalent.
func (v Date) Equal(o attr.Value) bool {
	other, ok := o.(Date)
	return ok && v.StringValue.Equal(other.StringValue)
}

// Equivalent tells whether v and other mean the same: both null, or both known and the same day (see
// SameDate). An unknown value is equivalent to nothing.
func (v Date) Equivalent(other Date) bool {
	return equivalent(v.StringValue, other.StringValue, SameDate)
}

// StringSemanticEquals tells the framework to keep the prior spelling when a new value is the same day. The
// error is for a value of another type, which only a mistake in the provider can bring about.
func (v Date) StringSemanticEquals(_ context.Context, o basetypes.StringValuable) (bool, diag.Diagnostics) {
	other, ok := o.(Date)
	if !ok {
		return false, wrongValueType(v, o)
	}
	return v.Equivalent(other), nil
}

// ValidateAttribute reports a known value that is not a date as an error at the attribute's path, with the
// attribute, the value and how to write it.
func (v Date) ValidateAttribute(_ context.Context, req xattr.ValidateAttributeRequest, resp *xattr.ValidateAttributeResponse) {
	if v.IsNull() || v.IsUnknown() {
		return
	}
	if _, err := ParseDate(v.ValueString()); err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid date", fmt.Sprintf("Attribute %s: %s.", attributeName(req.Path), err))
	}
}

// Compact returns the day in the wire form YYYYMMDD: "20150617". It returns "" for a null or unknown value
// and a text that is not a date as it is.
func (v Date) Compact() string {
	return respell(v.ValueString(), compactDate)
}

// ISO returns the day as YYYY-MM-DD: "2015-06-17". It returns "" for a null or unknown value and a text that
// is not a date as it is.
func (v Date) ISO() string {
	return respell(v.ValueString(), time.DateOnly)
}

// respell writes the date s in layout, or returns s where it is not a date.
func respell(s, layout string) string {
	day, err := ParseDate(s)
	if err != nil {
		return s
	}
	return day.Format(layout)
}
