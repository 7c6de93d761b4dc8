package intacct

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

// condition reports whether a row matches.
type condition func(record) bool

// comparison is a value prepared for comparisons.
type comparison struct {
	null    bool
	text    string
	numeric bool
	number  decimal.Decimal
	whole   bool // number is also in integer, as for keys, which most comparisons are about
	integer int64
}

// comparisonOf prepares the value of a row.
func comparisonOf(value any, kind FieldKind, fold bool) comparison {
	if value == nil {
		return comparison{null: true}
	}
	text, ok := value.(string)
	if !ok {
		text = fmt.Sprint(value)
	}
	return textComparison(text, kind, fold)
}

// textComparison prepares a text value. In a field of numbers, text that is not a number is compared as text.
func textComparison(text string, kind FieldKind, fold bool) comparison {
	if fold {
		text = strings.ToLower(text)
	}
	prepared := comparison{text: text}
	if kind == KindNumber {
		if integer, err := strconv.ParseInt(text, 10, 64); err == nil {
			prepared.numeric, prepared.number = true, decimal.NewFromInt(integer)
			prepared.whole, prepared.integer = true, integer
		} else if number, err := decimal.NewFromString(text); err == nil {
			prepared.numeric, prepared.number = true, number
		}
	}
	return prepared
}

// name returns the same text for all spellings of a value.
func (v comparison) name() string {
	if v.numeric {
		return v.number.String()
	}
	return v.text
}

// readFilters reads filters and how they are combined.
func (q *queryReader) readFilters(raw, expression json.RawMessage) condition {
	var conditions []condition
	if raw != nil {
		var elements []json.RawMessage
		if err := json.Unmarshal(raw, &elements); err != nil || elements == nil {
			q.wrong.add("/filters", "filters must be a list")
		}
		for i, element := range elements {
			conditions = append(conditions, q.readFilter(fmt.Sprintf("/filters/%d", i), element))
		}
	}
	text := "and"
	if expression != nil {
		text = q.text("filterExpression", expression)
	}
	combined, err := parseExpression(text, conditions)
	if err != nil {
		q.wrong.add("/filterExpression", "The filter expression cannot be read: %v", err)
	}
	return combined
}

// readFilter reads one filter, an operator that contains a field and its operand: {"$eq":{"status":"active"}}.
func (q *queryReader) readFilter(target string, raw json.RawMessage) condition {
	name, inner, ok := q.only(target, raw)
	if !ok {
		return nil
	}
	known, found := operatorNamed(name)
	if !found {
		q.wrong.add(target, "The operator %s is not known", name)
		return nil
	}
	field, operand, ok := q.only(target+"/"+name, inner)
	if !ok || !q.usable(target+"/"+name, field) {
		return nil
	}
	kind, fold := q.object.fields[field], q.fold
	operands, err := readOperands(known, operand, kind, fold)
	if err != nil {
		q.wrong.add(target+"/"+name+"/"+field, "The value cannot be used with %s: %v", name, err)
		return nil
	}
	matches, withNull := known.matches(operands), operands[0].null
	return func(row record) bool {
		value := comparisonOf(row.value(field), kind, fold)
		if value.null && !withNull {
			return false // a missing value matches no comparison with a value, not even inequality
		}
		return matches(value)
	}
}

// only returns the single member of an object.
func (q *queryReader) only(target string, raw json.RawMessage) (string, json.RawMessage, bool) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(raw, &members); err == nil && len(members) == 1 {
		for name, value := range members {
			return name, value, true
		}
	}
	q.wrong.add(target, "A filter is an object with one operator over one field")
	return "", nil, false
}
