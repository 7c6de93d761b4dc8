package acceptance_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/teamwork"
)

const recipes = "../../examples/recipes/"

// The month-end recipes bill a list of projects, and the second plan is empty.
func TestRecipes_monthEnd(t *testing.T) {
	t.Parallel()
	for _, recipe := range []string{"month-end-csv", "month-end-yaml"} {
		t.Run(recipe, func(t *testing.T) {
			site := newSiteWith(t, sandbox.Options{TimeLogs: 40})
			w := newWorkspace(t, site.Environment()...)
			w.copyFrom(recipes + recipe)
			w.apply()
			w.plansNothing()
			site.mustBill(t, project, 40, 0)
			for _, invoice := range site.created() {
				wanted := map[int]teamwork.Invoice{ // an empty cell clears nothing and is not sent
					1149: {Number: "KENT-2026-03", CurrencyCode: "USD", PONumber: "PO00002"},
					1150: {Number: "ORCHARD-2026-03", CurrencyCode: "EUR", FixedCost: "1200.00"},
					1152: {Number: "DAIRY-2026-03", CurrencyCode: "USD", FixedCost: "600.50"},
				}[invoice.ProjectID]
				if invoice.Number != wanted.Number || invoice.CurrencyCode != wanted.CurrencyCode || invoice.FixedCost != wanted.FixedCost ||
					invoice.DisplayDate != "20260331" || wanted.PONumber != "" && invoice.PONumber != wanted.PONumber {
					t.Errorf("the invoice is %+v, want %+v", invoice, wanted)
				}
			}
			if recipe == "month-end-csv" {
				w.mustSay(w.run("output"), `"DAIRY-2026-03" = "USD 600.50"`, `"KENT-2026-03" = "USD 1000.00"`, `"ORCHARD-2026-03" = "EUR 1200.00"`)
				w.mustSay(w.fails("plan", "-var=month=2026-3"), "Write the month as YYYY-MM")
				w.mustSay(w.run("plan", "-var=month=2028-02"), `"2028-02-29"`)
				w.write("invoices.csv", strings.ReplaceAll(w.read("invoices.csv"), "2026-03", "2026-04"))
				w.mustSay(w.run("apply", "-auto-approve", "-var=month=2026-04"), "3 added, 0 changed, 3 destroyed")
			}
		})
	}
}

func TestRecipes_openInvoicesByClientAndCurrency(t *testing.T) {
	site := newSite(t)
	w := newWorkspace(t, site.Environment()...)
	w.copyFrom(recipes + "open-invoices")
	w.mustSay(w.apply(), `"Apple, USD"`, `"invoices" = 1`, `"total" = "358.34"`, `"Hill Orchards, EUR"`, `"total" = "600.00"`)
	w.plansNothing()
}

func TestRecipes_overdueInvoices(t *testing.T) {
	site := newSite(t)
	w := newWorkspace(t, site.Environment()...)
	w.copyFrom(recipes + "overdue-invoices")
	w.mustSay(w.run("apply", "-auto-approve", "-var=today=2015-08-01"),
		"are overdue", `"issued" = "2015-06-17"`, `"number" = "INV00001"`, `overdue_in_wethod = []`)
	if text := w.run("output", "overdue_in_teamwork"); strings.Contains(text, "WEB-1") { // issued on that day
		t.Errorf("an invoice that is not due is reported: %s", text)
	}
	w.mustSay(w.run("apply", "-auto-approve", "-var=today=2024-07-31", "-var=payment_days=31"), "overdue_in_wethod", "INV-2024-005")
	if text := w.run("output", "overdue_in_wethod"); strings.Contains(text, "INV-2024-007") { // 31 days to the day
		t.Errorf("an invoice that is due today is reported: %s", text)
	}
	w.run("apply", "-auto-approve", "-var=today=2026-06-30")
	w.run("plan") // today's report
}

// The drift check detects drift by exit status. A plan that has a check block
// with its own data source has no such exit status.
func TestRecipes_driftCheck(t *testing.T) {
	site := newSite(t)
	site.edit(52, func(invoice *teamwork.Invoice) { invoice.Status = teamwork.StatusCompleted })()
	w := newWorkspace(t, site.Environment()...)
	w.copyFrom(recipes + "drift-check")
	w.apply()
	w.shell(t, 0, "No drift.", "sh check-drift.sh")
	id := 0
	for _, invoice := range site.created() {
		if invoice.Number == "2026-BUILD" {
			id = invoice.ID
		}
	}
	site.edit(id, func(invoice *teamwork.Invoice) { invoice.FixedCost = "900.00" })()
	site.ResetRequests()
	w.shell(t, 2, `billing_teamwork_invoice.stage["2026-BUILD"].fixed_cost was 4800.00, is 900.00`, "sh check-drift.sh")
	site.edit(52, func(invoice *teamwork.Invoice) { invoice.Status = "active" })()
	w.shell(t, 2, "Late projects have open invoices.", "sh check-drift.sh")
	if _, err := w.try("plan", "-detailed-exitcode"); !isExit(err, 2) {
		t.Errorf("a plan that repairs ended with %v", err)
	}
	if sent := site.writes(); len(sent) > 0 {
		t.Errorf("the check sent %v", sent)
	}
	w.apply()
	w.shell(t, 3, "No drift. check.late_projects failed: Late projects have open invoices.", "sh check-drift.sh")
	w.plansNothing() // a failed check is not a change
	site.Teamwork().DeleteInvoice(id)
	w.shell(t, 2, `billing_teamwork_invoice.stage["2026-BUILD"] was deleted`, "sh check-drift.sh")
	w.Variables = append(w.Variables, "TEAMWORK_API_KEY=wrong")
	w.shell(t, 1, "", "sh check-drift.sh")
}

// A data source inside a check block gives every plan changes, so the recipe has
// it outside.
func TestRecipes_dataSourceInsideOfACheck(t *testing.T) {
	site := newSite(t)
	w := newWorkspace(t, site.Environment()...)
	w.copyFrom(recipes + "drift-check")
	outside := regexp.MustCompile(`(?s)\n# Keep the data source.*?(data "billing_teamwork_open.*?\n}\n)\ncheck "late_projects" {\n`)
	w.write("main.tf", outside.ReplaceAllString(w.read("main.tf"), "\ncheck \"late_projects\" {\n$1"))
	w.run("apply", "-auto-approve")
	if _, err := w.try("plan", "-detailed-exitcode"); !isExit(err, 2) {
		t.Errorf("the plan ended with %v; the guide says that it always has changes", err)
	}
}

// The pipelines are read as YAML, and their commands run one after another,
// except those that install something.
func TestRecipes_pipelines(t *testing.T) {
	t.Parallel()
	for file, commands := range map[string][]string{
		"drift-check/github-actions.yml": {"sh check-drift.sh"},
		"drift-check/gitlab-ci.yml":      {"sh check-drift.sh"},
		"approval/github-actions.yml": {
			"terraform plan -input=false -out=billing.tfplan", `terraform show -no-color billing.tfplan >>"$GITHUB_STEP_SUMMARY"`,
			"terraform apply -input=false billing.tfplan",
		},
		"approval/gitlab-ci.yml": {
			"terraform plan -input=false -out=billing.tfplan", "terraform show -no-color billing.tfplan",
			"terraform apply -input=false billing.tfplan",
		},
	} {
		t.Run(file, func(t *testing.T) {
			site := newSite(t)
			w := newWorkspace(t, append(site.Environment(), "GITHUB_STEP_SUMMARY=summary.md")...)
			text, err := os.ReadFile(recipes + file)
			if err != nil {
				t.Fatal(err)
			}
			w.write("pipeline.yml", string(text))
			w.write("main.tf", "output \"pipeline\" {\n  value = jsonencode(yamldecode(file(\"pipeline.yml\")))\n}\n")
			w.apply() // fails if it is not YAML

			var found []string
			for _, line := range regexp.MustCompile(`(?m)^ *- (?:run: )?((?:terraform|sh) .*)$`).FindAllStringSubmatch(string(text), -1) {
				if !strings.HasPrefix(line[1], "terraform init ") { // installs the provider
					found = append(found, line[1])
				}
			}
			if strings.Join(found, "\n") != strings.Join(commands, "\n") {
				t.Fatalf("the commands are %q, want %q", found, commands)
			}
			w.copyFrom(recipes + "drift-check")
			if strings.HasPrefix(file, "drift-check") {
				site.edit(52, func(invoice *teamwork.Invoice) { invoice.Status = teamwork.StatusCompleted })()
				w.apply()
			}
			for _, command := range commands {
				w.shell(t, 0, "", command)
			}
			if found := site.created(); len(found) != 2 {
				t.Errorf("the site has %d invoices of the provider, want 2", len(found))
			}
		})
	}
}

// shell runs a command line as a pipeline does, with the command-line interface on
// the PATH as terraform, and checks its exit status and its output.
func (w *workspace) shell(t *testing.T, status int, words, line string) {
	t.Helper()
	for _, needed := range []string{"sh", "jq"} {
		if _, err := exec.LookPath(needed); err != nil {
			t.Skip(needed + " is not on the PATH")
		}
	}
	programs := t.TempDir()
	if err := os.Symlink(cliPath, filepath.Join(programs, "terraform")); err != nil {
		t.Fatal(err)
	}
	command := w.command()
	command.Path, command.Args = "/bin/sh", []string{"sh", "-c", line}
	command.Env = append(command.Env, "PATH="+programs+string(os.PathListSeparator)+os.Getenv("PATH"))
	printed, err := command.CombinedOutput()
	if status == 0 && err != nil || status != 0 && !isExit(err, status) {
		t.Errorf("%s: %v, want the exit status %d\n%s", line, err, status, printed)
	}
	w.mustSay(string(printed), words)
}

// isExit reports whether a command ended with that exit status.
func isExit(err error, status int) bool {
	exit, failed := errors.AsType[*exec.ExitError](err)
	return failed && exit.ExitCode() == status
}
