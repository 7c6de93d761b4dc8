package customtypes

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr/xattr"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/shopspring/decimal"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
)

var (
	_ basetypes.StringTypable                    = DecimalType{}
	_ basetypes.StringValuableWithSemanticEquals = Decimal{}
	_ xattr.ValidateableAttribute                = Decimal{}
)

// DecimalType is the type of attributes that hold money, hours or percentages: a string in plain decimal
// notation, in which HCL numbers may be written too (design section 3).
type DecimalType = spelledType[decimalMeaning]

// Decimal is an exact decimal number that remembers its spelling: an amount in the invoice's currency,
// hours or a percentage, as the attribute's description says. Its zero value is null.
type Decimal = spelled[decimalMeaning]

type decimalMeaning struct{}

func (decimalMeaning) name() string          { return "Decimal" }
func (decimalMeaning) noun() string          { return "decimal" }
func (decimalMeaning) same(a, b string) bool { return lenient.SameNumber(a, b) }

func (decimalMeaning) check(text string) error {
	_, err := ParseDecimal(text)
	return err
}

// NewDecimalNull returns the null Decimal.
func NewDecimalNull() Decimal { return Decimal{StringValue: basetypes.NewStringNull()} }

// NewDecimalUnknown returns the unknown Decimal.
func NewDecimalUnknown() Decimal { return Decimal{StringValue: basetypes.NewStringUnknown()} }

// NewDecimalValue returns the known Decimal spelled s. It does not check s; the framework does when it stores
// the value.
func NewDecimalValue(s string) Decimal { return Decimal{StringValue: basetypes.NewStringValue(s)} }

// DecimalFromWire returns a number that a system answered in the system's own spelling, unless that is none
// for a configuration, as with an exponent or a bare point. The error is for what is no number.
func DecimalFromWire(s string) (Decimal, error) {
	if _, err := ParseDecimal(s); err == nil {
		return NewDecimalValue(s), nil
	}
	number, err := lenient.Decimal(s)
	return NewDecimalValue(number.String()), err
}

// DecimalNumber returns the number, exact. The error is for a null or unknown value and for a spelling that
// ParseDecimal refuses.
func DecimalNumber(v Decimal) (decimal.Decimal, error) {
	if v.IsNull() || v.IsUnknown() {
		return decimal.Decimal{}, fmt.Errorf("a decimal that is %s has no number", v.StringValue)
	}
	return ParseDecimal(v.ValueString())
}

// DecimalKey is the same text for every spelling of one number, as a key to compare many by; false for a value that is
// null, unknown or no number.
func DecimalKey(v Decimal) (string, bool) {
	number, err := DecimalNumber(v)
	return number.String(), err == nil
}

// IsZero tells whether a value is known and numerically zero, in any spelling: "0", "0.00", "-0".
func IsZero(v Decimal) bool {
	number, err := DecimalNumber(v)
	return err == nil && number.IsZero()
}
