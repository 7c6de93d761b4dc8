package api

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func number(n int) Expression             { return Expression{Filter: n} }
func all(terms ...Expression) Expression  { return Expression{Kind: ExpressionAnd, Terms: terms} }
func some(terms ...Expression) Expression { return Expression{Kind: ExpressionOr, Terms: terms} }

func TestParseExpression(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text    string
		want    Expression
		printed string
	}{
		{"(1 and 2) or 3", some(all(number(1), number(2)), number(3)), "(1 and 2) or 3"},
		{"or", some(), "or"},
		{" AND ", all(), "and"},
		{"", all(), "and"},
		{"  ", all(), "and"},
		{"2", number(2), "2"},
		{"((2))", number(2), "2"},
		{"1 and 2 and 3", all(number(1), number(2), number(3)), "1 and 2 and 3"},
		{"(1 and 2) and 3", all(all(number(1), number(2)), number(3)), "(1 and 2) and 3"},
		{"1 or 2 and 3", some(number(1), all(number(2), number(3))), "1 or (2 and 3)"},
		{"1 and 2 or 3", some(all(number(1), number(2)), number(3)), "(1 and 2) or 3"},
		{"1 and (2 or 3)", all(number(1), some(number(2), number(3))), "1 and (2 or 3)"},
		{"1\tOr\n(3And 2)", Expression{}, ""}, // adjacent letters and digits form one word
		{"(1)or(2)", some(number(1), number(2)), "1 or 2"},
		{"1 or 1", some(number(1), number(1)), "1 or 1"},
		{"01 and 002", all(number(1), number(2)), "1 and 2"},
	}
	for _, test := range tests {
		t.Run(test.text, func(t *testing.T) {
			t.Parallel()
			got, err := ParseExpression(test.text, 3)
			if test.printed == "" {
				if err == nil {
					t.Fatal("accepted")
				}
				return
			}
			check(t, err)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
			if got.String() != test.printed {
				t.Errorf("printed %q, want %q", got, test.printed)
			}
		})
	}
}

func TestParseExpression_mistakesAreNamedWithTheirPlace(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text    string
		filters int
		want    string
	}{
		{"(1 and 2 or 3", 3, "character 14: the parenthesis at character 1 is not closed"},
		{"1 and (2 or (3)", 3, "character 16: the parenthesis at character 7 is not closed"},
		{"1 and 2) or 3", 3, "character 8: there is no opening parenthesis for this closing one"},
		{"1 and 4", 3, "character 7: there is no filter 4: the filters have the numbers 1 to 3"},
		{"0 or 1", 3, "character 1: there is no filter 0: the filters have the numbers 1 to 3"},
		{"99999999999999999999", 3, "character 1: there is no filter 99999999999999999999: the filters have the numbers 1 to 3"},
		{"1", 0, "character 1: there is no filter 1: there are no filters"},
		{"1 xor 2", 3, `character 3: found "xor", expected and, or, or the end`},
		{"(1 xor 2)", 3, `character 4: found "xor", expected and, or, or a closing parenthesis`},
		{"not 1", 3, `character 1: found "not", expected the number of a filter or an opening parenthesis`},
		{"1 2", 3, `character 3: found "2", expected and, or, or the end`},
		{"1 and", 3, "character 6: the expression ends here, expected the number of a filter or an opening parenthesis"},
		{"and 1", 3, `character 1: found "and", expected the number of a filter or an opening parenthesis`},
		{"1 and or 2", 3, `character 7: found "or", expected the number of a filter or an opening parenthesis`},
		{"()", 3, `character 2: found ")", expected the number of a filter or an opening parenthesis`},
		{"1 && 2", 3, `character 3: found "&", expected and, or, or the end`},
		{"-1", 3, `character 1: found "-", expected the number of a filter or an opening parenthesis`},
		{"ü or 1", 3, `character 1: found "ü", expected the number of a filter or an opening parenthesis`},
		{"1 ü", 3, `character 3: found "ü", expected and, or, or the end`},
		{"1and2", 3, `character 1: found "1and2", expected the number of a filter or an opening parenthesis`},
		{"٣", 3, `character 1: found "٣", expected the number of a filter or an opening parenthesis`},
		{strings.Repeat("(", 5000), 3, "character 101: more than 100 parentheses are open"},
	}
	for _, test := range tests {
		t.Run(test.want, func(t *testing.T) {
			t.Parallel()
			_, err := ParseExpression(test.text, test.filters)
			var mistake *ExpressionError
			if !errors.As(err, &mistake) || mistake.Error() != test.want {
				t.Errorf("error %v\nwant  %s", err, test.want)
			}
		})
	}
}

func TestQuery_withAnExpressionThatCannotBeRead_sendsNothing(t *testing.T) {
	t.Parallel()
	c, _ := answering(t)
	_, err := c.QueryPage(t.Context(), Query{Object: "o", FilterExpression: "1 and"})
	if _, ok := errors.AsType[*ExpressionError](err); !ok {
		t.Errorf("error %v", err)
	}
}

// expressions draws trees over the given number of filters.
func expressions(filters, depth int) *rapid.Generator[Expression] {
	return rapid.Custom(func(t *rapid.T) Expression {
		kind := rapid.SampledFrom([]ExpressionKind{ExpressionFilter, ExpressionAnd, ExpressionOr}).Draw(t, "kind")
		if depth == 0 || kind == ExpressionFilter {
			return number(rapid.IntRange(1, filters).Draw(t, "filter"))
		}
		return Expression{Kind: kind, Terms: rapid.SliceOfN(expressions(filters, depth-1), 2, 4).Draw(t, "terms")}
	})
}

func TestExpression_whatIsPrintedReadsTheSame(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want := expressions(9, 4).Draw(t, "expression")
		got, err := ParseExpression(want.String(), 9)
		if err != nil {
			t.Fatalf("%v in %s", err, want)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatal(diff)
		}
	})
}
