package acceptance_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/teamwork"
)

// importsAgain drops from the state what these import commands name, runs them,
// and checks that there is nothing to change.
func (w *workspace) importsAgain(commands []string) {
	w.t.Helper()
	imported := regexp.MustCompile(`^terraform import (\S+) "(.*)"$`)
	for _, command := range commands {
		words := imported.FindStringSubmatch(command)
		if words == nil {
			w.t.Fatalf("%q is not an import", command)
		}
		w.run("state", "rm", words[1])
		w.run("import", words[1], words[2])
	}
	w.plansNothing()
}

func TestGuides_gettingStartedWithIntacct(t *testing.T) {
	guide := readGuide(t, "getting-started-with-intacct")
	w := newWorkspace(t, newBooksWith(t, sandbox.Options{}).Environment()...)
	templates, _, found := strings.Cut(guide.configuration, "data \"billing_intacct_query\" \"vendors\"") // the sandbox has no vendors
	if !found {
		t.Fatal("the guide has no query")
	}
	w.write("main.tf", templates)
	w.apply()
	w.plansNothing()
	exports, imports := guide.commands[:3], guide.commands[3:]
	for _, line := range exports {
		if !strings.HasPrefix(line, "export INTACCT_") {
			t.Errorf("%q is run by no test", line)
		}
	}
	w.importsAgain(imports)
}

// Exactly what was shown is applied, once.
func TestGuides_approveAPlan(t *testing.T) {
	guide := readGuide(t, "approve-a-plan")
	site := newSite(t)
	w := site.workspace(t, active)
	for _, command := range guide.commands {
		w.run(append(strings.Fields(command)[1:], "-no-color")...)
	}
	w.mustSay(w.fails("apply", "billing.tfplan"), "Saved plan is stale")
	w.plansNothing()
	if found := len(site.created()); found != 1 {
		t.Errorf("%d invoices were created", found)
	}
}

// The commands of the guide show an amount that somebody changed.
func TestGuides_driftDetection(t *testing.T) {
	guide := readGuide(t, "drift-detection")
	site := newSite(t)
	w := site.workspace(t, active)
	w.apply()
	site.edit(firstID, func(invoice *teamwork.Invoice) { invoice.FixedCost = "900.00" })()
	if len(guide.commands) != 2 {
		t.Fatalf("the guide has the commands %q, want 2", guide.commands)
	}
	w.shell(t, 0, "", guide.commands[0])
	w.shell(t, 0, `"fixed_cost": "900.00"`, guide.commands[1])
	if output, err := w.try("plan", "-refresh-only", "-detailed-exitcode"); !isExit(err, 2) {
		t.Errorf("it ended with %v\n%s", err, output)
	}
}

// An invoice that is not managed any longer stays as it is.
func TestGuides_stopManagingAnInvoice(t *testing.T) {
	site := newSite(t)
	january := "resource \"billing_teamwork_invoice\" \"january\" {\n  project_id   = 1149\n  number       = \"2026-01\"\n  display_date = \"2026-01-31\"\n}\n"
	w := site.workspace(t, january)
	w.apply()
	site.ResetRequests()
	w.run("state", "rm", "billing_teamwork_invoice.january")
	w.configure(site.config())
	w.mustSay(w.apply(), "0 added, 0 changed, 0 destroyed")
	if sent := site.writes(); len(sent) > 0 || len(site.created()) != 1 {
		t.Errorf("sent %v", sent)
	}
}
