package protocol_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/intacct"
)

// filter is a condition of a list block.
func filter(field, operator string, value any) object {
	return object{"field": field, "operator": operator, "value": value}
}

func filters(conditions ...any) object { return object{"filters": conditions} }

// queries returns the queries since the last reset, by object: the start, the
// size, and the number of keys in the filter of each.
func (c *core) queries() []string {
	c.t.Helper()
	var queries []string
	for _, request := range c.Requests() {
		if !strings.HasSuffix(request.Path, "/query") {
			continue
		}
		var body struct {
			Object string
			Start  int
			Size   int
		}
		c.must(json.Unmarshal([]byte(request.Body), &body))
		kind := "templates"
		if strings.HasSuffix(body.Object, "-milestone") {
			kind = "milestones"
		}
		line, err := json.Marshal([]any{kind, body.Start, body.Size})
		c.must(err)
		queries = append(queries, string(line))
	}
	return queries
}

func TestTemplates_listed(t *testing.T) {
	t.Parallel()
	core := newCore(t, sandbox.Options{})
	for name, test := range map[string]struct {
		config object
		want   string
	}{
		"all":         {nil, "12 13 14 15"},
		"inactive":    {filters(filter("status", "eq", "inactive")), "14"},
		"one of two":  {object{"filters": []any{filter("key", "eq", "12"), filter("key", "eq", "15")}, "filter_expression": "1 or 2"}, "12 15"},
		"one of many": {filters(object{"field": "key", "operator": "in", "values": []any{"13", "14"}}), "13 14"},
		"as in the example": {object{
			"filters":           []any{filter("status", "eq", "active"), filter("billingMethod", "eq", "milestone"), filter("calculateOn", "eq", "task")},
			"filter_expression": "1 and (2 or 3)",
		}, "13"},
		"in the entity": {filters(object{"field": "entity.id", "operator": "is_not_null"}), ""},
		"none":          {filters(filter("name", "eq", "No such name")), ""},
	} {
		if got := ids(core.list(query{kind: templateType, config: test.config})); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
	core.ResetRequests()
	results := core.list(query{kind: templateType, config: filters(filter("key", "eq", "15"))})
	differs(t, "identity", object{"id": "15"}, results[0].identity)
	if results[0].name != "Project Estimated Hours" || results[0].resource != nil {
		t.Errorf("display name is %q, the resource is %v", results[0].name, results[0].resource)
	}
	differs(t, "queries without resources", []string{`["templates",1,4000]`}, core.queries())
}

func TestTemplates_listedWithResourcesAreAsReadAfterImport(t *testing.T) {
	t.Parallel()
	for edition, shapes := range map[string]intacct.Shapes{
		"v1":                     {},
		"beta":                   {Edition: intacct.EditionBeta},
		"empty descriptions":     {EmptyDescriptions: true},
		"with fields of its own": {ExtraFields: true},
	} {
		t.Run(edition, func(t *testing.T) {
			t.Parallel()
			core := newCore(t, sandbox.Options{Intacct: intacct.Options{Shapes: shapes}})
			core.Intacct().AddTemplate(intacct.Template{
				Name: "Of the West", Description: "In an entity", EntityID: "Western Region",
				Milestones: []intacct.Milestone{{PercentCompleted: "33.33"}, {PercentCompleted: "100"}},
			})
			results := core.list(query{kind: templateType, includeResource: true})
			if len(results) != 5 {
				t.Fatalf("found is %q", ids(results))
			}
			for _, result := range results {
				core.isManagedAsListed(templateType, result)
			}
		})
	}
}

func TestTemplates_milestonesOfAPageAreReadByOneMoreQuery(t *testing.T) {
	t.Parallel()
	core := newCore(t, sandbox.Options{})
	results := core.list(query{kind: templateType, includeResource: true})
	differs(t, "queries", []string{`["templates",1,4000]`, `["milestones",1,4000]`}, core.queries())
	differs(t, "template 13", object{
		"id": "13", "name": "Three Steps", "description": "Template for billing in three steps", "billing_method": "percentCompleted",
		"calculate_on": "task", "based_on": "estimatedHours", "status": "active", "entity_id": nil,
		"href": "/objects/projects/project-billing-template/13",
	}, only(results[1].resource, object{
		"id": 0, "name": 0, "description": 0, "billing_method": 0, "calculate_on": 0, "based_on": 0, "status": 0, "entity_id": 0, "href": 0,
	}))
	if milestones, _ := results[1].resource["milestones"].([]any); len(milestones) != 3 {
		t.Errorf("milestones are %v", milestones)
	}
	if milestones := results[0].resource["milestones"]; milestones != nil {
		t.Errorf("a template without milestones has %v", milestones)
	}
}

func TestTemplates_pagesAreReadUpToTheLimit(t *testing.T) {
	t.Parallel()
	core := newCore(t, sandbox.Options{Templates: 5}) // with the seed's, 9
	for _, test := range []struct {
		limit   int64
		found   int
		queries []string
	}{
		{0, 9, []string{`["templates",1,4000]`, `["milestones",1,4000]`}},
		{4, 4, []string{`["templates",1,4]`, `["milestones",1,4000]`}},
		{100, 9, []string{`["templates",1,100]`, `["milestones",1,4000]`}},
	} {
		core.ResetRequests()
		results := core.list(query{kind: templateType, includeResource: true, limit: test.limit})
		if len(results) != test.found {
			t.Errorf("limit %d: %d results, want %d", test.limit, len(results), test.found)
		}
		differs(t, "queries", test.queries, core.queries())
	}
}

// firstPageEndsAt shortens the pages of queries for templates.
func firstPageEndsAt(t *testing.T, rows int) sandbox.Fault {
	return sandbox.Edit(func(answer *sandbox.Answer) {
		var body map[string]json.RawMessage
		var result []json.RawMessage
		var meta map[string]any
		for _, err := range []error{
			json.Unmarshal([]byte(answer.Body), &body), json.Unmarshal(body["ia::result"], &result), json.Unmarshal(body["ia::meta"], &meta),
		} {
			if err != nil {
				t.Error(err)
				return
			}
		}
		meta["next"] = rows + 1
		short, err := json.Marshal(map[string]any{"ia::result": result[:rows], "ia::meta": meta})
		if err != nil {
			t.Error(err)
		}
		answer.Body = string(short)
	})
}

func isFor(object string) func(sandbox.Request) bool {
	return func(request sandbox.Request) bool {
		return strings.Contains(request.Body, `"object":"projects/`+object+`"`)
	}
}

func TestTemplates_pagesAreReadWhenTheyAreNeeded(t *testing.T) {
	t.Parallel()
	core := newCore(t, sandbox.Options{})
	core.Script(sandbox.Rule{When: isFor("project-billing-template"), Fault: firstPageEndsAt(t, 2)})
	read := 0
	for range core.each(query{kind: templateType, includeResource: true, limit: 4}) {
		read++
		if want := 2 * ((read + 1) / 2); len(core.queries()) != want {
			t.Errorf("for %d results: %v", read, core.queries())
		}
	}
	differs(t, "queries", []string{
		`["templates",1,4]`, `["milestones",1,4000]`, `["templates",3,4]`, `["milestones",1,4000]`,
	}, core.queries())
	if read != 4 {
		t.Errorf("%d results", read)
	}
}

func TestTemplates_errorOnALaterPageKeepsWhatWasFound(t *testing.T) {
	t.Parallel()
	for name, failing := range map[string]string{"templates": "project-billing-template", "milestones": "project-billing-template-milestone"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			core := newCore(t, sandbox.Options{})
			core.Script(
				sandbox.Rule{When: isFor("project-billing-template"), Fault: firstPageEndsAt(t, 2)},
				sandbox.Rule{When: isFor("project-billing-template-milestone"), Fault: sandbox.Pass()},
				sandbox.Rule{When: isFor(failing), Times: sandbox.Always, Fault: sandbox.ErrorStatus(503)},
			)
			results := core.list(query{kind: templateType, includeResource: true})
			if got := ids(results); got != "12 13 !" {
				t.Fatalf("found is %q", got)
			}
			core.expect(results[2].said, says("Sage Intacct: could not list the templates", "503"))
		})
	}
}

// A list that ends before its own count is not accepted as complete.
func TestTemplates_listThatEndsEarlyIsAnError(t *testing.T) {
	t.Parallel()
	core := newCore(t, sandbox.Options{})
	core.Script(sandbox.Rule{Times: sandbox.Always, When: isFor("project-billing-template"), Fault: sandbox.Edit(func(answer *sandbox.Answer) {
		answer.Body = strings.Replace(answer.Body, `"totalCount":4`, `"totalCount":7`, 1)
	})})
	results := core.list(query{kind: templateType})
	if got := ids(results); got != "12 13 14 15 !" {
		t.Fatalf("found is %q", got)
	}
	core.expect(results[4].said, says("could not list the templates", "4 of 7"))
}

func TestTemplates_recordsThatCannotBeReadAreTold(t *testing.T) {
	t.Parallel()
	core := newCore(t, sandbox.Options{})
	core.Script(
		sandbox.Rule{Times: sandbox.Always, When: isFor("project-billing-template"), Fault: sandbox.Edit(func(answer *sandbox.Answer) {
			answer.Body = strings.Replace(answer.Body, `"key":"12"`, `"key":"twelve"`, 1)
		})},
		sandbox.Rule{Times: sandbox.Always, When: isFor("project-billing-template-milestone"), Fault: sandbox.Edit(func(answer *sandbox.Answer) {
			answer.Body = strings.Replace(answer.Body, `"percentCompleted":"30.00"`, `"percentCompleted":"a third"`, 1)
		})},
	)
	results := core.list(query{kind: templateType, includeResource: true})
	if got := ids(results); got != "! 13! 14 15" {
		t.Fatalf("found is %q", got)
	}
	core.expect(results[0].said, says("Unexpected response from Sage Intacct", `"Actual Project Hours"`, "numeric ID", `"twelve"`))
	core.expect(results[1].said, says("warning: Unexpected response from Sage Intacct", "Template 13", "percent_completed", "a third"))
}

func TestTemplates_listValidation(t *testing.T) {
	t.Parallel()
	core := newCore(t, sandbox.Options{})
	for _, test := range []struct {
		config object
		want   []string
	}{
		{filters(filter("status", "eq", nil)), says("filters[0]: ", "needs a value", "is_null")},
		{filters(filter("status", "like", "a")), says("filters[0].operator: ", `"contains"`)},
		{filters(filter("", "eq", "a")), says("filters[0].field: ", "must not be empty")},
		{filters(object{"field": "key", "operator": "between", "values": []any{"1"}}), says("filters[0]: ", "needs two values")},
		{object{"filters": []any{filter("key", "eq", "1")}, "filter_expression": "1 and 2"}, says("filter_expression: ", "Invalid filter expression")},
		{object{"filters": []any{filter("key", "eq", "1")}, "filter_expression": "(1"}, says("filter_expression: ", "Invalid filter expression")},
	} {
		core.expect(core.validateList(query{kind: templateType, config: test.config}), test.want)
	}
	for _, config := range []object{
		nil, filters(filter("key", "eq", unknown{})), {"filters": unknown{}, "filter_expression": "1 and 2"},
		{"filters": []any{filter("key", "eq", "1"), filter("key", "eq", "2")}, "filter_expression": "(1 or 2)"},
	} {
		core.expect(core.validateList(query{kind: templateType, config: config}))
	}
	if sent := core.requests(); len(sent) > 0 {
		t.Errorf("validation sent %v", sent)
	}
}

// Intacct's own refusal of a condition is reported as such.
func TestTemplates_unknownFieldIsTold(t *testing.T) {
	t.Parallel()
	core := newCore(t, sandbox.Options{})
	results := core.list(query{kind: templateType, config: filters(filter("color", "eq", "red"))})
	if ids(results) != "!" {
		t.Fatalf("found is %q", ids(results))
	}
	core.expect(results[0].said, says("Sage Intacct: could not list the templates", "400", "color"))
}
