package acceptance_test

import (
	"flag"
	"fmt"
	"maps"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/teamwork"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/wethod"
)

// isUpdate reports whether to regenerate the golden file of the messages. Read the
// file before you commit it: go test ./internal/acceptance -run Messages -update.
func isUpdate() bool { return flag.Lookup("update").Value.String() == "true" }

const golden = "testdata/messages.golden"

// mistake is a typical user error.
type mistake struct {
	title string
	// configuration is everything except the source of the provider.
	configuration string
	// variables are set in addition to those of the sandbox, as in "NAME=value".
	variables []string
	// prepare runs first.
	prepare func(*site, *workspace)
	command []string
	// warns is true if the command succeeds.
	warns bool
}

// mistakes are the errors whose messages are in a golden file.
func mistakes() []mistake {
	plan, apply := []string{"plan"}, []string{"apply", "-auto-approve"}
	importing := func(address, id string) []string { return []string{"import", address, id} }
	march, design, steps := marchInvoice, designInvoice(), stepsTemplate
	return []mistake{
		{title: "A currency code with a typo", configuration: march(values{"currency_code": `"EUX"`}), command: plan},
		{title: "An impossible date", configuration: march(values{"display_date": `"2026-02-30"`}), command: plan},
		{title: "No credential for Teamwork", configuration: march(nil), variables: []string{"TEAMWORK_API_KEY="}, command: plan},
		{title: "No credential for Sage Intacct", configuration: steps("null"), variables: []string{"INTACCT_CLIENT_SECRET="}, command: plan},
		{title: "No credential for Wethod", configuration: design, variables: []string{"WETHOD_TOKEN="}, command: plan},
		{
			title: "The wrong host", configuration: march(nil), command: apply,
			prepare: func(s *site, w *workspace) {
				w.Variables = append(w.Variables, "TEAMWORK_BASE_URL="+s.baseURL+"/spaces")
			},
		},
		{
			title: "A host that redirects to a sign-in page", configuration: march(nil), command: apply,
			prepare: func(s *site, _ *workspace) {
				redirect := sandbox.Reply(http.StatusFound, http.Header{"Location": {"https://www.teamwork.com/login"}}, "")
				s.Script(sandbox.Rule{System: "teamwork", Times: sandbox.Always, Fault: redirect})
			},
		},
		{
			title: "A number that already exists", configuration: march(nil), command: apply,
			prepare: func(s *site, _ *workspace) {
				s.Teamwork().AddInvoice(teamwork.Invoice{ProjectID: project, Number: "2026-03", DisplayDate: "20260331"})
			},
		},
		{
			title: "An import by the number of an invoice", configuration: march(nil),
			command: importing("billing_teamwork_invoice.march", "INV00003"),
		},
		{
			title: "An import of a template by its name alone", configuration: steps("null"),
			command: importing("billing_intacct_project_billing_template.steps", "Three Steps"),
		},
		{title: "An unknown project", configuration: march(values{"project_id": "1194"}), command: apply},
		{
			title: "A change to a completed invoice", configuration: march(values{"fixed_cost": "1300"}), command: plan,
			prepare: func(_ *site, w *workspace) {
				w.configure(march(values{"status": `"completed"`}))
				w.apply()
			},
		},
		{title: "Plain HTTP", configuration: march(nil), variables: []string{"TEAMWORK_BASE_URL=http://acme.teamwork.com"}, command: plan},
		{title: "A wrong key for Teamwork", configuration: march(nil), variables: []string{"TEAMWORK_API_KEY=twp_9f2c"}, command: apply},
		{title: "A wrong secret for Sage Intacct", configuration: steps("null"), variables: []string{"INTACCT_CLIENT_SECRET=s3_9f2c"}, command: apply},
		{title: "A wrong token for Wethod", configuration: design, variables: []string{"WETHOD_TOKEN=pat_9f2c"}, command: apply},
		{title: "No network", configuration: march(nil), variables: []string{"TEAMWORK_BASE_URL=http://127.0.0.1:1"}, command: apply},
		{
			title: "No permission in Teamwork", configuration: march(nil), command: apply,
			prepare: func(s *site, _ *workspace) {
				s.Script(sandbox.Rule{Method: "POST", System: "teamwork", Times: sandbox.Always, Fault: sandbox.ErrorStatus(http.StatusForbidden)})
			},
		},
		{
			title: "No permission in Wethod", configuration: design, command: apply,
			prepare: func(s *site, _ *workspace) { s.Wethod().SetPermissions(wethod.View) },
		},
		{title: "An amount from an empty cell", configuration: march(values{"fixed_cost": `""`}), command: plan},
		{title: "An amount with thousands separators", configuration: march(values{"fixed_cost": `"1,200.00"`}), command: plan},
		{title: "A percentage with its sign", configuration: steps(`[{ percent_completed = "30%" }]`), command: plan},
		{title: "Two milestones with the same percentage", configuration: steps(`[
    { percent_completed = 50, description = "Design" },
    { percent_completed = 50, description = "Build" },
  ]`), command: plan},
		{title: "Milestones that are not cumulative", configuration: steps(`[
    { percent_completed = 30, description = "Design" },
    { percent_completed = 40, description = "Build" },
  ]`), command: plan, warns: true},
	}
}

// impatient returns a provider block without retries.
const impatient = "provider \"billing\" {\n  max_retries = 0\n}\n\n"

func marchInvoice(changes values) string {
	attributes := values{"project_id": "1149", "number": `"2026-03"`, "display_date": `"2026-03-31"`, "fixed_cost": "1200"}
	maps.Copy(attributes, changes)
	return impatient + block(`resource "billing_teamwork_invoice" "march"`, attributes)
}

func designInvoice() string {
	return impatient + block(`resource "billing_wethod_invoice" "design"`, values{
		"project_id": "12", "value": "1200", "issue_date": `"2026-03-31"`, "invoice_number": `"2026-007"`,
	})
}

func stepsTemplate(milestones string) string {
	return impatient + block(`resource "billing_intacct_project_billing_template" "steps"`, values{
		"name": `"Steps"`, "description": `"Bills in steps"`, "milestones": milestones,
	})
}

// TestMessages_ofTypicalMistakes compares the output of the command-line
// interface with the golden file, and checks that each message is short enough
// to read at a glance.
func TestMessages_ofTypicalMistakes(t *testing.T) {
	t.Parallel()
	all := mistakes()
	printed := make([]string, len(all))
	t.Cleanup(func() { compareMessages(t, all, printed) }) // after the subtests
	for i, each := range all {
		t.Run(each.title, func(t *testing.T) {
			site := newSite(t)
			w := newWorkspace(t, append(site.Environment(), each.variables...)...)
			if each.prepare != nil {
				each.prepare(site, w)
			}
			w.configure(each.configuration)
			output := ""
			if each.warns {
				output = w.run(each.command...)
			} else {
				output = w.fails(each.command...)
			}
			printed[i] = messages(output)
			if lines := ownLines(printed[i]); len(lines) > 4 {
				t.Errorf("the message has %d lines of its own, want at most 4:\n%s", len(lines), strings.Join(lines, "\n"))
			}
		})
	}
}

// compareMessages compares the output with the golden file, or regenerates the
// file.
func compareMessages(t *testing.T, all []mistake, printed []string) {
	t.Helper()
	var text strings.Builder
	for i, each := range all {
		if printed[i] == "" { // skipped, or failed with its own error
			return
		}
		fmt.Fprintf(&text, "== %s\n\n%s\n\n", each.title, printed[i])
	}
	if isUpdate() {
		if err := os.WriteFile(golden, []byte(text.String()), 0o600); err != nil {
			t.Error(err)
		}
		return
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Error(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(text.String(), "\n")); diff != "" {
		t.Errorf("messages differ from %s (-want +got); read them, then run this test with -update:\n%s", golden, diff)
	}
}

// messages returns the printed errors and warnings, separated by two empty
// lines, without the parts that differ between runs or interfaces.
func messages(output string) string {
	output = regexp.MustCompile(`127\.0\.0\.1:\d{5}`).ReplaceAllString(output, "127.0.0.1:NNNNN")
	output = regexp.MustCompile(`(?m)^[╷╵]$\n?|^│ ?|[ \t]+$`).ReplaceAllString(output, "")
	var found []string
	starts := regexp.MustCompile(`(?m)^(Error|Warning): `).FindAllStringIndex(output, -1)
	for i, start := range starts {
		end := len(output)
		if i+1 < len(starts) {
			end = starts[i+1][0]
		}
		message, _, _ := strings.Cut(output[start[0]:end], "\n─────") // the end of a plan that was not saved
		if !strings.HasPrefix(message, "Warning: Provider development overrides") {
			found = append(found, strings.TrimRight(message, "\n"))
		}
	}
	return strings.Join(found, "\n\n\n")
}

// ownLines returns the lines of a message that the provider has written, except
// its summary, the location in the configuration, and text to copy.
func ownLines(message string) (lines []string) {
	for line := range strings.SplitSeq(message, "\n") {
		if line != "" && !strings.HasPrefix(line, "  ") && !strings.HasPrefix(line, "Error: ") && !strings.HasPrefix(line, "Warning: ") {
			lines = append(lines, line)
		}
	}
	return lines
}
