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

// DecimalType is the type of attributes that hold money, hours or percentages: a string in plain decimal notation. HCL
// numbers are also accepted (design section 3).
type DecimalType = spelledType[decimalMeaning]

// Decimal is an exact decimal number that remembers its spelling: an amount in the invoice's currency, hours or a
// percentage, as stated in the attribute's description. Its zero value is null.
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

// NewDecimalValue returns the known Decimal spelled s. It does not check s; the framework checks it when it stores the
// value.
func NewDecimalValue(s string) Decimal { return Decimal{StringValue: basetypes.NewStringValue(s)} }

// DecimalFromWire converts a number from a system. It keeps the system's spelling unless a configuration cannot have it,
// such as an exponent or a bare point. It returns an error if s is not a number.
func DecimalFromWire(s string) (Decimal, error) {
	if _, err := ParseDecimal(s); err == nil {
		return NewDecimalValue(s), nil
	}
	number, err := lenient.Decimal(s)
	return NewDecimalValue(number.String()), err
}

// DecimalNumber returns the exact number. It returns an error for a null or unknown value and for a spelling that
// ParseDecimal refuses.
func DecimalNumber(v Decimal) (decimal.Decimal, error) {
	if v.IsNull() || v.IsUnknown() {
		return decimal.Decimal{}, fmt.Errorf("a decimal that is %s has no number", v.StringValue)
	}
	return ParseDecimal(v.ValueString())
}

// DecimalKey returns the same text for every spelling of a number, for use as a map key; false for a value that is null,
// unknown or not a number.
func DecimalKey(v Decimal) (string, bool) {
	number, err := DecimalNumber(v)
	return number.String(), err == nil
}

// IsZero reports whether a value is known and numerically zero, in any spelling: "0", "0.00", "-0".
func IsZero(v Decimal) bool {
	number, err := DecimalNumber(v)
	return err == nil && number.IsZero()
}
