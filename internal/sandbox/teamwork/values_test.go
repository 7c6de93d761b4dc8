package teamwork_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/quirks"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/teamwork"
)

// everyChange enables every change that a site can make to values.
var everyChange = quirks.Values{Trim: true, Escape: true, Round: true, Recase: true, OverrideCurrency: "EUR"}

// textsOf returns the fields of an invoice that a client writes.
func textsOf(invoice teamwork.Invoice) []string {
	return []string{
		invoice.Number, invoice.DisplayDate, invoice.Description, invoice.PONumber, invoice.FixedCost, invoice.CurrencyCode,
	}
}

func TestValues_ofCreatesAndUpdates(t *testing.T) {
	t.Parallel()
	const sent = `{"invoice":{"number":" inv-7 ","display-date":"20260101","description":"Smith & Sons\n","po-number":" po",
		"fixed-cost":"99.999","currency-code":"GBP"}}`
	asSent := []string{" inv-7 ", "20260101", "Smith & Sons\n", " po", "99.999", "GBP"}
	changed := []string{"INV-7", "20260101", "Smith &amp; Sons", "po", "100.00", "EUR"}
	tests := map[string]struct {
		method, path string
		values       quirks.Values
		id           int
		want         []string
	}{
		"create":              {http.MethodPost, "/projects/1149/invoices.json", everyChange, 99, changed},
		"update":              {http.MethodPut, "/invoices/49.json", everyChange, 49, changed},
		"create, as sent":     {http.MethodPost, "/projects/1149/invoices.json", quirks.Values{}, 99, asSent},
		"update, as sent":     {http.MethodPut, "/invoices/49.json", quirks.Values{}, 49, asSent},
		"a share of nothing":  {http.MethodPut, "/invoices/49.json", quirks.Values{Share: 1}, 49, asSent},
		"only what is chosen": {http.MethodPut, "/invoices/49.json", quirks.Values{Recase: true}, 49, append([]string{" INV-7 "}, asSent[1:]...)},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := newSite(teamwork.Options{Shapes: teamwork.Shapes{Values: test.values}})
			if got := send(site, test.method, test.path, sent); got.status >= 300 {
				t.Fatalf("%d %s", got.status, got.body)
			}
			invoice, _ := site.Invoice(test.id)
			if diff := cmp.Diff(test.want, textsOf(invoice)); diff != "" {
				t.Errorf("stored (-want +got):\n%s", diff)
			}
		})
	}
}

func TestValues_currencyWhereNoneIsSent(t *testing.T) {
	t.Parallel()
	site := newSite(teamwork.Options{Shapes: teamwork.Shapes{Values: quirks.Values{OverrideCurrency: "EUR"}}})
	send(site, http.MethodPost, "/projects/1149/invoices.json", `{"invoice":{"number":"A","display-date":"20260101"}}`)
	send(site, http.MethodPut, "/invoices/49.json", `{"invoice":{"description":"Edited"}}`)
	created, _ := site.Invoice(99)
	updated, _ := site.Invoice(49)
	if created.CurrencyCode != "EUR" || updated.CurrencyCode != "USD" {
		t.Errorf("the new invoice is in %s, the other in %s; want EUR, and USD as before", created.CurrencyCode, updated.CurrencyCode)
	}
}

func TestValues_changeWhileTheSiteRuns(t *testing.T) {
	t.Parallel()
	site := newSite(teamwork.Options{})
	describe := func(text string) string {
		send(site, http.MethodPut, "/invoices/49.json", `{"invoice":{"description":"`+text+`"}}`)
		invoice, _ := site.Invoice(49)
		return invoice.Description
	}
	if got := describe("a & b"); got != "a & b" {
		t.Errorf("at first: %q", got)
	}
	site.SetValues(quirks.Values{Escape: true})
	if got := describe("a & c"); got != "a &amp; c" {
		t.Errorf("then: %q", got)
	}
	site.SetValues(quirks.Values{})
	if got := describe("a & d"); got != "a & d" {
		t.Errorf("at last: %q", got)
	}
}

func TestValues_leaveTheScreensAlone(t *testing.T) {
	t.Parallel()
	site := newSite(teamwork.Options{Shapes: teamwork.Shapes{Values: everyChange}})
	added := site.AddInvoice(teamwork.Invoice{ProjectID: 1149, Number: " a & b ", FixedCost: "1.005", CurrencyCode: "GBP"})
	if added.Number != " a & b " || added.FixedCost != "1.005" || added.CurrencyCode != "GBP" {
		t.Errorf("added as %+v", added)
	}
	site.UpdateInvoice(added.ID, func(invoice *teamwork.Invoice) { invoice.Description = " <by hand> " })
	if updated, _ := site.Invoice(added.ID); updated.Description != " <by hand> " || updated.Number != " a & b " {
		t.Errorf("updated to %+v", updated)
	}
}

func TestFixedCost_mayBeNegative(t *testing.T) {
	t.Parallel()
	for sent, want := range map[string]string{"-1": "-1.00", "-250.50": "-250.50", "-0": ""} {
		t.Run(sent, func(t *testing.T) {
			t.Parallel()
			site := newSite(teamwork.Options{})
			send(site, http.MethodPut, "/invoices/49.json", `{"invoice":{"fixed-cost":"`+sent+`"}}`)
			pricing := "fixed"
			if want == "" {
				pricing = "determine"
			}
			got := invoiceOf(t, send(site, http.MethodGet, "/invoices/49.json", ""))
			if got["fixed-cost"] != want || got["pricing"] != pricing {
				t.Errorf("fixed-cost %q, pricing %q; want %q and %s", got["fixed-cost"], got["pricing"], want, pricing)
			}
		})
	}
}

// Two sites can have invoices that are equal in everything except the date of creation.
func TestScreens_placeAStrangersInvoice(t *testing.T) {
	t.Parallel()
	stranger := newSiteWith(teamwork.Options{Now: func() time.Time { return at("2025-03-04T05:06:07Z") }}, false)
	own := newSiteWith(teamwork.Options{}, false)
	send(own, http.MethodPost, "/projects/1149/invoices.json", `{"invoice":{"number":"INV-7","display-date":"20260101"}}`)
	made, _ := own.Invoice(99)
	explicit := stranger.AddInvoice(teamwork.Invoice{
		ID: made.ID, ProjectID: made.ProjectID, Number: made.Number, DateCreated: at("2020-01-01T00:00:00Z"),
	})
	send(stranger, http.MethodPost, "/projects/1149/invoices.json", `{"invoice":{"number":"INV-7","display-date":"20260101"}}`)
	for id, want := range map[int]string{explicit.ID: "2020-01-01T00:00:00Z", 100: "2025-03-04T05:06:07Z"} {
		got := invoiceOf(t, send(stranger, http.MethodGet, pathOf(id), ""))
		if got["date-created"] != want || got["number"] != "INV-7" || got["project-id"] != "1149" {
			t.Errorf("the stranger's invoice %d is %v, want one created at %s", id, got, want)
		}
	}
	if got := invoiceOf(t, send(own, http.MethodGet, pathOf(made.ID), ""))["date-created"]; got != testNow {
		t.Errorf("the own invoice was created at %v, want %s", got, testNow)
	}
}
