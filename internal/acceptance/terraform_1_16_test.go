package acceptance_test

import (
	"slices"
	"testing"
)

// childWith returns a workspace whose configuration is one module with these
// blocks, and skips the test unless Terraform is 1.16 or later.
func childWith(t *testing.T, site *site, blocks string) *workspace {
	t.Helper()
	w := newWorkspace(t, site.Environment()...)
	if !w.isAtLeast(1, 16) {
		t.Skip("import blocks in modules and triggers of a destroy need Terraform 1.16")
	}
	w.write("child/main.tf", source+blocks)
	w.configure("module \"child\" {\n  source = \"./child\"\n}\n")
	w.run("init")
	return w
}

func TestTerraform116_importBlockInAModule(t *testing.T) {
	site := newSite(t)
	w := childWith(t, site, `
import {
  to = billing_teamwork_invoice.machinery
  id = "49"
}

resource "billing_teamwork_invoice" "machinery" {
  project_id    = 1149
  number        = "INV00001"
  display_date  = "2015-06-17"
  currency_code = "USD"
  description   = "New machinery as Clark dropped the last tractor"
  po_number     = "PO00002"
}
`)
	w.mustSay(w.apply(), "1 imported, 0 added, 0 changed, 0 destroyed")
	w.plansNothing()
	if sent := site.writes(); len(sent) > 0 {
		t.Errorf("an import wrote: %v", sent)
	}
}

// An action that a destroy triggers runs before the invoice is deleted. Terraform
// reports its failure as a warning and destroys the invoice anyway, whatever
// on_failure is.
func TestTerraform116_actionBeforeADestroy(t *testing.T) {
	for name, test := range map[string]struct {
		timeLog, says string
	}{
		"done":   {"938", "Marking time log 938"},
		"failed": {"1", "Warning: Teamwork: could not mark time log 1"},
	} {
		t.Run(name, func(t *testing.T) {
			site := newSite(t)
			w := childWith(t, site, `
resource "billing_teamwork_invoice" "march" {
  project_id   = 1149
  number       = "INV00011"
  display_date = "2026-03-31"

  lifecycle {
    action_trigger {
      events  = [before_destroy]
      actions = [action.billing_teamwork_time_logs_set_billable.internal]
    }
  }
}

action "billing_teamwork_time_logs_set_billable" "internal" {
  config {
    time_log_ids = [`+test.timeLog+`]
    billable     = false
  }
}
`)
			w.apply()
			site.ResetRequests()
			w.mustSay(w.run("destroy", "-auto-approve"), test.says)
			if sent := site.writes(); !slices.Equal(sent, []string{"PATCH /projects/api/v3/time/" + test.timeLog + ".json", remove}) {
				t.Errorf("sent %v", sent)
			}
		})
	}
}

// What a plan says is carried by a saved plan, private data included.
func TestTerraform116_savedPlan(t *testing.T) {
	site := newSite(t)
	w := childWith(t, site, active)
	w.run("plan", "-out=create")
	w.run("apply", "create")
	w.write("child/main.tf", source+invoice(values{"description": `"Second"`, "status": `"active"`}))
	w.run("plan", "-out=change")
	w.run("apply", "change")
	w.plansNothing()
	if sent := site.writes(); !slices.Equal(sent, []string{create, put}) {
		t.Errorf("sent %v", sent)
	}
}
