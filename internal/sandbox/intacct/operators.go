package intacct

import (
	"encoding/json"
	"errors"
	"strings"
)

// arity is the number of operands of an operator.
type arity int

const (
	single arity = iota
	list
	pair
)

// operator is a comparison (contract 8).
type operator struct {
	arity arity
	// booleans is true if the operator accepts true and false, nulls if it accepts null.
	booleans bool
	nulls    bool
	// textual is true if the operator compares text, even for numbers.
	textual bool
	matches matching
}

// operatorNamed returns the operator with a name. It does not support $has, which is for fields with several texts,
// because no object has such a field.
func operatorNamed(name string) (operator, bool) {
	known, found := map[string]operator{
		"$eq":            {booleans: true, nulls: true, matches: matchSign(0)},
		"$ne":            {booleans: true, nulls: true, matches: not(matchSign(0))},
		"$lt":            {matches: matchSign(-1)},
		"$lte":           {booleans: true, matches: not(matchSign(1))},
		"$gt":            {matches: matchSign(1)},
		"$gte":           {booleans: true, matches: not(matchSign(-1))},
		"$in":            {arity: list, booleans: true, matches: matchAny},
		"$notIn":         {arity: list, booleans: true, matches: not(matchAny)},
		"$between":       {arity: pair, matches: matchBetween},
		"$notBetween":    {arity: pair, matches: not(matchBetween)},
		"$contains":      {textual: true, matches: matchText(strings.Contains)},
		"$notContains":   {textual: true, matches: not(matchText(strings.Contains))},
		"$startsWith":    {textual: true, matches: matchText(strings.HasPrefix)},
		"$notStartsWith": {textual: true, matches: not(matchText(strings.HasPrefix))},
		"$endsWith":      {textual: true, matches: matchText(strings.HasSuffix)},
		"$notEndsWith":   {textual: true, matches: not(matchText(strings.HasSuffix))},
	}[name]
	return known, found
}

// matching turns operands into a comparison.
type matching = func(operands []comparison) func(comparison) bool

// matchSign compares with the single operand.
func matchSign(sign int) matching {
	return func(operands []comparison) func(comparison) bool {
		return func(value comparison) bool { return value.compare(operands[0]) == sign }
	}
}

// not negates an operator.
func not(matches matching) matching {
	return func(operands []comparison) func(comparison) bool {
		matched := matches(operands)
		return func(value comparison) bool { return !matched(value) }
	}
}

// matchAny matches any of the operands.
func matchAny(operands []comparison) func(comparison) bool {
	names := map[string]bool{}
	for _, operand := range operands {
		names[operand.name()] = true
	}
	return func(value comparison) bool { return names[value.name()] }
}

// matchBetween includes both ends.
func matchBetween(operands []comparison) func(comparison) bool {
	return func(value comparison) bool {
		return value.compare(operands[0]) >= 0 && value.compare(operands[1]) <= 0
	}
}

// matchText compares values as text, even numbers.
func matchText(has func(text, part string) bool) matching {
	return func(operands []comparison) func(comparison) bool {
		return func(value comparison) bool { return has(value.text, operands[0].text) }
	}
}

// readOperands reads the operands of an operator.
func readOperands(known operator, raw json.RawMessage, kind FieldKind, fold bool) ([]comparison, error) {
	if known.arity == single {
		operand, err := readOperand(known, raw, kind, fold)
		return []comparison{operand}, err
	}
	var elements []json.RawMessage
	if err := json.Unmarshal(raw, &elements); err != nil || len(elements) == 0 {
		return nil, errors.New("must be a list")
	}
	if known.arity == pair && len(elements) != 2 {
		return nil, errors.New("must be a list of two values")
	}
	var operands []comparison
	for _, element := range elements {
		operand, err := readOperand(known, element, kind, fold)
		if err != nil {
			return nil, err
		}
		operands = append(operands, operand)
	}
	return operands, nil
}

// readOperand reads one value.
func readOperand(known operator, raw json.RawMessage, kind FieldKind, fold bool) (comparison, error) {
	decoder := json.NewDecoder(strings.NewReader(string(raw)))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return comparison{}, err
	}
	text := ""
	switch given := value.(type) {
	case string:
		text = given
	case json.Number:
		text = given.String()
	case bool:
		if !known.booleans {
			return comparison{}, errors.New("true and false are not allowed")
		}
		text = strings.ToLower(string(raw))
	case nil:
		if !known.nulls {
			return comparison{}, errors.New("null is only allowed with $eq and $ne")
		}
		return comparison{null: true}, nil
	default:
		return comparison{}, errors.New("must be text, a number, true, or false")
	}
	operand := textComparison(text, kind, fold)
	if kind == KindNumber && !operand.numeric && !known.textual {
		return comparison{}, errors.New("must be a number")
	}
	return operand, nil
}
