package acceptance_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// objectVariable renders a variable of any type, which is unknown during
// validation.
func objectVariable(name, value string) string {
	return block("variable "+quote(name), values{"default": value})
}

// Elements of collections may be whole references, in every place that accepts
// objects, regardless of when they become known.
func TestObjectVariables_asElementsOfCollections(t *testing.T) {
	books := library(t)
	w := newWorkspace(t)
	w.configure(books.config(
		objectVariable("first", `{ percent_completed = "25", description = "Design" }`),
		objectVariable("rest", `[{ percent_completed = "60" }, { percent_completed = "80" }]`),
		objectVariable("filter", `{ field = "status", operator = "eq", value = "inactive" }`),
		objectVariable("order", `{ field = "name", direction = "desc" }`),
		later("stage", `{ percent_completed = "50", description = "Build" }`),
		later("condition", `{ field = "status", operator = "eq", value = "inactive" }`),
		templateNamed("variable", values{"milestones": `[var.first, { percent_completed = 100 }]`}),
		templateNamed("variables", values{"milestones": `concat([var.first], var.rest)`}),
		templateNamed("later", values{"milestones": `[var.first, ` + afterApply("stage") + `, { percent_completed = 100, description = null }]`}),
		listedTemplates("variable", with(filtered("var.filter", where("key", "eq", `value = "14"`)), "order_by", `[var.order, { field = "key" }]`)),
		listedTemplates("later", filtered(afterApply("condition"))),
		queried("query", values{"object": `"projects/project-billing-template"`, "fields": `["key"]`, "filters": `[var.filter]`, "order_by": `[var.order]`}),
	))
	w.run("validate")
	w.apply()
	w.plansNothing()
	want := map[string]string{"variable": "14", "later": "14", "query": `[1,[{"key":"14"}]]`}
	if diff := cmp.Diff(want, w.outputs()); diff != "" {
		t.Errorf("outputs differ (-want +got):\n%s", diff)
	}
	got := map[string][]string{}
	for _, template := range books.created() {
		for _, milestone := range template.Milestones {
			description := "-"
			if milestone.Description != nil {
				description = *milestone.Description
			}
			got[template.Name] = append(got[template.Name], milestone.PercentCompleted+" "+description)
		}
	}
	stages := map[string][]string{
		"T-variable":  {"25.00 Design", "100.00 -"},
		"T-variables": {"25.00 Design", "60.00 -", "80.00 -"},
		"T-later":     {"25.00 Design", "50.00 Build", "100.00 -"},
	}
	if diff := cmp.Diff(stages, got); diff != "" {
		t.Errorf("milestones differ (-want +got):\n%s", diff)
	}
}

// Missing attributes of an object are reported as soon as the object is known,
// before anything is sent.
func TestObjectVariables_whatIsMissingIsReportedOnceItIsKnown(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ variable, use, missing string }{
		"a milestone": {`{ percent_completed = null }`, templateNamed("one", values{"milestones": `[{ percent_completed = 100 }, var.first]`}), "percent_completed"},
		"a filter":    {`{ field = "name", operator = null }`, listedTemplates("one", filtered("var.first")), "filters[0].operator"},
		"an order":    {`{ field = null }`, listedTemplates("one", with(filtered(), "order_by", "[var.first]")), "order_by[0].field"},
		"null itself": {`null`, templateNamed("one", values{"milestones": `[{ percent_completed = 100 }, var.first]`}), "percent_completed"},
	} {
		t.Run(name, func(t *testing.T) {
			w, books := newWorkspace(t), newBooks(t)
			w.configure(books.config(objectVariable("first", test.variable), test.use))
			w.run("validate")
			w.mustSay(w.fails("plan"), "Missing Configuration for Required Attribute", test.missing)
		})
	}
}

func TestObjectVariables_whatIsMissingAtApplyIsNotSent(t *testing.T) {
	w, books := newWorkspace(t), newBooks(t)
	w.configure(books.config(later("stage", `{ percent_completed = null }`), templateNamed("one", values{"milestones": "[" + afterApply("stage") + "]"})))
	w.mustSay(w.fails("apply", "-auto-approve"), "Missing Configuration for Required Attribute", "percent_completed")
	if sent := books.writes(); len(sent) > 0 {
		t.Errorf("sent %v", sent)
	}
}
