package acceptance_test

import (
	"maps"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/teamwork"
)

// harvest is invoice 51 of the sandbox's seed, in a spelling that a
// configuration may use.
func harvest(changes values) string {
	attributes := values{
		"number": `"INV00003"`, "display_date": `"2015-07-01"`, "description": `"Harvest, first part"`, "fixed_cost": `"1200.00"`,
		"currency_code": `"USD"`, "status": `"completed"`, "protect_completed": "",
	}
	maps.Copy(attributes, changes)
	return invoice(attributes)
}

func TestInvoice_importedIsWholeAndNeedsNoChange(t *testing.T) {
	site := newSite(t)
	site.test(t,
		resource.TestStep{Config: site.config(full(values{"status": `"completed"`, "protect_completed": ""}))},
		resource.TestStep{ResourceName: address, ImportState: true, ImportStateVerify: true},
		resource.TestStep{
			ResourceName: address, ImportState: true, ImportStateId: "99", ImportStateKind: resource.ImportBlockWithID,
			ImportPlanChecks: resource.ImportPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
		},
		resource.TestStep{
			ResourceName: address, ImportState: true, ImportStateId: "49", ImportStateKind: resource.ImportCommandWithID,
			ImportStateCheck: importedAs(map[string]string{
				"id": "49", "project_id": "1149", "number": "INV00001", "display_date": "2015-06-17", "po_number": "PO00002",
				"currency_code": "USD", "status": "active", "company_name": "Kent Farms", "date_created": "2015-06-17T12:00:47Z",
				"description": "New machinery as Clark dropped the last tractor",
			}, "fixed_cost"),
		},
		resource.TestStep{Config: site.config(full(values{"status": `"completed"`}))}, // so that it can be destroyed
	)
}

// The record's spelling differs from the configuration's. The import block and
// the plan after it change only the state.
func TestInvoice_importedWithAnotherSpellingNeedsNoChange(t *testing.T) {
	block := "import {\n  to = " + address + "\n  id = \"51\"\n}\n"
	spellings := map[string]values{
		"as the site has it": nil,
		"other spellings":    {"fixed_cost": "1200", "display_date": `"20150701"`, "currency_code": "null"},
	}
	for name, changes := range spellings {
		t.Run(name, func(t *testing.T) {
			site := newSite(t)
			site.test(t, resource.TestStep{
				PreConfig:         site.ResetRequests,
				Config:            site.config(block, harvest(changes)),
				ConfigPlanChecks:  beforeApply(willBe(plancheck.ResourceActionNoop)),
				ConfigStateChecks: has(map[string]knownvalue.Check{"id": text("51"), "fixed_cost": text("1200.00")}),
				Check:             site.wrote(),
			}, resource.TestStep{Config: site.config(block, harvest(values{"protect_completed": "false"}))}) // so that it can be destroyed
		})
	}
}

func TestInvoice_importedAndChangedAtOnce(t *testing.T) {
	site := newSite(t)
	site.test(t, resource.TestStep{
		PreConfig: site.ResetRequests,
		Config: site.config("import {\n  to = "+address+"\n  id = \"51\"\n}\n",
			harvest(values{"description": `"Harvest"`, "protect_completed": "false"})),
		ConfigPlanChecks: beforeApply(changesOnly("description", "protect_completed")),
		Check:            site.wrote("PUT /invoices/51/uncomplete.json", "PUT /invoices/51.json", "PUT /invoices/51/complete.json"),
	})
}

// Not even for an amount that the site stores without decimals.
func TestInvoice_importedWithAmountAsSent(t *testing.T) {
	site := newSiteWith(t, sandbox.Options{Teamwork: teamwork.Shapes{MoneyAsSent: true}})
	site.Teamwork().UpdateInvoice(51, func(i *teamwork.Invoice) { i.FixedCost = "1200" })
	site.test(t, resource.TestStep{
		Config:           site.config("import {\n  to = "+address+"\n  id = \"51\"\n}\n", harvest(nil)),
		ConfigPlanChecks: beforeApply(willBe(plancheck.ResourceActionNoop)),
	}, resource.TestStep{Config: site.config(harvest(values{"protect_completed": "false"}))}) // so that it can be destroyed
}

func TestInvoice_importOfNothing(t *testing.T) {
	site := newSite(t)
	config := site.config(invoice(nil))
	step := func(id string, phrases ...string) resource.TestStep {
		return resource.TestStep{
			Config: config, ResourceName: address, ImportState: true, ImportStateId: id, ExpectError: says(phrases...),
		}
	}
	site.test(t,
		step("INV00001", "Invalid import ID", `"INV00001" is not an invoice ID`, "for example 49"),
		step("../projects/1149", "Invalid import ID"),
		step("49 ", "Invalid import ID"),
		step("4711", "Cannot import non-existent remote object"),
		step("59", "Cannot import non-existent remote object"), // its project is deleted
	)
}
