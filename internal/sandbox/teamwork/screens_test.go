package teamwork_test

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/teamwork"
)

func TestScreens_addAnInvoice(t *testing.T) {
	t.Parallel()
	site := newSite(teamwork.Options{})
	holly := teamwork.User{ID: 415, FirstName: "Holly", LastName: "McGill"}
	want := teamwork.Invoice{
		ID: 99, ProjectID: 1150, CompanyID: 52, CompanyName: "Hill Orchards", Number: "X", DisplayDate: "20260101",
		CurrencyCode: "USD", Status: teamwork.StatusActive, DateCreated: at(testNow), DateUpdated: at(testNow),
		CreatedBy: holly, EditedBy: holly,
	}
	got := site.AddInvoice(teamwork.Invoice{ProjectID: 1150, Number: "X", DisplayDate: "20260101"})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the invoice differs (-want +got):\n%s", diff)
	}
}

func TestScreens_changeAnInvoice(t *testing.T) {
	t.Parallel()
	site := newSite(teamwork.Options{})
	if !site.UpdateInvoice(49, func(invoice *teamwork.Invoice) { invoice.Description = "Edited by hand" }) {
		t.Fatal("there is no invoice 49")
	}
	got := invoiceOf(t, send(site, http.MethodGet, pathOf(49), ""))
	want := map[string]string{
		"description": "Edited by hand", "date-updated": testNow, "update-by-user-id": "415", "edited-by-user-firstname": "Holly",
	}
	for key, value := range want {
		if got[key] != value {
			t.Errorf("%s is %q, want %q", key, got[key], value)
		}
	}
}

func TestScreens_takeEntriesOffAnInvoice(t *testing.T) {
	t.Parallel()
	site := newSite(teamwork.Options{})
	site.UpdateInvoice(50, func(invoice *teamwork.Invoice) { invoice.TimeLogIDs = []int{937} })
	freed, _ := site.TimeLog(938)
	kept, _ := site.TimeLog(937)
	if freed.InvoiceID != 0 || kept.InvoiceID != 50 {
		t.Errorf("938 is billed with %d and 937 with %d", freed.InvoiceID, kept.InvoiceID)
	}
}

func TestScreens_sayWhenThereIsNoSuchRecord(t *testing.T) {
	t.Parallel()
	site := newSite(teamwork.Options{})
	_, invoice := site.Invoice(7)
	_, log := site.TimeLog(7)
	_, expense := site.Expense(7)
	updated := site.UpdateInvoice(7, func(*teamwork.Invoice) {})
	renamed := site.UpdateProject(7, func(*teamwork.Project) {})
	if invoice || log || expense || updated || renamed || site.DeleteInvoice(7) {
		t.Error("a record that does not exist was found")
	}
}

func TestScreens_changeAProject(t *testing.T) {
	t.Parallel()
	site := newSite(teamwork.Options{})
	site.UpdateProject(1149, func(project *teamwork.Project) { project.Name, project.Archived = "Renamed", true })
	if got := invoiceOf(t, send(site, http.MethodGet, pathOf(49), ""))["project-name"]; got != "Renamed" {
		t.Errorf("project-name %q", got)
	}
	if got := idsOf(t, send(site, http.MethodGet, "/invoices.json?projectStatus=archived", "")); !cmp.Equal(got, []string{"49", "50", "54"}) {
		t.Errorf("invoices of archived projects: %v", got)
	}
}

func TestScreens_giveCopies(t *testing.T) {
	t.Parallel()
	site := newSite(teamwork.Options{})
	invoice, _ := site.Invoice(50)
	invoice.TimeLogIDs[0] = 1
	site.Projects()[0].TagIDs[0] = 77
	if again, _ := site.Invoice(50); again.TimeLogIDs[0] != 938 || site.Projects()[0].TagIDs[0] != 1 {
		t.Error("a copy is tied to the record")
	}
}

func TestScreens_refuseUnknownProjects(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("an invoice of an unknown project was added")
		}
	}()
	newSite(teamwork.Options{}).AddInvoice(teamwork.Invoice{ProjectID: 7})
}
