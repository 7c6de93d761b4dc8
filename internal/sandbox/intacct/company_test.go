package intacct_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/intacct"
)

// testNow is the fixed time of the companies in these tests.
const testNow = "2026-11-21T10:00:00Z"

// templates is the path of the billing templates.
const templates = intacct.PathTemplates

// newCompany returns a company with the demo's records at the time testNow.
func newCompany(options intacct.Options) *intacct.Company { return newCompanyWith(options, true) }

// newCompanyWith returns a company with or without the demo's templates.
func newCompanyWith(options intacct.Options, demo bool) *intacct.Company {
	if options.Now == nil {
		options.Now = func() time.Time { return at(testNow) }
	}
	company := intacct.New(options)
	company.Seed(demo)
	return company
}

// shaped returns a company with the demo's records and the given shapes.
func shaped(shapes intacct.Shapes) *intacct.Company {
	return newCompany(intacct.Options{Shapes: shapes})
}

func at(text string) time.Time {
	parsed, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return parsed
}

// answer is the response of a company.
type answer struct {
	status int
	header http.Header
	body   string
}

// send sends a request with a valid token. Unless the body is empty, it is sent as JSON.
func send(company *intacct.Company, method, path, body string) answer {
	return sendWith(company, method, path, body, nil)
}

// sendWith sends a request whose headers edit has changed.
func sendWith(company *intacct.Company, method, path, body string, edit func(http.Header)) answer {
	return serve(company, newRequest(method, path, body, edit))
}

// newRequest returns a request with a valid token whose headers edit has changed.
func newRequest(method, path, body string, edit func(http.Header)) *http.Request {
	request := httptest.NewRequest(method, path, strings.NewReader(body))
	request.Header.Set("Authorization", "Bearer "+intacct.AccessToken)
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	if edit != nil {
		edit(request.Header)
	}
	return request
}

// serve lets a company respond.
func serve(company *intacct.Company, request *http.Request) answer {
	recorder := httptest.NewRecorder()
	company.ServeHTTP(recorder, request)
	return answer{status: recorder.Code, header: recorder.Header(), body: recorder.Body.String()}
}

// failWith returns the response to a request that is refused from outside the company.
func failWith(company *intacct.Company, path string, status int) answer {
	recorder := httptest.NewRecorder()
	company.WriteError(recorder, httptest.NewRequest(http.MethodPost, path, nil), status, "Failed")
	return answer{status: recorder.Code, header: recorder.Header(), body: recorder.Body.String()}
}

// as sets the headers of a request.
func as(pairs ...string) func(http.Header) {
	return func(header http.Header) {
		for i := 0; i < len(pairs); i += 2 {
			header.Set(pairs[i], pairs[i+1])
		}
	}
}

// mustBe checks the status and the body of a response. It compares the body as JSON, with exact values except for
// support IDs.
func (a answer) mustBe(t *testing.T, status int, body string) {
	t.Helper()
	a.mustHave(t, status)
	if body == "" && a.body == "" {
		return
	}
	if diff := cmp.Diff(withoutSupport(parse(t, body)), withoutSupport(parse(t, a.body))); diff != "" {
		t.Errorf("the body differs (-want +got):\n%s", diff)
	}
}

// mustHave checks the status of a response.
func (a answer) mustHave(t *testing.T, status int) {
	t.Helper()
	if a.status != status {
		t.Fatalf("status %d, want %d; body: %s", a.status, status, a.body)
	}
}

// mustRefuse checks that a response refuses the payload with one entry for each of targets.
func (a answer) mustRefuse(t *testing.T, targets ...string) {
	t.Helper()
	a.mustHave(t, http.StatusBadRequest)
	refusal, _ := below(parse(t, a.body), "ia::result", "ia::error").(map[string]any)
	if refusal["code"] != "invalidRequest" || refusal["errorId"] != "REST-1064" {
		t.Fatalf("no refusal of the payload: %s", a.body)
	}
	details, _ := refusal["details"].([]any)
	got := []string{}
	for _, entry := range details {
		target, _ := below(entry, "target").(string)
		got = append(got, target)
	}
	if diff := cmp.Diff(targets, got); diff != "" {
		t.Errorf("targets differ (-want +got):\n%s\nin %s", diff, a.body)
	}
}

// below returns the value below the given keys.
func below(value any, keys ...string) any {
	for _, key := range keys {
		object, _ := value.(map[string]any)
		value = object[key]
	}
	return value
}

// withoutSupport clears the IDs that differ each time.
func withoutSupport(value any) any {
	switch value := value.(type) {
	case map[string]any:
		for key, inner := range value {
			if key == "supportId" || key == "requestId" {
				value[key] = ""
				continue
			}
			value[key] = withoutSupport(inner)
		}
	case []any:
		for i, inner := range value {
			value[i] = withoutSupport(inner)
		}
	}
	return value
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

// resultOf returns the object in ia::result of a successful response.
func resultOf(t *testing.T, a answer) map[string]any {
	t.Helper()
	result, ok := below(parse(t, a.body), "ia::result").(map[string]any)
	if a.status >= 300 || !ok {
		t.Fatalf("no result in %d %s", a.status, a.body)
	}
	return result
}

// rowsOf returns the objects in ia::result of a successful response.
func rowsOf(t *testing.T, a answer) []map[string]any {
	t.Helper()
	list, ok := below(parse(t, a.body), "ia::result").([]any)
	if a.status >= 300 || !ok {
		t.Fatalf("no results in %d %s", a.status, a.body)
	}
	rows := []map[string]any{}
	for _, element := range list {
		row, _ := element.(map[string]any)
		rows = append(rows, row)
	}
	return rows
}

// columnOf returns one value of each row of a successful response.
func columnOf(t *testing.T, a answer, field string) []any {
	t.Helper()
	values := []any{}
	for _, row := range rowsOf(t, a) {
		values = append(values, row[field])
	}
	return values
}

// linesOf returns the milestones of a template as "percentage description", by key.
func linesOf(t *testing.T, company *intacct.Company, key string) map[string]string {
	t.Helper()
	template, found := company.Template(key)
	if !found {
		t.Fatalf("there is no template %s", key)
	}
	lines := map[string]string{}
	for _, milestone := range template.Milestones {
		description := "null"
		if milestone.Description != nil {
			description = *milestone.Description
		}
		lines[milestone.Key] = milestone.PercentCompleted + " " + description
	}
	return lines
}

func pathOf(key string) string { return templates + "/" + key }

// equal reports whether two JSON values are the same.
func equal(a, b any) bool { return cmp.Equal(a, b) }

// asText returns JSON text and numbers as text.
func asText(value any) string { return fmt.Sprint(value) }
