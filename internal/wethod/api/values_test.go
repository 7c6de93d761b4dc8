package api_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
	"github.com/projectbilling/terraform-provider-billing/internal/wethod/api"
)

func TestValues_numbersKeepEveryDigit(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"0": "0", "0.0": "0.0", "-0": "-0", "1000": "1000", "1000.50": "1000.50", "-120.10": "-120.10",
		"12345678901234567.891": "12345678901234567.891", "0.1000000000000000055511151231257827": "0.1000000000000000055511151231257827",
		"1e3": "1000", "1.5E+3": "1500", "25e-2": "0.25", "-1.2345678901234567891e1": "-12.345678901234567891",
		`"12.50"`: "12.50", `"1e2"`: "1e2", `""`: "",
	}
	for wire, want := range tests {
		t.Run(wire, func(t *testing.T) {
			t.Parallel()
			client, _ := newClient(says("[" + `{"id":1,"value":` + wire + `,"exchange_rate": ` + wire + "}]"))
			got, err := client.ListInvoices(t.Context(), api.InvoiceQuery{})
			if err != nil {
				t.Fatal(err)
			}
			if string(got[0].Value) != want || string(got[0].ExchangeRate) != want {
				t.Errorf("value %q, rate %q, want %q", got[0].Value, got[0].ExchangeRate, want)
			}
		})
	}
}

func TestValues_whatIsNoSingleValueIsAnError(t *testing.T) {
	t.Parallel()
	for _, field := range []string{`"value":{}`, `"value":[1]`, `"issue_date":{}`, `"status":["draft"]`} {
		client, _ := newClient(says(`[{"id":1,` + field + "}]"))
		_, err := client.ListInvoices(t.Context(), api.InvoiceQuery{})
		contains(t, err, "Wethod responded with 200 OK: the response cannot be read")
	}
}

func TestValues_nullMissingAndEmptyAreTheSame(t *testing.T) {
	t.Parallel()
	client, _ := newClient(says(`[
		{"id": 1, "notes": "", "exchange_rate": 0, "vat_rate_id": 0, "payment_term_id": 0},
		{"id": 2, "created_at": null, "updated_at": null, "status": null, "invoice_number": null, "purchase_order": null, "value": null,
		 "exchange_rate": null, "issue_date": null, "payment_date": null, "notes": null, "project_id": null, "budget_area_uid": null,
		 "vat_rate_id": null, "payment_term_id": null},
		{"id": 3}]`))
	got, err := client.ListInvoices(t.Context(), api.InvoiceQuery{})
	if err != nil {
		t.Fatal(err)
	}
	want := []api.Invoice{
		{ID: 1, Notes: "", ExchangeRate: "0", VATRateID: "0", PaymentTermID: "0"},
		{ID: 2},
		{ID: 3},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("list differs (-want +got):\n%s", diff)
	}
}

// The caller that shows them names the invoice.
func TestValues_whatIsNoNumberPassesAsItIs(t *testing.T) {
	t.Parallel()
	for wire, want := range map[string]lenient.Text{
		"1e999999999": "1e999999999", "1e-100": "1e-100", "true": "true", `"1,000.00"`: "1,000.00", `" 1"`: " 1", "1.5": "1.5", "5": "5",
	} {
		client, _ := newClient(says(`[{"id":1,"value":` + wire + `,"project_id":` + wire + `,"status":` + wire + "}]"))
		got, err := client.ListInvoices(t.Context(), api.InvoiceQuery{})
		if err != nil || got[0].Value != want || lenient.Text(got[0].ProjectID) != want || got[0].Status != want {
			t.Errorf("%s: error %v, got %+v", wire, err, got)
		}
	}
}

// A server that computes with floating-point numbers may write IDs with a
// fraction.
func TestValues_idsWithAFractionOfZeros(t *testing.T) {
	t.Parallel()
	client, _ := newClient(says(`[{"id":147.0,"project_id":12.0,"vat_rate_id":"3.00","payment_term_id":0.0}, {"id":148,"project_id":"x.0"}]`))
	got, err := client.ListInvoices(t.Context(), api.InvoiceQuery{})
	if err != nil {
		t.Fatal(err)
	}
	want := []api.Invoice{{ID: 147, ProjectID: "12", VATRateID: "3", PaymentTermID: "0"}, {ID: 148, ProjectID: "x.0"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("list differs (-want +got):\n%s", diff)
	}
}

func TestValues_unknownStatusesAndFieldsPass(t *testing.T) {
	t.Parallel()
	client, _ := newClient(says(`[{"id": 1, "status": "overdue", "currency": "EUR", "lines": [{"id": 1}], "client": {"id": null}}]`))
	got, err := client.ListInvoices(t.Context(), api.InvoiceQuery{})
	if err != nil || got[0].Status != "overdue" {
		t.Errorf("error %v, got %+v", err, got)
	}
}

func TestValues_whatIsNoListIsAnError(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"":                                     "the response contains no list of invoices",
		"null":                                 "the response contains no list of invoices",
		"{}":                                   "the response cannot be read",
		`{"data":[]}`:                          `the response cannot be read`,
		"[null]":                               "entry 0 of the list, at offset 0, has no ID",
		`[{"id":1},{}]`:                        "entry 1 of the list, at offset 0, has no ID",
		`[{"id":0}]`:                           "has no ID",
		`[{"id":-1}]`:                          "has no ID",
		`["a"]`:                                "the response cannot be read",
		"<html><h1>Please sign in</h1></html>": "<h1>Please sign in</h1>",
	}
	for body, want := range tests {
		client, _ := newClient(always(answer{body: body, header: map[string][]string{"Content-Type": {"text/html"}}}))
		_, err := client.ListInvoices(t.Context(), api.InvoiceQuery{})
		contains(t, err, want)
	}
}
