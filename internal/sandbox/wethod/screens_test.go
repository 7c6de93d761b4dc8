package wethod_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/wethod"
)

func TestScreens_addFillsIn(t *testing.T) {
	t.Parallel()
	service := newServiceWith(false)
	const now = "2026-11-21T10:00:00+00:00"
	want := wethod.Invoice{
		ID: 101, CreatedAt: now, UpdatedAt: now, Status: "draft", Value: "0", IssueDate: "2026-11-21", ProjectID: wethod.OwnProject,
	}
	if diff := cmp.Diff(want, service.AddInvoice(wethod.Invoice{})); diff != "" {
		t.Errorf("invoice differs (-want +got):\n%s", diff)
	}
	service.AddInvoice(wethod.Invoice{ID: 200, Notes: new("n")})
	if got := service.AddInvoice(wethod.Invoice{}); got.ID != 201 {
		t.Errorf("the next id is %d", got.ID)
	}
}

func TestScreens_updateAndDelete(t *testing.T) {
	t.Parallel()
	service := newService()
	found := service.UpdateInvoice(41, func(invoice *wethod.Invoice) {
		invoice.Status = "sent"
		invoice.ID = 7
	})
	if !found || service.UpdateInvoice(7, func(*wethod.Invoice) {}) {
		t.Error("an update changes what it should not")
	}
	get(service, "limit=1").mustHaveIDs(t, 41) // changed just now
	if !service.DeleteInvoice(41) || service.DeleteInvoice(41) {
		t.Error("a delete does not delete")
	}
	get(service, "limit=1").mustHaveIDs(t, 52)
	if got := len(service.Invoices()); got != 11 {
		t.Errorf("%d invoices are left", got)
	}
}

func TestScreens_copiesAreGivenAway(t *testing.T) {
	t.Parallel()
	service := newService()
	before := service.Invoices()
	changed := service.Invoices()
	*changed[0].InvoiceNumber = "changed"
	changed[1].Missing[0] = "changed"
	if diff := cmp.Diff(before, service.Invoices()); diff != "" {
		t.Errorf("the records have changed (-want +got):\n%s", diff)
	}
}

func TestScreens_refuseWhatCannotBe(t *testing.T) {
	t.Parallel()
	for name, invoice := range map[string]wethod.Invoice{
		"date":    {IssueDate: "2024-02-30"},
		"time":    {UpdatedAt: "2024-02-28"},
		"number":  {Value: "1,000"},
		"project": {ProjectID: -1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			defer func() {
				if recover() == nil {
					t.Error("it was accepted")
				}
			}()
			newService().AddInvoice(invoice)
		})
	}
}

func TestSeed_hasEachStatusAndThreeProjects(t *testing.T) {
	t.Parallel()
	statuses, projects := map[string]int{}, map[int]int{}
	for _, invoice := range newService().Invoices() {
		statuses[invoice.Status]++
		projects[invoice.ProjectID]++
	}
	if diff := cmp.Diff(map[string]int{"draft": 3, "sent": 4, "paid": 4, "overdue": 1}, statuses); diff != "" {
		t.Errorf("statuses differ (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[int]int{12: 5, 14: 3, 15: 4}, projects); diff != "" {
		t.Errorf("projects differ (-want +got):\n%s", diff)
	}
	if got := len(newServiceWith(false).Invoices()); got != 0 {
		t.Errorf("the empty seed has %d invoices", got)
	}
}
