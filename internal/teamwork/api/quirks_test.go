package api_test

import (
	"context"
	"errors"
	"math"
	"net/http"
	"net/url"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/api"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// The quirks of contract section 8, one test each, in its order and with its
// numbers. Quirks 6 and 12 are tested with the requests (requests_test.go), 13 and
// 15 with the resource and the action.

// getOne decodes a single invoice.
func getOne(t *testing.T, body string) *api.InvoiceDetail {
	t.Helper()
	client, _ := newClient(t, says(body))
	invoice, err := client.GetInvoice(t.Context(), "49")
	if err != nil {
		t.Fatalf("%s: %v", body, err)
	}
	return invoice
}

// listOne decodes a list of one invoice.
func listOne(t *testing.T, body string) api.Invoice {
	t.Helper()
	client, _ := newClient(t, says(body))
	list, err := listInvoices(t.Context(), client, api.InvoiceQuery{}, math.MaxInt)
	if err != nil || len(list) != 1 {
		t.Fatalf("%s: %+v, error %v", body, list, err)
	}
	return list[0]
}

func TestQuirk01_noFixedCostIsZeroInAListAndEmptyInAnInvoice(t *testing.T) {
	t.Parallel()
	if got := listOne(t, `{"invoices":[{"id":"1","fixed-cost":"0.00","pricing":"determine"}]}`); got.FixedCost != "0.00" || got.Pricing != "determine" {
		t.Errorf("list: %+v", got)
	}
	if got := getOne(t, `{"invoice":{"id":"49","fixed-cost":"","pricing":"determine"}}`); got.FixedCost != "" {
		t.Errorf("invoice: fixed cost %q", got.FixedCost)
	}
}

func TestQuirk02_expensesCanBeAbsent(t *testing.T) {
	t.Parallel()
	for body, lines := range map[string]int{
		`{"invoice":{"id":"49","line-items":[]}}`:                                  0,
		`{"invoice":{"id":"49"}}`:                                                  0,
		`{"invoice":{"id":"49","line-items":null,"expenses":null}}`:                0,
		`{"invoice":{"id":"49","line-items":[{"id":"1"},{"id":2}],"expenses":[]}}`: 2,
	} {
		if got := getOne(t, body); len(got.Expenses) != 0 || len(got.LineItems) != lines {
			t.Errorf("%s: %+v", body, got)
		}
	}
}

func TestQuirk03_namesOfALineItemHaveTwoSpellings(t *testing.T) {
	t.Parallel()
	for item, want := range map[string]api.LineItem{
		`{"user-firstname":"Da","user-lastname":"Ma"}`:                                  {UserFirstname: "Da", UserLastname: "Ma"},
		`{"user-first-name":"Da","user-last-name":"Ma"}`:                                {UserFirstname: "Da", UserLastname: "Ma"},
		`{"user-firstname":"","user-first-name":"Da","user-last-name":"Ma"}`:            {UserFirstname: "Da", UserLastname: "Ma"},
		`{"user-firstname":"Da","user-first-name":"Xy","user-lastname":"Ma"}`:           {UserFirstname: "Da", UserLastname: "Ma"},
		`{"id":7,"billable":true,"minutes":140,"cost":116.67,"rate":null,"task-id":""}`: {ID: "7", Billable: "true", Minutes: "140", Cost: "116.67"},
	} {
		got := getOne(t, `{"invoice":{"id":"49","line-items":[`+item+`]}}`)
		if diff := cmp.Diff(lenient.List[api.LineItem]{want}, got.LineItems); diff != "" {
			t.Errorf("%s (-want +got):\n%s", item, diff)
		}
	}
}

func TestQuirk04_aNewIDIsANumberOrTextOrOnlyAHeader(t *testing.T) {
	t.Parallel()
	idHeader := http.Header{"Content-Type": {"application/json"}, "Id": {"99"}}
	for name, given := range map[string]answer{
		"number":                     {status: 201, body: `{"STATUS":"OK","id":99}`},
		"text":                       {status: 201, body: `{"STATUS":"OK","id":"99"}`},
		"number, status 200":         {status: 200, body: `{"STATUS":"OK","id":99}`},
		"header, no id in the body":  {status: 201, header: idHeader, body: `{"STATUS":"OK"}`},
		"header, id null":            {status: 201, header: idHeader, body: `{"STATUS":"OK","id":null}`},
		"header, id empty":           {status: 201, header: idHeader, body: `{"STATUS":"OK","id":""}`},
		"header, no body":            {status: 201, header: idHeader},
		"header, whitespace":         {status: 201, header: idHeader, body: "\r\n"},
		"header and body: the body":  {status: 201, header: http.Header{"Id": {"1"}}, body: `{"STATUS":"OK","id":"99"}`},
		"more keys than documented":  {status: 201, body: `{"STATUS":"OK","id":99,"message":{"a":[1]},"invoice":{}}`},
		"no content type, and no OK": {status: 201, header: http.Header{}, body: `{"id":99}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, far := newClient(t, always(given))
			id, err := client.CreateInvoice(t.Context(), 1, api.InvoiceFields{Number: "1", DisplayDate: "20150617"})
			if err != nil || id != "99" {
				t.Errorf("id %q, error %v; want 99", id, err)
			}
			far.only(t)
		})
	}
	for name, given := range map[string]answer{
		"no id at all":    {status: 201, body: `{"STATUS":"OK"}`},
		"no body":         {status: 201},
		"id of no kind":   {status: 201, body: `{"STATUS":"OK","id":{"value":99}}`},
		"not an object":   {status: 201, body: `[99]`},
		"a page of HTML":  {status: 200, header: http.Header{"Content-Type": {"text/html"}}, body: `<html>Welcome</html>`},
		"a body cut off":  {status: 201, body: `{"STATUS":"OK","id":9`},
		"an empty header": {status: 201, header: http.Header{"Id": {""}}, body: `{}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, far := newClient(t, always(given))
			id, err := client.CreateInvoice(t.Context(), 1, api.InvoiceFields{Number: "1", DisplayDate: "20150617"})
			if err == nil || id != "" || !transport.MayHaveTakenEffect(err) {
				t.Errorf("id %q, error %v, may have taken effect: %t; want an error of a create that may have worked",
					id, err, transport.MayHaveTakenEffect(err))
			}
			far.only(t)
		})
	}
}

func TestQuirk05_totalTimeIsTextOrANumber(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]lenient.Text{
		`"160"`: "160", `160`: "160", `"0"`: "0", `0`: "0", `""`: "", `null`: "",
		`2.66`: "2.66", `"2.66"`: "2.66", `1.6e2`: "160", `true`: "true",
		`12345678901234567890.123456789`: "12345678901234567890.123456789",
		`1E-2`:                           "0.01", `-1.50`: "-1.50", `"\u00e9"`: "é",
	} {
		got := getOne(t, `{"invoice":{"id":"49","total-time":`+raw+`,"total-cost": `+raw+` }}`)
		if got.TotalTime != want || got.TotalCost != want {
			t.Errorf("%s decodes to %q and %q, want %q", raw, got.TotalTime, got.TotalCost, want)
		}
	}
	for _, raw := range []string{`{}`, `[]`, `[1]`, `{"a":1}`, `1e999999999`, `1e-999999999`, `1e99999999999999999999`} {
		client, _ := newClient(t, says(`{"invoice":{"id":"49","total-time":`+raw+`}}`))
		_, err := client.GetInvoice(t.Context(), "1")
		var failure *transport.APIError
		if !errors.As(err, &failure) || !failure.IsUnreadable {
			t.Errorf("%s: error %v, want an unreadable answer", raw, err)
		}
	}
}

func TestQuirk07_moneyKeepsTheSpellingOfTheSite(t *testing.T) {
	t.Parallel()
	for _, money := range []lenient.Text{"600", "0", "", "358.34", "0.10", "1000000000000.005"} {
		if got := getOne(t, `{"invoice":{"id":"49","total-cost":"`+string(money)+`"}}`); got.TotalCost != money {
			t.Errorf("%q became %q", money, got.TotalCost)
		}
	}
}

func TestQuirk08_theLastEditorHasUnevenNames(t *testing.T) {
	t.Parallel()
	got := getOne(t, `{"invoice":{"id":"49","update-by-user-id":"414","edited-by-user-firstname":"Da","edited-by-user-lastname":"Ma"}}`)
	if got.EditedByUserID != "414" || got.EditedByUserFirstname != "Da" || got.EditedByUserLastname != "Ma" {
		t.Errorf("%+v", got)
	}
}

func TestQuirk09_theRateLimitIs400Or429(t *testing.T) {
	t.Parallel()
	for name, refusal := range map[string]answer{
		"429":                 {status: 429},
		"400":                 {status: 400, header: http.Header{"X-Ratelimit-Remaining": {"0"}}},
		"400, other spelling": {status: 400, header: http.Header{"X-Rate-Limit-Remaining": {"0"}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				first := true
				far := &site{respond: func(*http.Request, string) answer {
					if first {
						first = false
						return refusal
					}
					return answer{status: 201, body: `{"id":99}`}
				}}
				client := api.New(transport.Options{
					System: "Teamwork", BaseURL: &url.URL{Scheme: "https", Host: "a"}, Network: far, MaxRetries: 1,
				}, api.Credential{APIKey: testKey})
				id, err := client.CreateInvoice(context.Background(), 1, api.InvoiceFields{})
				if err != nil || id != "99" || len(far.seen()) != 2 {
					t.Errorf("id %q, error %v, %d requests", id, err, len(far.seen()))
				}
			})
		})
	}
}

func TestQuirk10_aStatusCanComeWithAnyAnswer(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		`{"STATUS":"OK","invoice":{"id":"49","status":"active"}}`,
		`{"STATUS":"ok","invoice":{"id":"49","status":"active"}}`,
		`{"invoice":{"id":"49","status":"active"},"STATUS":"OK","extra":[{}]}`,
		`{"invoice":{"id":"49","status":"active"}}`,
		`{"STATUS":null,"invoice":{"id":"49","status":"active"}}`,
		`{"status":"whatever","message":{},"invoice":{"id":"49","status":"active"}}`,
	} {
		if got := getOne(t, body); got.Status != "active" {
			t.Errorf("%s: status %q", body, got.Status)
		}
	}
}

func TestQuirk11_currencyCodesAreNotISOAndNamesRepeat(t *testing.T) {
	t.Parallel()
	client, _ := newClient(t, says(`{"STATUS":"OK","currency-codes":[{"code":"MWK","name":"Kwacha"},{"code":"RMB","name":"Renminbi"},{"code":"ZMK","name":"Kwacha"}]}`))
	got, err := client.CurrencyCodes(t.Context())
	want := []api.Currency{{Code: "MWK", Name: "Kwacha"}, {Code: "RMB", Name: "Renminbi"}, {Code: "ZMK", Name: "Kwacha"}}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("error %v (-want +got):\n%s", err, diff)
	}
}

func TestQuirk12_aNumberIsAnyText(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]lenient.Text{`"INV/2026 #7 <é>"`: "INV/2026 #7 <é>", `100`: "100", `"007"`: "007"} {
		if got := listOne(t, `{"invoices":[{"id":1,"number":`+raw+`}]}`); got.Number != want {
			t.Errorf("%s became %q", raw, got.Number)
		}
	}
}

func TestQuirk14_cookiesAreNotKept(t *testing.T) {
	t.Parallel()
	client, far := newClient(t, always(answer{
		header: http.Header{"Content-Type": {"application/json"}, "Set-Cookie": {"tw-auth=abc"}}, body: `{"data":{"value":1}}`,
	}))
	for range 2 {
		if _, err := client.OpenInvoiceCount(t.Context(), api.MetricQuery{}); err != nil {
			t.Fatal(err)
		}
	}
	for _, request := range far.seen() {
		if request.header.Get("Cookie") != "" {
			t.Errorf("sent the cookie %q", request.header.Get("Cookie"))
		}
	}
}

func TestMetric_anAnswerWithoutACountIsNotZero(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		``, `{}`, `null`, `{"data":null}`, `{"data":{}}`, `{"data":[]}`, `{"data":{"value":null}}`,
		`{"data":{"value":""}}`, `{"data":{"value":1.5}}`, `{"data":{"value":{}}}`, `{"data":{"value":99999999999999999999}}`, `[]`,
	} {
		client, _ := newClient(t, says(body))
		count, err := client.OpenInvoiceCount(t.Context(), api.MetricQuery{})
		var failure *transport.APIError
		if !errors.As(err, &failure) || !failure.IsUnreadable {
			t.Errorf("%s: count %d, error %v; want an unreadable answer", body, count, err)
		}
	}
}

func TestReads_anAnswerWithoutTheRecordIsAnErrorAndNotAnAbsence(t *testing.T) {
	t.Parallel()
	for _, body := range []string{``, ` `, `{}`, `null`, `{"invoice":null}`, `{"invoice":{}}`, `{"invoices":null}`, `{"currency-codes":null}`, `[]`, `"OK"`} {
		client, _ := newClient(t, says(body))
		_, getErr := client.GetInvoice(t.Context(), "1")
		_, listErr := listInvoices(t.Context(), client, api.InvoiceQuery{}, math.MaxInt)
		_, codesErr := client.CurrencyCodes(t.Context())
		for what, err := range map[string]error{"get": getErr, "list": listErr, "currency codes": codesErr} {
			var failure *transport.APIError
			if !errors.As(err, &failure) || !failure.IsUnreadable || transport.IsNotFound(err) {
				t.Errorf("%s of %q: error %v, want an unreadable answer", what, body, err)
			}
		}
	}
}
