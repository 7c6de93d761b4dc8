package lenient

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"
)

// LongestNumber bounds the characters and the exponent of a number: no amount,
// hour or percentage comes near it, and 1e999999999 is none.
const LongestNumber = 64

// Decimal reads a decimal number in whichever notation: with an exponent, a
// plus sign or a bare point too. The error is for a text that is no number, or
// none of a sensible size.
func Decimal(text string) (decimal.Decimal, error) {
	if len(text) > LongestNumber {
		return decimal.Decimal{}, fmt.Errorf("number %.20s… is too long", text)
	}
	number, err := decimal.NewFromString(text)
	if err != nil {
		return decimal.Decimal{}, fmt.Errorf("%.64q is no number", text)
	}
	if exponent := number.Exponent(); exponent > LongestNumber || exponent < -LongestNumber {
		return decimal.Decimal{}, fmt.Errorf("number %.20s is out of range", text)
	}
	return number, nil
}

// SameNumber tells whether two texts are the same number, whatever its
// spelling: "25", "25.0" and "25.00" are. Texts that are no numbers are the
// same when they are spelled the same.
func SameNumber(a, b string) bool { return a == b || CompareNumbers(a, b) == 0 }

// CompareNumbers orders numbers by value, then whatever is no number by its text.
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
