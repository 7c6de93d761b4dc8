package acceptance_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/querycheck"
	"github.com/hashicorp/terraform-plugin-testing/querycheck/queryfilter"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"
)

// Features of command-line interfaces from some version on. Older ones skip
// these tests. The package protocol tests the provider's part on all of them.
func (s *site) testFrom(t *testing.T, version tfversion.TerraformVersionCheck, steps ...resource.TestStep) {
	t.Helper()
	for _, variable := range s.Environment() { // a query does not read the configuration's provider block
		name, value, _ := strings.Cut(variable, "=")
		t.Setenv(name, value)
	}
	resource.Test(t, resource.TestCase{
		TerraformVersionChecks:   []tfversion.TerraformVersionCheck{version},
		ProtoV6ProviderFactories: inProcess(),
		Steps:                    steps,
	})
}

func withIdentities() tfversion.TerraformVersionCheck {
	return tfversion.SkipBelow(tfversion.Version1_12_0)
}

func withQueriesAndActions() tfversion.TerraformVersionCheck {
	return tfversion.SkipBelow(tfversion.Version1_14_0)
}

// minimalTemplate is a template as a configuration writes it.
func minimalTemplate() string {
	return block(`resource "billing_intacct_project_billing_template" "frontier"`,
		values{"name": `"Frontier"`, "description": `"Of the frontier"`, "milestones": "[{ percent_completed = 50 }, { percent_completed = 100 }]"})
}

const frontierTemplate = "billing_intacct_project_billing_template.frontier"

func TestFrontier_identitiesAreKeptAndImportedBy(t *testing.T) {
	site := newSite(t)
	byIdentity := func(address string) resource.TestStep {
		return resource.TestStep{
			ResourceName: address, ImportState: true, ImportStateKind: resource.ImportBlockWithResourceIdentity,
			ImportPlanChecks: resource.ImportPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
		}
	}
	site.testFrom(t, withIdentities(),
		resource.TestStep{
			Config: invoice(values{"protect_completed": ""}) + minimalTemplate(),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectIdentity(address, map[string]knownvalue.Check{"id": text("99"), "host": text(site.host())}),
				statecheck.ExpectIdentity(frontierTemplate, map[string]knownvalue.Check{"id": text("16")}),
			},
		},
		byIdentity(address), byIdentity(frontierTemplate),
	)
}

// host is the site as identities name it.
func (s *site) host() string {
	host, _, _ := strings.Cut(strings.TrimPrefix(s.baseURL, "http://"), "/")
	return host
}

func TestFrontier_importBlockWithTheIdAlone(t *testing.T) {
	site := newSite(t)
	site.testFrom(t, withIdentities(), resource.TestStep{
		Config: "import {\n  to = " + address + "\n  identity = { id = \"51\" }\n}\n" +
			"import {\n  to = billing_intacct_project_billing_template.steps\n  identity = { id = \"14\" }\n}\n" +
			harvest(nil) + block(`resource "billing_intacct_project_billing_template" "steps"`, values{
			"name": `"Observed Progress"`, "description": `"Template for billing by observed progress"`, "billing_method": `"milestone"`,
			"based_on": `"observedPercentCompleted"`, "status": `"inactive"`,
		}),
		ConfigPlanChecks: beforeApply(
			willBe(plancheck.ResourceActionNoop),
			plancheck.ExpectResourceAction("billing_intacct_project_billing_template.steps", plancheck.ResourceActionNoop),
		),
	}, resource.TestStep{Config: harvest(values{"protect_completed": "false"})}) // so that it can be destroyed
}

func TestFrontier_query(t *testing.T) {
	site := newSite(t)
	listBlock := func(kind, name, arguments string) string {
		return fmt.Sprintf("list %q %q {\n  provider         = billing\n  include_resource = true\n  %s\n}\n", kind, name, arguments)
	}
	const invoices, templates = "billing_teamwork_invoice", "billing_intacct_project_billing_template"
	site.testFrom(t, withQueriesAndActions(),
		resource.TestStep{Config: invoice(nil)},
		resource.TestStep{
			Query: true,
			Config: "provider \"billing\" {}\n" +
				listBlock(invoices, "completed", "config {\n    project_id = 1149\n    type = \"completed\"\n  }") +
				listBlock(invoices, "some", "limit = 3\n  config {\n    type = \"all\"\n    project_status = \"all\"\n  }") +
				listBlock(templates, "inactive", `config { filters = [{ field = "status", operator = "eq", value = "inactive" }] }`),
			QueryResultChecks: []querycheck.QueryResultCheck{
				querycheck.ExpectLength(invoices+".completed", 1),
				querycheck.ExpectLength(invoices+".some", 3),
				querycheck.ExpectLength(templates+".inactive", 1),
				querycheck.ExpectIdentity(invoices+".completed", map[string]knownvalue.Check{"id": text("51"), "host": text(site.host())}),
				querycheck.ExpectIdentity(templates+".inactive", map[string]knownvalue.Check{"id": text("14")}),
				querycheck.ExpectResourceDisplayName(invoices+".completed",
					queryfilter.ByResourceIdentity(map[string]knownvalue.Check{"id": text("51"), "host": text(site.host())}),
					text("INV00003: Harvest, first part")),
				querycheck.ExpectResourceKnownValues(invoices+".completed",
					queryfilter.ByResourceIdentity(map[string]knownvalue.Check{"id": text("51"), "host": text(site.host())}),
					[]querycheck.KnownValueCheck{
						{Path: tfjsonpath.New("fixed_cost"), KnownValue: text("1200.00")},
						{Path: tfjsonpath.New("po_number"), KnownValue: null()},
						{Path: tfjsonpath.New("status"), KnownValue: text("completed")},
					}),
				querycheck.ExpectResourceKnownValues(templates+".inactive",
					queryfilter.ByResourceIdentity(map[string]knownvalue.Check{"id": text("14")}),
					[]querycheck.KnownValueCheck{{Path: tfjsonpath.New("name"), KnownValue: text("Observed Progress")}}),
			},
		},
	)
}

func TestFrontier_actionAfterCreate(t *testing.T) {
	site := newSite(t)
	const kind = "billing_teamwork_invoice_add_line_items"
	trigger := "  lifecycle {\n    action_trigger {\n      events  = [after_create]\n      actions = [action." + kind + ".hours]\n    }\n  }\n}\n"
	site.testFrom(t, withQueriesAndActions(), resource.TestStep{
		Config: strings.TrimSuffix(invoice(nil), "}\n") + trigger + fmt.Sprintf("action %q \"hours\" {\n  config {\n", kind) +
			"    invoice_id = " + address + ".id\n    time_log_ids = [111, 222]\n    expense_ids = [36]\n" +
			"    time_log_totals = { \"111\" = 200 }\n  }\n}\n",
		Check: func(*terraform.State) error {
			invoice, _ := site.Teamwork().Invoice(firstID)
			if got, want := fmt.Sprint(invoice.TimeLogIDs, invoice.ExpenseIDs), "[111 222] [36]"; got != want {
				return fmt.Errorf("the invoice bills %s, want %s", got, want)
			}
			if log, _ := site.Teamwork().TimeLog(111); log.Total != "200" {
				return fmt.Errorf("the total of the time log is %q", log.Total)
			}
			return nil
		},
	})
}

func TestFrontier_exampleQueriesFindSomething(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../examples/list-resources/*/*.tfquery.hcl")
	if err != nil || len(files) < 2 {
		t.Fatalf("found examples %v, %v", files, err)
	}
	for _, file := range files {
		t.Run(filepath.Base(filepath.Dir(file)), func(t *testing.T) {
			w := newWorkspace(t, newSite(t).Environment()...)
			if !w.isAtLeast(1, 14) {
				t.Skip("queries need Terraform 1.14")
			}
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			w.configure("")
			w.write(filepath.Base(file), string(content))
			w.mustSay(w.run("query"), "id=")
		})
	}
}
