package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"github.com/shopspring/decimal"
)

// Number is a decimal number in the text of the wire, every digit of it; one
// with an exponent is written out. A float64 would change what it cannot hold
// (contract section 3).
type Number string

// UnmarshalJSON accepts a JSON number, and one in quotes, as some frameworks
// write decimals; "" stays "".
func (n *Number) UnmarshalJSON(data []byte) error {
	data = bytes.TrimSpace(data)
	if string(data) == "null" {
		return nil
	}
	if bytes.HasPrefix(data, []byte(`"`)) {
		var text string
		if err := json.Unmarshal(data, &text); err != nil {
			return err
		}
		data = []byte(text)
	}
	if len(data) > 0 && !isNumber(data) { // not shown: what is cut out of an answer could be half a secret
		return errors.New("expected a number, got something else")
	}
	text, err := writtenOut(data)
	*n = Number(text)
	return err
}

// isNumber tells whether a text is a number as JSON has it.
func isNumber(text []byte) bool {
	isSomethingElse := bytes.ContainsAny(text, "\"{[tfn \t\r\n")
	return !isSomethingElse && json.Valid(text)
}

// longestNumber bounds what is written out: 1e999999999 is not an amount.
const longestNumber = 64

// writtenOut is a number without exponent.
func writtenOut(data []byte) (string, error) {
	if !bytes.ContainsAny(data, "eE") {
		return string(data), nil
	}
	if len(data) > longestNumber {
		return "", fmt.Errorf("number %.20s… is too long", data)
	}
	number, err := decimal.NewFromString(string(data))
	if err != nil {
		return "", fmt.Errorf("number %.20s: %w", data, err)
	}
	if exponent := number.Exponent(); exponent > longestNumber || exponent < -longestNumber {
		return "", fmt.Errorf("number %.20s is out of range", data)
	}
	return number.String(), nil
}

// Integer is an id.
type Integer int64

// UnmarshalJSON accepts a whole number of at most 64 bits, in quotes or not.
func (i *Integer) UnmarshalJSON(data []byte) error {
	if string(bytes.TrimSpace(data)) == "null" {
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
