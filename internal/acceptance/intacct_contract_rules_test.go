package acceptance_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/intacct"
)

// Validation checks each rule of the contract, and reports the attribute that
// violates it.
func TestIntacctValidation_ofContractTemplates(t *testing.T) {
	lines := func(text string) values { return values{"lines": text} }
	project := func(changes values) values {
		changes["method"] = `"projectPercentComplete"`
		return changes
	}
	areRefused(t, contractType, contractNamed, []invalid{
		{"short", lines(shares("0 50", "6 49.99999999")), []string{
			"The percentages do not add up to 100", "lines = [", "must add up to exactly 100. They add up to 99.99999999",
		}},
		{"more", lines(shares("0 50", "6 50.00000001")), []string{"They add up to 100.00000001"}},
		{"empty", lines("[]"), []string{"They add up to 0"}},
		{"twice", lines(shares("3 50", "3 25", "4 25")), []string{"Two lines with the same period", "lines = [", "Two lines have period_offset = 3"}},
		{"no_period", lines(`[{ percent_to_bill = 100 }]`), []string{"Incomplete line", "requires period_offset and percent_to_bill. One line has percent_to_bill 100"}},
		{"no_percent", lines(`[{ period_offset = 1 }]`), []string{"Incomplete line", "One line has period_offset 1"}},
		{"step", lines(`[{ period_offset = 0, percent_to_bill = 100, step_percent = 50 }]`), []string{"Threshold without step billing", "lines = [", "step_percent = 50"}},
		{"negative_period", lines(shares("-1 100")), []string{"lines = [", "Attribute lines[...].period_offset value must be at least 0"}},
		{"half_period", lines(shares("1.5 100")), []string{"lines = [", "The attribute lines[...].period_offset is 1.5", "whole number"}},
		{"negative", lines(shares("0 -1", "1 101")), []string{`"-1" is out of range: write a number from 0 to 100`}},
		{"places", lines(shares("0 33.333333333", "1 66.666666667")), []string{"has 9 digits after the decimal point", "round it to at most 8 digits"}},
		{"period_by_project", project(values{"lines": shares("0 100")}), []string{
			"Period or percentage without predefined percentages", "lines = [", "A line has period_offset 0 and percent_to_bill 100",
		}},
		{"step_without", project(values{"lines": steps("50")}), []string{"Threshold without step billing", "lines = [", "requires step_billing = true"}},
		{"step_nothing", project(values{"lines": "[{}]", "step_billing": "true"}), []string{"Incomplete line", "each line requires step_percent"}},
		{"nothing", project(values{"lines": "[{}]"}), []string{"Lines without step billing"}},
		{"same_step", project(values{"lines": steps("50", `"50.0"`), "step_billing": "true"}), []string{"Two lines with the same threshold", "Two lines have step_percent = 50"}},
		{"step_zero", project(values{"lines": steps("0"), "step_billing": "true"}), []string{`"0" is out of range`, "greater than 0 and at most 100"}},
		{"budgeted", values{"method": `"taskPercentComplete"`, "source": `"budgetedHours"`, "lines": "null"}, []string{
			"Source for projects only", `source = "budgetedHours"`, "the method taskPercentComplete is based on tasks",
		}},
		{"method", values{"method": `"milestone"`}, []string{`method = "milestone"`, `"predefinedPercentages" "projectPercentComplete" "taskPercentComplete"`}},
		{"source", values{"source": `"hours"`}, []string{`source = "hours"`}},
		{"status", values{"status": `"deleted"`}, []string{`status = "deleted"`}},
		{"blank", values{"template_id": `" C"`}, []string{`template_id = " C"`, "begins or ends with whitespace"}},
		{"no_description", values{"description": `""`}, []string{`description = ""`, "must not be empty"}},
	})
}

// Values that are unknown before an apply cause no false errors, and are checked during the apply.
func TestContractTemplate_unknownValues(t *testing.T) {
	books := newBooks(t)
	const later = `
variable "half" { default = "50" }
resource "terraform_data" "half" { input = var.half }
resource "terraform_data" "line" { input = { period_offset = 6, percent_to_bill = var.half } }
resource "terraform_data" "method" { input = "projectPercentComplete" }
`
	blocks := []string{
		later,
		contractNamed("percent", values{"lines": shares("0 terraform_data.half.output", "6 50")}),
		contractNamed("period", values{"lines": shares("length(terraform_data.half.output) 50", "6 50")}),
		contractNamed("element", values{"lines": "[{ period_offset = 0, percent_to_bill = 50 }, terraform_data.line.output]"}),
		contractNamed("all", values{"lines": "[for each in [0, 1] : { period_offset = each, percent_to_bill = terraform_data.half.output }]"}),
		contractNamed("method", values{"method": "terraform_data.method.output", "lines": "null"}),
	}
	w := books.workspace(t, blocks...)
	w.run("validate")
	w.apply()
	w.plansNothing()
	// During the apply, the values are known: shares that do not add up are an error, and nothing is sent.
	w.run("destroy", "-auto-approve")
	books.ResetRequests()
	w.configure(books.config(later, contractNamed("wrong", values{"lines": shares("0 terraform_data.half.output", "6 50")})))
	w.mustSay(w.fails("apply", "-auto-approve", "-var=half=51"), "The percentages do not add up to 100", "They add up to 101")
	if sent := books.writes(); len(sent) > 0 {
		t.Errorf("sent %q", sent)
	}
}

// After a lost response, the provider looks the template up by its ID and
// adopts it.
func TestContractTemplateCreate_withoutAClearAnswerMakesOneTemplate(t *testing.T) {
	faults := map[string]sandbox.Fault{
		"cut_after": sandbox.Cut().After(), "cut_before": sandbox.Cut(), "status500_after": sandbox.ErrorStatus(500).After(),
		"status500_before": sandbox.ErrorStatus(500), "truncated": sandbox.Truncate(), "empty_after": sandbox.Reply(201, nil, "").After(),
		"page_after": sandbox.HTMLPage().After(), "no_key": sandbox.Reply(201, nil, `{"ia::result":{}}`).After(),
	}
	books := newBooks(t)
	var blocks []string
	for name, fault := range faults {
		blocks = append(blocks, contractNamed(name, nil))
		books.Script(sandbox.Rule{Method: http.MethodPost, Path: intacct.PathContractTemplates, When: mentions(`"C-` + name + `"`), Fault: fault})
	}
	w := books.workspace(t, blocks...)
	w.apply()
	w.plansNothing()
	found := map[string]int{}
	for _, entry := range books.Intacct().Entries(intacct.ContractTemplates) {
		found[entry.Values["id"]]++
	}
	for name := range faults {
		if found["C-"+name] != 1 {
			t.Errorf("%s: there are %d templates", name, found["C-"+name])
		}
	}
	if left := books.ScriptLeft(); left > 0 {
		t.Errorf("%d of the faults were not met", left)
	}
	// A change without a clear response is made once.
	for _, entry := range books.Intacct().Entries(intacct.ContractTemplates) {
		books.Script(sandbox.Rule{Method: http.MethodPatch, When: mentions("/" + entry.Key), Fault: faults[strings.TrimPrefix(entry.Values["id"], "C-")]})
	}
	blocks = nil
	for name := range faults {
		blocks = append(blocks, contractNamed(name, values{"lines": shares("0 25", "3 25", "6 50")}))
	}
	w.configure(books.config(blocks...))
	w.apply()
	w.plansNothing()
	for _, entry := range books.Intacct().Entries(intacct.ContractTemplates) {
		if len(entry.Lines) != 3 {
			t.Errorf("the company has %s", shownEntry(entry))
		}
	}
}

// The system's refusal points at the attribute that it concerns.
func TestContractTemplate_refusalsPointAtAttributes(t *testing.T) {
	detail := func(target string) sandbox.Fault {
		return sandbox.Reply(400, nil, fmt.Sprintf(`{"ia::result":{"ia::error":{"code":"invalidRequest","message":"Payload contains errors",`+
			`"details":[{"code":"invalidRequest","message":"Not this one","target":%q}]}}}`, target))
	}
	for target, line := range map[string]string{
		"/id": `template_id = "C-test"`, "/method": `method = "predefinedPercentages"`, "/lines/1/percentToBill": "lines = [", "/isStepBilling": "step_billing = false",
	} {
		t.Run(strings.Trim(strings.ReplaceAll(target, "/", "_"), "_"), func(t *testing.T) {
			books := newBooks(t)
			books.Script(sandbox.Rule{Method: http.MethodPost, Path: intacct.PathContractTemplates, Fault: detail(target)})
			w := books.workspace(t, contract(values{"method": `"predefinedPercentages"`, "step_billing": "false"}))
			w.mustSay(w.fails("apply", "-auto-approve"), "could not create the template", "with "+contractAddress, line, "Not this one")
		})
	}
}

// Many templates cost few requests, including token requests.
func TestContractTemplate_refreshOf300(t *testing.T) {
	books := newBooks(t)
	w := books.workspace(t, block(fmt.Sprintf("resource %q %q", contractType, "many"), values{
		"count": "300", "template_id": `"Q-${count.index}"`, "lines": shares("0 25", "3 25", "6 50"),
	}))
	w.apply()
	books.ResetRequests()
	w.plansNothing()
	if sent := len(books.Requests()); sent > 7 {
		t.Errorf("a refresh of 300 templates took %d requests: %v", sent, books.requests())
	}
}
