package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/shopspring/decimal"
)

// Text is a scalar as the v1 API sends it: documented and recorded answers
// differ in whether an id, an amount or a number of minutes is a JSON string,
// a number, a boolean or null, so each of them decodes to its text; null is "".
type Text string

// UnmarshalJSON accepts any JSON scalar. A number keeps every digit; one with
// an exponent is written out.
func (t *Text) UnmarshalJSON(data []byte) error {
	data = bytes.TrimSpace(data)
	if len(data) == 0 {
		return errors.New("no value")
	}
	switch data[0] {
	case '"':
		var text string
		if err := json.Unmarshal(data, &text); err != nil {
			return err
		}
		*t = Text(text)
	case 'n':
		*t = ""
	case 't', 'f':
		*t = Text(data)
	case '{', '[': // not shown: what is cut out of an answer could be half a secret
		return errors.New("expected a single value, got an object or a list")
	default:
		return t.number(data)
	}
	return nil
}

// longestNumber bounds what is written out: 1e999999999 is not an amount.
const longestNumber = 64

func (t *Text) number(data []byte) error {
	if !bytes.ContainsAny(data, "eE") {
		*t = Text(data)
		return nil
	}
	if len(data) > longestNumber {
		return fmt.Errorf("number %.20s… is too long", data)
	}
	number, err := decimal.NewFromString(string(data))
	if err != nil {
		return fmt.Errorf("number %.20s: %w", data, err)
	}
	if exponent := number.Exponent(); exponent > longestNumber || exponent < -longestNumber {
		return fmt.Errorf("number %.20s is out of range", data)
	}
	*t = Text(number.String())
	return nil
}
