package acceptance_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/intacct"
)

func TestTemplate_driftIsSeenAttributeByAttribute(t *testing.T) {
	described := "By hand"
	drifts := []struct {
		name   string
		change func(*intacct.Template)
		plan   string
		patch  string
	}{
		{"description", func(t *intacct.Template) { t.Description = described }, "", `{"description":"Design and build"}`},
		{"billing_method", func(t *intacct.Template) { t.BillingMethod = "milestone" }, "", `{"billingMethod":"percentCompleted"}`},
		{"calculate_on", func(t *intacct.Template) { t.CalculateOn = "task" }, "", `{"calculateOn":"project"}`},
		{"based_on", func(t *intacct.Template) { t.BasedOn = "budgetedHours" }, "", `{"basedOn":"estimatedHours"}`},
		{"status", func(t *intacct.Template) { t.Status = "inactive" }, "", `{"status":"active"}`},
		{
			"line_percent", func(t *intacct.Template) { t.Milestones[1].PercentCompleted = "70" },
			"<25.00> 25 25.00 Design | <50.00> 50 ? Build | <100.00> 100 ? -", `{"milestones":[{"key":"<50.00>","percentCompleted":"50"}]}`,
		},
		{
			"line_description", func(t *intacct.Template) { t.Milestones[0].Description = &described },
			"<25.00> 25 25.00 Design | <50.00> 50 25.00 Build | <100.00> 100 50.00 -", `{"milestones":[{"key":"<25.00>","description":"Design"}]}`,
		},
		{
			"line_cleared", func(t *intacct.Template) { t.Milestones[1].Description = nil },
			"<25.00> 25 25.00 Design | <50.00> 50 25.00 Build | <100.00> 100 50.00 -", `{"milestones":[{"key":"<50.00>","description":"Build"}]}`,
		},
		{
			"line_added", func(t *intacct.Template) {
				t.Milestones = append(t.Milestones, intacct.Milestone{Key: "9001", PercentCompleted: "75"})
			},
			"<25.00> 25 25.00 Design | <50.00> 50 25.00 Build | <100.00> 100 ? -", `{"milestones":[{"key":"9001","ia::operation":"delete"}]}`,
		},
		{ // the existing one stays, whichever comes first
			"line_twice", func(t *intacct.Template) {
				t.Milestones = append(t.Milestones, intacct.Milestone{Key: "9002", PercentCompleted: "50", Description: &described})
			},
			"", `{"milestones":[{"key":"9002","ia::operation":"delete"}]}`,
		},
		{
			"line_removed", func(t *intacct.Template) { t.Milestones = slices.Delete(t.Milestones, 1, 2) },
			"<25.00> 25 25.00 Design | ? 50 ? Build | <100.00> 100 ? -", `{"milestones":[{"percentCompleted":"50","description":"Build"}]}`,
		},
		{
			"lines_removed", func(t *intacct.Template) { t.Milestones = nil },
			"? 25 ? Design | ? 50 ? Build | ? 100 ? -",
			`{"milestones":[{"percentCompleted":"25","description":"Design"},{"percentCompleted":"50","description":"Build"},{"percentCompleted":"100"}]}`,
		},
	}
	books := newBooks(t)
	var blocks []string
	for _, drift := range drifts {
		blocks = append(blocks, templateNamed(drift.name, values{"milestones": stages("25 Design", "50 Build", "100")}))
	}
	w := books.workspace(t, blocks...)
	w.apply()
	keys := books.keysOf()
	for _, template := range books.created() {
		for _, drift := range drifts {
			if template.Name == "T-"+drift.name {
				books.Intacct().UpdateTemplate(template.Key, drift.change)
			}
		}
	}
	plans := w.plannedStages()
	books.ResetRequests()
	w.run("apply", "plan")
	got := books.writes()
	var want []string
	for _, drift := range drifts {
		replace := keys["T-"+drift.name].Replace
		if drift.plan == "" {
			drift.plan = "<25.00> 25 25.00 Design | <50.00> 50 25.00 Build | <100.00> 100 50.00 -"
		}
		if diff := cmp.Diff(sortedPlan("update | "+replace(drift.plan)), plans[drift.name]); diff != "" && drift.name != "line_twice" {
			t.Errorf("%s: plan differs (-want +got):\n%s", drift.name, diff)
		}
		want = append(want, replace("PATCH templates/<template> "+drift.patch))
	}
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("writes differ (-want +got):\n%s", diff)
	}
	w.plansNothing()
}

func TestTemplate_deletedByHandIsPlannedForCreation(t *testing.T) {
	books := newBooks(t)
	w := books.workspace(t, inStages("50", "100"))
	w.apply()
	books.Intacct().DeleteTemplate(firstTemplate)
	if got := w.plannedStages()["test"]; got != "create | ? 100 ? - | ? 50 ? -" {
		t.Errorf("planned is %s", got)
	}
	w.run("apply", "plan")
	w.plansNothing()
	if err := books.holds(`13 "T-test" "Design and build" percentCompleted project estimatedHours active 25:50.00 26:100.00`)(nil); err != nil {
		t.Error(err)
	}
}

// Intacct does not promise 404 for deleting a record that is already deleted.
func TestTemplate_destroyOfWhatIsGoneSucceeds(t *testing.T) {
	for status, requests := range map[int]string{
		404: "GET templates/12, DELETE templates/12",
		400: "GET templates/12, DELETE templates/12, POST query",
		422: "GET templates/12, DELETE templates/12, POST query",
	} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			books := newBooksWith(t, sandbox.Options{
				Seed: sandbox.SeedEmpty, Intacct: intacct.Options{Shapes: intacct.Shapes{DeleteMissingStatus: status}},
			})
			w := books.workspace(t, template(nil))
			w.apply()
			books.ResetRequests()
			books.OnRequest(func(request sandbox.Request) {
				if request.Method == http.MethodDelete {
					books.Intacct().DeleteTemplate(firstTemplate)
				}
			})
			w.run("destroy", "-auto-approve")
			if got := strings.Join(books.requests(), ", "); got != requests {
				t.Errorf("requests are %s, want %s", got, requests)
			}
		})
	}
}

func TestTemplate_destroyThatIsRefusedKeepsTheState(t *testing.T) {
	books := newBooks(t)
	w := books.workspace(t, inStages("50", "100"))
	w.apply()
	books.Intacct().MarkInUse(firstTemplate)
	w.mustSay(w.fails("destroy", "-auto-approve"), "Error: Sage Intacct: could not delete template 12", "422 Unprocessable Entity",
		"[code operationFailed]", "[support ID", "The billing template 12 is in use and cannot be deleted", "[code BL01001973]")
	w.plansNothing()
}

// The response to the first delete is lost, and the second finds nothing to
// delete.
func TestTemplate_destroyWhoseAnswerIsLostSucceeds(t *testing.T) {
	books := newBooks(t)
	w := books.workspace(t, template(nil))
	w.apply()
	books.Script(sandbox.Rule{Method: http.MethodDelete, Fault: sandbox.Cut().After()})
	w.run("destroy", "-auto-approve")
	if left := books.created(); len(left) > 0 {
		t.Errorf("left over are %v", left)
	}
}

func TestTemplate_updateOfWhatIsGone(t *testing.T) {
	books := newBooks(t)
	w := books.workspace(t, template(nil))
	w.apply()
	books.OnRequest(func(request sandbox.Request) {
		if request.Method == http.MethodPatch {
			books.Intacct().DeleteTemplate(firstTemplate)
		}
	})
	w.configure(books.config(template(values{"description": `"Second"`})))
	w.mustSay(w.fails("apply", "-auto-approve"), "could not update template 12", "404 Not Found", "There is no project billing template with the key 12")
	books.OnRequest(nil)
	if got := w.plannedStages()["test"]; got != "create" {
		t.Errorf("planned is %s", got)
	}
}
