package api

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

// ExpressionKind is the kind of an Expression.
type ExpressionKind int

const (
	// ExpressionFilter is the condition of one filter.
	ExpressionFilter ExpressionKind = iota
	// ExpressionAnd requires all its terms or, without terms, all filters: the bare word "and".
	ExpressionAnd
	// ExpressionOr requires one of its terms or, without terms, one of all filters: the bare word "or".
	ExpressionOr
)

// Expression is a tree that describes how the filters of a query are combined (contract section 8). String and
// ParseExpression are inverses of each other.
type Expression struct {
	Kind   ExpressionKind
	Filter int          // number of the filter, from 1; ExpressionFilter only
	Terms  []Expression // two or more, or none at the root
}

// ExpressionError describes where and why a filter expression cannot be read.
type ExpressionError struct {
	Position int // character, from 1
	Problem  string
}

// Error returns the position and the problem.
func (e *ExpressionError) Error() string {
	return fmt.Sprintf("character %d: %s", e.Position, e.Problem)
}

// String returns the expression in lower case, with parentheses around every nested part, because Intacct does not
// document whether and or or takes precedence.
func (e Expression) String() string {
	var text strings.Builder
	e.write(&text)
	return text.String()
}

func (e Expression) write(text *strings.Builder) {
	word := "and"
	switch e.Kind {
	case ExpressionFilter:
		text.WriteString(strconv.Itoa(e.Filter))
		return
	case ExpressionOr:
		word = "or"
	}
	if len(e.Terms) == 0 {
		text.WriteString(word)
		return
	}
	for i, term := range e.Terms {
		if i > 0 {
			text.WriteString(" " + word + " ")
		}
		if term.Kind == ExpressionFilter {
			term.write(text)
			continue
		}
		text.WriteByte('(')
		term.write(text)
		text.WriteByte(')')
	}
}

// ParseExpression parses a filter expression for the given number of filters: the numbers of filters from 1, joined
// by and and or in any case, and parentheses; or only one of the two words. Without parentheses, and takes
// precedence. "" is the default, "and". An unused filter is not an error.
//
// Errors: *ExpressionError.
func ParseExpression(text string, filters int) (Expression, error) {
	parser := &expressionParser{tokens: tokenize(text), filters: filters}
	switch {
	case len(parser.tokens) == 1: // the end
		return Expression{Kind: ExpressionAnd}, nil
	case len(parser.tokens) == 2 && parser.peek().word == "and":
		return Expression{Kind: ExpressionAnd}, nil
	case len(parser.tokens) == 2 && parser.peek().word == "or":
		return Expression{Kind: ExpressionOr}, nil
	}
	expression, err := parser.joined(ExpressionOr)
	if err != nil {
		return Expression{}, err
	}
	if found := parser.peek(); !found.isEnd {
		if found.word == ")" {
			return Expression{}, found.problem("there is no opening parenthesis for this closing one")
		}
		return Expression{}, found.unexpected("and, or, or the end")
	}
	return expression, nil
}

// expressionToken is a word, a number or a parenthesis.
type expressionToken struct {
	text     string
	word     string // text in lower case
	position int
	isEnd    bool
}

func (t expressionToken) problem(format string, arguments ...any) error {
	return &ExpressionError{Position: t.position, Problem: fmt.Sprintf(format, arguments...)}
}

func (t expressionToken) unexpected(possible string) error {
	if t.isEnd {
		return t.problem("the expression ends here, expected %s", possible)
	}
	return t.problem("found %q, expected %s", t.text, possible)
}

// tokenize splits an expression into tokens; the last one is its end. Adjacent letters and digits form one word, and
// any other character is a token by itself.
func tokenize(text string) []expressionToken {
	var tokens []expressionToken
	characters := []rune(text)
	isWordPart := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' }
	for i := 0; i < len(characters); {
		start := i
		i++
		if unicode.IsSpace(characters[start]) {
			continue
		}
		if isWordPart(characters[start]) {
			for i < len(characters) && isWordPart(characters[i]) {
				i++
			}
		}
		found := string(characters[start:i])
		tokens = append(tokens, expressionToken{text: found, word: strings.ToLower(found), position: start + 1})
	}
	return append(tokens, expressionToken{position: len(characters) + 1, isEnd: true})
}

// expressionParser reads tokens from left to right.
type expressionParser struct {
	tokens  []expressionToken
	filters int
	depth   int // of open parentheses
}

// deepestNesting limits the number of parentheses that are open at once.
const deepestNesting = 100

func (p *expressionParser) peek() expressionToken { return p.tokens[0] }

func (p *expressionParser) take() expressionToken {
	token := p.tokens[0]
	if !token.isEnd {
		p.tokens = p.tokens[1:]
	}
	return token
}

// joined reads terms that are joined by or, each of which consists of one or more operands joined by and.
func (p *expressionParser) joined(kind ExpressionKind) (Expression, error) {
	word, term := "or", func() (Expression, error) { return p.joined(ExpressionAnd) }
	if kind == ExpressionAnd {
		word, term = "and", p.operand
	}
	first, err := term()
	if err != nil {
		return Expression{}, err
	}
	terms := []Expression{first}
	for p.peek().word == word {
		p.take()
		next, err := term()
		if err != nil {
			return Expression{}, err
		}
		terms = append(terms, next)
	}
	if len(terms) == 1 {
		return first, nil
	}
	return Expression{Kind: kind, Terms: terms}, nil
}

// operand reads a filter's number, or an expression in parentheses.
func (p *expressionParser) operand() (Expression, error) {
	const possible = "the number of a filter or an opening parenthesis"
	token := p.take()
	if token.word == "(" {
		return p.parenthesized(token)
	}
	if token.isEnd || strings.Trim(token.word, "0123456789") != "" {
		return Expression{}, token.unexpected(possible)
	}
	number, err := strconv.Atoi(token.word)
	switch {
	case p.filters == 0:
		return Expression{}, token.problem("there is no filter %s: there are no filters", token.text)
	case err != nil || number < 1 || number > p.filters:
		return Expression{}, token.problem("there is no filter %s: the filters have the numbers 1 to %d", token.text, p.filters)
	}
	return Expression{Kind: ExpressionFilter, Filter: number}, nil
}

// parenthesized reads what follows an opening parenthesis.
func (p *expressionParser) parenthesized(opening expressionToken) (Expression, error) {
	if p.depth++; p.depth > deepestNesting {
		return Expression{}, opening.problem("more than %d parentheses are open", deepestNesting)
	}
	inner, err := p.joined(ExpressionOr)
	if err != nil {
		return Expression{}, err
	}
	p.depth--
	switch closing := p.take(); {
	case closing.word == ")":
		return inner, nil
	case closing.isEnd:
		return Expression{}, closing.problem("the parenthesis at character %d is not closed", opening.position)
	default:
		return Expression{}, closing.unexpected("and, or, or a closing parenthesis")
	}
}
