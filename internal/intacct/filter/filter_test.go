package filter

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"pgregory.net/rapid"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/intacct/api"
)

// textsOf returns a list of texts; "-" = null, "?" = unknown.
func textsOf(texts ...string) types.List {
	elements := make([]attr.Value, len(texts))
	for i, text := range texts {
		elements[i] = textOf(text)
	}
	return types.ListValueMust(types.StringType, elements)
}

func textOf(text string) types.String {
	switch text {
	case "-":
		return types.StringNull()
	case "?":
		return types.StringUnknown()
	}
	return types.StringValue(text)
}

func fine(t *testing.T, diags diag.Diagnostics) {
	t.Helper()
	if diags.HasError() {
		t.Fatalf("diagnostics: %v", diags)
	}
}

func none() types.List { return types.ListNull(types.StringType) }

func TestFilters_onTheWire(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		operator string
		value    string
		values   types.List
	}{
		`{"$eq":{"f":"a"}}`:               {"eq", "a", none()},
		`{"$ne":{"f":"a"}}`:               {"ne", "a", none()},
		`{"$lt":{"f":"015"}}`:             {"lt", "015", none()},
		`{"$lte":{"f":"1.50"}}`:           {"lte", "1.50", none()},
		`{"$gt":{"f":"currentMonth"}}`:    {"gt", "currentMonth", none()},
		`{"$gte":{"f":"2026-01-31"}}`:     {"gte", "2026-01-31", none()},
		`{"$contains":{"f":""}}`:          {"contains", "", none()},
		`{"$notContains":{"f":"a"}}`:      {"not_contains", "a", none()},
		`{"$startsWith":{"f":"<&>"}}`:     {"starts_with", "<&>", none()},
		`{"$notStartsWith":{"f":"a"}}`:    {"not_starts_with", "a", none()},
		`{"$endsWith":{"f":"a"}}`:         {"ends_with", "a", none()},
		`{"$notEndsWith":{"f":"a"}}`:      {"not_ends_with", "a", none()},
		`{"$in":{"f":["a"]}}`:             {"in", "-", textsOf("a")},
		`{"$notIn":{"f":["a","b","c"]}}`:  {"not_in", "-", textsOf("a", "b", "c")},
		`{"$between":{"f":["1","2"]}}`:    {"between", "-", textsOf("1", "2")},
		`{"$notBetween":{"f":["1","2"]}}`: {"not_between", "-", textsOf("1", "2")},
		`{"$eq":{"f":null}}`:              {"is_null", "-", none()},
		`{"$ne":{"f":null}}`:              {"is_not_null", "-", none()},
	}
	tested := map[string]bool{}
	for want, test := range tests {
		tested[test.operator] = true
		filters, diags := Expand(t.Context(), []Model{{types.StringValue("f"), types.StringValue(test.operator), textOf(test.value), test.values}})
		fine(t, diags)
		body, err := filters[0].MarshalJSON()
		if err != nil || string(body) != want {
			t.Errorf("%s: got %s, want %s: %v", test.operator, body, want, err)
		}
	}
	if len(tested) != len(operators()) {
		t.Errorf("tested are %v of %v", slices.Sorted(maps.Keys(tested)), slices.Sorted(maps.Keys(operators())))
	}
}

func TestFilterModel_validate(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		operator, value string
		values          types.List
		want            string // "" = nothing is wrong
	}{
		"one":                   {"eq", "a", none(), ""},
		"one, not known":        {"eq", "?", none(), ""},
		"one, missing":          {"eq", "-", none(), "eq of filters[3] needs a value; set value, or use is_null or is_not_null to look for null"},
		"one, several":          {"eq", "-", textsOf("a"), "needs a value"},
		"one, both":             {"eq", "a", textsOf("a"), "takes one value; set value instead of values"},
		"some":                  {"in", "-", textsOf("a"), ""},
		"some, not known":       {"in", "-", types.ListUnknown(types.StringType), ""},
		"some, one not known":   {"in", "-", textsOf("a", "?"), ""},
		"some, missing":         {"in", "-", none(), "in of filters[3] needs one value or more; set values"},
		"some, none":            {"not_in", "-", textsOf(), "needs one value or more; set values"},
		"some, null":            {"in", "-", textsOf("a", "-"), "contains a null value; remove it"},
		"some, one":             {"in", "a", none(), "takes values; set values instead of value"},
		"two":                   {"between", "-", textsOf("1", "?"), ""},
		"two, one":              {"between", "-", textsOf("1"), "needs two values; set values = [FROM, TO]"},
		"two, three":            {"not_between", "-", textsOf("1", "2", "3"), "needs two values; set values = [FROM, TO]"},
		"two, missing":          {"between", "-", none(), "needs two values"},
		"two, null":             {"between", "-", textsOf("1", "-"), "contains a null value"},
		"none":                  {"is_null", "-", none(), ""},
		"none, one":             {"is_null", "a", none(), "takes no value; remove value"},
		"none, one not known":   {"is_null", "?", none(), "takes no value; remove value"},
		"none, several":         {"is_not_null", "-", textsOf(), "takes no value; remove values"},
		"an unknown operator":   {"?", "-", none(), ""},
		"none of the operators": {"like", "-", none(), ""}, // the validator of the schema reports it
	}
	at := path.Root("filters").AtListIndex(3)
	for name, test := range tests {
		got := Model{types.StringValue("f"), textOf(test.operator), textOf(test.value), test.values}.validate(at)
		switch {
		case test.want == "" && len(got) > 0, test.want != "" && len(got) == 0:
			t.Errorf("%s: got %v", name, got)
		case test.want != "" && !strings.Contains(got[0].Detail(), test.want):
			t.Errorf("%s: got %s, want %s", name, got[0].Detail(), test.want)
		}
	}
}

// Filters that pass the check can be sent, and filters that do not pass are not sent.
func TestFilters_whatIsCheckedCanBeSent(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		values := none()
		if rapid.Bool().Draw(t, "has values") {
			values = textsOf(rapid.SliceOfN(rapid.SampledFrom([]string{"a", "-", "?x", ""}), 0, 4).Draw(t, "values")...)
		}
		model := Model{
			Field:    types.StringValue("f"),
			Operator: types.StringValue(rapid.SampledFrom(slices.Sorted(maps.Keys(operators()))).Draw(t, "operator")),
			Value:    textOf(rapid.SampledFrom([]string{"a", "-", ""}).Draw(t, "value")),
			Values:   values,
		}
		filters, diags := Expand(context.Background(), []Model{model})
		if diags.HasError() != model.validate(path.Root("filters").AtListIndex(0)).HasError() {
			t.Fatalf("%v: %v", model, diags)
		}
		if diags.HasError() {
			return
		}
		if err := filters[0].Check(); err != nil {
			t.Fatalf("%v: %v", model, err)
		}
	})
}

func TestFilterParameters_onTheWire(t *testing.T) {
	t.Parallel()
	for want, model := range map[string]*Parameters{
		`null`: nil,
		`{}`:   {},
		`{"asOfDate":"2026-02-28","includeHierarchyFields":true,"caseSensitiveComparison":false,"includePrivate":true}`: {
			AsOfDate: customtypes.NewDateValue("20260228"), IncludeHierarchyFields: types.BoolValue(true),
			CaseSensitiveComparison: types.BoolValue(false), IncludePrivate: types.BoolValue(true),
		},
	} {
		parameters := model.Expand()
		body, err := json.Marshal(parameters)
		if want == `null` {
			want = `{}`
		}
		if err != nil || string(body) != want {
			t.Errorf("got %s, want %s: %v", body, want, err)
		}
	}
}

func TestExpandOrder(t *testing.T) {
	t.Parallel()
	got := ExpandOrder([]Order{
		{types.StringValue("a"), types.StringNull()}, {types.StringValue("b"), types.StringValue("asc")}, {types.StringValue("c"), types.StringValue("desc")},
	})
	if diff := cmp.Diff([]api.Order{{Field: "a"}, {Field: "b"}, {Field: "c", Descending: true}}, got); diff != "" {
		t.Errorf("order differs (-want +got):\n%s", diff)
	}
}
