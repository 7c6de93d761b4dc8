package api_test

import (
	"errors"
	"math"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/api"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// fuzzed returns a client of a site that always gives one response, and its number of requests.
func fuzzed(given answer) (*api.Client, *site) {
	far := &site{respond: always(given)}
	return api.New(transport.Options{
		System: "Teamwork", BaseURL: &url.URL{Scheme: "https", Host: "acme.teamwork.com"}, Network: far,
	}, api.Credential{APIKey: testKey}), far
}

// boundedError checks what must be true of every error: a kind that callers know, a
// readable text of limited length, and no credential.
func boundedError(t *testing.T, err error) {
	t.Helper()
	var failure *transport.APIError
	var noAnswer *transport.NoAnswerError
	if !errors.As(err, &failure) && !errors.As(err, &noAnswer) {
		t.Fatalf("error %v (%T) is of no known kind", err, err)
	}
	text := err.Error()
	if len(text) > 8000 || !utf8.ValidString(text) || strings.ContainsAny(text, "\x00\x1b\r\n") {
		t.Fatalf("error text of %d bytes: %.300q", len(text), text)
	}
	if strings.Contains(text, testKey) || strings.Contains(text, encodedKey) {
		t.Fatalf("error text with the credential: %s", text)
	}
}

func FuzzInvoice(f *testing.F) {
	for _, seed := range []string{
		contract(f, "invoice.json"), contract(f, "invoice_2018.json"), contract(f, "created.json"), contract(f, "ok.json"),
		`{"invoice":{"id":1,"total-time":0,"line-items":[],"fixed-cost":"0.00"}}`,
		`{"invoice":{"id":"1","line-items":[{"user-first-name":null,"minutes":1e3}],"expenses":null}}`,
		`{"invoice":{"id":{}}}`, `{"invoice":[]}`, `{"STATUS":"Error","MESSAGE":"x"}`, `null`, ``, `{"invoice":{"id":1e99}}`,
	} {
		f.Add(seed, "application/json")
		f.Add(seed, "text/html")
	}
	f.Fuzz(func(t *testing.T, body, contentType string) {
		client, far := fuzzed(answer{body: body, header: http.Header{"Content-Type": {contentType}}})
		invoice, err := client.GetInvoice(t.Context(), "49")
		switch {
		case err != nil:
			boundedError(t, err)
			if transport.IsNotFound(err) {
				t.Errorf("a success counts as not found: %v", err)
			}
		case invoice.ID == "":
			t.Error("an invoice without an id")
		}
		if id, err := client.CreateInvoice(t.Context(), 1, api.InvoiceFields{}); (id == "") != (err != nil) {
			t.Errorf("id %q, error %v", id, err)
		} else if err != nil {
			boundedError(t, err)
		}
		if got := len(far.seen()); got != 2 {
			t.Errorf("%d requests, want 2", got)
		}
	})
}

func FuzzInvoiceList(f *testing.F) {
	for _, seed := range []string{
		contract(f, "invoices.json"), `{"invoices":[]}`, `{"invoices":null}`, `{"invoices":[null]}`, `{"invoices":[{}]}`,
		`{"STATUS":"OK","invoices":[{"id":1},{"id":"1"},{"id":2}]}`, `[]`, ``,
	} {
		f.Add(seed, "", "")
		f.Add(seed, "1", "3")
		f.Add(seed, "", "2000000000")
		f.Add(seed, "-1", "99999999999999999999")
	}
	f.Fuzz(func(t *testing.T, body, atPage, pages string) {
		client, far := fuzzed(answer{body: body, header: http.Header{
			"Content-Type": {"application/json"}, "X-Page": {atPage}, "X-Pages": {pages},
		}})
		list, err := listInvoices(t.Context(), client, api.InvoiceQuery{}, math.MaxInt)
		if err != nil {
			boundedError(t, err)
		}
		seen := map[lenient.Text]bool{}
		for _, invoice := range list {
			if seen[invoice.ID] {
				t.Errorf("invoice %q is in the list twice", invoice.ID)
			}
			seen[invoice.ID] = true
		}
		if got := len(far.seen()); got > 11 {
			t.Errorf("%d requests to a site with nothing new, want at most 11", got)
		}
	})
}

func FuzzExpense(f *testing.F) {
	for _, seed := range []string{
		`{"STATUS":"OK","expense":{"id":"14","cost":200.00,"invoice-id":"","date":20150617}}`, `{"expense":{"id":14,"invoice-id":0}}`,
		`{"expense":null}`, `{"expense":[]}`, `{"STATUS":"OK","id":999}`, `{"STATUS":"OK","id":"0"}`, `{"STATUS":"OK"}`, `null`, ``,
		`{"STATUS":"OK","time-entry":{"id":"1","hours":"1","minutes":15,"isbilled":true,"tags":[{}]}}`, `{"time-entry":{"id":{}}}`,
	} {
		f.Add(seed, "application/json")
		f.Add(seed, "text/html")
	}
	f.Fuzz(func(t *testing.T, body, contentType string) {
		client, far := fuzzed(answer{body: body, header: http.Header{"Content-Type": {contentType}}})
		expense, err := client.GetExpense(t.Context(), "14")
		if (err == nil) == (expense.ID == "") {
			t.Errorf("expense %+v, error %v", expense, err)
		}
		entry, entryErr := client.GetTimeEntry(t.Context(), "1")
		if (entryErr == nil) == (entry.ID == "") {
			t.Errorf("time entry %+v, error %v", entry, entryErr)
		}
		id, createErr := client.CreateExpense(t.Context(), 1, api.ExpenseFields{})
		if (id == "") != (createErr != nil) {
			t.Errorf("id %q, error %v", id, createErr)
		}
		for _, each := range []error{err, entryErr, createErr, client.DeleteExpense(t.Context(), "14"), client.SetTimeBillable(t.Context(), 1, true)} {
			if each != nil {
				boundedError(t, each)
			}
		}
		if got := len(far.seen()); got != 5 {
			t.Errorf("%d requests, want 5", got)
		}
	})
}

func FuzzErrorBody(f *testing.F) {
	for _, seed := range []string{
		`{"STATUS":"Error","MESSAGE":"Please enter a number"}`,
		`{"errors":[{"id":"e","code":"c","title":"conflict","detail":"Company name already in use","meta":{"companyId":1}}]}`,
		`{"error":"x"}`, `{"message":"x"}`, `{"content":{"errors":["a","b"]}}`, `{"content":{"error":"a"}}`, `{"content":[]}`,
		"<html><h1>502</h1></html>", ``, `null`, `[]`, `"text"`, "\xff\xfe\x00", `{"MESSAGE":"` + testKey + `"}`,
		"Basic " + encodedKey, `{"errors":[[[[[]]]]]}`, `{"MESSAGE":{"MESSAGE":"a"}}`, `{"message":1e999999999}`,
	} {
		for _, code := range []int{200, 201, 302, 400, 404, 422, 500} {
			f.Add(seed, code, "/login")
		}
	}
	f.Fuzz(func(t *testing.T, body string, code int, location string) {
		if code < 200 || code > 999 {
			t.Skip("no status of an answer")
		}
		client, far := fuzzed(answer{status: code, body: body, header: http.Header{"Location": {location}}})
		err := client.UpdateInvoice(t.Context(), "49", api.InvoiceFields{})
		if err != nil {
			boundedError(t, err)
		} else if code > 299 {
			t.Errorf("status %d is not an error", code)
		}
		var failure *transport.APIError
		isPage := errors.As(err, &failure) && failure.IsWebPage
		if got := transport.IsNotFound(err); got != (code == http.StatusNotFound && !isPage) {
			t.Errorf("status %d: IsNotFound %t: %v", code, got, err)
		}
		if got := len(far.seen()); got != 1 {
			t.Errorf("%d requests, want 1", got)
		}
	})
}

// FuzzReports reads what is not a record: the currencies and the count of open invoices.
func FuzzReports(f *testing.F) {
	for _, seed := range []string{
		`{"currency-codes":[{"code":"EUR","name":"Euro"}]}`, `{"currency-codes":{}}`, `{"currency-codes":""}`, `{"data":{"value":3}}`,
		`{"data":{"value":"3"}}`, `{"data":{"value":-1}}`, `{"data":{"value":1e99}}`, `{"data":null}`, `{}`, `null`, `[]`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		client, _ := fuzzed(answer{body: body, header: http.Header{"Content-Type": {"application/json"}}})
		if count, err := client.OpenInvoiceCount(t.Context(), api.MetricQuery{}); err != nil {
			boundedError(t, err)
		} else if count < 0 {
			t.Errorf("%d invoices are open", count)
		}
		if _, err := client.CurrencyCodes(t.Context()); err != nil {
			boundedError(t, err)
		}
	})
}
