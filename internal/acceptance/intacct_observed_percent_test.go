package acceptance_test

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/intacct"
)

const observedAddress = observedType + ".test"

// observed renders an observed percentage of the demo's first project.
func observed(changes values) string { return observedNamed("test", changes) }

func observedNamed(name string, changes values) string {
	attributes := values{"project_id": `"P-0045"`, "as_of_date": `"2026-04-30"`, "percent_complete": "50"}
	maps.Copy(attributes, changes)
	return block(fmt.Sprintf("resource %q %q", observedType, name), attributes)
}

func TestObservedPercent_lifecycle(t *testing.T) {
	for name, shapes := range map[string]intacct.Shapes{
		"null": {}, "empty": {Nulls: intacct.NullsEmpty, Decimals: intacct.DecimalsPadded}, "left out": {Nulls: intacct.NullsLeftOut},
	} {
		t.Run(name, func(t *testing.T) {
			books := newBooksWith(t, sandbox.Options{Intacct: intacct.Options{Shapes: shapes}})
			step := func(changes values, patch string, attributes ...string) resource.TestStep {
				return resource.TestStep{
					PreConfig: books.ResetRequests, Config: books.config(observed(changes)), Check: books.wrote("PATCH observed/12 " + patch),
					ConfigPlanChecks: beforeApply(changedAttributes{address: observedAddress, want: attributes}),
				}
			}
			books.test(
				t,
				resource.TestStep{
					Config: books.config(observed(nil)),
					Check:  books.wrote(`POST observed {"project":{"key":"101"},"asOfDate":"2026-04-30","percentComplete":"50"}`),
					ConfigStateChecks: hasAt(observedAddress, map[string]knownvalue.Check{
						"id": text("12"), "project_id": text("P-0045"), "as_of_date": text("2026-04-30"), "percent_complete": text("50"), "notes": null(),
						"href": text("/objects/projects/project-observed-percent-completed/12"),
					}),
				},
				step(values{"percent_complete": "62.5"}, `{"percentComplete":"62.5"}`, "percent_complete"),
				step(values{"percent_complete": "62.5", "notes": `"Built"`}, `{"notes":"Built"}`, "notes"),
				step(values{"as_of_date": `"2026-05-31"`, "percent_complete": "0"}, `{"asOfDate":"2026-05-31","percentComplete":"0","notes":null}`,
					"as_of_date", "notes", "percent_complete"),
				resource.TestStep{
					Config:           books.config(observed(values{"as_of_date": `"20260531"`, "percent_complete": `"0.00"`})),
					ConfigPlanChecks: beforeApply(plancheck.ExpectEmptyPlan()),
				},
				resource.TestStep{
					PreConfig: books.ResetRequests, Config: books.config(observed(values{"project_id": `"P-0046"`})),
					ConfigPlanChecks: beforeApply(plancheck.ExpectResourceAction(observedAddress, plancheck.ResourceActionReplace)),
					Check: books.wrote("DELETE observed/12",
						`POST observed {"project":{"key":"102"},"asOfDate":"2026-04-30","percentComplete":"50"}`),
				},
			)
		})
	}
}

func TestIntacctValidation_ofObservedPercents(t *testing.T) {
	areRefused(t, observedType, observedNamed, []invalid{
		{"above", values{"percent_complete": "100.01"}, []string{"percent_complete = 100.01", `"100.01" is out of range: write a number from 0 to 100`}},
		{"negative", values{"percent_complete": "-1"}, []string{`"-1" is out of range`}},
		{"places", values{"percent_complete": "33.333"}, []string{"has 3 digits after the decimal point"}},
		{"date", values{"as_of_date": `"tomorrow"`}, []string{`as_of_date = "tomorrow"`, "is not a date"}},
		{"project", values{"project_id": `""`}, []string{`project_id = ""`, "set the project's ID"}},
		{"notes", values{"notes": `""`}, []string{`notes = ""`, "must not be empty"}},
	})
}

// A project's key is looked up once per run, regardless of its number of
// percentages. A missing project is reported at the attribute.
func TestObservedPercent_projectIsLookedUpOnceARun(t *testing.T) {
	books := newBooksWith(t, sandbox.Options{})
	var blocks []string
	for month := range 6 {
		blocks = append(blocks, observedNamed(fmt.Sprint("m", month), values{"as_of_date": fmt.Sprintf("\"2027-%02d-28\"", month+1), "percent_complete": fmt.Sprint(10 * month)}))
	}
	w := books.workspace(t, append(blocks, observedNamed("none", values{"project_id": `"P-9"`}))...)
	output := w.fails("apply", "-auto-approve")
	w.mustSay(errorsFor(output, observedType+".none"), `there is no project "P-9"`, `project_id = "P-9"`)
	lookUps := books.count(func(request sandbox.Request) bool {
		return strings.Contains(request.Body, `"object":"projects/project",`) && strings.Contains(request.Body, "P-0045")
	})
	if lookUps != 1 || len(books.writes()) != 6 {
		t.Errorf("%d look-ups, %q", lookUps, books.writes())
	}
}

func TestObservedPercent_oneFromBeforeIsAnError(t *testing.T) {
	books := newBooksWith(t, sandbox.Options{})
	w := books.workspace(t, observed(values{"as_of_date": `"2026-03-31"`, "percent_complete": "25", "notes": `"Design accepted"`}))
	w.mustSay(w.fails("apply", "-auto-approve"), "Error: The percentage already exists", "with "+observedAddress, `as_of_date = "2026-03-31"`,
		`already has a percentage with the project "P-0045" and the date 2026-03-31`, "terraform import "+observedType+".NAME 11")
	if sent := books.writes(); len(sent) > 0 {
		t.Errorf("sent %q", sent)
	}
	w.run("import", observedAddress, "11")
	w.plansNothing()
	w.mustSay(w.fails("import", observedAddress, "id:11"), "Invalid import ID", `"id:11" is not the key of an observed percentage`, "such as 11")
}

// A response may contain only the project's key. An import then requests the project.
func TestObservedPercent_importWithoutTheProjectsID(t *testing.T) {
	books := newBooksWith(t, sandbox.Options{})
	books.Script(sandbox.Rule{Method: http.MethodGet, Path: intacct.PathObservedPercent, Times: sandbox.Always, Fault: sandbox.Edit(func(answer *sandbox.Answer) {
		answer.Body = strings.ReplaceAll(answer.Body, `"id":"P-0045"`, `"id":null`)
	})})
	w := books.workspace(t, observed(values{"as_of_date": `"2026-03-31"`, "percent_complete": "25", "notes": `"Design accepted"`}))
	w.run("import", observedAddress, "11")
	w.plansNothing()
}

func TestObservedPercent_driftOfOneAttributeIsOneChange(t *testing.T) {
	fields := map[string]string{"percent_complete": "percentComplete=51", "notes": "notes=By hand", "as_of_date": "asOfDate=2030-01-01"}
	books := newBooksWith(t, sandbox.Options{})
	var blocks []string
	for i, name := range slices.Sorted(maps.Keys(fields)) {
		blocks = append(blocks, observedNamed(name, values{"as_of_date": fmt.Sprintf("\"2027-0%d-01\"", i+1)}))
	}
	w := books.workspace(t, blocks...)
	w.apply()
	want := map[string]string{}
	for i, name := range slices.Sorted(maps.Keys(fields)) {
		for _, entry := range books.Intacct().Entries(intacct.ObservedPercents) {
			field, value, _ := strings.Cut(fields[name], "=")
			if entry.Values["asOfDate"] == fmt.Sprintf("2027-0%d-01", i+1) {
				books.Intacct().UpdateEntry(intacct.ObservedPercents, entry.Key, func(e *intacct.Entry) { e.Values[field] = value })
			}
		}
		want[observedType+"."+name] = "update " + name
	}
	if diff := cmp.Diff(want, w.plannedChanges()); diff != "" {
		t.Errorf("planned differs (-want +got):\n%s", diff)
	}
	w.run("apply", "plan")
	w.plansNothing()
}

func TestObservedPercentCreate_withoutAClearAnswerMakesOne(t *testing.T) {
	faults := map[string]sandbox.Fault{
		"2027-01-31": sandbox.Cut().After(), "2027-02-28": sandbox.Cut(), "2027-03-31": sandbox.ErrorStatus(500).After(),
		"2027-04-30": sandbox.ErrorStatus(500), "2027-05-31": sandbox.Truncate(), "2027-06-30": sandbox.Reply(201, nil, "").After(),
	}
	books := newBooksWith(t, sandbox.Options{})
	var blocks []string
	for date, fault := range faults {
		blocks = append(blocks, observedNamed("d"+date, values{"as_of_date": quote(date)}))
		books.Script(sandbox.Rule{Method: http.MethodPost, Path: intacct.PathObservedPercents, When: mentions(date), Fault: fault})
	}
	w := books.workspace(t, blocks...)
	w.apply()
	w.plansNothing()
	found := map[string]int{}
	for _, entry := range books.Intacct().Entries(intacct.ObservedPercents) {
		found[entry.Values["asOfDate"]]++
	}
	for date := range faults {
		if found[date] != 1 {
			t.Errorf("%s: there are %d", date, found[date])
		}
	}
	if left := books.ScriptLeft(); left > 0 {
		t.Errorf("%d of the faults were not met", left)
	}
}

// If a company has no observed percentages, the error contains their path,
// whatever the response there. A percentage in the state is not considered
// deleted.
func TestObservedPercent_companyWithoutThem(t *testing.T) {
	const path = "/objects/projects/project-observed-percent-completed"
	for _, status := range []int{400, 404} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			books := newBooksWith(t, sandbox.Options{Intacct: intacct.Options{Shapes: intacct.Shapes{MissingObservedStatus: status}}})
			w := books.workspace(t, observed(nil))
			w.mustSay(w.fails("apply", "-auto-approve"), "could not create the percentage", "Sage Intacct does not have "+path+" in this company",
				"The path "+path+" is newer than the rest")
			w.mustSay(w.fails("import", observedAddress, "11"), "could not read percentage 11", "does not have "+path)
			if sent := books.writes(); len(sent) > 0 {
				t.Errorf("sent %q", sent)
			}
			// With a credential that cannot query, the provider gets as far as the
			// create.
			books.Script(sandbox.Rule{Path: intacct.PathQuery, When: mentions(`"object":"projects/project-observed-percent-completed"`), Fault: sandbox.ErrorStatus(403)})
			w.mustSay(w.fails("apply", "-auto-approve"), "does not have "+path)
		})
	}
}

// If the company supports observed percentages, a deleted one is planned to be
// created again.
func TestObservedPercent_deletedByHand(t *testing.T) {
	books := newBooksWith(t, sandbox.Options{})
	w := books.workspace(t, observed(nil))
	w.apply()
	books.Intacct().DeleteEntry(intacct.ObservedPercents, "12")
	if diff := cmp.Diff(map[string]string{observedAddress: "create"}, w.plannedChanges()); diff != "" {
		t.Error(diff)
	}
}

// One apply creates the chain: a project, its observed percentages, and the
// template that bills by them. Values that Intacct computes for the project in
// the meantime are not an inconsistency.
func TestIntacctChain_inOneApply(t *testing.T) {
	books := newBooks(t)
	chain := func(percent, name string) []string {
		return []string{
			aProject(values{"name": quote(name)}),
			observedNamed("march", values{"project_id": projectAddress + ".project_id", "as_of_date": `"2026-03-31"`, "percent_complete": percent}),
			templateNamed("chain", values{
				"description": `"Bills ${` + observedType + `.march.percent_complete} percent of ${` + projectAddress + `.name}"`,
				"based_on":    `"observedPercentCompleted"`, "milestones": stages("50 Half", "100"),
			}),
			contract(values{
				"description": `"For ${` + projectAddress + `.project_id}"`, "method": `"projectPercentComplete"`, "source": `"observedPercentCompleted"`,
				"step_billing": "true", "lines": steps(observedType+".march.percent_complete", "100"),
			}),
		}
	}
	w := books.workspace(t, chain("50", "Rollout")...)
	w.apply()
	w.plansNothing()
	w.run("apply", "-refresh-only", "-auto-approve")
	w.mustSay(w.run("show"), `observed_percent_complete = "50"`)
	w.configure(books.config(chain("62.5", "Renamed")...))
	w.apply()
	w.plansNothing()
	w.run("apply", "-refresh-only", "-auto-approve")
	w.mustSay(w.run("show"), `observed_percent_complete = "62.5"`)
	w.run("destroy", "-auto-approve")
	if left := append(books.createdEntries(), fmt.Sprint(len(books.created()))); len(left) > 1 || left[0] != "0" {
		t.Errorf("left over are %v", left)
	}
}

// A project of another company can have the same key and ID, and its percentage
// the same key. It was not created at the same moment.
func TestObservedPercent_ofAnotherCompanyIsRecognized(t *testing.T) {
	books := newBooksWith(t, sandbox.Options{})
	w := books.workspace(t, observed(nil))
	w.apply()
	books.ResetRequests()
	books.Intacct().UpdateEntry("projects/project-observed-percent-completed", "12", func(entry *intacct.Entry) {
		entry.Values["audit.createdDateTime"] = "2020-05-05T00:00:00Z"
	})
	for _, command := range []string{"apply", "destroy"} {
		w.mustSay(w.fails(command, "-auto-approve"), "is a different record", "101, ID P-0045, created 2026-01-01", "created 2020-05-05", "Nothing was changed")
	}
	if got := books.writes(); len(got) != 0 {
		t.Errorf("sent %q", got)
	}
}
