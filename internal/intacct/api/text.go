package api

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

// Text is a scalar as the API sends it. Its specification has strings
// everywhere, percentages and keys included (contract section 2); a number or
// a boolean in their place decodes to its text, every digit kept; null is "".
type Text string

// UnmarshalJSON accepts any JSON scalar.
func (t *Text) UnmarshalJSON(data []byte) error {
	value, err := scalar(data)
	if err != nil {
		return err
	}
	*t = ""
	if value != nil {
		*t = Text(*value)
	}
	return nil
}

// scalar is the text of a JSON scalar; nil = null.
func scalar(data []byte) (*string, error) {
	data = bytes.TrimSpace(data)
	if len(data) == 0 {
		return nil, fmt.Errorf("no value")
	}
	var text string
	switch data[0] {
	case '"':
		if err := json.Unmarshal(data, &text); err != nil {
			return nil, err
		}
	case 'n':
		return nil, nil
	case '{', '[':
		return nil, fmt.Errorf("expected a single value, got %.20s", data)
	default:
		text = string(data)
	}
	return &text, nil
}

// number is a count or a position; false when the text is none.
func (t Text) number() (int, bool) {
	number, err := strconv.Atoi(string(t))
	return number, err == nil && number >= 0
}

// longestNumber bounds the digits that are compared: 1e999999999 is not a percentage.
const longestNumber = 64

// parseDecimal reads a decimal number of a sensible size.
func parseDecimal(text string) (decimal.Decimal, bool) {
	if len(text) > longestNumber {
		return decimal.Decimal{}, false
	}
	number, err := decimal.NewFromString(text)
	if err != nil || number.Exponent() > longestNumber || number.Exponent() < -longestNumber {
		return decimal.Decimal{}, false
	}
	return number, true
}

// SamePercent tells whether two percentages are the same number: "25", "25.0"
// and "25.00" are (contract section 2.2). Texts that are no numbers are the
// same when they are spelled the same.
func SamePercent(a, b string) bool { return comparePercent(a, b) == 0 }

// comparePercent orders numbers by value, then whatever is no number by its text.
func comparePercent(a, b string) int {
	first, firstIsNumber := parseDecimal(a)
	second, secondIsNumber := parseDecimal(b)
	switch {
	case firstIsNumber && secondIsNumber:
		return first.Cmp(second)
	case firstIsNumber:
		return -1
	case secondIsNumber:
		return 1
	default:
		return strings.Compare(a, b)
	}
}

// compareKeys orders keys, which are numbers of any length.
func compareKeys(a, b string) int {
	return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(a, b))
}
