package teamwork_test

import (
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/teamwork"
)

func TestUpdate_leavesOutWhatStays(t *testing.T) {
	t.Parallel()
	site := newSite(teamwork.Options{})
	before, _ := site.Invoice(49)
	send(site, http.MethodPut, "/invoices/49.json", `{"invoice":{"po-number":"PO9"}}`).mustBe(t, 200, exampleDone)
	after, _ := site.Invoice(49)
	want := before
	want.PONumber = "PO9"
	want.DateUpdated = at(testNow)
	if diff := cmp.Diff(want, after); diff != "" {
		t.Errorf("the invoice differs (-want +got):\n%s", diff)
	}
}

func TestUpdate_clearsWithEmptyText(t *testing.T) {
	t.Parallel()
	site := newSite(teamwork.Options{})
	send(site, http.MethodPut, "/invoices/49.json", `{"invoice":{"fixed-cost":"5","currency-code":"EUR"}}`)
	send(site, http.MethodPut, "/invoices/49.json",
		`{"invoice":{"po-number":"","description":"","fixed-cost":"","currency-code":""}}`).mustBe(t, 200, exampleDone)
	got := invoiceOf(t, send(site, http.MethodGet, "/invoices/49.json", ""))
	want := map[string]string{"po-number": "", "description": "", "fixed-cost": "", "currency-code": "USD", "number": "INV00001"}
	for key, value := range want {
		if got[key] != value {
			t.Errorf("%s is %q, want %q", key, got[key], value)
		}
	}
}

func TestWrites_areRefused(t *testing.T) {
	t.Parallel()
	const create, update, completed = "/projects/1149/invoices.json", "/invoices/49.json", "/invoices/51.json"
	tests := map[string]struct {
		method, path, body string
		status             int
	}{
		"create: no JSON":                  {"POST", create, `{"invoice":`, 422},
		"create: more than one value":      {"POST", create, `{"invoice":{"number":"A","display-date":"20260101"}}{}`, 422},
		"create: no envelope":              {"POST", create, `{"number":"A","display-date":"20260101"}`, 422},
		"create: more than the envelope":   {"POST", create, `{"invoice":{"number":"A","display-date":"20260101"},"x":1}`, 422},
		"create: envelope is no object":    {"POST", create, `{"invoice":null}`, 422},
		"create: number missing":           {"POST", create, `{"invoice":{"display-date":"20260101"}}`, 422},
		"create: number empty":             {"POST", create, `{"invoice":{"number":" ","display-date":"20260101"}}`, 422},
		"create: date missing":             {"POST", create, `{"invoice":{"number":"A"}}`, 422},
		"create: no such day":              {"POST", create, `{"invoice":{"number":"A","display-date":"20260229"}}`, 422},
		"create: date with dashes":         {"POST", create, `{"invoice":{"number":"A","display-date":"2026-01-01"}}`, 422},
		"create: date as number":           {"POST", create, `{"invoice":{"number":"A","display-date":20260101}}`, 422},
		"create: cost with exponent":       {"POST", create, `{"invoice":{"number":"A","display-date":"20260101","fixed-cost":"1e3"}}`, 422},
		"create: unknown currency":         {"POST", create, `{"invoice":{"number":"A","display-date":"20260101","currency-code":"ZMW"}}`, 422},
		"create: currency in small":        {"POST", create, `{"invoice":{"number":"A","display-date":"20260101","currency-code":"usd"}}`, 422},
		"create: field of the system":      {"POST", create, `{"invoice":{"number":"A","display-date":"20260101","status":"active"}}`, 422},
		"create: null":                     {"POST", create, `{"invoice":{"number":"A","display-date":"20260101","description":null}}`, 422},
		"create: another project":          {"POST", create, `{"invoice":{"number":"A","display-date":"20260101","project-id":"1150"}}`, 422},
		"create: unknown project":          {"POST", "/projects/7/invoices.json", exampleCreate, 404},
		"create: deleted project":          {"POST", "/projects/1154/invoices.json", exampleCreate, 404},
		"create: project not in the body":  {"POST", "/invoices.json", exampleUpdate, 422},
		"create: unknown one in the body":  {"POST", "/invoices.json", `{"invoice":{"project-id":"7","number":"A","display-date":"20260101"}}`, 404},
		"update: unknown invoice":          {"PUT", "/invoices/7.json", exampleUpdate, 404},
		"update: no envelope":              {"PUT", update, `{"number":"A"}`, 422},
		"update: no body":                  {"PUT", update, ``, 422},
		"update: project":                  {"PUT", update, exampleCreate, 422},
		"update: number cleared":           {"PUT", update, `{"invoice":{"number":""}}`, 422},
		"update: date cleared":             {"PUT", update, `{"invoice":{"display-date":""}}`, 422},
		"update: bad cost":                 {"PUT", update, `{"invoice":{"fixed-cost":"free"}}`, 422},
		"update: cost as number":           {"PUT", update, `{"invoice":{"fixed-cost":12}}`, 422},
		"update: completed":                {"PUT", completed, exampleUpdate, 422},
		"delete: unknown":                  {"DELETE", "/invoices/7.json", ``, 404},
		"delete: completed":                {"DELETE", completed, ``, 422},
		"delete: with a body":              {"DELETE", update, `{}`, 422},
		"complete: unknown":                {"PUT", "/invoices/7/complete.json", ``, 404},
		"complete: completed":              {"PUT", "/invoices/51/complete.json", ``, 422},
		"complete: with a body":            {"PUT", "/invoices/49/complete.json", `{}`, 422},
		"uncomplete: active":               {"PUT", "/invoices/49/uncomplete.json", ``, 422},
		"uncomplete: of a deleted project": {"PUT", "/invoices/59/uncomplete.json", ``, 404},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := newSite(teamwork.Options{})
			before := site.Invoices()
			send(site, test.method, test.path, test.body).mustBeError(t, test.status)
			if diff := cmp.Diff(before, site.Invoices()); diff != "" {
				t.Errorf("the refused request changed something (-before +after):\n%s", diff)
			}
		})
	}
}

func TestCreate_twiceMakesTwo(t *testing.T) {
	t.Parallel()
	site := newSite(teamwork.Options{})
	send(site, http.MethodPost, "/projects/1149/invoices.json", exampleCreate).mustBe(t, 201, exampleCreated)
	send(site, http.MethodPost, "/projects/1149/invoices.json", exampleCreate).mustBe(t, 201, `{"STATUS":"OK","id":100}`)
}

func TestDelete_freesTheEntriesAndNeverReusesTheID(t *testing.T) {
	t.Parallel()
	site := newSite(teamwork.Options{})
	send(site, http.MethodDelete, "/invoices/50.json", "").mustBe(t, 200, exampleDone)
	send(site, http.MethodGet, "/invoices/50.json", "").mustBeError(t, 404)
	send(site, http.MethodDelete, "/invoices/50.json", "").mustBeError(t, 404)
	if log, _ := site.TimeLog(938); log.InvoiceID != 0 {
		t.Errorf("the time log is still billed with %d", log.InvoiceID)
	}
	if expense, _ := site.Expense(14); expense.InvoiceID != 0 {
		t.Errorf("the expense is still billed with %d", expense.InvoiceID)
	}
	send(site, http.MethodPost, "/invoices.json", exampleCreate).mustBe(t, 201, exampleCreated)
	send(site, http.MethodDelete, "/invoices/99.json", "")
	send(site, http.MethodPost, "/invoices.json", exampleCreate).mustBe(t, 201, `{"STATUS":"OK","id":100}`)
}

func TestWrites_noteTheEdit(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ path, body string }{
		"update":     {"/invoices/60.json", `{"invoice":{"description":"changed"}}`},
		"complete":   {"/invoices/60/complete.json", ""},
		"uncomplete": {"/invoices/61/uncomplete.json", ""},
		"line items": {"/invoices/60/lineitems.json", `{"lineitems":{"add":{"timelogs":"111"}}}`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := newSite(teamwork.Options{})
			old := at("2020-01-01T00:00:00Z")
			site.AddInvoice(teamwork.Invoice{ID: 60, ProjectID: 1149, Number: "X", DisplayDate: "20200101", DateCreated: old})
			site.AddInvoice(teamwork.Invoice{
				ID: 61, ProjectID: 1149, Number: "X", DisplayDate: "20200101", DateCreated: old, Status: teamwork.StatusCompleted,
			})
			send(site, http.MethodPut, test.path, test.body).mustBe(t, 200, exampleDone)
			got := invoiceOf(t, send(site, http.MethodGet, test.path[:len("/invoices/60")]+".json", ""))
			want := map[string]string{
				"date-created": "2020-01-01T00:00:00Z", "date-updated": testNow, "created-by-user-id": "415",
				"update-by-user-id": "414", "edited-by-user-firstname": "Daniel", "edited-by-user-lastname": "Mackey",
			}
			for key, value := range want {
				if got[key] != value {
					t.Errorf("%s is %q, want %q", key, got[key], value)
				}
			}
		})
	}
}

func TestCompleteAndUncomplete_changeTheStatus(t *testing.T) {
	t.Parallel()
	site := newSite(teamwork.Options{})
	send(site, http.MethodPut, "/invoices/49/complete.json", "").mustBe(t, 200, exampleDone)
	if got := invoiceOf(t, send(site, http.MethodGet, "/invoices/49.json", ""))["status"]; got != "completed" {
		t.Errorf("status %q after completing", got)
	}
	send(site, http.MethodPut, "/invoices/49/uncomplete.json", "").mustBe(t, 200, exampleDone)
	if got := invoiceOf(t, send(site, http.MethodGet, "/invoices/49.json", ""))["status"]; got != "active" {
		t.Errorf("status %q after reopening", got)
	}
}

func TestSite_isSafeForManyAtOnce(t *testing.T) {
	t.Parallel()
	site := newSite(teamwork.Options{Now: time.Now, Rate: 1_000_000})
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 10 {
				send(site, http.MethodPost, "/projects/1149/invoices.json", exampleCreate)
				send(site, http.MethodGet, "/invoices.json?type=all", "")
				send(site, http.MethodGet, "/invoices/50.json", "")
				send(site, http.MethodGet, teamwork.PathInvoiceMetric, "")
				send(site, http.MethodPost, "/expenses.json", exampleExpenseCreate)
				send(site, http.MethodGet, "/expenses.json", "")
				send(site, http.MethodGet, "/time_entries.json", "")
				send(site, http.MethodGet, teamwork.PathTimeLogs, "")
				send(site, http.MethodPatch, "/projects/api/v3/time/111.json", `{"timelog":{"isBillable":true}}`)
				send(site, http.MethodGet, teamwork.PathUnbilledMetric, "")
				site.UpdateTimeLog(222, func(log *teamwork.TimeLog) { log.Minutes++ })
				site.UpdateExpense(36, func(expense *teamwork.Expense) { expense.Description += "." })
				site.UpdateInvoice(49, func(invoice *teamwork.Invoice) { invoice.Description += "." })
				site.Invoices()
			}
		})
	}
	group.Wait()
	last, found := site.Invoice(99 + 80 - 1)
	if !found || last.Number != "INV00001" {
		t.Errorf("the last of 80 creates is %+v", last)
	}
}
