package acceptance_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/intacct"
)

// threeSteps is template 13 of the sandbox's seed, in a spelling that a configuration may use.
func threeSteps(milestones ...string) string {
	return template(values{
		"name": `"Three Steps"`, "description": `"Template for billing in three steps"`, "calculate_on": `"task"`,
		"milestones": stages(milestones...),
	})
}

func importBlock(id string) string {
	return "import {\n  to = " + templateAddress + "\n  id = " + quote(id) + "\n}\n"
}

func TestTemplate_importedIsWholeAndNeedsNoChange(t *testing.T) {
	books := newBooks(t)
	books.test(t,
		resource.TestStep{Config: books.config(template(values{
			"name": `"Of: its own"`, "billing_method": `"milestone"`, "based_on": `"plannedHours"`, "status": `"inactive"`,
			"milestones": stages(`"25.00" Design`, `"100.00"`),
		}))},
		resource.TestStep{ResourceName: templateAddress, ImportState: true, ImportStateVerify: true},
		resource.TestStep{ResourceName: templateAddress, ImportState: true, ImportStateVerify: true, ImportStateId: "name:Of: its own"},
		resource.TestStep{
			ResourceName: templateAddress, ImportState: true, ImportStateId: "name:Of: its own", ImportStateKind: resource.ImportBlockWithID,
			ImportPlanChecks: resource.ImportPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
		},
	)
}

// The record's spelling differs from the configuration's. The import block and
// the plan after it change only the state.
func TestTemplate_importedWithAnotherSpellingNeedsNoChange(t *testing.T) {
	for id, lines := range map[string][]string{
		"13":               {"30 Design accepted", "60 Build finished", "100"},
		"name:Three Steps": {"100.0", `"60.0" Build finished`, `"030" Design accepted`},
	} {
		t.Run(id, func(t *testing.T) {
			books := newBooksWith(t, sandbox.Options{})
			books.test(t, resource.TestStep{
				Config:           books.config(importBlock(id), threeSteps(lines...)),
				ConfigPlanChecks: beforeApply(templateWillBe(plancheck.ResourceActionNoop)),
				ConfigStateChecks: hasTemplate(map[string]knownvalue.Check{
					"id": text("13"), "billing_method": text("percentCompleted"), "based_on": text("estimatedHours"), "status": text("active"),
					"milestones": knownvalue.SetExact([]knownvalue.Check{
						line(20, "30.00", "30.00", text("Design accepted")), line(21, "60.00", "30.00", text("Build finished")), line(22, "100.00", "40.00", null()),
					}),
				}),
				Check: books.wrote(),
			})
		})
	}
}

func TestTemplate_importedAndChangedAtOnce(t *testing.T) {
	books := newBooksWith(t, sandbox.Options{})
	books.test(t, resource.TestStep{
		Config:           books.config(importBlock("13"), threeSteps("30 Design accepted", "60 Build finished", "100 Handed over")),
		ConfigPlanChecks: beforeApply(templateChangesOnly("milestones")),
		Check:            books.wrote(`PATCH templates/13 {"milestones":[{"key":"22","description":"Handed over"}]}`),
	})
}

func TestTemplate_importOfWhatCannotBe(t *testing.T) {
	books := newBooksWith(t, sandbox.Options{})
	for _, key := range []string{"71", "9"} {
		books.Intacct().AddTemplate(intacct.Template{Key: key, Name: "Twice", Description: "Made by hand"})
	}
	w := books.workspace(t, template(nil))
	for id, phrases := range map[string][]string{
		"4711":             {"Cannot import non-existent remote object"},
		"name:three steps": {`there is no template "three steps"`, "capital and small letters included"},
		"name:":            {`there is no template ""`},
		"name:Twice":       {`there are 2 templates "Twice"`, "9, 71", "by its key"},
		"Three Steps":      {"Invalid import ID", `"Three Steps" is not a template key`, "a number such as 15", `"name:Project Estimated Hours"`},
		"13,15":            {"Invalid import ID"},
		"../13":            {"Invalid import ID"},
		"13 ":              {"Invalid import ID"},
	} {
		w.mustSay(w.fails("import", templateAddress, id), phrases...)
	}
}
