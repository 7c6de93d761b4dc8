package lenient

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// errNotScalar does not show the value: an excerpt of a response could contain
// half a secret.
var errNotScalar = errors.New("expected a single value, got an object or a list")

// Scalar returns the text of a JSON scalar, numbers with every digit; nil = null.
func Scalar(data []byte) (*string, error) {
	data = bytes.TrimSpace(data)
	if len(data) == 0 {
		return nil, errors.New("no value")
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
		return nil, errNotScalar
	default:
		text = string(data)
	}
	return &text, nil
}

// Text is a scalar in the text of the wire: documented and recorded responses
// differ in whether an ID, an amount or a flag is a JSON string, a number, a
// boolean or null. A number keeps every digit. A number with an exponent is
// written without it if its size is sensible. Null is "".
type Text string

// UnmarshalJSON accepts any JSON scalar.
func (t *Text) UnmarshalJSON(data []byte) error {
	value, err := Scalar(data)
	if err != nil {
		return err
	}
	*t = ""
	if value == nil {
		return nil
	}
	*t = Text(*value)
	isNumber := bytes.TrimSpace(data)[0] != '"'
	if isNumber && strings.ContainsAny(*value, "eE") {
		if number, err := Decimal(*value); err == nil {
			*t = Text(number.String())
		}
	}
	return nil
}

// Count parses a number of records or a position in a list. isThere is false
// for "". A text that is not such a number is an error: a list could be cut
// off.
func (t Text) Count() (count int, isThere bool, err error) {
	if t == "" {
		return 0, false, nil
	}
	count, err = strconv.Atoi(string(t))
	if err != nil || count < 0 {
		return 0, false, fmt.Errorf("should be a number, got %.40q", string(t))
	}
	return count, true, nil
}

// Integer is an ID.
type Integer int64

// maxExact is the largest whole number up to which a server that computes with
// floating-point numbers has not rounded an ID.
const maxExact = 1 << 53

// UnmarshalJSON accepts a whole number of at most 64 bits, with or without
// quotes. A fraction of zeros, as in 147.0, is accepted as far as such a number
// is exact.
func (i *Integer) UnmarshalJSON(data []byte) error {
	var text Text
	if err := text.UnmarshalJSON(data); err != nil || text == "" {
		return err
	}
	whole, fraction, isFloat := strings.Cut(string(text), ".")
	value, err := strconv.ParseInt(whole, 10, 64)
	isWhole := !isFloat || fraction != "" && strings.Trim(fraction, "0") == "" && -maxExact <= value && value <= maxExact
	if err != nil || !isWhole { // not shown, because it could be half a secret
		return errors.New("expected a whole number, got something else")
	}
	*i = Integer(value)
	return nil
}
