package acceptance_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
)

// Live tests run against the real systems, each only if its credentials are in
// the environment (`make testacc-live`). They create records with unique names
// and delete them again.

// needs skips a test unless the variables are set.
func needs(t *testing.T, variables ...string) {
	t.Helper()
	for _, variable := range variables {
		if os.Getenv(variable) == "" {
			t.Skipf("set %s to run this test against the real system", strings.Join(variables, ", "))
		}
	}
}

// ownName returns a name that no other run has used.
func ownName() string { return "tst-terraform-" + time.Now().UTC().Format("20060102-150405.000") }

// live runs a lifecycle: create, no changes, change, import.
func live(t *testing.T, address string, first, second string) {
	t.Helper()
	nothing := resource.ConfigPlanChecks{PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: inProcess(),
		Steps: []resource.TestStep{
			{Config: first, ConfigPlanChecks: nothing},
			{Config: second, ConfigPlanChecks: nothing},
			{ResourceName: address, ImportState: true, ImportStateVerify: true},
		},
	})
}

func TestLiveTeamwork_invoiceLifecycle(t *testing.T) {
	needs(t, "TEAMWORK_BASE_URL", "TEAMWORK_API_KEY", "TEAMWORK_TEST_PROJECT_ID")
	number := ownName()
	configuration := func(changes string) string {
		return fmt.Sprintf("resource \"billing_teamwork_invoice\" \"test\" {\n  project_id = %s\n  number = %q\n  display_date = \"2026-01-31\"\n  %s\n}\n",
			os.Getenv("TEAMWORK_TEST_PROJECT_ID"), number, changes)
	}
	live(t, "billing_teamwork_invoice.test",
		configuration("fixed_cost = 12.50\n  description = \"Made by a test\""),
		configuration("status = \"completed\""))
}

func TestLiveIntacct_templateLifecycle(t *testing.T) {
	needs(t, "INTACCT_CLIENT_ID", "INTACCT_CLIENT_SECRET", "INTACCT_USERNAME")
	name := ownName()
	configuration := func(changes string) string {
		return fmt.Sprintf("resource \"billing_intacct_project_billing_template\" \"test\" {\n  name = %q\n  description = \"Made by a test\"\n  %s\n}\n",
			name, changes)
	}
	live(t, "billing_intacct_project_billing_template.test",
		configuration("milestones = [{ percent_completed = 50 }, { percent_completed = 100, description = \"End\" }]"),
		configuration("milestones = [{ percent_completed = 75 }, { percent_completed = 100, description = \"Done\" }]"))
}

func TestLiveWethod_invoicesAreListed(t *testing.T) {
	needs(t, "WETHOD_COMPANY", "WETHOD_TOKEN")
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: inProcess(),
		Steps: []resource.TestStep{{
			Config: `data "billing_wethod_invoices" "all" {}`,
			Check:  resource.TestCheckResourceAttrSet("data.billing_wethod_invoices.all", "invoices.#"),
		}},
	})
}

// A draft is created and deleted again; nothing is mailed.
func TestLiveWethod_invoiceLifecycle(t *testing.T) {
	needs(t, "WETHOD_COMPANY", "WETHOD_TOKEN", "WETHOD_TEST_PROJECT_ID")
	number := ownName()
	configuration := func(changes string) string {
		return fmt.Sprintf("resource \"billing_wethod_invoice\" \"test\" {\n  project_id = %s\n  invoice_number = %q\n  issue_date = \"2026-01-31\"\n  %s\n}\n",
			os.Getenv("WETHOD_TEST_PROJECT_ID"), number, changes)
	}
	live(t, "billing_wethod_invoice.test",
		configuration("value = 12.50\n  notes = \"Made by a test\""),
		configuration("value = \"13.505\"\n  purchase_order = \"PO\""))
}
