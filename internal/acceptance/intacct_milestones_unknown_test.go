package acceptance_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// later renders a value that is unknown while its source changes.
func later(name, value string) string {
	return block("resource \"terraform_data\" "+quote(name), values{"input": value})
}

// The plan does not guess unknown values, and they do not affect the known
// ones. The apply still changes in place.
func TestMilestones_percentagesThatAreKnownOnlyAfterApply(t *testing.T) {
	const percents = "terraform_data.percents.output"
	books := newBooks(t)
	w := newWorkspace(t)
	configure := func(first, second, description string) {
		w.configure(books.config(later("percents", "["+first+", "+second+"]"), later("text", quote(description)),
			templateNamed("one", values{"milestones": stages("25 Design", percents+"[0] Build", "100 Rest")}),
			templateNamed("two", values{"milestones": stages(percents+"[0]", percents+"[1]", "100")}),
			templateNamed("text", values{"milestones": "[{ percent_completed = 50, description = terraform_data.text.output }, { percent_completed = 100 }]"}),
		))
	}
	expect := func(want map[string]string) {
		t.Helper()
		plan := w.plannedStages()
		keys := books.keysOf()
		for name := range want {
			if replacer := keys["T-"+name]; replacer != nil {
				want[name] = sortedPlan(replacer.Replace(want[name]))
			}
		}
		if diff := cmp.Diff(want, plan); diff != "" {
			t.Errorf("plan differs (-want +got):\n%s", diff)
		}
		books.ResetRequests()
		w.run("apply", "plan")
		w.plansNothing()
	}
	configure("60", "70", "First")
	expect(map[string]string{
		"one": "create | ? 100 ? Rest | ? 25 ? Design | ? ? ? Build", "two": "create | ? 100 ? - | ? ? ? - | ? ? ? -",
		"text": "create | ? 100 ? - | ? 50 ? ?",
	})
	keys := books.keysOf()
	configure("65.5", "75", "Second")
	expect(map[string]string{
		"one":  "update | <25.00> 25 ? Design | <100.00> 100 ? Rest | ? ? ? Build",
		"two":  "update | <100.00> 100 ? - | ? ? ? - | ? ? ? -",
		"text": "update | <50.00> 50 50.00 ? | <100.00> 100 50.00 -",
	})
	want := map[string]bool{}
	for name, body := range map[string]string{
		"T-one":  `PATCH templates/<template> {"milestones":[{"key":"<60.00>","percentCompleted":"65.5"}]}`,
		"T-two":  `PATCH templates/<template> {"milestones":[{"key":"<60.00>","percentCompleted":"65.5"},{"key":"<70.00>","percentCompleted":"75"}]}`,
		"T-text": `PATCH templates/<template> {"milestones":[{"key":"<50.00>","description":"Second"}]}`,
	} {
		want[keys[name].Replace(body)] = true
	}
	got := map[string]bool{}
	for _, line := range books.writes() {
		got[line] = true
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("writes differ (-want +got):\n%s", diff)
	}

	// A percentage that turns out to occur twice is refused before anything is
	// sent.
	books.ResetRequests()
	configure(`"100.0"`, "75", "Second")
	w.mustSay(w.fails("apply", "-auto-approve"), "Two milestones with the same percentage", `on main.tf line`, "milestones =",
		"Two milestones have percent_completed = 100")
	if sent := books.writes(); len(sent) > 0 {
		t.Errorf("sent %v", sent)
	}
}

func TestMilestones_whollyUnknown(t *testing.T) {
	books := newBooks(t)
	w := newWorkspace(t)
	configure := func(percent string) {
		one := "{ percent_completed = " + percent + ", description = \"Late\" }"
		w.configure(books.config(
			later("all", "[{ percent_completed = \"10\" }, "+one+"]"), later("one", one),
			templateNamed("all", values{"milestones": "terraform_data.all.output"}),
			templateNamed("dynamic", values{"milestones": "[for percent in [10, terraform_data.one.output.percent_completed] : { percent_completed = percent }]"}),
		))
	}
	configure("50")
	if diff := cmp.Diff(map[string]string{"all": "create | ?", "dynamic": "create | ? 10 ? - | ? ? ? -"}, w.plannedStages()); diff != "" {
		t.Errorf("plan differs (-want +got):\n%s", diff)
	}
	w.run("apply", "plan")
	w.plansNothing()
	configure("60")
	w.run("plan", "-out=plan")
	books.ResetRequests()
	w.run("apply", "plan")
	w.plansNothing()
	for _, template := range books.created() {
		if len(template.Milestones) != 2 || template.Milestones[1].PercentCompleted != "60.00" {
			t.Errorf("the company has %s", shown(template))
		}
	}
	for _, line := range books.writes() {
		w.mustSay(line, `PATCH`, `"percentCompleted":"60"`)
	}
}
