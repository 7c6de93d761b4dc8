package lenient

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// errNotScalar does not show what it got: what is cut out of an answer could be
// half a secret.
var errNotScalar = errors.New("expected a single value, got an object or a list")

// Scalar is the text of a JSON scalar, numbers with every digit; nil = null.
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

// Text is a scalar in the text of the wire: documented and recorded answers
// differ in whether an id, an amount or a flag is a JSON string, a number, a
// boolean or null. A number keeps every digit, and one with an exponent is
// written out where it is of a sensible size; null is "".
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

// Count reads a number of records or a position in a list; isThere is false for
// "", and a text that is no such number is an error: a list could be cut.
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

// Integer is an id.
type Integer int64

// UnmarshalJSON accepts a whole number of at most 64 bits, in quotes or not.
func (i *Integer) UnmarshalJSON(data []byte) error {
	var text Text
	if err := text.UnmarshalJSON(data); err != nil || text == "" {
		return err
	}
	value, err := strconv.ParseInt(string(text), 10, 64)
	if err != nil { // it is not shown, since it could be half a secret
		return errors.New("expected a whole number, got something else")
	}
	*i = Integer(value)
	return nil
}
