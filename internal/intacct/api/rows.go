package api

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
)

// Row is a row of a query with its fields in the order of the response.
type Row []Field

// Field is a field of a row. Fields of related objects have dotted names, as in vendor.id. Numbers keep every digit,
// Booleans are "true" or "false", and nil is null.
type Field struct {
	Name  string
	Value *string
}

// Value returns the value of the named field, and whether the field exists.
func (r Row) Value(name string) (*string, bool) {
	for _, field := range r {
		if field.Name == name {
			return field.Value, true
		}
	}
	return nil, false
}

// Map returns the row without its order.
func (r Row) Map() map[string]*string {
	fields := make(map[string]*string, len(r))
	for _, field := range r {
		fields[field.Name] = field.Value
	}
	return fields
}

// text returns the value of a field, or "" if it is null or missing.
func (r Row) text(name string) lenient.Text {
	if value, _ := r.Value(name); value != nil {
		return lenient.Text(*value)
	}
	return ""
}

// rowOf reads the fields with the given dotted names from a JSON object, whether they are nested, as in a single
// read, or flat. It ignores all other fields.
func rowOf(raw json.RawMessage, names []string) (Row, error) {
	var object map[string]json.RawMessage
	if lenient.IsThere(raw) {
		if err := json.Unmarshal(raw, &object); err != nil {
			return nil, err
		}
	}
	row := make(Row, 0, len(names))
	for _, name := range names {
		value, err := fieldOf(object, name)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		row = append(row, Field{Name: name, Value: value})
	}
	return row, nil
}

// fieldOf returns the value at a dotted name, or nil if it is null or missing.
func fieldOf(object map[string]json.RawMessage, name string) (*string, error) {
	outer, inner, isDotted := strings.Cut(name, ".")
	if raw, isThere := object[name]; isThere || !isDotted {
		if !lenient.IsThere(raw) {
			return nil, nil
		}
		var text lenient.Text
		err := text.UnmarshalJSON(raw)
		return (*string)(&text), err
	}
	if lenient.SaysNothing(object[outer]) {
		return nil, nil
	}
	var member map[string]json.RawMessage
	if err := json.Unmarshal(object[outer], &member); err != nil {
		return nil, err
	}
	return fieldOf(member, inner)
}

// compareKeys orders keys, which are numbers of any length.
func compareKeys(a, b string) int {
	return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(a, b))
}

// deepestRow limits how deep an object in a row may be nested. Rows are flat (contract section 8); the limit is for a
// response that is not.
const deepestRow = 8

// UnmarshalJSON reads a row. An object in the row becomes dotted names, and a list becomes its JSON text.
func (r *Row) UnmarshalJSON(data []byte) error {
	*r = Row{}
	return r.add("", data, deepestRow)
}

func (r *Row) add(prefix string, data []byte, deepest int) error {
	if deepest == 0 {
		return fmt.Errorf("%s is nested too deeply", prefix)
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	if token, err := decoder.Token(); err != nil || token != json.Delim('{') {
		return fmt.Errorf("expected an object, got %.20s", data)
	}
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return err
		}
		var raw json.RawMessage
		if err := decoder.Decode(&raw); err != nil {
			return err
		}
		if err := r.addField(fmt.Sprintf("%s%v", prefix, name), raw, deepest); err != nil {
			return err
		}
	}
	return nil
}

func (r *Row) addField(name string, raw json.RawMessage, deepest int) error {
	switch raw[0] {
	case '{':
		return r.add(name+".", raw, deepest-1)
	case '[':
		var compact bytes.Buffer
		if err := json.Compact(&compact, raw); err != nil {
			return err
		}
		list := compact.String()
		r.set(name, &list)
		return nil
	}
	value, err := lenient.Scalar(raw)
	if err != nil {
		return err
	}
	r.set(name, value)
	return nil
}

// set adds a field. If two fields have the same name, the last one applies.
func (r *Row) set(name string, value *string) {
	for i := range *r {
		if (*r)[i].Name == name {
			(*r)[i].Value = value
			return
		}
	}
	*r = append(*r, Field{Name: name, Value: value})
}
