package wethod_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/wethod"
)

func TestAccess(t *testing.T) {
	t.Parallel()
	set := func(name, value string) func(http.Header) {
		return func(header http.Header) { header.Set(name, value) }
	}
	without := func(name string) func(http.Header) {
		return func(header http.Header) { header.Del(name) }
	}
	tests := map[string]struct {
		edit   func(http.Header)
		status int
		key    string
	}{
		"all in order":    {nil, 200, ""},
		"no token":        {without("Authorization"), 401, "unauthorized"},
		"wrong token":     {set("Authorization", "Bearer wrong"), 401, "unauthorized"},
		"basic":           {set("Authorization", "Basic "+wethod.Token), 401, "unauthorized"},
		"no company":      {without("Wethod-Company"), 412, "precondition_failure"},
		"another company": {set("Wethod-Company", "acme"), 412, "precondition_failure"},
		"no version":      {without("Wethod-Version"), 412, "precondition_failure"},
		"another version": {set("Wethod-Version", "2020-01-01"), 412, "precondition_failure"},
		"two versions":    {func(header http.Header) { header.Add("Wethod-Version", wethod.Version) }, 412, "precondition_failure"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := send(newService(), http.MethodGet, wethod.PathInvoices+"?issue_date=2000-01-01", test.edit)
			if test.status == 200 {
				got.mustBe(t, 200, "[]")
				return
			}
			got.mustBeError(t, test.status, test.key)
		})
	}
}

// mustBeError checks that a response is an error with only a key and a message.
func (a answer) mustBeError(t *testing.T, status int, key string) {
	t.Helper()
	body := parse[map[string]any](t, a.body)
	if message, _ := body["message"].(string); a.status != status || body["key"] != key || message == "" || len(body) != 2 {
		t.Errorf("want %d %s, got %d %s", status, key, a.status, a.body)
	}
}

func TestAccess_permissions(t *testing.T) {
	t.Parallel()
	service := newService()
	service.SetPermissions(wethod.View)
	get(service, "").mustHaveIDs(t, 52, 51, 42, 41, 43)
	get(service, "project_id=14").mustHaveIDs(t)
	service.SetPermissions()
	get(service, "").mustBeError(t, 403, "forbidden")
	service.SetPermissions(wethod.ViewOther)
	get(service, "project_id=14").mustHaveIDs(t, 46, 45, 44)
}

func TestAccess_otherPathsAndVerbs(t *testing.T) {
	t.Parallel()
	service := newService()
	for path, status := range map[string]int{
		"/api/invoices/x": 404, "/api/invoices/41:pay": 404, "/api/invoices/x:send": 404, "/api/invoices/": 404, "/api/budgets": 404,
		"/api/invoices/41/send": 404, "/api/invoices/41:send": 405, "/api/invoices/1.5": 404,
	} {
		if got := send(service, http.MethodGet, path, nil); got.status != status {
			t.Errorf("%s: %d, want %d", path, got.status, status)
		}
	}
	send(service, http.MethodDelete, wethod.PathInvoices, nil).mustBeError(t, 405, "error")
	recorder := httptest.NewRecorder()
	service.WriteError(recorder, nil, 429, "Slow down")
	answer{recorder.Code, recorder.Body.String()}.mustBe(t, 429, `{"key":"too_many_requests","message":"Slow down"}`)
}
