package intacct

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// deepest is the maximum nesting depth of parentheses in an expression.
const deepest = 50

// parseExpression combines conditions according to an expression (contract 8): their numbers, starting at 1, with and,
// or, and parentheses; or a single and or or for all of them. As usual, and binds more tightly than or, which the
// contract does not specify.
func parseExpression(text string, conditions []condition) (condition, error) {
	switch text {
	case "and":
		return allOf(conditions), nil
	case "or":
		if len(conditions) == 0 {
			return allOf(nil), nil
		}
		return anyOf(conditions), nil
	}
	parser := &expressionParser{words: expressionWords(text), conditions: conditions}
	parsed, err := parser.alternatives(0)
	if err == nil && len(parser.words) > 0 {
		err = fmt.Errorf("%q was not expected", parser.words[0])
	}
	return parsed, err
}

// expressionWords splits an expression into parentheses and the words between them.
func expressionWords(text string) []string {
	return strings.Fields(strings.NewReplacer("(", " ( ", ")", " ) ").Replace(text))
}

// expressionParser reads an expression from left to right.
type expressionParser struct {
	words      []string
	conditions []condition
}

// take consumes the next word if it is the wanted one.
func (p *expressionParser) take(wanted string) bool {
	if len(p.words) == 0 || p.words[0] != wanted {
		return false
	}
	p.words = p.words[1:]
	return true
}

// alternatives reads parts joined by or.
func (p *expressionParser) alternatives(depth int) (condition, error) {
	return p.joined("or", anyOf, func() (condition, error) {
		return p.joined("and", allOf, func() (condition, error) { return p.part(depth) })
	})
}

// joined reads parts joined by a word.
func (p *expressionParser) joined(
	word string, join func([]condition) condition, read func() (condition, error),
) (condition, error) {
	var parts []condition
	for {
		part, err := read()
		if err != nil {
			return nil, err
		}
		parts = append(parts, part)
		if !p.take(word) {
			return join(parts), nil
		}
	}
}

// part reads a number or an expression in parentheses.
func (p *expressionParser) part(depth int) (condition, error) {
	if p.take("(") {
		if depth >= deepest {
			return nil, errors.New("parentheses are nested too deeply")
		}
		inner, err := p.alternatives(depth + 1)
		if err == nil && !p.take(")") {
			err = errors.New("a parenthesis is not closed")
		}
		return inner, err
	}
	if len(p.words) == 0 {
		return nil, errors.New("it ends too early")
	}
	word := p.words[0]
	number, err := strconv.Atoi(word)
	if err != nil || strconv.Itoa(number) != word || number < 1 || number > len(p.conditions) {
		return nil, fmt.Errorf("%q is not the number of a filter", word)
	}
	p.words = p.words[1:]
	return p.conditions[number-1], nil
}

// allOf returns a condition that matches if all conditions match.
func allOf(conditions []condition) condition {
	return func(row record) bool {
		for _, fits := range conditions {
			if !fits(row) {
				return false
			}
		}
		return true
	}
}

// anyOf returns a condition that matches if any of the conditions matches.
func anyOf(conditions []condition) condition {
	return func(row record) bool {
		for _, fits := range conditions {
			if fits(row) {
				return true
			}
		}
		return false
	}
}
