// Package lenient reads JSON whose meaning is certain but whose spelling is
// not: the systems' documentation, recorded responses and servers differ in
// whether a value is a text, a number or a list of one. It writes JSON and
// compares decimals the way all clients need it, and does not depend on any
// system or on Terraform.
package lenient

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
)

// Encode writes JSON and does not escape the characters <, > and &: the systems
// store what they receive, and people read it there. A type's own MarshalJSON
// needs it too: what it escapes stays escaped.
func Encode(value any) ([]byte, error) {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(buffer.Bytes(), []byte("\n")), nil
}

// IsThere reports whether a JSON value was sent and is not null.
func IsThere(raw json.RawMessage) bool {
	raw = bytes.TrimSpace(raw)
	return len(raw) > 0 && string(raw) != "null"
}

// SaysNothing reports whether a JSON value is missing, null, false, or empty.
func SaysNothing(raw json.RawMessage) bool {
	switch strings.Join(strings.Fields(string(raw)), "") {
	case "", "null", "false", `""`, "[]", "{}":
		return true
	}
	return false
}

// Object is a JSON object without a guaranteed structure. Unlike a struct, it
// distinguishes keys by case, and a value of an unexpected kind does not affect
// the others.
type Object map[string]json.RawMessage

// Text returns the value of a key that has a single value; "" = none.
func (o Object) Text(key string) string {
	value, err := Scalar(o[key])
	if err != nil || value == nil {
		return ""
	}
	return *value
}

// Items returns the elements of an array, or a single value as the only one.
// Null and a missing value have none.
func Items(raw json.RawMessage) []json.RawMessage {
	raw = bytes.TrimSpace(raw)
	var items []json.RawMessage
	switch {
	case !IsThere(raw):
		return nil
	case raw[0] != '[':
		return []json.RawMessage{raw}
	case json.Unmarshal(raw, &items) != nil:
		return nil
	}
	return items
}

// Objects returns an object, or the objects of an array; anything else has none.
func Objects(raw json.RawMessage) []Object {
	var found []Object
	for _, item := range Items(raw) {
		var single Object
		if json.Unmarshal(item, &single) == nil && single != nil {
			found = append(found, single)
		}
	}
	return found
}

// First returns an object, or the first object of an array; nil = none.
func First(raw json.RawMessage) Object {
	if found := Objects(raw); len(found) > 0 {
		return found[0]
	}
	return nil
}

// List is an array as systems write it: null, "" and an empty object mean no
// elements, and a single object means a list of one. A null element is an
// error, because dropping it could lose a record.
type List[T any] []T

// UnmarshalJSON decodes the list.
func (l *List[T]) UnmarshalJSON(data []byte) error {
	*l = nil
	if SaysNothing(data) && string(bytes.TrimSpace(data)) != "[]" {
		return nil
	}
	switch bytes.TrimSpace(data)[0] {
	case '[', '{':
	default:
		return errors.New("expected a list, got a single value")
	}
	items := Items(data)
	*l = make(List[T], len(items))
	for i, item := range items {
		if !IsThere(item) {
			return errors.New("expected a list of objects, got a list that contains null")
		}
		if err := json.Unmarshal(item, &(*l)[i]); err != nil {
			return err
		}
	}
	return nil
}
