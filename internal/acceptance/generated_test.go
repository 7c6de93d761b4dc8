package acceptance_test

import (
	"slices"
	"testing"
)

// everything lists every record that can be managed, except those at Wethod
// that cannot: the seed has some of them in other projects.
const everything = `
list "billing_teamwork_invoice" "all" {
  provider         = billing
  include_resource = true
  config {
    type           = "all"
    project_status = "all"
  }
}

list "billing_teamwork_expense" "all" {
  provider         = billing
  include_resource = true
}

list "billing_intacct_project_billing_template" "all" {
  provider         = billing
  include_resource = true
}

list "billing_wethod_invoice" "of_a_project" {
  provider         = billing
  include_resource = true
  config {
    project_id = 15
  }
}

list "billing_wethod_invoice" "with_zeros" {
  provider         = billing
  include_resource = true
  config {
    project_id = 12
  }
}

list "billing_intacct_project" "all" {
  provider         = billing
  include_resource = true
}

list "billing_intacct_contract_billing_template" "all" {
  provider         = billing
  include_resource = true
}
`

// TestFrontier_generatedConfigurationImportsWithoutAChange brings an existing
// site and company under Terraform without a handwritten line.
func TestFrontier_generatedConfigurationImportsWithoutAChange(t *testing.T) {
	site := newSite(t)
	w := newWorkspace(t, site.Environment()...)
	if !w.isAtLeast(1, 14) {
		t.Skip("queries need Terraform 1.14")
	}
	w.configure("provider \"billing\" {}\n")
	w.write("all.tfquery.hcl", everything)
	w.run("query", "-generate-config-out=existing.tf")
	w.mustSay(w.apply(), "33 imported, 0 added, 0 changed, 0 destroyed")
	w.plansNothing()
	reads := []string{"POST /oauth2/token", "POST " + templateQuery}
	for _, sent := range site.writes() {
		if !slices.Contains(reads, sent) {
			t.Errorf("a request that writes was sent: %s", sent)
		}
	}
}
