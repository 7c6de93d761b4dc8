package lenient

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"
)

// LongestNumber limits the characters and the exponent of a number: amounts,
// hours and percentages are far shorter, and 1e999999999 is not one of them.
const LongestNumber = 64

// Decimal parses a decimal number in any notation, including an exponent, a
// plus sign or a bare point. It returns an error for a text that is not a
// number, or not one of a sensible size.
func Decimal(text string) (decimal.Decimal, error) {
	if len(text) > LongestNumber {
		return decimal.Decimal{}, fmt.Errorf("number %.20s… is too long", text)
	}
	number, err := decimal.NewFromString(text)
	if err != nil {
		return decimal.Decimal{}, fmt.Errorf("%.64q is not a number", text)
	}
	if exponent := number.Exponent(); exponent > LongestNumber || exponent < -LongestNumber {
		return decimal.Decimal{}, fmt.Errorf("number %.20s is out of range", text)
	}
	return number, nil
}

// SameNumber reports whether two texts are the same number in any spelling,
// such as "25", "25.0" and "25.00". Texts that are not numbers are the same if
// they are spelled the same.
func SameNumber(a, b string) bool { return a == b || CompareNumbers(a, b) == 0 }

// CompareNumbers orders numbers by value, then other texts alphabetically.
func CompareNumbers(a, b string) int {
	first, firstErr := Decimal(a)
	second, secondErr := Decimal(b)
	switch {
	case firstErr == nil && secondErr == nil:
		return first.Cmp(second)
	case firstErr == nil:
		return -1
	case secondErr == nil:
		return 1
	default:
		return strings.Compare(a, b)
	}
}
