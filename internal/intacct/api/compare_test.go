package api

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
)

// row is a row of a query or of a single read.
func row(t *testing.T, object string) Row {
	t.Helper()
	var found Row
	check(t, json.Unmarshal([]byte(object), &found))
	return found
}

func TestCreation_describes(t *testing.T) {
	t.Parallel()
	creation := Creation{
		Values: Values{Text("name", "n"), Text("description", "d"), Word("basedOn", BasedOnPlannedHours), Word("status", ""), ID("customer", "C-1")},
		Lines:  []Values{milestone("50", ""), milestone("100", "end")},
	}
	const object = `{"name":"n","description":"d","basedOn":"plannedHours","status":"active","customer":{"id":"C-1"}}`
	const end, half = `{"key":"2","percentCompleted":"100.00","description":"end"}`, `{"key":"1","percentCompleted":"50.00"}`
	for name, test := range map[string]struct {
		object string
		lines  []string
		want   bool
	}{
		"the same":           {object, []string{end, half}, true},
		"escaped":            {strings.Replace(object, `"n"`, `" N"`, 1), []string{end, half}, true},
		"another name":       {strings.Replace(object, `"n"`, `"m"`, 1), []string{end, half}, false},
		"description":        {strings.Replace(object, `"d"`, `"x"`, 1), []string{end, half}, false},
		"word":               {strings.Replace(object, "planned", "estimated", 1), []string{end, half}, false},
		"customer":           {strings.Replace(object, "C-1", "C-2", 1), []string{end, half}, false},
		"status of its own":  {strings.Replace(object, "active", "inactive", 1), []string{end, half}, true},
		"one fewer":          {object, []string{end}, false},
		"one more":           {object, []string{end, half, half}, false},
		"percentage":         {object, []string{strings.Replace(end, "100", "99", 1), half}, false},
		"same twice":         {object, []string{half, half}, false},
		"line's description": {object, []string{end, strings.Replace(half, "{", `{"description":"x",`, 1)}, false},
	} {
		lines := make([]Row, len(test.lines))
		for i, line := range test.lines {
			lines[i] = row(t, line)
		}
		if got := creation.describes(row(t, test.object), lines); got != test.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

func TestPatch_isApplied(t *testing.T) {
	t.Parallel()
	object := row(t, `{"description":"d","billingMethod":"milestone","status":"active","budget.billingAmount":"10.00","parent.key":null}`)
	lines := []Row{
		row(t, `{"key":"1","percentCompleted":"50.00","description":"half"}`), row(t, `{"key":"2","percentCompleted":"100.00","description":null}`),
	}
	change := func(key string, values ...Value) []LineChange { return []LineChange{{Key: key, Values: values}} }
	half := func(percent string) Value { return Number("percentCompleted", percent) }
	tests := map[string]struct {
		patch Patch
		want  bool
	}{
		"nothing":     {Patch{}, true},
		"header":      {Patch{Values: Values{Text("description", "d"), Word("billingMethod", "milestone"), Number("budget.billingAmount", "10"), ID("parent", "")}}, true},
		"description": {Patch{Values: Values{Text("description", "x")}}, false},
		"capitals":    {Patch{Values: Values{Text("description", "D")}}, false}, // sending it again does no harm
		"capitals of what was carried out": {
			Patch{Values: Values{Text("description", "D")}, DeleteLines: []string{"9"}}, true,
		},
		"word":                {Patch{Values: Values{Word("billingMethod", "x")}}, false},
		"amount":              {Patch{Values: Values{Number("budget.billingAmount", "")}}, false},
		"deleted":             {Patch{DeleteLines: []string{"9"}}, true},
		"not deleted":         {Patch{DeleteLines: []string{"1"}}, false},
		"changed":             {Patch{ChangeLines: change("1", half("50"), Text("description", "half"))}, true},
		"cleared":             {Patch{ChangeLines: change("2", Text("description", ""))}, true},
		"not cleared":         {Patch{ChangeLines: change("1", Text("description", ""))}, false},
		"not changed":         {Patch{ChangeLines: change("1", half("51"))}, false},
		"changed one is gone": {Patch{ChangeLines: change("9", half("50"))}, false},
		"added":               {Patch{AddLines: []Values{milestone("100", "")}}, true},
		"added one only":      {Patch{AddLines: []Values{milestone("100", ""), milestone("100", "")}}, false},
		"not added":           {Patch{AddLines: []Values{milestone("75", "")}}, false},
		"the changed one is not the added one": {
			Patch{ChangeLines: change("2", half("100")), AddLines: []Values{milestone("100", "")}}, false,
		},
	}
	for name, test := range tests {
		if got := test.patch.isApplied(object, lines, false); got != test.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestNewIdempotencyKey(t *testing.T) {
	t.Parallel()
	uuid := regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	seen := map[string]bool{}
	for range 1000 {
		key := NewIdempotencyKey()
		if !uuid.MatchString(key) || seen[key] {
			t.Fatalf("key %q", key)
		}
		seen[key] = true
	}
}
