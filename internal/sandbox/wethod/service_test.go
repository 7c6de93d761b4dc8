package wethod_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/wethod"
)

// newService returns a service with the demo's records at a fixed time.
func newService() *wethod.Service { return newServiceWith(true) }

func newServiceWith(demo bool) *wethod.Service {
	service := wethod.New(wethod.Options{Now: func() time.Time { return time.Date(2026, 11, 21, 10, 0, 0, 0, time.UTC) }})
	service.Seed(demo)
	return service
}

// answer is the response of a service.
type answer struct {
	status int
	body   string
}

// get requests a list with the right headers.
func get(service *wethod.Service, query string) answer {
	return send(service, http.MethodGet, wethod.PathInvoices+"?"+query, nil)
}

// send sends a request whose headers edit has changed.
func send(service *wethod.Service, method, path string, edit func(http.Header)) answer {
	request := httptest.NewRequest(method, path, nil)
	request.Header.Set("Authorization", "Bearer "+wethod.Token)
	request.Header.Set("Wethod-Company", wethod.Company)
	request.Header.Set("Wethod-Version", wethod.Version)
	if edit != nil {
		edit(request.Header)
	}
	recorder := httptest.NewRecorder()
	service.ServeHTTP(recorder, request)
	return answer{status: recorder.Code, body: recorder.Body.String()}
}

// mustBe checks the status and the body of a response. It compares the body as JSON, with exact values.
func (a answer) mustBe(t *testing.T, status int, body string) {
	t.Helper()
	if a.status != status {
		t.Fatalf("status %d, want %d; body: %s", a.status, status, a.body)
	}
	if diff := cmp.Diff(parse[any](t, body), parse[any](t, a.body)); diff != "" {
		t.Errorf("the body differs (-want +got):\n%s", diff)
	}
}

// mustHaveIDs checks the IDs of a list, in order.
func (a answer) mustHaveIDs(t *testing.T, want ...int) {
	t.Helper()
	if a.status != http.StatusOK {
		t.Fatalf("status %d; body: %s", a.status, a.body)
	}
	got := []int{}
	for _, invoice := range parse[[]struct{ ID int }](t, a.body) {
		got = append(got, invoice.ID)
	}
	if diff := cmp.Diff(append([]int{}, want...), got); diff != "" {
		t.Errorf("ids differ (-want +got):\n%s", diff)
	}
}

func parse[T any](t *testing.T, text string) T {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	var value T
	if err := decoder.Decode(&value); err != nil {
		t.Fatalf("no JSON: %v in %s", err, text)
	}
	return value
}
