package api

import (
	"errors"
	"fmt"
	"slices"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
)

// Operator is the comparison of a filter (contract section 8).
type Operator string

// Operators of the query service as they are sent, and two more for comparisons with null.
const (
	Equal          Operator = "$eq"
	NotEqual       Operator = "$ne"
	Less           Operator = "$lt"
	LessOrEqual    Operator = "$lte"
	Greater        Operator = "$gt"
	GreaterOrEqual Operator = "$gte"
	Contains       Operator = "$contains"
	NotContains    Operator = "$notContains"
	StartsWith     Operator = "$startsWith"
	NotStartsWith  Operator = "$notStartsWith"
	EndsWith       Operator = "$endsWith"
	NotEndsWith    Operator = "$notEndsWith"
	Has            Operator = "$has" // for fields that are lists of texts

	In    Operator = "$in" // one value or more
	NotIn Operator = "$notIn"

	Between    Operator = "$between" // two values, both included
	NotBetween Operator = "$notBetween"

	IsNull    Operator = "$eq null" // no value
	IsNotNull Operator = "$ne null"
)

// Filter is one condition on the rows of a query, as in Filter{Field: "status", Operator: Equal, Values:
// []string{"active"}}.
//
// Values are sent as JSON strings, which Intacct also accepts for numbers, Booleans, and dates (contract section 8),
// so that a key such as "0015" keeps its zeros. Dates are YYYY-MM-DD or one of Intacct's keywords, such as today or
// currentMonth.
type Filter struct {
	Field    string
	Operator Operator
	Values   []string
}

// Check returns what is wrong with a filter: no field, an unknown operator, or a wrong number of values for its
// operator.
func (f Filter) Check() error {
	if f.Field == "" {
		return errors.New("a filter has no field")
	}
	atLeast, atMost := 1, 1
	switch f.Operator {
	case Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual, Has,
		Contains, NotContains, StartsWith, NotStartsWith, EndsWith, NotEndsWith:
	case In, NotIn:
		atMost = len(f.Values)
	case Between, NotBetween:
		atLeast, atMost = 2, 2
	case IsNull, IsNotNull:
		atLeast, atMost = 0, 0
	default:
		return fmt.Errorf("the filter on %s has the unknown operator %q", f.Field, string(f.Operator))
	}
	if count := len(f.Values); count < atLeast || count > atMost {
		return fmt.Errorf("the filter on %s has %s, but %s requires %s", f.Field, values(count), f.Operator, needed(atLeast, atMost))
	}
	return nil
}

func values(count int) string {
	switch count {
	case 0:
		return "no value"
	case 1:
		return "1 value"
	}
	return fmt.Sprintf("%d values", count)
}

func needed(atLeast, atMost int) string {
	if atLeast != atMost {
		return values(atLeast) + " or more"
	}
	return values(atLeast)
}

// MarshalJSON writes the filter as the query service reads it:
// {"$eq":{"status":"active"}}.
func (f Filter) MarshalJSON() ([]byte, error) {
	if err := f.Check(); err != nil {
		return nil, err
	}
	operator := f.Operator
	var operand any
	switch operator {
	case In, NotIn, Between, NotBetween:
		operand = slices.Clone(f.Values)
	case IsNull:
		operator = Equal
	case IsNotNull:
		operator = NotEqual
	default:
		operand = f.Values[0]
	}
	return lenient.Encode(map[Operator]map[string]any{operator: {f.Field: operand}})
}

// FilterParameters change how a query is evaluated. A nil pointer or "" keeps Intacct's default (contract section 8).
type FilterParameters struct {
	// AsOfDate is the date that relative dates refer to, YYYY-MM-DD. Defaults to today.
	AsOfDate string `json:"asOfDate,omitempty"`
	// IncludeHierarchyFields adds fields of the hierarchy. Defaults to false.
	IncludeHierarchyFields *bool `json:"includeHierarchyFields,omitempty"`
	// CaseSensitiveComparison: case matters in comparisons. Defaults to true.
	CaseSensitiveComparison *bool `json:"caseSensitiveComparison,omitempty"`
	// IncludePrivate also reads private entities from the top level. Defaults to false.
	IncludePrivate *bool `json:"includePrivate,omitempty"`
}

// Order is one field to sort by.
type Order struct {
	Field      string
	Descending bool
}

// MarshalJSON writes {"field":"asc"} or {"field":"desc"}.
func (o Order) MarshalJSON() ([]byte, error) {
	if o.Field == "" {
		return nil, errors.New("an order has no field")
	}
	direction := "asc"
	if o.Descending {
		direction = "desc"
	}
	return lenient.Encode(map[string]string{o.Field: direction})
}
