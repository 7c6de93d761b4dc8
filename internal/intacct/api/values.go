package api

import (
	"bytes"
	"slices"
	"strings"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
	"github.com/projectbilling/terraform-provider-billing/internal/naturalkey"
)

// Value is the value to write for a field.
type Value struct {
	field string
	kind  valueKind
	text  string
}

// Values are the values of fields of one object, or of one line, in the order in which they are written. A dotted
// field is a member of a nested object, as in budget.billingAmount.
type Values []Value

type valueKind int

const (
	kindText   valueKind = iota // written by users; Intacct may trim or escape it
	kindWord                    // one of Intacct's keywords, or a date
	kindNumber                  // a decimal number in any spelling
	kindFlag
	kindID  // a reference by ID
	kindKey // a reference by key
)

// Text returns a text that users write; "" = none, sent as null.
func Text(field, text string) Value { return Value{field, kindText, text} }

// Word returns one of the allowed words of a field, or a date; "" = none.
func Word(field, word string) Value { return Value{field, kindWord, word} }

// Number returns a decimal number, sent as it is spelled; "" = none.
func Number(field, number string) Value { return Value{field, kindNumber, number} }

// Flag returns true or false.
func Flag(field string, isSet bool) Value {
	if isSet {
		return Value{field, kindFlag, "true"}
	}
	return Value{field, kindFlag, "false"}
}

// ID returns a reference to an object by its ID, as in CUST-00101; "" = no reference.
func ID(field, id string) Value { return Value{field, kindID, id} }

// Key returns a reference to an object by its key; "" = no reference.
func Key(field, key string) Value { return Value{field, kindKey, key} }

// wire returns the value in JSON. For no reference, it writes a null key, as in the schema (contract section 13).
func (v Value) wire() ([]byte, error) {
	switch {
	case v.kind == kindFlag:
		return []byte(v.text), nil
	case v.kind == kindID && v.text != "":
		return lenient.Encode(map[string]string{"id": v.text})
	case v.kind == kindKey && v.text != "":
		return lenient.Encode(map[string]string{"key": v.text})
	case v.kind == kindID || v.kind == kindKey:
		return []byte(`{"key":null}`), nil
	case v.text == "":
		return []byte("null"), nil
	}
	return lenient.Encode(v.text)
}

// isIn reports whether the fields of an object have the value. isLoose: texts may be as Intacct has changed them.
// Zero counts as no number.
func (v Value) isIn(row Row, isLoose bool) bool {
	switch v.kind {
	case kindNumber:
		found := string(row.text(v.field))
		return lenient.SameNumber(orZero(v.text), orZero(found))
	case kindWord, kindFlag:
		return strings.EqualFold(v.text, string(row.text(v.field)))
	case kindID:
		return naturalkey.MayBeSame(v.text, string(row.text(v.field+".id")))
	case kindKey:
		return v.text == string(row.text(v.field+".key"))
	default:
		found := string(row.text(v.field))
		return v.text == found || isLoose && naturalkey.MayBeSame(v.text, found)
	}
}

func orZero(number string) string {
	if number == "" {
		return "0"
	}
	return number
}

// areIn reports whether an object has all of the values.
func (v Values) areIn(row Row, isLoose bool) bool {
	return !slices.ContainsFunc(v, func(value Value) bool { return !value.isIn(row, isLoose) })
}

// given returns the values without empty ones.
func (v Values) given() Values {
	return slices.DeleteFunc(slices.Clone(v), func(value Value) bool { return value.text == "" })
}

// MarshalJSON writes the values as an object.
func (v Values) MarshalJSON() ([]byte, error) { return v.object("") }

// object writes the values as an object that begins with the member first, unless first is "".
func (v Values) object(first string) ([]byte, error) {
	var text bytes.Buffer
	text.WriteString("{" + first)
	for rest := v; len(rest) > 0; {
		name, _, isDotted := strings.Cut(rest[0].field, ".")
		var inner, others Values
		for _, value := range rest {
			switch field, isInside := strings.CutPrefix(value.field, name+"."); {
			case isDotted && isInside:
				inner = append(inner, Value{field, value.kind, value.text})
			case isDotted || value.field != name:
				others = append(others, value)
			}
		}
		written, err := rest[0].wire()
		if isDotted {
			written, err = inner.object("")
		}
		if err != nil {
			return nil, err
		}
		if text.Len() > 1 {
			text.WriteByte(',')
		}
		quoted, err := lenient.Encode(name)
		if err != nil {
			return nil, err
		}
		text.Write(quoted)
		text.WriteByte(':')
		text.Write(written)
		rest = others
	}
	text.WriteByte('}')
	return text.Bytes(), nil
}

// Since returns the values that differ from those of before, which has the same fields. A different spelling of a
// number does not count. If a member of a nested object differs, the result has all its members that have a value: it
// is an open question whether a PATCH merges or replaces such an object (contract section 17, question 1).
func (v Values) Since(before Values) Values {
	changed := make(map[int]bool, len(v))
	groups := map[string]bool{}
	for i, value := range v {
		if changed[i] = !value.saysWhat(before[i]); changed[i] {
			groups[value.group()] = true
		}
	}
	var result Values
	for i, value := range v {
		isMember := value.group() != "" && groups[value.group()] && value.text != ""
		if changed[i] || isMember {
			result = append(result, value)
		}
	}
	return result
}

// saysWhat reports whether two values for a field are the same.
func (v Value) saysWhat(other Value) bool {
	isNumber := v.kind == kindNumber && v.text != "" && other.text != ""
	return v.text == other.text || isNumber && lenient.SameNumber(v.text, other.text)
}

// group returns the nested object that a field is a member of; "" = none.
func (v Value) group() string {
	group, _, isDotted := strings.Cut(v.field, ".")
	if !isDotted {
		return ""
	}
	return group
}
