package acceptance_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/intacct"
)

func TestTemplate_createdWithEveryAttribute(t *testing.T) {
	books := newBooks(t)
	books.test(t, resource.TestStep{
		Config: books.config(template(values{
			"name": `"<b> & Ü \"quoted\""`, "description": `"Line one\nline two"`, "billing_method": `"milestone"`, "calculate_on": `"task"`,
			"based_on": `"observedPercentCompleted"`, "status": `"inactive"`, "milestones": stages("25 Design", "33.33", `"100.00" Rest`),
		})),
		ConfigPlanChecks: beforeApply(templateWillBe(plancheck.ResourceActionCreate)),
		ConfigStateChecks: hasTemplate(map[string]knownvalue.Check{
			"id": text(firstTemplate), "name": text(`<b> & Ü "quoted"`), "description": text("Line one\nline two"),
			"billing_method": text("milestone"), "calculate_on": text("task"), "based_on": text("observedPercentCompleted"),
			"status": text("inactive"), "href": text("/objects/projects/project-billing-template/12"), "entity_id": null(),
			"milestones": knownvalue.SetExact([]knownvalue.Check{
				line(23, "25", "25.00", text("Design")), line(24, "33.33", "8.33", null()), line(25, "100.00", "66.67", text("Rest")),
			}),
		}),
		Check: books.wrote(`POST templates {"name":"<b> & Ü \"quoted\"","description":"Line one\nline two","billingMethod":"milestone",` +
			`"calculateOn":"task","basedOn":"observedPercentCompleted","status":"inactive","milestones":[` +
			`{"percentCompleted":"25","description":"Design"},{"percentCompleted":"33.33"},{"percentCompleted":"100.00","description":"Rest"}]}`),
	})
}

func TestTemplate_createdWithOnlyWhatIsRequired(t *testing.T) {
	books := newBooks(t)
	books.test(t, resource.TestStep{
		Config: books.config(template(nil)),
		ConfigStateChecks: hasTemplate(map[string]knownvalue.Check{
			"billing_method": text("percentCompleted"), "calculate_on": text("project"), "based_on": text("estimatedHours"),
			"status": text("active"), "milestones": null(), "entity_id": null(),
		}),
		Check: books.holds(`12 "T-test" "Design and build" percentCompleted project estimatedHours active`),
	})
}

func TestTemplate_eachAttributeIsUpdatedClearedAndSetAgain(t *testing.T) {
	tests := []struct {
		name, attribute, value, onWire string
		lines                          string // of the company's template, replacing the previous ones
	}{
		{name: "description", attribute: "description", value: `"Other"`, onWire: `{"description":"Other"}`},
		{name: "billing_method", attribute: "billing_method", value: `"percentCompleted"`, onWire: `{"billingMethod":"percentCompleted"}`},
		{name: "no_billing_method", attribute: "billing_method", value: "null", onWire: `{"billingMethod":"percentCompleted"}`},
		{name: "calculate_on", attribute: "calculate_on", value: `"project"`, onWire: `{"calculateOn":"project"}`},
		{name: "no_calculate_on", attribute: "calculate_on", value: "null", onWire: `{"calculateOn":"project"}`},
		{name: "based_on", attribute: "based_on", value: `"budgetedHours"`, onWire: `{"basedOn":"budgetedHours"}`},
		{name: "no_based_on", attribute: "based_on", value: "null", onWire: `{"basedOn":"estimatedHours"}`},
		{name: "status", attribute: "status", value: `"active"`, onWire: `{"status":"active"}`},
		{name: "no_status", attribute: "status", value: "null", onWire: `{"status":"active"}`},
	}
	books := newBooks(t)
	var before, after []string
	var changes []plancheck.PlanCheck
	bodies := map[string]int{}
	for _, test := range tests {
		start := values{
			"billing_method": `"milestone"`, "calculate_on": `"task"`, "based_on": `"plannedHours"`, "status": `"inactive"`,
			"milestones": stages("40 Design", "100"),
		}
		before = append(before, templateNamed(test.name, start))
		start[test.attribute] = test.value
		after = append(after, templateNamed(test.name, start))
		changes = append(changes, changedAttributes{address: templateType + "." + test.name, want: []string{test.attribute}})
		bodies[test.onWire]++
	}
	books.test(t,
		resource.TestStep{Config: books.config(before...)},
		resource.TestStep{
			PreConfig:        books.ResetRequests,
			Config:           books.config(after...),
			ConfigPlanChecks: beforeApply(changes...),
			Check: func(*terraform.State) error {
				sent := map[string]int{}
				for _, request := range books.Requests() {
					if request.Method == "PATCH" {
						sent[request.Body]++
					}
				}
				if fmt.Sprint(sent) != fmt.Sprint(bodies) {
					return fmt.Errorf("bodies are %v, want %v", sent, bodies)
				}
				return nil
			},
		},
		resource.TestStep{Config: books.config(before...), ConfigPlanChecks: beforeApply(changes...)},
	)
}

func TestTemplate_anotherNameReplaces(t *testing.T) {
	books := newBooks(t)
	books.test(t,
		resource.TestStep{Config: books.config(inStages("50", "100"))},
		resource.TestStep{
			Config:           books.config(template(values{"name": `"Another"`, "milestones": stages("50", "100")})),
			ConfigPlanChecks: beforeApply(templateWillBe(plancheck.ResourceActionReplace)),
			Check:            books.holds(`13 "Another" "Design and build" percentCompleted project estimatedHours active 25:50.00 26:100.00`),
		},
	)
}

// The test applies each spelling in turn, and reverses the order: nothing is
// planned, and only reads are sent.
func TestTemplate_spellingAndOrderAreNoChange(t *testing.T) {
	spellings := [][]string{{"25", "33.33", "100"}, {"25.0", `"33.330"`, `"100.00"`}, {`"25.00"`, `"033.33"`, "100.0"}}
	books := newBooks(t)
	configuration := func(shift int, isReversed bool) string {
		var blocks []string
		for i := range spellings {
			ways := spellings[(i+shift)%len(spellings)]
			lines := []string{ways[0] + " Design", ways[1], ways[2] + " Rest"}
			if isReversed {
				lines[0], lines[2] = lines[2], lines[0]
			}
			blocks = append(blocks, templateNamed(fmt.Sprintf("n%d", i), values{"milestones": stages(lines...)}))
		}
		return books.config(blocks...)
	}
	steps := []resource.TestStep{{Config: configuration(0, false)}}
	for shift := 1; shift < 3; shift++ {
		steps = append(steps, resource.TestStep{
			PreConfig:        books.ResetRequests,
			Config:           configuration(shift, shift == 1),
			ConfigPlanChecks: beforeApply(plancheck.ExpectEmptyPlan()),
			Check:            books.wrote(),
		})
	}
	books.test(t, steps...)
}

// The same for the known spellings in the company's responses.
func TestTemplate_spellingOfTheCompanyIsNoChange(t *testing.T) {
	shapes := map[string]intacct.Shapes{
		"beta":               {Edition: intacct.EditionBeta},
		"empty descriptions": {EmptyDescriptions: true},
		"later version":      {ExtraFields: true},
	}
	for name, shape := range shapes {
		t.Run(name, func(t *testing.T) {
			books := newBooksWith(t, sandbox.Options{Seed: sandbox.SeedEmpty, Intacct: intacct.Options{Shapes: shape}})
			books.test(t, resource.TestStep{
				Config: books.config(inStages(`"25.0" Design`, `"33.33"`, "100")),
				ConfigStateChecks: hasTemplate(map[string]knownvalue.Check{"milestones": knownvalue.SetPartial([]knownvalue.Check{
					knownvalue.ObjectPartial(map[string]knownvalue.Check{"percent_completed": text("25.0")}),
					knownvalue.ObjectPartial(map[string]knownvalue.Check{"percent_completed": text("33.33"), "description": null()}),
				})}),
			})
		})
	}
}

// Null and an empty list are the same to the company: changing from one to the
// other changes the state and sends nothing.
func TestTemplate_noMilestones(t *testing.T) {
	const deletion = `PATCH templates/12 {"milestones":[{"key":"%d","ia::operation":"delete"},{"key":"%d","ia::operation":"delete"}]}`
	const addition = `PATCH templates/12 {"milestones":[{"percentCompleted":"50"},{"percentCompleted":"100"}]}`
	books := newBooks(t)
	w := newWorkspace(t)
	for i, step := range []struct{ milestones, state, wrote string }{
		{"[]", "[]", `POST templates {"name":"T-test","description":"Design and build","billingMethod":"percentCompleted","calculateOn":"project",` +
			`"basedOn":"estimatedHours","status":"active"}`},
		{"null", "null", ""},
		{"[]", "[]", ""},
		{stages("50", "100"), `["100","50"]`, addition},
		{"null", "null", fmt.Sprintf(deletion, 23, 24)},
		{stages("50", "100"), `["100","50"]`, addition},
		{"[]", "[]", fmt.Sprintf(deletion, 25, 26)},
	} {
		books.ResetRequests()
		w.configure(books.config(template(values{"milestones": step.milestones}), fmt.Sprintf(
			"output \"milestones\" {\n  value = jsonencode(%[1]s.milestones == null ? null : sort(%[1]s.milestones[*].percent_completed))\n}\n", templateAddress)))
		w.apply()
		w.plansNothing()
		if got := w.outputs()["milestones"]; got != step.state {
			t.Errorf("step %d: the state has %s, want %s", i, got, step.state)
		}
		if got := strings.Join(books.writes(), "\n"); got != step.wrote {
			t.Errorf("step %d: wrote %s, want %s", i, got, step.wrote)
		}
	}
}
