package acceptance_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/intacct"
)

// library is the sandbox's seed, templates 12 to 15, and one template of an entity. It also serves
// billing_intacct_project_billing_templates.
func library(t *testing.T) *books {
	t.Helper()
	books := newBooksWith(t, sandbox.Options{})
	books.Intacct().AddTemplate(intacct.Template{Key: "16", Name: "three stages", Description: "In the States", EntityID: "US01"})
	return books
}

func oneTemplate(name string, arguments values) string {
	return block(fmt.Sprintf("data %q %q", templateType, name), arguments)
}

func TestTemplateDataSource_everyField(t *testing.T) {
	books := library(t)
	has := func(address string, path tfjsonpath.Path, want knownvalue.Check) statecheck.StateCheck {
		return statecheck.ExpectKnownValue("data."+address, path, want)
	}
	stage := func(key, percent, toInvoice string, description knownvalue.Check) knownvalue.Check {
		return knownvalue.ObjectExact(map[string]knownvalue.Check{
			"id": text(key), "percent_completed": text(percent), "percent_to_invoice": text(toInvoice), "description": description,
			"href": text("/objects/projects/project-billing-template-milestone/" + key),
		})
	}
	fields := map[string]knownvalue.Check{
		"id": text("13"), "name": text("Three Steps"), "description": text("Template for billing in three steps"),
		"billing_method": text("percentCompleted"), "calculate_on": text("task"), "based_on": text("estimatedHours"), "status": text("active"),
		"href": text("/objects/projects/project-billing-template/13"), "entity_id": null(), "entity_key": null(), "entity_name": null(),
		"milestones": knownvalue.ListExact([]knownvalue.Check{
			stage("20", "30.00", "30.00", text("Design accepted")), stage("21", "60.00", "30.00", text("Build finished")), stage("22", "100.00", "40.00", null()),
		}),
	}
	var checks []statecheck.StateCheck
	for name, want := range fields {
		for _, address := range []string{templateType + ".id", templateType + ".name"} {
			checks = append(checks, has(address, tfjsonpath.New(name), want))
		}
	}
	for name, want := range map[string]string{"entity_id": "US01", "entity_key": "47", "entity_name": "United States"} {
		checks = append(checks, has(templateType+".other", tfjsonpath.New(name), text(want)))
	}
	checks = append(checks,
		has(templateType+".other", tfjsonpath.New("milestones"), knownvalue.ListExact(nil)),
		has(templateType+"s.all", tfjsonpath.New("templates").AtSliceIndex(1), knownvalue.ObjectExact(fields)),
		has(templateType+"s.bare", tfjsonpath.New("templates").AtSliceIndex(1), knownvalue.ObjectExact(map[string]knownvalue.Check{
			"id": fields["id"], "name": fields["name"], "description": fields["description"], "billing_method": fields["billing_method"],
			"calculate_on": fields["calculate_on"], "based_on": fields["based_on"], "status": fields["status"], "href": fields["href"],
			"entity_id": null(), "entity_key": null(), "entity_name": null(), "milestones": null(),
		})),
		has(templateType+"s.all", tfjsonpath.New("templates").AtSliceIndex(4), knownvalue.ObjectPartial(map[string]knownvalue.Check{
			"entity_id": text("US01"), "entity_key": text("47"), "entity_name": text("United States"), "milestones": knownvalue.ListSizeExact(0),
		})),
	)
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: inProcess(),
		Steps: []resource.TestStep{{
			Config: books.config(
				oneTemplate("id", values{"id": "13"}), oneTemplate("name", values{"name": `"Three Steps"`}), oneTemplate("other", values{"id": `"16"`}),
				listedTemplates("all", nil), listedTemplates("bare", values{"include_milestones": "false"}),
			),
			ConfigStateChecks: checks,
		}},
	})
}

func TestTemplateDataSource_noneAndSeveral(t *testing.T) {
	books := library(t)
	for _, key := range []string{"71", "9"} {
		books.Intacct().AddTemplate(intacct.Template{Key: key, Name: "Twice", Description: "Made by hand"})
	}
	w := books.workspace(t, oneTemplate("missing", values{"id": "4711"}), oneTemplate("nameless", values{"name": `"three steps"`}),
		oneTemplate("twice", values{"name": `"Twice"`}))
	output := w.fails("plan")
	for name, phrases := range map[string][]string{
		"missing":  {"Sage Intacct: there is no template 4711", "id = 4711", "404 Not Found", "There is no project billing template with the key 4711"},
		"nameless": {`Sage Intacct: there is no template "three steps"`, "capital and small letters included"},
		"twice":    {`Sage Intacct: there are 2 templates "Twice"`, "Their keys are 9, 71"},
	} {
		w.mustSay(errorsFor(output, "data."+templateType+"."+name), phrases...)
	}
}

// TestTemplatesDataSource_filters sends one query for each filter. The keys are
// those of the matching templates in the library, determined by hand.
func TestTemplatesDataSource_filters(t *testing.T) {
	operator := func(field, operator string, operands ...string) values {
		return filtered(where(field, operator, operands...))
	}
	one := func(value string) string { return "value = " + quote(value) }
	active, planned, fourteen := where("status", "eq", one("active")), where("basedOn", "eq", one("plannedHours")), where("key", "eq", one("14"))
	anyCase := "{ case_sensitive_comparison = false }"
	tests := []struct {
		name      string
		arguments values
		wire      string // the members of the query besides its object, fields, start and size
		keys      string
	}{
		{"none", nil, ``, "12 13 14 15 16"},
		{"eq", operator("name", "eq", one("Three Steps")), `"filters":[{"$eq":{"name":"Three Steps"}}]`, "13"},
		{"ne", operator("status", "ne", one("active")), `"filters":[{"$ne":{"status":"active"}}]`, "14"},
		{"lt", operator("key", "lt", one("14")), `"filters":[{"$lt":{"key":"14"}}]`, "12 13"},
		{"lte", operator("key", "lte", "value = 14"), `"filters":[{"$lte":{"key":"14"}}]`, "12 13 14"},
		{"gt", operator("key", "gt", one("9")), `"filters":[{"$gt":{"key":"9"}}]`, "12 13 14 15 16"}, // a number rather than text
		{"gte", operator("key", "gte", one("14")), `"filters":[{"$gte":{"key":"14"}}]`, "14 15 16"},
		{"contains", operator("name", "contains", one("Estimated")), `"filters":[{"$contains":{"name":"Estimated"}}]`, "15"},
		{"not_contains", operator("name", "not_contains", one("s")), `"filters":[{"$notContains":{"name":"s"}}]`, ""},
		{"starts_with", operator("name", "starts_with", one("Three")), `"filters":[{"$startsWith":{"name":"Three"}}]`, "13"},
		{"not_starts_with", operator("name", "not_starts_with", one("Three")), `"filters":[{"$notStartsWith":{"name":"Three"}}]`, "12 14 15 16"},
		{"ends_with", operator("name", "ends_with", one("Hours")), `"filters":[{"$endsWith":{"name":"Hours"}}]`, "12 15"},
		{"not_ends_with", operator("name", "not_ends_with", one("Hours")), `"filters":[{"$notEndsWith":{"name":"Hours"}}]`, "13 14 16"},
		{
			"in", operator("basedOn", "in", `values = ["plannedHours", "observedPercentCompleted"]`),
			`"filters":[{"$in":{"basedOn":["plannedHours","observedPercentCompleted"]}}]`, "12 14 15",
		},
		{"not_in", operator("key", "not_in", `values = [13, 16]`), `"filters":[{"$notIn":{"key":["13","16"]}}]`, "12 14 15"},
		{"between", operator("key", "between", `values = ["13", "15"]`), `"filters":[{"$between":{"key":["13","15"]}}]`, "13 14 15"},
		{"not_between", operator("key", "not_between", `values = ["13", "15"]`), `"filters":[{"$notBetween":{"key":["13","15"]}}]`, "12 16"},
		{"is_null", operator("entity.id", "is_null"), `"filters":[{"$eq":{"entity.id":null}}]`, "12 13 14 15"},
		{"is_not_null", operator("entity.id", "is_not_null"), `"filters":[{"$ne":{"entity.id":null}}]`, "16"},
		{"odd", operator("name", "eq", one(`<b> & "Ü" \`)), `"filters":[{"$eq":{"name":"<b> & \"Ü\" \\"}}]`, ""},
		{
			"any_case", with(operator("name", "starts_with", one("three")), "filter_parameters", anyCase),
			`"filters":[{"$startsWith":{"name":"three"}}],"filterParameters":{"caseSensitiveComparison":false}`, "13 16",
		},
		{
			"parameters", values{"filter_parameters": `{ as_of_date = "20260228", include_hierarchy_fields = true, include_private = false }`},
			`"filterParameters":{"asOfDate":"2026-02-28","includeHierarchyFields":true,"includePrivate":false}`, "12 13 14 15 16",
		},
		{"no_parameters", values{"filter_parameters": "{}", "filters": "[]", "order_by": "[]"}, ``, "12 13 14 15 16"},
		{
			"all_of_them", filtered(active, planned),
			`"filters":[{"$eq":{"status":"active"}},{"$eq":{"basedOn":"plannedHours"}}]`, "12 15",
		},
		{
			"either", with(filtered(planned, fourteen), "filter_expression", `"OR"`),
			`"filters":[{"$eq":{"basedOn":"plannedHours"}},{"$eq":{"key":"14"}}],"filterExpression":"or"`, "12 14 15",
		},
		{
			"expression", with(filtered(active, planned, fourteen), "filter_expression", `"(1 and 2) or 3"`),
			`"filters":[{"$eq":{"status":"active"}},{"$eq":{"basedOn":"plannedHours"}},{"$eq":{"key":"14"}}],"filterExpression":"(1 and 2) or 3"`, "12 14 15",
		},
		{ // the precedence of and and or is not documented, so the provider sends parentheses
			"precedence", with(filtered(fourteen, active, planned), "filter_expression", `"1 or 2 and 3"`),
			`"filters":[{"$eq":{"key":"14"}},{"$eq":{"status":"active"}},{"$eq":{"basedOn":"plannedHours"}}],"filterExpression":"1 or (2 and 3)"`, "12 14 15",
		},
	}
	books := library(t)
	w := newWorkspace(t)
	var blocks, queries []string
	keys := map[string]string{}
	for _, test := range tests {
		blocks = append(blocks, listedTemplates(test.name, with(test.arguments, "include_milestones", "false")))
		if test.wire != "" {
			test.wire += ","
		}
		queries = append(queries, `{"object":"projects/project-billing-template","fields":["key","id","name","description","billingMethod","calculateOn",`+
			`"basedOn","status","href","entity.key","entity.id","entity.name"],`+test.wire+`"orderBy":[{"key":"asc"}],"start":1,"size":4000}`)
		keys[test.name] = test.keys
	}
	w.configure(books.config(blocks...))
	w.apply()
	if diff := cmp.Diff(keys, w.outputs()); diff != "" {
		t.Errorf("keys differ (-want +got):\n%s", diff)
	}
	compareSorted(t, "queries", queries, books.queries())
}

// queries returns the bodies of the queries since the last reset.
func (b *books) queries() []string {
	var bodies []string
	for _, request := range b.Requests() {
		if request.Template == intacct.PathQuery {
			bodies = append(bodies, request.Body)
		}
	}
	return bodies
}

// compareSorted compares lists whose order Terraform determines.
func compareSorted(t *testing.T, what string, want, got []string) {
	t.Helper()
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s differ (-want +got):\n%s", what, diff)
	}
}

func TestTemplatesDataSource_order(t *testing.T) {
	books := library(t)
	w := books.workspace(t,
		listedTemplates("by_name", values{"order_by": `[{ field = "name" }]`}),
		listedTemplates("by_name_down", values{"order_by": `[{ field = "name", direction = "desc" }]`}),
		listedTemplates("by_status", values{"order_by": `[{ field = "status", direction = "desc" }, { field = "key", direction = "desc" }]`}),
		listedTemplates("by_method", values{"order_by": `[{ field = "billingMethod", direction = "asc" }]`}), // equal rows by key
	)
	w.apply()
	want := map[string]string{
		"by_name": "12 14 15 16 13", "by_name_down": "13 16 15 14 12", "by_status": "14 16 15 13 12", "by_method": "14 12 13 15 16",
	}
	if diff := cmp.Diff(want, w.outputs()); diff != "" {
		t.Errorf("keys differ (-want +got):\n%s", diff)
	}
}

// Milestones take one more query, regardless of the number of templates, and
// none if there are no templates.
func TestTemplatesDataSource_requests(t *testing.T) {
	for name, test := range map[string]struct {
		block   string
		queries int
		parents string // whose milestones are queried
	}{
		"all":     {listedTemplates("x", nil), 2, ""},
		"some":    {listedTemplates("x", filtered(where("key", "in", `values = ["13", "15"]`))), 2, `{"$in":{"projectBillingTemplate.key":["13","15"]}}`},
		"none":    {listedTemplates("x", filtered(where("key", "eq", `value = "99"`))), 1, ""},
		"without": {listedTemplates("x", values{"include_milestones": "false"}), 1, ""},
		"by id":   {oneTemplate("x", values{"id": "13"}), 0, ""},
		"by name": {oneTemplate("x", values{"name": `"Three Steps"`}), 1, ""},
	} {
		t.Run(name, func(t *testing.T) {
			books := library(t)
			w := books.workspace(t, test.block)
			w.run("plan")
			queries := books.queries()
			if len(queries) != test.queries {
				t.Errorf("%d queries, want %d: %q", len(queries), test.queries, queries)
			}
			if single, want := len(books.requests())-len(queries), strings.Count(name, "by "); single != want {
				t.Errorf("%d reads of single templates, want %d", single, want)
			}
			if last := queries[max(len(queries)-1, 0):]; test.queries == 2 && strings.Contains(last[0], `"filters"`) != (test.parents != "") ||
				test.parents != "" && !strings.Contains(last[0], test.parents) {
				t.Errorf("the milestones are asked for by %s", last)
			}
		})
	}
}

// More templates than fit on a page of the query, and more milestones than fit
// on one.
func TestTemplatesDataSource_allPages(t *testing.T) {
	counted := func(name string, arguments values, expression string) string {
		return block(fmt.Sprintf("data %q %q", templateType+"s", name), arguments) + fmt.Sprintf(
			"locals {\n  %[1]s = data.%[2]ss.%[1]s.templates\n}\noutput %[1]q {\n  value = %[3]s\n}\n", name, templateType, expression)
	}
	books := newBooksWith(t, sandbox.Options{Seed: sandbox.SeedEmpty, Templates: 4100})
	w := books.workspace(t,
		counted("bare", values{"include_milestones": "false"}, `"${length(local.bare)} of ${length(toset(local.bare[*].id))} to ${local.bare[4099].name}"`),
		counted("whole", filtered(where("key", "lt", "value = 1812")), `"${length(local.whole)} with ${length(flatten(local.whole[*].milestones[*].id))}"`),
	)
	w.mustSay(w.run("plan"), `bare = "4100 of 4100 to GEN04100"`, `whole = "1800 with 4500"`)
	if got := len(books.queries()); got != 2+1+2 { // two pages of templates, and one with two pages of milestones
		t.Errorf("%d queries, want 5", got)
	}
}
