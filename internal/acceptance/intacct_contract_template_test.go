package acceptance_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/intacct"
)

const contractAddress = contractType + ".test"

// share is an exact line of predefined percentages in the state.
func share(key, period int, percent string) knownvalue.Check {
	return knownvalue.ObjectExact(map[string]knownvalue.Check{
		"id": text(fmt.Sprint(key)), "period_offset": knownvalue.Int64Exact(int64(period)), "percent_to_bill": text(percent), "step_percent": null(),
	})
}

func TestContractTemplate_lifecycle(t *testing.T) {
	books := newBooks(t)
	patched := func(body string) resource.TestCheckFunc { return books.wrote("PATCH contract-templates/41 " + body) }
	step := func(changes values, check resource.TestCheckFunc, attributes ...string) resource.TestStep {
		return resource.TestStep{
			PreConfig: books.ResetRequests, Config: books.config(contract(changes)), Check: check,
			ConfigPlanChecks: beforeApply(changedAttributes{address: contractAddress, want: attributes}),
		}
	}
	books.test(
		t,
		resource.TestStep{
			Config: books.config(contract(nil)),
			Check: all(
				books.wrote(`POST contract-templates {"id":"C-test","method":"predefinedPercentages","isStepBilling":false,"status":"active",`+
					`"lines":[{"periodOffset":"0","percentToBill":"50"},{"periodOffset":"6","percentToBill":"50"}]}`),
				books.keeps(intacct.ContractTemplates, "41 id=C-test isStepBilling=false method=predefinedPercentages status=active"+
					" | 131 percentToBill=50 periodOffset=0 | 132 percentToBill=50 periodOffset=6"),
			),
			ConfigStateChecks: hasAt(contractAddress, map[string]knownvalue.Check{
				"id": text("41"), "template_id": text("C-test"), "description": null(), "method": text("predefinedPercentages"), "source": null(),
				"step_billing": knownvalue.Bool(false), "status": text("active"), "href": text("/objects/contracts/billing-template/41"),
				"lines": knownvalue.SetExact([]knownvalue.Check{share(131, 0, "50"), share(132, 6, "50")}),
			}),
		},
		step(values{"description": `"R&D"`}, patched(`{"description":"R&D"}`), "description"),
		step(values{"source": `"plannedHours"`, "status": `"inactive"`}, patched(`{"description":null,"source":"plannedHours","status":"inactive"}`),
			"description", "source", "status"),
		step(nil, patched(`{"source":null,"status":"active"}`), "source", "status"),
		// A changed line is one line with its key.
		step(values{"lines": shares("0 50", "9 50")}, patched(`{"lines":[{"key":"132","periodOffset":"9"}]}`), "lines"),
		step(values{"lines": shares("0 33.33333333", "9 66.66666667")},
			patched(`{"lines":[{"key":"131","percentToBill":"33.33333333"},{"key":"132","percentToBill":"66.66666667"}]}`), "lines"),
		step(values{"lines": shares("0 33.33333333", "9 16.66666667", "12 50")},
			patched(`{"lines":[{"key":"132","percentToBill":"16.66666667"},{"periodOffset":"12","percentToBill":"50"}]}`), "lines"),
		// A removed line is one delete marker.
		step(values{"lines": shares("0 50", "12 50")}, patched(`{"lines":[{"key":"132","ia::operation":"delete"},{"key":"131","percentToBill":"50"}]}`), "lines"),
		// Another method has other lines, all in one transaction.
		step(values{"method": `"projectPercentComplete"`, "step_billing": "true", "lines": steps("50", "100")},
			patched(`{"method":"projectPercentComplete","isStepBilling":true,"lines":[{"key":"131","ia::operation":"delete"},`+
				`{"key":"133","ia::operation":"delete"},{"stepPercent":"50"},{"stepPercent":"100"}]}`), "lines", "method", "step_billing"),
		step(values{"method": `"taskPercentComplete"`, "lines": "null"},
			patched(`{"method":"taskPercentComplete","isStepBilling":false,"lines":[{"key":"134","ia::operation":"delete"},{"key":"135","ia::operation":"delete"}]}`),
			"lines", "method", "step_billing"),
		resource.TestStep{
			PreConfig: books.ResetRequests, Config: books.config(contract(values{"template_id": `"C-other"`})),
			ConfigPlanChecks: beforeApply(plancheck.ExpectResourceAction(contractAddress, plancheck.ResourceActionReplace)),
			Check: books.wrote("DELETE contract-templates/41", `POST contract-templates {"id":"C-other","method":"predefinedPercentages","isStepBilling":false,`+
				`"status":"active","lines":[{"periodOffset":"0","percentToBill":"50"},{"periodOffset":"6","percentToBill":"50"}]}`),
		},
	)
}

// Padding, order, and other spellings of the same numbers plan no changes.
func TestContractTemplate_spellingPlansNothing(t *testing.T) {
	for name, shapes := range map[string]intacct.Shapes{
		"as documented": {}, "plain": {Decimals: intacct.DecimalsPlain}, "empty": {Nulls: intacct.NullsEmpty}, "left out": {Nulls: intacct.NullsLeftOut},
	} {
		t.Run(name, func(t *testing.T) {
			books := newBooksWith(t, sandbox.Options{Seed: sandbox.SeedEmpty, Intacct: intacct.Options{Shapes: shapes}})
			w := books.workspace(t, contract(nil), contractNamed("steps", values{
				"method": `"taskPercentComplete"`, "step_billing": "true", "lines": steps("33.5", "100"), "description": `"By steps"`,
			}))
			w.apply()
			w.plansNothing()
			books.ResetRequests()
			w.configure(books.config(contract(values{"lines": shares(`"6" "050.000"`, "0 50.0")}), contractNamed("steps", values{
				"method": `"taskPercentComplete"`, "step_billing": "true", "lines": steps(`"100.00"`, `"33.50000000"`), "description": `"By steps\n"`,
			})))
			w.plansNothing()
			w.apply()
			if sent := books.writes(); len(sent) > 0 {
				t.Errorf("sent %q", sent)
			}
		})
	}
}

func TestContractTemplate_driftOfOneAttributeIsOneChange(t *testing.T) {
	drifts := map[string]struct {
		change      func(*intacct.Entry)
		plan, patch string
	}{
		"description": {func(e *intacct.Entry) { e.Values["description"] = "By hand" }, "update description", `{"description":null}`},
		"source":      {func(e *intacct.Entry) { e.Values["source"] = "plannedHours" }, "update source", `{"source":null}`},
		"status":      {func(e *intacct.Entry) { e.Values["status"] = "inactive" }, "update status", `{"status":"active"}`},
		"steps":       {func(e *intacct.Entry) { e.Values["isStepBilling"] = "true" }, "update step_billing", `{"isStepBilling":false}`},
		"period":      {func(e *intacct.Entry) { e.Lines[1].Values["periodOffset"] = "7" }, "update lines", `{"lines":[{"key":"<1>","periodOffset":"6"}]}`},
		"percents": {func(e *intacct.Entry) {
			e.Lines[0].Values["percentToBill"], e.Lines[1].Values["percentToBill"] = "40", "60"
		}, "update lines", `{"lines":[{"key":"<0>","percentToBill":"50"},{"key":"<1>","percentToBill":"50"}]}`},
		"lines": {func(e *intacct.Entry) { e.Lines = nil }, "update lines", `{"lines":[{"periodOffset":"0","percentToBill":"50"},{"periodOffset":"6","percentToBill":"50"}]}`},
	}
	books := newBooks(t)
	var blocks []string
	for name := range drifts {
		blocks = append(blocks, contractNamed(name, nil))
	}
	w := books.workspace(t, blocks...)
	w.apply()
	wantPlan, wantSent := map[string]string{}, map[string]bool{}
	for _, entry := range books.Intacct().Entries(intacct.ContractTemplates) {
		name := entry.Values["id"][len("C-"):]
		books.Intacct().UpdateEntry(intacct.ContractTemplates, entry.Key, drifts[name].change)
		wantPlan[contractType+"."+name] = drifts[name].plan
		keyed := strings.NewReplacer("<0>", entry.Lines[0].Key, "<1>", entry.Lines[1].Key).Replace(drifts[name].patch)
		wantSent["PATCH contract-templates/"+entry.Key+" "+keyed] = true
	}
	if diff := cmp.Diff(wantPlan, w.plannedChanges()); diff != "" {
		t.Errorf("planned differs (-want +got):\n%s", diff)
	}
	books.ResetRequests()
	w.run("apply", "plan")
	sent := map[string]bool{}
	for _, line := range books.writes() {
		sent[line] = true
	}
	if diff := cmp.Diff(wantSent, sent); diff != "" {
		t.Errorf("sent differs (-want +got):\n%s", diff)
	}
	w.plansNothing()
}

func TestContractTemplate_imports(t *testing.T) {
	books := newBooks(t)
	lines := []intacct.EntryLine{{Values: map[string]string{"periodOffset": "0", "percentToBill": "50"}}, {Values: map[string]string{"periodOffset": "6", "percentToBill": "50"}}}
	books.Intacct().AddEntry(intacct.ContractTemplates, intacct.Entry{Key: "77", Values: map[string]string{"id": "C-test"}, Lines: lines})
	w := books.workspace(t, contract(nil))
	for _, id := range []string{"77", "id:C-test"} {
		w.run("import", contractAddress, id)
		w.plansNothing()
		w.run("state", "rm", contractAddress)
	}
	w.mustSay(w.fails("import", contractAddress, "id:c-test"), `there is no template "c-test"`, "No contract billing template has exactly this template ID")
	w.mustSay(w.fails("import", contractAddress, "C-test"), "Invalid import ID", `"C-test" is not a template key`, `as in "id:QUARTERLY"`)
	w.mustSay(w.fails("import", contractAddress, "78"), "Cannot import non-existent remote object")
	// Creating an existing template is refused with the command that imports it.
	w.mustSay(w.fails("apply", "-auto-approve"), "Error: The template already exists", "with "+contractAddress, `template_id = "C-test"`,
		`already has a contract billing template with the template ID "C-test"`, "terraform import "+contractType+".NAME 77")
}

func TestContractTemplate_dataSource(t *testing.T) {
	books := newBooksWith(t, sandbox.Options{})
	w := books.workspace(t, `
data "billing_intacct_contract_billing_template" "by_id" { template_id = "202AN4PER_QUARTERLY" }
data "billing_intacct_contract_billing_template" "by_key" { id = data.billing_intacct_contract_billing_template.by_id.id }
data "billing_intacct_contract_billing_template" "steps" { template_id = "STEPS" }
output "all" {
  value = [for each in [data.billing_intacct_contract_billing_template.by_key, data.billing_intacct_contract_billing_template.steps] :
    join(" ", concat([each.id, each.description, each.method, each.source, tostring(each.step_billing), each.status],
      [for line in each.lines : "${coalesce(line.period_offset, "-")}:${coalesce(line.percent_to_bill, "-")}:${coalesce(line.step_percent, "-")}"]))]
}
`)
	w.apply()
	var got []string
	if err := json.Unmarshal([]byte(w.run("output", "-json", "all")), &got); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"41 Four quarters predefinedPercentages estimatedHours false active 3:5.00000000:- 6:25.00000000:- 9:45.00000000:- 12:25.00000000:-",
		"42 By steps of completion projectPercentComplete plannedHours true active -:-:50.00000000 -:-:100.00000000",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("outputs differ (-want +got):\n%s", diff)
	}
	w.configure(books.config(`data "billing_intacct_contract_billing_template" "none" { template_id = "NONE" }`))
	w.mustSay(w.fails("plan"), `there is no template "NONE"`)
	w.configure(books.config(`data "billing_intacct_contract_billing_template" "none" {}`))
	w.mustSay(w.fails("plan"), "[id,template_id]")
}
