package teamwork_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/teamwork"
)

// testNow is the fixed time of the sites in these tests.
const testNow = "2026-11-21T10:00:00Z"

// newSite returns a site with the demo's records at the time testNow.
func newSite(options teamwork.Options) *teamwork.Site {
	return newSiteWith(options, true)
}

// newSiteWith returns a site with or without the demo's invoices.
func newSiteWith(options teamwork.Options, demo bool) *teamwork.Site {
	if options.Now == nil {
		options.Now = func() time.Time { return at(testNow) }
	}
	site := teamwork.New(options)
	site.Seed(demo)
	return site
}

func at(text string) time.Time {
	parsed, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return parsed
}

// answer is the response of a site.
type answer struct {
	status int
	header http.Header
	body   string
}

// send sends a request with the right credentials. Unless the body is empty, it is sent as JSON.
func send(site *teamwork.Site, method, path, body string) answer {
	return sendWith(site, method, path, body, nil)
}

// sendWith sends a request whose headers edit has changed.
func sendWith(site *teamwork.Site, method, path, body string, edit func(http.Header)) answer {
	request := httptest.NewRequest(method, path, strings.NewReader(body))
	request.SetBasicAuth(teamwork.APIKey, "x")
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	if edit != nil {
		edit(request.Header)
	}
	recorder := httptest.NewRecorder()
	site.ServeHTTP(recorder, request)
	return answer{status: recorder.Code, header: recorder.Header(), body: recorder.Body.String()}
}

// mustBe checks the status and the body of a response. It compares the body as JSON, with exact values.
func (a answer) mustBe(t *testing.T, status int, body string) {
	t.Helper()
	if a.status != status {
		t.Fatalf("status %d, want %d; body: %s", a.status, status, a.body)
	}
	if diff := cmp.Diff(parse(t, body), parse(t, a.body)); diff != "" {
		t.Errorf("the body differs (-want +got):\n%s", diff)
	}
}

// mustBeError checks that a response is an error of API v1 with a message.
func (a answer) mustBeError(t *testing.T, status int) {
	t.Helper()
	if a.status != status {
		t.Fatalf("status %d, want %d; body: %s", a.status, status, a.body)
	}
	body, _ := parse(t, a.body).(map[string]any)
	if message, _ := body["MESSAGE"].(string); body["STATUS"] != "Error" || message == "" || len(body) != 2 {
		t.Errorf("the body is no error of API v1: %s", a.body)
	}
}

func parse(t *testing.T, text string) any {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		t.Fatalf("no JSON: %v in %s", err, text)
	}
	return value
}

// invoiceOf returns the invoice in the response to a single read.
func invoiceOf(t *testing.T, a answer) map[string]any {
	t.Helper()
	return recordOf(t, a, "invoice")
}

// recordOf returns the record below key in the response to a single read.
func recordOf(t *testing.T, a answer, key string) map[string]any {
	t.Helper()
	envelope, _ := parse(t, a.body).(map[string]any)
	record, ok := envelope[key].(map[string]any)
	if a.status != http.StatusOK || !ok {
		t.Fatalf("no %s in %d %s", key, a.status, a.body)
	}
	return record
}

// invoicesOf returns the invoices in the response to a list.
func invoicesOf(t *testing.T, a answer) []map[string]any {
	t.Helper()
	return recordsOf(t, a, "invoices")
}

// recordsOf returns the records below key in the response to a list.
func recordsOf(t *testing.T, a answer, key string) []map[string]any {
	t.Helper()
	envelope, _ := parse(t, a.body).(map[string]any)
	list, ok := envelope[key].([]any)
	if a.status != http.StatusOK || !ok {
		t.Fatalf("no %s in %d %s", key, a.status, a.body)
	}
	records := []map[string]any{}
	for _, element := range list {
		record, _ := element.(map[string]any)
		records = append(records, record)
	}
	return records
}

// idsOf returns the IDs of the invoices in the response to a list.
func idsOf(t *testing.T, a answer) []string {
	t.Helper()
	return idsBelow(t, a, "invoices")
}

// idsBelow returns the IDs of the records below key in the response to a list, as text if they are numbers.
func idsBelow(t *testing.T, a answer, key string) []string {
	t.Helper()
	ids := []string{}
	for _, record := range recordsOf(t, a, key) {
		ids = append(ids, fmt.Sprint(record["id"]))
	}
	return ids
}

// pagesIn returns the headers of a response that describe the page.
func pagesIn(a answer) []string {
	return []string{a.header.Get("X-Page"), a.header.Get("X-Pages"), a.header.Get("X-Records")}
}

func pathOf(id int) string { return "/invoices/" + strconv.Itoa(id) + ".json" }

// number returns a number as parse does.
func number(value int) json.Number { return json.Number(strconv.Itoa(value)) }
