package acceptance_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/teamwork"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/wethod"
)

// A response without the value of a required attribute does not change or replace
// the record: the state keeps the value, with a warning. Other attributes can still
// be changed.
func TestIncompleteAnswers_keepWhatEveryRecordHas(t *testing.T) {
	expense := block(`resource "billing_teamwork_expense" "test"`, values{"project_id": "1149", "name": `"Taxi"`, "date": `"2026-03-02"`, "cost": "40"})
	for name, test := range map[string]struct{ config, old, new, attribute string }{
		"an invoice's project":       {invoice(nil), `"project-id":"1149"`, `"project-id":""`, "project_id"},
		"an invoice's project, gone": {invoice(nil), `"project-id":"1149",`, ``, "project_id"},
		"an invoice's project, zero": {invoice(nil), `"project-id":"1149"`, `"project-id":"0"`, "project_id"},
		"an invoice's date":          {invoice(nil), `"display-date":"20260131"`, `"display-date":""`, "display_date"},
		"an expense's project":       {expense, `"project-id":"1149"`, `"project-id":""`, "project_id"},
		"an expense's cost":          {expense, `"cost":"40.00"`, `"cost":""`, "cost"},
	} {
		for _, reads := range []string{"list", "single"} {
			t.Run(name+", "+reads, func(t *testing.T) {
				site := newSite(t)
				w := site.workspace(t)
				configure := func(config string) {
					w.configure(strings.Replace(site.config(config), "requests_per_minute = 0", "requests_per_minute = 0, reads = \""+reads+"\"", 1))
				}
				configure(test.config)
				w.apply()
				site.Script(answering(test.old, test.new))
				site.ResetRequests()
				w.mustSay(w.run("plan"), "No changes", "no value for attribute "+test.attribute, "The state keeps the previous value")
				if wrote := site.writes(); len(wrote) > 0 {
					t.Errorf("written: %v", wrote)
				}
				configure(strings.Replace(test.config, "{", "{\n  description = \"Second\"", 1))
				w.mustSay(w.run("apply", "-auto-approve"), "1 changed")
			})
		}
	}
}

// Without the value, an import has nothing to keep.
func TestIncompleteAnswers_cannotBeImported(t *testing.T) {
	site := newSite(t)
	w := site.workspace(t, invoice(nil))
	w.apply()
	w.run("state", "rm", address)
	site.Script(answering(`"project-id":"1149"`, `"project-id":""`))
	w.mustSay(w.fails("import", address, "99"), "no value for attribute project_id")
}

// A record that was created and never read is not removed from the state because
// it is not there yet: the next apply would create a second one.
func TestIncompleteAnswers_createdButNotThereYet(t *testing.T) {
	site := newSite(t)
	w := site.workspace(t, invoice(nil))
	unseen := sandbox.Rule{Method: http.MethodGet, Path: teamwork.PathInvoice, Times: sandbox.Always, Fault: sandbox.ErrorStatus(404)}
	site.Script(unseen)
	w.mustSay(w.run("apply", "-auto-approve"), "but could not read it", "1 added")
	site.ResetRequests()
	w.mustSay(w.fails("apply", "-auto-approve"), `invoice "T-1" (ID 99) is not there yet`, "terraform state rm")
	if wrote := site.writes(); len(wrote) > 0 {
		t.Errorf("written: %v", wrote)
	}
	site.ClearScript()
	w.plansNothing()
	w.run("refresh")
	site.Script(unseen)
	w.mustSay(w.run("plan"), "1 to add") // it has been read, so now it is gone
}

// A protected invoice is read by itself before it is written: a list may be older
// than the moment when someone sent it.
func TestIncompleteAnswers_aListIsNoProofThatAnInvoiceIsOpen(t *testing.T) {
	company := newCompany(t, sandbox.Options{})
	bills := []string{
		billNamed("a", values{"invoice_number": `"A-1"`, "protect_sent": ""}),
		billNamed("b", values{"invoice_number": `"B-1"`, "protect_sent": ""}),
		billNamed("c", values{"invoice_number": `"C-1"`, "protect_sent": ""}),
	}
	w := company.workspace(t, bills...)
	w.apply()
	company.Script(sandbox.Rule{Method: http.MethodGet, Path: wethod.PathInvoices, Times: sandbox.Always, Fault: sandbox.Edit(func(answer *sandbox.Answer) {
		answer.Body = strings.ReplaceAll(answer.Body, `"status":"sent"`, `"status":"draft"`)
	})})
	for _, each := range company.Wethod().Invoices() {
		if number := each.InvoiceNumber; number != nil && slices.Contains([]string{"A-1", "B-1", "C-1"}, *number) {
			company.set(each.ID, wethod.StatusSent)
		}
	}
	company.ResetRequests()
	w.mustSay(w.fails("destroy", "-auto-approve"), "is sent", "protected")
	for i := range bills {
		bills[i] = strings.Replace(bills[i], "{", "{\n  notes = \"Second\"", 1)
	}
	w.configure(company.config(bills...))
	w.mustSay(w.fails("apply", "-auto-approve"), "is sent", "protected")
	if wrote := company.wrote(); len(wrote) > 0 {
		t.Errorf("written: %v", wrote)
	}
}
