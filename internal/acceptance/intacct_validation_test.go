package acceptance_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"
)

// invalid is a block that validation refuses, and the expected message.
type invalid struct {
	name      string
	arguments values
	phrases   []string
}

// areRefused validates all of the blocks at once. Each is refused at its line,
// with a message that names the attribute and the cure.
func areRefused(t *testing.T, address string, render func(name string, arguments values) string, blocks []invalid) {
	t.Helper()
	books := newBooks(t)
	w := newWorkspace(t)
	var texts []string
	for _, block := range blocks {
		texts = append(texts, render(block.name, block.arguments))
	}
	w.configure(books.config(texts...))
	output := w.fails("validate")
	for _, block := range blocks {
		w.mustSay(errorsFor(output, address+"."+block.name), block.phrases...)
	}
	if sent := len(books.Requests()); sent > 0 {
		t.Errorf("validation sent %d requests", sent)
	}
}

func TestIntacctValidation_ofTemplates(t *testing.T) {
	lines := func(text string) values { return values{"milestones": text} }
	areRefused(t, templateType, templateNamed, []invalid{
		{"zero", lines(stages("0")), []string{"milestones = [", `Attribute milestones[...].percent_completed: "0" is out of range`, "greater than 0 and at most 100"}},
		{"negative", lines(stages(`"-1"`)), []string{`"-1" is out of range`}},
		{"above", lines(stages("100.01")), []string{`"100.01" is out of range`}},
		{"places", lines(stages("25.555")), []string{`"25.555" has 3 digits after the decimal point`, "round it to at most 2 digits"}},
		{"third", lines("[{ percent_completed = 100 / 3 }]"), []string{"milestones = [", "is longer than 64 characters", `format("%.2f", value)`}},
		{"words", lines(stages(`"abc"`)), []string{"milestones = [", `Attribute milestones[...].percent_completed: "abc" is not a decimal number`}},
		{"sign", lines(stages(`"25%"`)), []string{`"25%" is not a decimal number`, "write 25, without the percent sign"}},
		{"none", lines(stages("null")), []string{"milestones", "percent_completed"}},
		{"equal", lines(stages(`"25"`, `"25.00"`)), []string{
			"Two milestones with the same percentage", `milestones = [`, "Two milestones have percent_completed = 25", "each milestone needs a different one",
		}},
		{"equal_described", lines(stages("50 One", "50 Two", "100")), []string{"Two milestones with the same percentage", "percent_completed = 50"}},
		{"unsaid", lines(`[{ percent_completed = 50, description = "" }]`), []string{"milestones = [", "The attribute milestones[...].description must not be empty", "set it to null"}},
		{"computed", lines(`[{ percent_completed = 50, percent_to_invoice = 50 }]`), []string{"Read-Only Attribute", "milestones = ["}},
		{"nothing", lines("[null]"), []string{"milestones = [", "null"}},
		{"no_name", values{"name": `""`}, []string{`name = ""`, "name must not be empty", "write the name of the template"}},
		{"no_description", values{"description": `""`}, []string{`description = ""`, "must not be empty", "write what the template is for"}},
		{"missing_description", values{"description": "null"}, []string{"description"}},
		{"method", values{"billing_method": `"fixed"`}, []string{`billing_method = "fixed"`, `"percentCompleted" "milestone"`, `got: "fixed"`}},
		{"calculate", values{"calculate_on": `"Project"`}, []string{`calculate_on = "Project"`, `"project" "task"`}},
		{"based", values{"based_on": `"hours"`}, []string{`based_on = "hours"`, `"estimatedHours" "plannedHours" "budgetedHours" "observedPercentCompleted"`}},
		{"status", values{"status": `""`}, []string{`status = ""`, `"active" "inactive"`}},
	})
}

// listedTemplates renders the data source of many templates, and an output of
// that name with the keys that it finds.
func listedTemplates(name string, arguments values) string {
	return block(fmt.Sprintf("data %q %q", templateType+"s", name), arguments) +
		fmt.Sprintf("output %q {\n  value = join(\" \", data.%ss.%s.templates[*].id)\n}\n", name, templateType, name)
}

// where renders a filter: a field and an operator, followed by literal text.
func where(field, operator string, operands ...string) string {
	return fmt.Sprintf("{ field = %q, operator = %q%s }", field, operator, strings.Join(append([]string{""}, operands...), ", "))
}

// filtered returns the arguments of a query with filters.
func filtered(filters ...string) values {
	return values{"filters": "[" + strings.Join(filters, ", ") + "]"}
}

func TestIntacctValidation_ofFilters(t *testing.T) {
	const value, other = `value = "a"`, `values = ["a", "b"]`
	two := []string{where("name", "eq", value), where("status", "eq", value)}
	expression := func(text string, filters ...string) values {
		if len(filters) == 0 {
			return values{"filter_expression": quote(text)}
		}
		return with(filtered(filters...), "filter_expression", quote(text))
	}
	areRefused(t, "data."+templateType+"s", listedTemplates, []invalid{
		{"one_missing", filtered(where("name", "eq")), []string{"filters = [", "The operator eq of filters[0] needs a value", "set value, or use is_null"}},
		{"one_null", filtered(where("name", "contains", "value = null")), []string{"operator contains of filters[0] needs a value"}},
		{"one_values", filtered(where("name", "lt", other)), []string{"operator lt of filters[0]", "set value"}},
		{"one_both", filtered(where("name", "ne", value, other)), []string{"operator ne of filters[0] takes one value", "set value instead of values"}},
		{"some_missing", filtered(where("name", "in")), []string{"operator in of filters[0] needs one value or more", "set values"}},
		{"some_none", filtered(where("name", "not_in", "values = []")), []string{"operator not_in of filters[0] needs one value or more"}},
		{"some_value", filtered(where("name", "in", value)), []string{"operator in of filters[0] takes values", "set values instead of value"}},
		{"some_null", filtered(where("name", "in", `values = ["a", null]`)), []string{"has a value that is null", "use is_null or is_not_null"}},
		{"two_missing", filtered(where("key", "between")), []string{"operator between of filters[0] needs two values", "set values = [FROM, TO]"}},
		{"two_one", filtered(where("key", "between", `values = ["1"]`)), []string{"needs two values"}},
		{"two_three", filtered(where("key", "not_between", `values = ["1", "2", "3"]`)), []string{"operator not_between of filters[0] needs two values"}},
		{"none_value", filtered(where("name", "is_null", value)), []string{"operator is_null of filters[0] takes no value", "remove value"}},
		{"none_values", filtered(where("name", "is_not_null", other)), []string{"operator is_not_null of filters[0] takes no value", "remove values"}},
		{"second", filtered(where("name", "eq", value), where("status", "eq")), []string{"operator eq of filters[1]"}},
		{"unknown", filtered(where("name", "like", value)), []string{"filters[0].operator value must be one of", `"not_starts_with"`, `got: "like"`}},
		{"wire_name", filtered(where("name", "$eq", value)), []string{"filters[0].operator value must be one of", `got: "$eq"`}},
		{"no_field", filtered(where("", "eq", value)), []string{"filters[0].field must not be empty", "name the field"}},
		{"nothing", filtered("null"), []string{"a configuration value for the filters[0].field attribute"}},
		{"order", values{"order_by": `[{ field = "name", direction = "up" }]`}, []string{"order_by[0].direction", `"asc" "desc"`}},
		{"order_nothing", values{"order_by": `[null]`}, []string{"a configuration value for the order_by[0].field attribute"}},
		{"day", values{"filter_parameters": `{ as_of_date = "2026-02-30" }`}, []string{"filter_parameters", "as_of_date", `"2026-02-30" is not a date`, "YYYY-MM-DD"}},

		{"open", expression("(1 and 2", two...), []string{"filter_expression = ", `"(1 and 2" cannot be read`, "character 9: the parenthesis at character 1 is not closed"}},
		{"closed", expression("1 and 2)", two...), []string{"character 8: there is no opening parenthesis"}},
		{"beyond", expression("1 and 3", two...), []string{"character 7: there is no filter 3: the filters have the numbers 1 to 2"}},
		{"zeroth", expression("0 or 1", two...), []string{"character 1: there is no filter 0"}},
		{"word", expression("1 xor 2", two...), []string{`character 3: found "xor", expected and, or`, "(1 and 2) or 3"}},
		{"signs", expression("1 && 2", two...), []string{`found "&"`}},
		{"twice", expression("1 and or 2", two...), []string{`character 7: found "or", expected the number of a filter`}},
		{"no_filters", expression("1"), []string{"character 1: there is no filter 1: there are no filters"}},
	})
}

func TestIntacctValidation_ofQueries(t *testing.T) {
	query := func(name string, changes values) string {
		arguments := values{"object": `"projects/project-billing-template"`, "fields": `["key"]`}
		maps.Copy(arguments, changes)
		return block(fmt.Sprintf("data \"billing_intacct_query\" %q", name), arguments)
	}
	areRefused(t, "data.billing_intacct_query", query, []invalid{
		{"max_results", values{"max_results": "0"}, []string{"max_results = 0", "at least 1, got: 0"}},
		{"size", values{"size": "5000"}, []string{"size = 5000", "between 1 and 4000, got: 5000"}},
		{"no_size", values{"size": "0"}, []string{"size = 0", "between 1 and 4000"}},
		{"start", values{"start": "0"}, []string{"start = 0", "at least 1"}},
		{"no_fields", values{"fields": "[]"}, []string{"fields = []", "at least 1"}},
		{"empty_field", values{"fields": `["key", ""]`}, []string{"fields[1] must not be empty", "name a field, or remove the element"}},
		{"null_field", values{"fields": `["key", null]`}, []string{"fields", "null"}},
		{"object", values{"object": `""`}, []string{`object = ""`, "must not be empty", "accounts-payable/vendor"}},
		{"filter", filtered(where("key", "eq")), []string{"operator eq of filters[0] needs a value"}},
		{"expression", values{"filter_expression": `"2"`}, []string{"filter_expression", "there are no filters"}},
		{"day", values{"filter_parameters": `{ as_of_date = "2026-02-30" }`}, []string{"as_of_date", `"2026-02-30" is not a date`}},
	})
}

func TestIntacctValidation_ofOneTemplate(t *testing.T) {
	areRefused(t, "data."+templateType, oneTemplate, []invalid{
		{"neither", nil, []string{"No attribute specified when one (and only one) of [id,name] is required"}},
		{"both", values{"id": `"12"`, "name": `"T"`}, []string{"2 attributes specified when one (and only one) of", "id"}},
		{"empty_id", values{"id": `""`}, []string{"id must not be empty", "name the template by name"}},
		{"empty_name", values{"name": `""`}, []string{"name must not be empty", "name the template by id"}},
		{"words", values{"id": `"Three Steps"`}, []string{`id = "Three Steps"`, "a number such as 15"}},
		{"several", values{"id": `"12,13"`}, []string{"a number such as 15"}},
	})
}
