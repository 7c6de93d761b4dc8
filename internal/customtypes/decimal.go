package customtypes

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/attr/xattr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/shopspring/decimal"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
)

var (
	_ basetypes.StringTypable                    = DecimalType{}
	_ basetypes.StringValuableWithSemanticEquals = Decimal{}
	_ xattr.ValidateableAttribute                = Decimal{}
)

// DecimalType is the type of attributes that hold money, hours or percentages: a string in plain decimal
// notation, in which HCL numbers may be written too. Its value is Decimal (design section 3).
type DecimalType struct {
	basetypes.StringType
}

// Equal tells whether o is this type.
func (t DecimalType) Equal(o attr.Type) bool {
	other, ok := o.(DecimalType)
	return ok && t.StringType.Equal(other.StringType)
}

// String names the type in the framework's own messages.
func (t DecimalType) String() string {
	return "customtypes.DecimalType"
}

// ValueFromString wraps a framework string as a Decimal. It never fails: what is not a decimal is
// reported by ValidateAttribute, at the attribute's path.
func (t DecimalType) ValueFromString(_ context.Context, in basetypes.StringValue) (basetypes.StringValuable, diag.Diagnostics) {
	return Decimal{StringValue: in}, nil
}

// ValueFromTerraform converts Terraform's own value, which must be a string, null or unknown.
func (t DecimalType) ValueFromTerraform(ctx context.Context, in tftypes.Value) (attr.Value, error) {
	value, err := stringFromTerraform(ctx, in)
	if err != nil {
		return nil, err
	}
	return Decimal{StringValue: value}, nil
}

// ValueType returns an empty Decimal, from which the framework learns the Go type.
func (t DecimalType) ValueType(context.Context) attr.Value {
	return Decimal{}
}

// Decimal is an exact decimal number that remembers its spelling: an amount in the invoice's currency,
// hours or a percentage, as the attribute's description says. Its zero value is null (design section 3).
type Decimal struct {
	basetypes.StringValue
}

// NewDecimalNull returns the null Decimal.
func NewDecimalNull() Decimal {
	return Decimal{StringValue: basetypes.NewStringNull()}
}

// NewDecimalUnknown returns the unknown Decimal.
func NewDecimalUnknown() Decimal {
	return Decimal{StringValue: basetypes.NewStringUnknown()}
}

// NewDecimalValue returns the known Decimal spelled s. It does not check s; ValidateAttribute does when
// the framework stores the value.
func NewDecimalValue(s string) Decimal {
	return Decimal{StringValue: basetypes.NewStringValue(s)}
}

// DecimalFromWire returns a number that a system answered in the system's own spelling, unless that is none
// for a configuration, as with an exponent or a bare point. The error is for what is no number.
func DecimalFromWire(s string) (Decimal, error) {
	if _, err := ParseDecimal(s); err == nil {
		return NewDecimalValue(s), nil
	}
	number, err := lenient.Decimal(s)
	return NewDecimalValue(number.String()), err
}

// Type returns DecimalType.
func (v Decimal) Type(context.Context) attr.Type {
	return DecimalType{}
}

// Equal tells whether o is a Decimal with the same spelling, as the framework expects of Equal. Numbers
// are compared by Equivalent.
func (v Decimal) Equal(o attr.Value) bool {
	other, ok := o.(Decimal)
	return ok && v.StringValue.Equal(other.StringValue)
}

// Equivalent tells whether v and other mean the same: both null, or both known and numerically equal (see
// lenient.SameNumber). An unknown value is equivalent to nothing.
func (v Decimal) Equivalent(other Decimal) bool {
	return equivalent(v.StringValue, other.StringValue, lenient.SameNumber)
}

// StringSemanticEquals tells the framework to keep the prior spelling when a new value is the same number.
// The error is for a value of another type, which only a mistake in the provider can bring about.
func (v Decimal) StringSemanticEquals(_ context.Context, o basetypes.StringValuable) (bool, diag.Diagnostics) {
	other, ok := o.(Decimal)
	if !ok {
		return false, wrongValueType(v, o)
	}
	return v.Equivalent(other), nil
}

// ValidateAttribute reports a known value that is not a decimal as an error at the attribute's path, with
// the attribute, the value and how to write it.
func (v Decimal) ValidateAttribute(_ context.Context, req xattr.ValidateAttributeRequest, resp *xattr.ValidateAttributeResponse) {
	if v.IsNull() || v.IsUnknown() {
		return
	}
	if _, err := ParseDecimal(v.ValueString()); err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid decimal", fmt.Sprintf("Attribute %s: %s.", attributeName(req.Path), err))
	}
}

// ValueDecimal returns the number, exact. The error is for a null or unknown value and for a spelling that
// ParseDecimal refuses.
func (v Decimal) ValueDecimal() (decimal.Decimal, error) {
	if v.IsNull() || v.IsUnknown() {
		return decimal.Decimal{}, fmt.Errorf("a decimal that is %s has no number", v.StringValue)
	}
	return ParseDecimal(v.ValueString())
}

// IsZero tells whether the value is known and numerically zero, in any spelling: "0", "0.00", "-0".
func (v Decimal) IsZero() bool {
	number, err := v.ValueDecimal()
	return err == nil && number.IsZero()
}
