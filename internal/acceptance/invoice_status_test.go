package acceptance_test

import (
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/teamwork"
)

// The requests for an invoice's status.
const (
	create    = "POST /projects/1149/invoices.json"
	put       = "PUT /invoices/99.json"
	complete  = "PUT /invoices/99/complete.json"
	reopen    = "PUT /invoices/99/uncomplete.json"
	remove    = "DELETE /invoices/99.json"
	lineItems = "PUT /invoices/99/lineitems.json"
)

var (
	active    = invoice(values{"description": `"First"`, "status": `"active"`})
	completed = invoice(values{"description": `"First"`, "status": `"completed"`})
	edited    = invoice(values{"description": `"Second"`, "status": `"completed"`})
)

func TestInvoice_statusIsChangedThroughItsOwnEndpoints(t *testing.T) {
	site := newSite(t)
	step := func(config string, planned plancheck.PlanCheck, status string, wrote ...string) resource.TestStep {
		return resource.TestStep{
			PreConfig:         site.ResetRequests,
			Config:            site.config(config),
			ConfigPlanChecks:  beforeApply(planned),
			ConfigStateChecks: has(map[string]knownvalue.Check{"status": text(status)}),
			Check:             site.wrote(wrote...),
		}
	}
	site.test(t,
		step(completed, willBe(plancheck.ResourceActionCreate), "completed", create, complete),
		step(active, changesOnly("status"), "active", reopen),
		step(completed, changesOnly("status"), "completed", complete),
		step(edited, changesOnly("description"), "completed", reopen, put, complete),
		step(active, changesOnly("description", "status"), "active", reopen, put),
		step(edited, changesOnly("description", "status"), "completed", put, complete),
	)
}

func TestInvoice_statusLeftOutIsNotManaged(t *testing.T) {
	site := newSite(t)
	leftOut := site.config(invoice(values{"description": `"First"`}))
	site.test(t,
		resource.TestStep{Config: leftOut, ConfigStateChecks: has(map[string]knownvalue.Check{"status": text("active")})},
		resource.TestStep{
			PreConfig:         site.edit(firstID, func(i *teamwork.Invoice) { i.Status = teamwork.StatusCompleted }),
			Config:            leftOut,
			ConfigPlanChecks:  beforeApply(plancheck.ExpectEmptyPlan()),
			ConfigStateChecks: has(map[string]knownvalue.Check{"status": text("completed")}),
		},
		resource.TestStep{Config: site.config(active), ConfigPlanChecks: beforeApply(changesOnly("status"))},
		resource.TestStep{Config: leftOut, ConfigPlanChecks: beforeApply(plancheck.ExpectEmptyPlan())},
	)
}

func TestInvoice_editOfCompletedFails_completionIsRestored(t *testing.T) {
	site := newSite(t)
	refused := sandbox.Rule{
		Method: http.MethodPut, Path: "/invoices/{id}.json",
		Fault: sandbox.Reply(422, nil, `{"STATUS":"Error","MESSAGE":"Invoice is locked"}`),
	}
	site.test(t,
		resource.TestStep{Config: site.config(completed)},
		resource.TestStep{
			PreConfig:   func() { site.ResetRequests(); site.Script(refused) },
			Config:      site.config(edited),
			ExpectError: says("Teamwork: could not update invoice 99", "422", "Invoice is locked", "PUT /invoices/99.json"),
		},
		resource.TestStep{
			PreConfig: func() {
				if err := site.wrote(reopen, put, complete)(nil); err != nil {
					t.Error(err)
				}
			},
			// Nothing is planned: the state and the site still have the completed invoice as before.
			Config:            site.config(completed),
			ConfigPlanChecks:  beforeApply(plancheck.ExpectEmptyPlan()),
			ConfigStateChecks: has(map[string]knownvalue.Check{"status": text("completed"), "description": text("First")}),
			Check:             site.holds(teamwork.Invoice{Number: "T-1", DisplayDate: "20260131", Description: "First", CurrencyCode: "USD", Status: "completed"}),
		},
		resource.TestStep{Config: site.config(edited), ConfigPlanChecks: beforeApply(changesOnly("description"))},
	)
}

func TestInvoice_editOfCompletedFails_andSoDoesRestoring_theStateSaysSo(t *testing.T) {
	site := newSite(t)
	broken := sandbox.ErrorStatus(422)
	site.test(t,
		resource.TestStep{Config: site.config(completed)},
		resource.TestStep{
			PreConfig: func() {
				site.Script(
					sandbox.Rule{Method: http.MethodPut, Path: "/invoices/{id}.json", Fault: broken},
					sandbox.Rule{Path: "/invoices/{id}/complete.json", Fault: broken},
				)
			},
			Config:      site.config(edited),
			ExpectError: says("the invoice was reopened for the change, and completing it again failed"),
		},
		resource.TestStep{
			RefreshState:       true,
			ExpectNonEmptyPlan: true,
		},
		resource.TestStep{
			PreConfig:        site.ResetRequests,
			Config:           site.config(edited),
			ConfigPlanChecks: beforeApply(changesOnly("description", "status")),
			Check:            site.wrote(put, complete),
		},
	)
}

func TestInvoice_completingFailsOnUpdate_theNextApplyCompletes(t *testing.T) {
	site := newSite(t)
	site.test(t,
		resource.TestStep{Config: site.config(active)},
		resource.TestStep{
			PreConfig: func() {
				site.Script(sandbox.Rule{Path: "/invoices/{id}/complete.json", Fault: sandbox.ErrorStatus(403)})
			},
			Config:      site.config(edited),
			ExpectError: says("could not update invoice 99", "403", "can access billing"),
		},
		resource.TestStep{
			// The description was written, and is in the state.
			PreConfig:        site.ResetRequests,
			Config:           site.config(edited),
			ConfigPlanChecks: beforeApply(changesOnly("status")),
			Check:            site.wrote(complete),
		},
	)
}

// After a lost response, the provider looks the invoice up: the site refuses to complete it twice.
func TestInvoice_answerToCompletingIsLost(t *testing.T) {
	site := newSite(t)
	site.test(t,
		resource.TestStep{
			PreConfig:         func() { site.Script(sandbox.Rule{Path: "/invoices/{id}/complete.json", Fault: sandbox.Cut().After()}) },
			Config:            site.config(completed),
			ConfigStateChecks: has(map[string]knownvalue.Check{"status": text("completed")}),
			Check:             site.hasCreated(1),
		},
		resource.TestStep{
			PreConfig: func() {
				site.Script(sandbox.Rule{Path: "/invoices/{id}/uncomplete.json", Fault: sandbox.ErrorStatus(500).After()})
			},
			Config:            site.config(edited),
			ConfigStateChecks: has(map[string]knownvalue.Check{"status": text("completed"), "description": text("Second")}),
		},
	)
}

// The site itself refuses to delete a completed invoice.
func TestInvoice_completedIsReopenedToBeDeleted(t *testing.T) {
	site := newSite(t)
	site.test(t,
		resource.TestStep{Config: site.config(completed)},
		resource.TestStep{
			PreConfig: site.ResetRequests,
			Config:    site.config(),
			Check:     all(site.wrote(remove, reopen, remove), site.hasCreated(0)),
		},
	)
}

// An attempt without a response does not hide that the next one was refused.
func TestInvoice_completedIsReopenedToBeDeletedAfterALostAnswer(t *testing.T) {
	for name, fault := range map[string]sandbox.Fault{
		"web page": sandbox.HTMLPage(), "cut": sandbox.Cut(), "error 500": sandbox.ErrorStatus(http.StatusInternalServerError),
	} {
		t.Run(name, func(t *testing.T) {
			site := newSite(t)
			site.test(t,
				resource.TestStep{Config: site.config(completed)},
				resource.TestStep{
					PreConfig: func() {
						site.ResetRequests()
						site.Script(sandbox.Rule{Method: http.MethodDelete, Times: 1, Fault: fault})
					},
					Config: site.config(),
					Check:  all(site.wrote(remove, remove, reopen, remove), site.hasCreated(0)),
				},
			)
		})
	}
}

func TestInvoice_completedByHandMeanwhile(t *testing.T) {
	site := newSite(t)
	site.test(t,
		resource.TestStep{Config: site.config(active)},
		resource.TestStep{
			PreConfig:        site.edit(firstID, func(i *teamwork.Invoice) { i.Status = teamwork.StatusCompleted }),
			Config:           site.config(edited),
			ConfigPlanChecks: beforeApply(changesOnly("description")),
		},
		resource.TestStep{
			PreConfig: func() {
				site.ResetRequests()
				site.edit(firstID, func(i *teamwork.Invoice) { i.Status = teamwork.StatusActive })()
			},
			Config:           site.config(edited),
			ConfigPlanChecks: beforeApply(changesOnly("status")),
			Check:            site.wrote(complete),
		},
	)
}
