package teamwork_test

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/teamwork"
)

func TestAddLineItems_billsEntries(t *testing.T) {
	t.Parallel()
	site := newSite(teamwork.Options{})
	send(site, http.MethodPut, "/invoices/49/lineitems.json",
		`{"lineitems":{"add":{"timelogs":"111,222","expenses":"36"},"timelogTotals":{"111":200}}}`).mustBe(t, 200, exampleDone)
	got := invoiceOf(t, send(site, http.MethodGet, "/invoices/49.json", ""))
	want := parse(t, `[
		{"id":"111","task-id":"","task-name":"","user-id":"414","user-firstname":"Daniel","user-lastname":"Mackey",
		 "billable":"1","description":"Changing the oil","minutes":"60","hours":"1","decimal-hours":"1.00","rate":"50.00",
		 "cost":"200.00","date-logged-utc":"2015-06-18T08:00:00Z","date":"2015-06-18T08:00:00Z"},
		{"id":"222","task-id":"","task-name":"","user-id":"414","user-firstname":"Daniel","user-lastname":"Mackey",
		 "billable":"1","description":"Mending the fence","minutes":"90","hours":"1","decimal-hours":"1.50","rate":"50.00",
		 "cost":"75.00","date-logged-utc":"2015-06-18T10:00:00Z","date":"2015-06-18T10:00:00Z"}]`)
	if diff := cmp.Diff(want, got["line-items"]); diff != "" {
		t.Errorf("line items differ (-want +got):\n%s", diff)
	}
	totals := []any{got["total-time"], got["total-time-decimal"], got["total-cost"]}
	if diff := cmp.Diff([]any{"150", "2.50", "355.00"}, totals); diff != "" {
		t.Errorf("totals differ (-want +got):\n%s", diff)
	}
	expense, _ := site.Expense(36)
	log, _ := site.TimeLog(222)
	if expense.InvoiceID != 49 || log.InvoiceID != 49 {
		t.Errorf("the expense is billed with %d and the time log with %d", expense.InvoiceID, log.InvoiceID)
	}
	send(site, http.MethodPut, "/invoices/49/lineitems.json", `{"lineitems":{"add":{"timelogs":"222"}}}`).mustBeError(t, 422)
	send(site, http.MethodPut, "/invoices/49/lineitems.json", `{"lineitems":{"add":{"expenses":"36"}}}`).mustBeError(t, 422)
}

func TestAddLineItems_refusesDeletedTimeLogs(t *testing.T) {
	t.Parallel()
	site := newSite(teamwork.Options{})
	site.UpdateTimeLog(111, func(log *teamwork.TimeLog) { log.Deleted = true })
	send(site, http.MethodPut, "/invoices/49/lineitems.json", `{"lineitems":{"add":{"timelogs":"111"}}}`).mustBeError(t, 422)
}

func TestAddLineItems_isRefused(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		path, body string
		status     int
	}{
		"unknown invoice":               {"/invoices/7/lineitems.json", `{"lineitems":{"add":{"timelogs":"111"}}}`, 404},
		"expense, completed invoice":    {"/invoices/51/lineitems.json", `{"lineitems":{"add":{"expenses":"36"}}}`, 422},
		"completed invoice":             {"/invoices/51/lineitems.json", `{"lineitems":{"add":{"timelogs":"111"}}}`, 422},
		"no envelope":                   {"/invoices/49/lineitems.json", `{"add":{"timelogs":"111"}}`, 422},
		"nothing to add":                {"/invoices/49/lineitems.json", `{"lineitems":{"add":{}}}`, 422},
		"no addition":                   {"/invoices/49/lineitems.json", `{"lineitems":{}}`, 422},
		"removal":                       {"/invoices/49/lineitems.json", `{"lineitems":{"remove":{"timelogs":"111"}}}`, 422},
		"unknown kind":                  {"/invoices/49/lineitems.json", `{"lineitems":{"add":{"tasks":"111"}}}`, 422},
		"ids as a list":                 {"/invoices/49/lineitems.json", `{"lineitems":{"add":{"timelogs":["111"]}}}`, 422},
		"id as a number":                {"/invoices/49/lineitems.json", `{"lineitems":{"add":{"timelogs":111}}}`, 422},
		"ids with blanks":               {"/invoices/49/lineitems.json", `{"lineitems":{"add":{"timelogs":"111, 222"}}}`, 422},
		"id twice":                      {"/invoices/49/lineitems.json", `{"lineitems":{"add":{"timelogs":"111,111"}}}`, 422},
		"duration instead of an id":     {"/invoices/49/lineitems.json", `{"lineitems":{"add":{"timelogs":"10 hours"}}}`, 422},
		"unknown time log":              {"/invoices/49/lineitems.json", `{"lineitems":{"add":{"timelogs":"111,999"}}}`, 422},
		"time log of another project":   {"/invoices/49/lineitems.json", `{"lineitems":{"add":{"timelogs":"946"}}}`, 422},
		"time log billed already":       {"/invoices/49/lineitems.json", `{"lineitems":{"add":{"timelogs":"938"}}}`, 422},
		"unknown expense":               {"/invoices/49/lineitems.json", `{"lineitems":{"add":{"timelogs":"111","expenses":"99"}}}`, 422},
		"expense of another project":    {"/invoices/49/lineitems.json", `{"lineitems":{"add":{"expenses":"39"}}}`, 422},
		"expense billed already":        {"/invoices/49/lineitems.json", `{"lineitems":{"add":{"expenses":"14"}}}`, 422},
		"total of another time log":     {"/invoices/49/lineitems.json", `{"lineitems":{"add":{"timelogs":"111"},"timelogTotals":{"222":5}}}`, 422},
		"total as text":                 {"/invoices/49/lineitems.json", `{"lineitems":{"add":{"timelogs":"111"},"timelogTotals":{"111":"5"}}}`, 422},
		"negative total":                {"/invoices/49/lineitems.json", `{"lineitems":{"add":{"timelogs":"111"},"timelogTotals":{"111":-5}}}`, 422},
		"totals within the addition":    {"/invoices/49/lineitems.json", `{"lineitems":{"add":{"timelogs":"111","timelogTotals":{"111":5}}}}`, 422},
		"totals that are not an object": {"/invoices/49/lineitems.json", `{"lineitems":{"add":{"timelogs":"111"},"timelogTotals":null}}`, 422},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := newSite(teamwork.Options{})
			before := site.Invoices()
			send(site, http.MethodPut, test.path, test.body).mustBeError(t, test.status)
			if diff := cmp.Diff(before, site.Invoices()); diff != "" {
				t.Errorf("the refused request changed something (-before +after):\n%s", diff)
			}
			if log, _ := site.TimeLog(111); log.InvoiceID != 0 || log.Total != "" {
				t.Errorf("the refused request changed the time log: %+v", log)
			}
		})
	}
}
