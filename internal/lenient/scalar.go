package lenient

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
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
// written out; null is "".
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
	if data = bytes.TrimSpace(data); data[0] == '-' || data[0] >= '0' && data[0] <= '9' {
		return writtenOut((*string)(t))
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

// Number is a decimal number in the text of the wire, every digit of it; one
// with an exponent is written out. A float64 would change what it cannot hold.
type Number string

// UnmarshalJSON accepts a JSON number, and one in quotes, as some frameworks
// write decimals; "" stays "".
func (n *Number) UnmarshalJSON(data []byte) error {
	value, err := Scalar(data)
	if err != nil || value == nil {
		return err
	}
	if *value != "" && !isNumber(*value) { // not shown either
		return errors.New("expected a number, got something else")
	}
	*n = Number(*value)
	return writtenOut((*string)(n))
}

// isNumber tells whether a text is a number as JSON has it.
func isNumber(text string) bool {
	isSomethingElse := bytes.ContainsAny([]byte(text), "\"{[tfn \t\r\n")
	return !isSomethingElse && json.Valid([]byte(text))
}

// Integer is an id.
type Integer int64

// UnmarshalJSON accepts a whole number of at most 64 bits, in quotes or not.
func (i *Integer) UnmarshalJSON(data []byte) error {
	if !IsThere(data) {
		return nil
	}
	var number Number
	if err := number.UnmarshalJSON(data); err != nil {
		return err
	}
	value, err := strconv.ParseInt(string(number), 10, 64)
	if err != nil {
		return fmt.Errorf("expected a whole number, got %.20q", string(number))
	}
	*i = Integer(value)
	return nil
}
