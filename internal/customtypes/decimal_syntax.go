package customtypes

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
)

// ParseDecimal parses a decimal in plain notation: an optional minus sign, digits, and optionally a point followed by
// digits, at most lenient.LongestNumber characters in all. The result is exact; no float is involved. The caller determines
// the unit: an amount in the invoice's currency, hours or a percentage (design section 3).
//
// The error contains the value and how to write it.
func ParseDecimal(s string) (decimal.Decimal, error) {
	if len(s) > lenient.LongestNumber {
		return decimal.Decimal{}, fmt.Errorf("%s is longer than %d characters: "+
			"round it first, for example with format(\"%%.2f\", value)", quoted(s), lenient.LongestNumber)
	}
	if !isPlainDecimal(s) {
		return decimal.Decimal{}, notDecimal(s)
	}
	number, err := decimal.NewFromString(s)
	if err != nil {
		return decimal.Decimal{}, notDecimal(s)
	}
	return number, nil
}

// SameRounded reports whether a and b are the same number when both are rounded to the number of decimals of the one with
// fewer: a system may have rounded the other. Texts that are not decimals are compared as texts.
func SameRounded(a, b string) bool {
	x, xErr := ParseDecimal(a)
	y, yErr := ParseDecimal(b)
	if xErr != nil || yErr != nil {
		return a == b
	}
	places := int32(min(DecimalPlaces(a), DecimalPlaces(b))) //nolint:gosec // at most 64
	return x.Round(places).Equal(y.Round(places))
}

func notDecimal(s string) error {
	advice := "write digits with an optional decimal point, such as 1200.00, without thousands separators, units or exponents"
	if number, isPercent := strings.CutSuffix(s, "%"); isPercent && isPlainDecimal(number) {
		advice = "write " + number + ", without the percent sign"
	}
	if s == "" {
		advice = "use null for no value"
	}
	return fmt.Errorf("%s is not a decimal number: %s", quoted(s), advice)
}

// isPlainDecimal is stricter than decimal.NewFromString, which also accepts exponents, a leading plus, bare points and the
// Unicode minus sign.
func isPlainDecimal(s string) bool {
	whole, fraction, point := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	return isDigits(whole) && (!point || isDigits(fraction))
}

// isDigits reports whether s is one or more ASCII digits.
func isDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// quoted formats a refused value for a message. It shortens the value so that a hostile one cannot flood the screen.
func quoted(s string) string {
	if len(s) <= lenient.LongestNumber {
		return fmt.Sprintf("%q", s)
	}
	return fmt.Sprintf("%q (shortened)", strings.ToValidUTF8(s[:lenient.LongestNumber], "")+"...")
}
