package acceptance_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/intacct"
)

// plannedStages creates a plan, and returns the action and the planned
// milestones of each template. Each milestone is "id percent to-invoice
// description", with ? for values that are known only after apply and - for
// null.
func (w *workspace) plannedStages(arguments ...string) map[string]string {
	w.t.Helper()
	w.run(append([]string{"plan", "-out=plan"}, arguments...)...)
	var plan struct {
		Changes []struct {
			Address string
			Change  struct {
				Actions []string
				After   struct{ Milestones []map[string]any }
				Unknown struct{ Milestones json.RawMessage } `json:"after_unknown"`
			}
		} `json:"resource_changes"`
	}
	if err := json.Unmarshal([]byte(w.run("show", "-json", "plan")), &plan); err != nil {
		w.t.Fatal(err)
	}
	found := map[string]string{}
	for _, change := range plan.Changes {
		name, isTemplate := strings.CutPrefix(change.Address, templateType+".")
		if !isTemplate {
			continue
		}
		unknown := make([]map[string]bool, len(change.Change.After.Milestones))
		_ = json.Unmarshal(change.Change.Unknown.Milestones, &unknown) // a single true means all of them; a missing value means none
		lines := []string{}
		for i, milestone := range change.Change.After.Milestones {
			lines = append(lines, plannedStage(milestone, unknown[i]))
		}
		slices.Sort(lines)
		if string(change.Change.Unknown.Milestones) == "true" {
			lines = []string{"?"}
		}
		found[name] = strings.Join(append(change.Change.Actions, lines...), " | ")
	}
	return found
}

func plannedStage(milestone map[string]any, unknown map[string]bool) string {
	words := make([]string, 4)
	for i, name := range []string{"id", "percent_completed", "percent_to_invoice", "description"} {
		switch value := milestone[name]; {
		case unknown[name]:
			words[i] = "?"
		case value == nil:
			words[i] = "-"
		default:
			words[i] = fmt.Sprint(value)
		}
	}
	return strings.Join(words, " ")
}

// keysOf returns the keys of each template's milestones by percentage, as in
// <25.00>, and of the templates by name, for the expectations of tests.
func (b *books) keysOf() map[string]*strings.Replacer {
	found := map[string]*strings.Replacer{}
	for _, template := range b.created() {
		pairs := []string{"<template>", template.Key}
		for _, milestone := range template.Milestones {
			pairs = append(pairs, "<"+milestone.PercentCompleted+">", milestone.Key)
		}
		found[template.Name] = strings.NewReplacer(pairs...)
	}
	return found
}

// A changed milestone is one line of the PATCH, with its key, and a removed one
// is one delete marker. The PATCH omits everything else. The plan knows the
// keys, and the share to invoice of a milestone if nothing before it or in it
// changes.
func TestMilestones_changesOnTheWireAndInThePlan(t *testing.T) {
	tests := []struct {
		name  string
		after values
		plan  string
		patch string
	}{
		{
			"description", values{"description": `"Other"`},
			"update | <25.00> 25 25.00 Design | <50.00> 50 25.00 Build | <75.00> 75 25.00 - | <100.00> 100 25.00 Rest",
			`{"description":"Other"}`,
		},
		{
			"line_described", values{"milestones": stages("25 Design", "50 Build", "75 Test", "100 Rest")},
			"update | <25.00> 25 25.00 Design | <50.00> 50 25.00 Build | <75.00> 75 25.00 Test | <100.00> 100 25.00 Rest",
			`{"milestones":[{"key":"<75.00>","description":"Test"}]}`,
		},
		{
			"line_cleared", values{"milestones": stages("25 Design", "50", "75", "100 Rest")},
			"update | <25.00> 25 25.00 Design | <50.00> 50 25.00 - | <75.00> 75 25.00 - | <100.00> 100 25.00 Rest",
			`{"milestones":[{"key":"<50.00>","description":null}]}`,
		},
		{
			"percent", values{"milestones": stages("25 Design", "60.5 Build", "75", "100 Rest")},
			"update | <25.00> 25 25.00 Design | <50.00> 60.5 ? Build | <75.00> 75 ? - | <100.00> 100 25.00 Rest",
			`{"milestones":[{"key":"<50.00>","percentCompleted":"60.5"}]}`,
		},
		{
			"percent_past_another", values{"milestones": stages("25 Design", "80 Build", "75", "100 Rest")},
			"update | <25.00> 25 25.00 Design | <50.00> 80 ? Build | <75.00> 75 ? - | <100.00> 100 ? Rest",
			`{"milestones":[{"key":"<50.00>","percentCompleted":"80"}]}`,
		},
		{
			"percent_and_description", values{"milestones": stages("25 Design", "55 Other", "75", "100 Rest")},
			"update | <25.00> 25 25.00 Design | <50.00> 55 ? Other | <75.00> 75 ? - | <100.00> 100 25.00 Rest",
			`{"milestones":[{"key":"<50.00>","percentCompleted":"55","description":"Other"}]}`,
		},
		{
			"added", values{"milestones": stages("25 Design", "50 Build", "75", `"90.00"`, "100 Rest")},
			"update | ? 90.00 ? - | <25.00> 25 25.00 Design | <50.00> 50 25.00 Build | <75.00> 75 25.00 - | <100.00> 100 ? Rest",
			`{"milestones":[{"percentCompleted":"90.00"}]}`,
		},
		{
			"removed", values{"milestones": stages("25 Design", "75", "100 Rest")},
			"update | <25.00> 25 25.00 Design | <75.00> 75 ? - | <100.00> 100 25.00 Rest",
			`{"milestones":[{"key":"<50.00>","ia::operation":"delete"}]}`,
		},
		{
			"all_removed", values{"milestones": "null"}, "update",
			`{"milestones":[{"key":"<25.00>","ia::operation":"delete"},{"key":"<50.00>","ia::operation":"delete"},` +
				`{"key":"<75.00>","ia::operation":"delete"},{"key":"<100.00>","ia::operation":"delete"}]}`,
		},
		{
			"emptied", values{"milestones": "[]"}, "update",
			`{"milestones":[{"key":"<25.00>","ia::operation":"delete"},{"key":"<50.00>","ia::operation":"delete"},` +
				`{"key":"<75.00>","ia::operation":"delete"},{"key":"<100.00>","ia::operation":"delete"}]}`,
		},
		{
			"several", values{"status": `"inactive"`, "milestones": stages("100", "60 Build", "25 Plan")},
			"update | <25.00> 25 25.00 Plan | <50.00> 60 ? Build | <100.00> 100 ? -",
			`{"status":"inactive","milestones":[{"key":"<75.00>","ia::operation":"delete"},{"key":"<25.00>","description":"Plan"},` +
				`{"key":"<50.00>","percentCompleted":"60"},{"key":"<100.00>","description":null}]}`,
		},
		{
			"descriptions_swapped", values{"milestones": stages("25 Build", "50 Design", "75", "100 Rest")},
			"update | <25.00> 25 25.00 Build | <50.00> 50 25.00 Design | <75.00> 75 25.00 - | <100.00> 100 25.00 Rest",
			`{"milestones":[{"key":"<25.00>","description":"Build"},{"key":"<50.00>","description":"Design"}]}`,
		},
		{
			"moved_by_description", values{"milestones": stages("10 Build", "20 Design", "75", "100 Rest")},
			"update | <25.00> 20 ? Design | <50.00> 10 ? Build | <75.00> 75 ? - | <100.00> 100 25.00 Rest",
			`{"milestones":[{"key":"<25.00>","percentCompleted":"20"},{"key":"<50.00>","percentCompleted":"10"}]}`,
		},
		{ // a different spelling is neither planned nor sent
			"spelling_beside_a_change", values{"milestones": stages("100.00 Rest", `"25.00" Design`, "50 Construct", `"075.0"`)},
			"update | <25.00> 25 25.00 Design | <50.00> 50 25.00 Construct | <75.00> 75 25.00 - | <100.00> 100 25.00 Rest",
			`{"milestones":[{"key":"<50.00>","description":"Construct"}]}`,
		},
		{"reordered", values{"milestones": stages("100 Rest", "50 Build", "25 Design", "75")}, "no-op", ""},
		{"spelled_otherwise", values{"milestones": stages("25.00 Design", `"50.0" Build`, `"75.00"`, "100 Rest")}, "no-op", ""},
	}
	books := newBooks(t)
	configure := func(after bool) string {
		var blocks []string
		for _, test := range tests {
			attributes := values{"name": quote(test.name), "milestones": stages("25 Design", "50 Build", "75", "100 Rest")}
			if after {
				maps.Copy(attributes, test.after)
			}
			blocks = append(blocks, templateNamed(test.name, attributes))
		}
		return books.config(blocks...)
	}
	w := newWorkspace(t)
	w.configure(configure(false))
	w.apply()
	keys := books.keysOf()

	w.configure(configure(true))
	plans := w.plannedStages()
	books.ResetRequests()
	w.run("apply", "plan")
	patches := map[string]string{}
	for _, request := range books.Requests() {
		switch key := request.Path[strings.LastIndex(request.Path, "/")+1:]; {
		case request.Method == http.MethodPatch:
			template, _ := books.Intacct().Template(key)
			patches[template.Name] += request.Body
		case request.Method != http.MethodGet && request.Template != intacct.PathToken && request.Template != intacct.PathQuery:
			t.Errorf("unexpected: %s %s %s", request.Method, request.Path, request.Body)
		}
	}
	for _, test := range tests {
		if diff := cmp.Diff(sortedPlan(keys[test.name].Replace(test.plan)), plans[test.name]); diff != "" && test.plan != "no-op" {
			t.Errorf("%s: plan differs (-want +got):\n%s", test.name, diff)
		}
		if test.plan == "no-op" && !strings.HasPrefix(plans[test.name], "no-op") {
			t.Errorf("%s: planned is %s", test.name, plans[test.name])
		}
		if diff := cmp.Diff(keys[test.name].Replace(test.patch), patches[test.name]); diff != "" {
			t.Errorf("%s: body differs (-want +got):\n%s", test.name, diff)
		}
	}
	w.plansNothing()
}

// sortedPlan sorts the milestones of an expected plan in the order of
// plannedStages.
func sortedPlan(plan string) string {
	parts := strings.Split(plan, " | ")
	slices.Sort(parts[1:])
	return strings.Join(parts, " | ")
}

// A query that does not show milestones proves nothing: they are not added
// again.
func TestMilestones_thatQueriesDoNotShowAreNotAddedAgain(t *testing.T) {
	books := newBooks(t)
	w := newWorkspace(t)
	w.configure(books.config(manyTemplates(20, nil)))
	w.apply()
	w.configure(books.configWith(values{"reads": `"list"`}, manyTemplates(20, nil)))
	books.Script(sandbox.Rule{
		Method: http.MethodPost, Path: intacct.PathQuery, Times: sandbox.Always, When: mentions("project-billing-template-milestone"),
		Fault: sandbox.Reply(200, nil, `{"ia::result":[],"ia::meta":{"totalCount":0,"start":1,"next":null}}`),
	})
	w.plansNothing()
}

// A read without milestones is no proof that there are none.
func TestMilestones_thatAReadDoesNotContainAreNotAddedAgain(t *testing.T) {
	for name, replacement := range map[string]string{"null": `"milestones":null`, "missing": `"others":[]`} {
		t.Run(name, func(t *testing.T) {
			books := newBooks(t)
			w := books.workspace(t, inStages("25 Design", "50", "100"))
			w.apply()
			books.Script(sandbox.Rule{
				Method: http.MethodGet, Path: intacct.PathTemplate, Times: sandbox.Always,
				Fault: sandbox.Edit(func(answer *sandbox.Answer) {
					answer.Body = regexp.MustCompile(`"milestones":\[.*?\]`).ReplaceAllString(answer.Body, replacement)
				}),
			})
			w.plansNothing()
		})
	}
}
