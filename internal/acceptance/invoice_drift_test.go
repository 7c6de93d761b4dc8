package acceptance_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/teamwork"
)

func TestInvoice_driftIsSeenAttributeByAttribute(t *testing.T) {
	drifts := []struct {
		name, attribute string
		change          func(*teamwork.Invoice)
	}{
		{"number", "number", func(i *teamwork.Invoice) { i.Number += "X" }},
		{"display_date", "display_date", func(i *teamwork.Invoice) { i.DisplayDate = "20270101" }},
		{"description", "description", func(i *teamwork.Invoice) { i.Description = "By hand" }},
		{"no_description", "description", func(i *teamwork.Invoice) { i.Description = "" }},
		{"po_number", "po_number", func(i *teamwork.Invoice) { i.PONumber = "PO-9" }},
		{"no_po_number", "po_number", func(i *teamwork.Invoice) { i.PONumber = "" }},
		{"fixed_cost", "fixed_cost", func(i *teamwork.Invoice) { i.FixedCost = "1200.01" }},
		{"no_fixed_cost", "fixed_cost", func(i *teamwork.Invoice) { i.FixedCost = "" }},
		{"currency_code", "currency_code", func(i *teamwork.Invoice) { i.CurrencyCode = "GBP" }},
		{"status", "status", func(i *teamwork.Invoice) { i.Status = "completed" }},
	}
	site := newSite(t)
	var blocks []string
	var changes []plancheck.PlanCheck
	for _, drift := range drifts {
		blocks = append(blocks, fullNamed(drift.name, values{"number": fmt.Sprintf("%q", drift.name)}))
		changes = append(changes, changedAttributes{address: "billing_teamwork_invoice." + drift.name, want: []string{drift.attribute}})
	}
	site.test(t,
		resource.TestStep{Config: site.config(blocks...)},
		resource.TestStep{
			PreConfig: func() {
				for _, drift := range drifts {
					for _, invoice := range site.created() {
						if invoice.Number == drift.name {
							site.edit(invoice.ID, drift.change)()
						}
					}
				}
			},
			Config:           site.config(blocks...),
			ConfigPlanChecks: beforeApply(changes...),
		},
	)
}

// The state takes over values that only the site determines, without a change
// in the plan.
func TestInvoice_renamedProjectIsNoChange(t *testing.T) {
	site := newSite(t)
	site.test(t,
		resource.TestStep{Config: site.config(full(nil))},
		resource.TestStep{
			PreConfig: func() {
				site.Teamwork().UpdateProject(project, func(p *teamwork.Project) { p.Name = "Renamed" })
			},
			Config:           site.config(full(nil)),
			ConfigPlanChecks: beforeApply(plancheck.ExpectEmptyPlan()),
		},
		// Renamed again between plan and apply, which the next plan shows.
		resource.TestStep{
			PreConfig: func() {
				site.OnRequest(func(request sandbox.Request) {
					if request.Method == http.MethodPut {
						site.Teamwork().UpdateProject(project, func(p *teamwork.Project) { p.Name = "Renamed again" })
					}
				})
			},
			Config:            site.config(full(values{"po_number": "null"})),
			ConfigStateChecks: has(map[string]knownvalue.Check{"project_name": text("Renamed")}),
		},
	)
}

// On command-line interfaces before 1.12, which do not store identities, this
// also proves that a refresh sets one before it finds the invoice deleted.
func TestInvoice_deletedByHandIsPlannedForCreation(t *testing.T) {
	site := newSite(t)
	site.test(t,
		resource.TestStep{Config: site.config(full(nil))},
		resource.TestStep{
			PreConfig:         func() { site.Teamwork().DeleteInvoice(firstID) },
			Config:            site.config(full(nil)),
			ConfigPlanChecks:  beforeApply(willBe(plancheck.ResourceActionCreate)),
			ConfigStateChecks: has(map[string]knownvalue.Check{"id": text("100")}),
		},
		resource.TestStep{
			PreConfig: func() {
				site.Teamwork().UpdateProject(project, func(p *teamwork.Project) { p.Progress = teamwork.ProgressDeleted })
			},
			RefreshState: true,
			RefreshPlanChecks: resource.RefreshPlanChecks{
				PostRefresh: []plancheck.PlanCheck{willBe(plancheck.ResourceActionCreate)},
			},
			ExpectNonEmptyPlan: true,
		},
		resource.TestStep{
			PreConfig: func() {
				site.Teamwork().UpdateProject(project, func(p *teamwork.Project) { p.Progress = teamwork.ProgressCurrent })
			},
			Config:           site.config("import {\n  to = "+address+"\n  id = \"100\"\n}\n", full(values{"protect_completed": ""})),
			ConfigPlanChecks: beforeApply(willBe(plancheck.ResourceActionNoop)),
		},
	)
}

func TestInvoice_updateOfWhatIsGone(t *testing.T) {
	site := newSite(t)
	goneAtPut := func(request sandbox.Request) {
		if request.Method == http.MethodPut {
			site.Teamwork().DeleteInvoice(firstID)
		}
	}
	site.test(t,
		resource.TestStep{Config: site.config(full(nil))},
		resource.TestStep{
			PreConfig:   func() { site.OnRequest(goneAtPut) },
			Config:      site.config(full(values{"description": `"Second"`})),
			ExpectError: says("could not update invoice 99", "404", "Invoice not found"),
		},
		resource.TestStep{
			PreConfig:        func() { site.OnRequest(nil) },
			Config:           site.config(full(nil)),
			ConfigPlanChecks: beforeApply(willBe(plancheck.ResourceActionCreate)),
		},
	)
}

func TestInvoice_destroyOfWhatIsGoneSucceeds(t *testing.T) {
	site := newSite(t)
	goneAtDelete := func(request sandbox.Request) {
		if request.Method == http.MethodDelete {
			site.Teamwork().DeleteInvoice(firstID)
		}
	}
	site.test(t,
		resource.TestStep{Config: site.config(full(nil))},
		resource.TestStep{
			PreConfig: func() { site.ResetRequests(); site.OnRequest(goneAtDelete) },
			Config:    site.config(),
			Check:     all(site.wrote(remove), site.hasCreated(0)),
		},
	)
}

func TestInvoice_destroyThatIsRefusedKeepsTheState(t *testing.T) {
	site := newSite(t)
	refused := func(status int, phrases ...string) resource.TestStep {
		return resource.TestStep{
			PreConfig: func() {
				site.Script(sandbox.Rule{Method: http.MethodDelete, Times: 1, Fault: sandbox.ErrorStatus(status)})
			},
			Config:      site.configWith("max_retries = 0"),
			ExpectError: says(append([]string{"Teamwork: could not delete invoice 99"}, phrases...)...),
		}
	}
	site.test(t,
		resource.TestStep{Config: site.config(full(nil))},
		refused(401, "401", "TEAMWORK_API_KEY"),
		refused(403, "403", `"can access billing"`),
		refused(422, "422"),
		refused(500, "500"),
		resource.TestStep{Config: site.config(full(nil)), ConfigPlanChecks: beforeApply(plancheck.ExpectEmptyPlan())},
	)
}

// The response to the first delete is lost, and the second finds nothing to
// delete.
func TestInvoice_destroyWhoseAnswerIsLostSucceeds(t *testing.T) {
	site := newSite(t)
	site.test(t,
		resource.TestStep{Config: site.config(full(nil))},
		resource.TestStep{
			PreConfig: func() {
				site.ResetRequests()
				site.Script(sandbox.Rule{Method: http.MethodDelete, Fault: sandbox.Cut().After()})
			},
			Config: site.config(),
			Check:  all(site.wrote(remove, remove), site.hasCreated(0)),
		},
	)
}

// Only 404 means that a record was deleted.
func TestInvoice_stateIsKeptWhenTheSiteDoesNotSayGone(t *testing.T) {
	answers := map[string]struct {
		fault sandbox.Fault
		says  []string
	}{
		"401":      {sandbox.ErrorStatus(401), []string{"401", "teamwork.api_key (TEAMWORK_API_KEY)"}},
		"403":      {sandbox.ErrorStatus(403), []string{"403", `"can access billing"`}},
		"410":      {sandbox.ErrorStatus(410), []string{"410"}},
		"500":      {sandbox.ErrorStatus(500), []string{"500 Internal Server Error"}},
		"html":     {sandbox.HTMLPage(), []string{"cannot be read", "Please sign in", "teamwork.base_url"}},
		"redirect": {sandbox.Redirect("https://elsewhere.example.com/x?token=1"), []string{"redirects to elsewhere.example.com", "teamwork.base_url"}},
		"empty":    {sandbox.Reply(200, nil, ""), []string{"contains no invoice"}},
		"error":    {sandbox.Reply(200, nil, `{"STATUS":"Error","MESSAGE":"no luck"}`), []string{"no luck"}},
		"cut":      {sandbox.Cut(), []string{"No response from Teamwork to GET /invoices/99.json"}},
	}
	site := newSite(t)
	steps := []resource.TestStep{{Config: site.config(full(nil))}}
	for _, answer := range answers {
		steps = append(steps, resource.TestStep{
			PreConfig: func() {
				site.ClearScript()
				site.Script(sandbox.Rule{Method: http.MethodGet, Path: "/invoices/{id}.json", Times: sandbox.Always, Fault: answer.fault})
			},
			Config:      site.config(full(values{"description": `"Second"`})),
			ExpectError: says(append([]string{"Teamwork: could not read invoice 99"}, answer.says...)...),
		})
	}
	steps = append(steps, resource.TestStep{
		PreConfig:        func() { site.ClearScript(); site.ResetRequests() },
		Config:           site.config(full(nil)),
		ConfigPlanChecks: beforeApply(plancheck.ExpectEmptyPlan()),
		Check:            all(site.wrote(), site.hasCreated(1)),
	})
	site.test(t, steps...)
}
