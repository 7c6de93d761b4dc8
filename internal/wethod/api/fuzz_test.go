package api_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
	"github.com/projectbilling/terraform-provider-billing/internal/wethod/api"
)

// boundedError checks what is true of every error: a kind that callers
// recognize, a readable text of limited length, and no token.
func boundedError(t *testing.T, err error) {
	t.Helper()
	var failure *transport.APIError
	var noAnswer *transport.NoAnswerError
	if !errors.As(err, &failure) && !errors.As(err, &noAnswer) {
		t.Fatalf("error %v (%T) is of no known kind", err, err)
	}
	text := err.Error()
	if len(text) > 16000 || !utf8.ValidString(text) || strings.ContainsAny(text, "\x00\x1b\r") {
		t.Fatalf("error text of %d bytes: %.300q", len(text), text)
	}
	if strings.Contains(text, testToken) {
		t.Fatalf("error text with the token: %s", text)
	}
}

func FuzzInvoices(f *testing.F) {
	for _, seed := range []string{
		contract(f, "invoices.json"), contract(f, "400.json"), `[]`, `null`, ``, `[null]`, `[{}]`, `[[]]`,
		`[{"id":1},{"id":"1"},{"id":2,"value":1e3,"exchange_rate":"0.5"}]`, `[{"id":1e0,"updated_at":"2024-01-01T20:00:00+0200"}]`,
		`[{"id":1,"value":1e99}]`, `[{"id":1,"issue_date":"2024-02-30"}]`, `[{"id":9223372036854775808}]`, "[" + strings.Repeat(`{"id":1},`, 99) + `{"id":2}]`,
	} {
		f.Add(seed, "application/json")
		f.Add(seed, "text/html")
	}
	query := api.InvoiceQuery{
		IssueDate: api.Filter{After: "2024-01-01", Before: "2030-01-01"},
		UpdatedAt: api.Filter{After: "2024-01-01T00:00:00Z", Before: "2030-01-01T00:00:00+02:00"},
	}
	f.Fuzz(func(t *testing.T, body, contentType string) {
		given := answer{body: body, header: http.Header{"Content-Type": {contentType}}}
		for _, query := range []api.InvoiceQuery{{}, query} {
			client, far := newClient(always(given))
			invoices, err := client.ListInvoices(t.Context(), query)
			if err != nil {
				boundedError(t, err)
			}
			last := lenient.Integer(0)
			for _, invoice := range invoices {
				if invoice.ID <= last {
					t.Errorf("invoice %d after %d", invoice.ID, last)
				}
				last = invoice.ID
			}
			if got := len(far.seen()); got > 4 {
				t.Errorf("%d requests to a service that has nothing new, want at most 4", got)
			}
		}
	})
}

func FuzzInvoice(f *testing.F) {
	for _, seed := range []string{
		`{"id":41}`, `{"id":"41","value":1e3}`, `{"id":42}`, `{}`, `[]`, `null`, ``, `{"id":41,"value":{}}`, `{"id":0}`, `{"id":-41}`, `{"id":41.0}`,
		`{"key":"k","message":"m"}`, contract(f, "400.json"), `{"ID":41}`, `{"id":41,"id":42}`,
	} {
		f.Add(seed, 200)
		f.Add(seed, 201)
		f.Add(seed, 404)
	}
	f.Fuzz(func(t *testing.T, body string, code int) {
		if code < 200 || code > 999 {
			t.Skip("no status of an answer")
		}
		client, _ := newClient(always(answer{status: code, body: body}))
		read, err := client.GetInvoice(t.Context(), "41")
		if err == nil && (read.ID != 41 || code > 299) {
			t.Errorf("invoice %d is taken for 41, with status %d", read.ID, code)
		}
		created, createErr := client.CreateInvoice(t.Context(), everyField())
		if createErr == nil && (created.ID < 1 || code > 299) {
			t.Errorf("invoice %d was created, with status %d", created.ID, code)
		}
		for _, each := range []error{err, createErr, client.DeleteInvoice(t.Context(), "41")} {
			if each != nil {
				boundedError(t, each)
			}
		}
	})
}

func FuzzErrorBody(f *testing.F) {
	for _, seed := range []string{
		contract(f, "400.json"), contract(f, "401.json"), contract(f, "412.json"),
		`[{"field":"a","message":"b"}]`, `[{"key":"k","failures":[{}]}]`, `{"failures":{}}`, `{"failures":[[[]]]}`, `{"message":{"a":1}}`,
		"<html><h1>502</h1></html>", ``, `null`, `[]`, `"text"`, "\xff\xfe\x00", `{"message":"` + testToken + `"}`, "Bearer " + testToken,
	} {
		for _, code := range []int{200, 302, 400, 401, 412, 500} {
			f.Add(seed, code, "/login")
		}
	}
	f.Fuzz(func(t *testing.T, body string, code int, location string) {
		if code < 200 || code > 999 {
			t.Skip("no status of an answer")
		}
		client, far := newClient(always(answer{status: code, body: body, header: http.Header{"Location": {location}}}))
		_, err := client.ListInvoices(t.Context(), api.InvoiceQuery{})
		if err != nil {
			boundedError(t, err)
		} else if code > 299 {
			t.Errorf("status %d is no error", code)
		}
		if got := len(far.seen()); got != 1 && code > 299 {
			t.Errorf("%d requests, want 1", got)
		}
	})
}
