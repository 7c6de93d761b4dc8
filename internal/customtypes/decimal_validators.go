package customtypes

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/shopspring/decimal"
)

// DecimalBetween returns a validator that refuses decimals outside exclusiveMin < x <= inclusiveMax, in the attribute's own
// unit: a share of a project is 0 < x <= 100. It panics if a bound is not a decimal, because bounds are constants of the
// schema.
func DecimalBetween(exclusiveMin, inclusiveMax string) validator.String {
	above, most := mustParseDecimal(exclusiveMin), mustParseDecimal(inclusiveMax)
	rule := fmt.Sprintf("a number greater than %s and at most %s", exclusiveMin, inclusiveMax)
	return checkedDecimal(rule, func(_ string, number decimal.Decimal) string {
		if number.LessThanOrEqual(above) || number.GreaterThan(most) {
			return "is out of range: write " + rule
		}
		return ""
	})
}

// DecimalWithin returns a validator that refuses decimals outside least <= x <= most, in the attribute's own unit: an
// observed percentage is 0 <= x <= 100. It panics like DecimalBetween.
func DecimalWithin(least, most string) validator.String {
	lower, upper := mustParseDecimal(least), mustParseDecimal(most)
	rule := fmt.Sprintf("a number from %s to %s", least, most)
	return checkedDecimal(rule, func(_ string, number decimal.Decimal) string {
		if number.LessThan(lower) || number.GreaterThan(upper) {
			return "is out of range: write " + rule
		}
		return ""
	})
}

// DecimalMaxPlaces returns a validator that refuses decimals with more than places digits after the point. Trailing zeros
// do not count, because they do not change the number: "25.50" has one place and "25.00" none.
func DecimalMaxPlaces(places int) validator.String {
	rule := fmt.Sprintf("a number with at most %s after the decimal point", digits(places))
	return checkedDecimal(rule, func(text string, _ decimal.Decimal) string {
		if has := DecimalPlaces(text); has > places {
			return fmt.Sprintf("has %s after the decimal point: round it to at most %s", digits(has), digits(places))
		}
		return ""
	})
}

// checkedDecimal applies a rule to a number. refuse returns "" for a valid number, or else what is wrong with it and the
// fix, to follow the value in a message. The type itself reports a value that is not a number.
func checkedDecimal(rule string, refuse func(text string, number decimal.Decimal) string) validator.String {
	return Checked{Summary: "Invalid number", Rule: rule, Check: func(text string) error {
		number, err := ParseDecimal(text)
		if err != nil {
			return nil //nolint:nilerr // see above
		}
		if reason := refuse(text, number); reason != "" {
			return fmt.Errorf("%s %s", quoted(text), reason)
		}
		return nil
	}}
}

// DecimalPlaces counts the digits after the point of a parsable decimal, without trailing zeros.
func DecimalPlaces(text string) int {
	_, fraction, _ := strings.Cut(text, ".")
	return len(strings.TrimRight(fraction, "0"))
}

// digits formats a number of digits with the right plural.
func digits(n int) string {
	if n == 1 {
		return "1 digit"
	}
	return fmt.Sprintf("%d digits", n)
}

func mustParseDecimal(s string) decimal.Decimal {
	number, err := ParseDecimal(s)
	if err != nil {
		panic(fmt.Sprintf("customtypes: bound of a validator: %s", err))
	}
	return number
}
