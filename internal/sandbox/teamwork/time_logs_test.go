package teamwork_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/teamwork"
)

func TestTimeLogs_shape(t *testing.T) {
	t.Parallel()
	site := newSiteWith(teamwork.Options{}, false)
	site.AddInvoice(teamwork.Invoice{ID: 60, ProjectID: 1149, Number: "A-60", DisplayDate: "20260101"})
	site.AddTimeLog(teamwork.TimeLog{
		ID: 2000, ProjectID: 1149, InvoiceID: 60, TaskID: 7001, User: teamwork.User{ID: 415}, Billable: true, Minutes: 75,
		Description: "Mowing", Tags: []teamwork.Tag{{ID: 5, Name: "hay"}},
		LoggedAt: at("2026-03-01T08:00:00Z"), CreatedAt: at("2026-03-02T08:00:00Z"), UpdatedAt: at("2026-03-03T08:00:00Z"),
	})
	const billed = `{"id":2000,"minutes":75,"billable":true,"description":"Mowing","timeLogged":"2026-03-01T08:00:00Z",
		"hasStartTime":true,"userId":415,"user":{"id":415,"type":"users"},"taskId":7001,"task":{"id":7001,"type":"tasks"},
		"projectId":1149,"project":{"id":1149,"type":"projects"},"tagIds":[5],"tags":[{"id":5,"type":"tags"}],
		"invoiceNumber":"A-60","projectBillingInvoiceId":60,"createdAt":"2026-03-02T08:00:00Z",
		"updatedAt":"2026-03-03T08:00:00Z","deleted":false}`
	send(site, http.MethodGet, "/projects/api/v3/time/2000.json", "").mustBe(t, http.StatusOK, `{"timelog":`+billed+`}`)
	for _, path := range []string{"/projects/api/v3/time.json", "/projects/api/v3/projects/1149/time.json"} {
		send(site, http.MethodGet, path+"?startDate=2026-03-01", "").mustBe(t, http.StatusOK,
			`{"timelogs":[`+billed+`],"meta":{"page":{"pageOffset":0,"pageSize":50,"count":1,"hasMore":false}}}`)
	}
	plain := recordOf(t, send(site, http.MethodGet, "/projects/api/v3/time/937.json", ""), "timelog")
	for _, key := range []string{"taskId", "task", "invoiceNumber", "projectBillingInvoiceId"} {
		if value, found := plain[key]; !found || value != nil {
			t.Errorf("%s of a plain time log is %v, want null", key, value)
		}
	}
}

func TestTimeLogs_filters(t *testing.T) {
	t.Parallel()
	const all, project = "/projects/api/v3/time.json", "/projects/api/v3/projects/1149/time.json"
	tests := map[string]string{
		all: "1 5 2 3",
		all + "?billableType=all&invoicedType=all":                   "1 5 2 3",
		all + "?billableType=billable":                               "1 5 2",
		all + "?billableType=non-billable":                           "3",
		all + "?invoicedType=invoiced":                               "2",
		all + "?invoicedType=not-invoiced&billableType=billable":     "1 5",
		all + "?projectIds=1149,1151":                                "1 2 3",
		all + "?projectIds=1149%2C1151&includeArchivedProjects=true": "4 1 2 3",
		all + "?assignedToUserIds=420,421":                           "2",
		all + "?tagIds=5":                                            "3",
		all + "?taskTagIds=7&includeArchivedProjects=true":           "4",
		all + "?showDeleted=true":                                    "1 5 2 3 6",
		all + "?startDate=2026-03-02":                                "2 3",
		all + "?endDate=2026-03-03":                                  "1 5 2",
		all + "?startDate=2026-03-04&endDate=2026-03-04":             "3",
		all + "?orderBy=user&orderMode=desc":                         "1 5 3 2",
		project:                                                      "1 2 3",
		project + "?invoicedType=not-invoiced":                       "1 3",
		"/projects/api/v3/projects/1151/time.json":                   "4",
	}
	site := filterSite(teamwork.Shapes{IgnoreInvoicedType: true}) // which exists only in API v1
	for path, want := range tests {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			got := strings.Join(idsBelow(t, send(site, http.MethodGet, path, ""), "timelogs"), " ")
			if got != want {
				t.Errorf("ids %s, want %s", got, want)
			}
		})
	}
}

func TestTimeLogs_areRefused(t *testing.T) {
	t.Parallel()
	tests := map[string]int{
		"/projects/api/v3/time.json?unknown=1":                 400,
		"/projects/api/v3/time.json?include=users":             400,
		"/projects/api/v3/time.json?billableType=nonbillable":  400,
		"/projects/api/v3/time.json?invoicedType=noninvoiced":  400,
		"/projects/api/v3/time.json?startDate=20260301":        400,
		"/projects/api/v3/time.json?endDate=2026-02-29":        400,
		"/projects/api/v3/time.json?projectIds=1149,":          400,
		"/projects/api/v3/time.json?projectIds=1&projectIds=2": 400,
		"/projects/api/v3/time.json?page=0":                    400,
		"/projects/api/v3/time.json?pageSize=x":                400,
		"/projects/api/v3/time.json?orderMode=DESC":            400,
		"/projects/api/v3/time.json?fromdate=20260301":         400,
		"/projects/api/v3/projects/7/time.json":                404,
		"/projects/api/v3/projects/1149/time.json?sortby=date": 400,
		"/projects/api/v3/time/6.json":                         404,
		"/projects/api/v3/time/7.json":                         404,
		"/projects/api/v3/time/x.json":                         404,
	}
	site := filterSite(teamwork.Shapes{})
	for path, status := range tests {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			mustBeNewError(t, send(site, http.MethodGet, path, ""), status)
		})
	}
}

func TestTimeLogs_pages(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		query string
		count int
		meta  string
	}{
		"first":         {"", 50, `{"pageOffset":0,"pageSize":50,"count":51,"hasMore":true}`},
		"second":        {"&page=2", 50, `{"pageOffset":1,"pageSize":50,"count":101,"hasMore":true}`},
		"counted":       {"&page=2&skipCounts=false", 50, `{"pageOffset":1,"pageSize":50,"count":1200,"hasMore":true}`},
		"last":          {"&page=24", 50, `{"pageOffset":23,"pageSize":50,"count":1200,"hasMore":false}`},
		"beyond":        {"&page=25", 0, `{"pageOffset":24,"pageSize":50,"count":1200,"hasMore":false}`},
		"of a size":     {"&pageSize=500&page=3", 200, `{"pageOffset":2,"pageSize":500,"count":1200,"hasMore":false}`},
		"too large one": {"&pageSize=1000&page=2", 500, `{"pageOffset":1,"pageSize":500,"count":1001,"hasMore":true}`},
	}
	site := newSiteWith(teamwork.Options{}, false)
	site.GenerateTimeLogs(1200)
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := send(site, http.MethodGet, "/projects/api/v3/time.json?startDate=2026-03-01"+test.query, "")
			if count := len(recordsOf(t, got, "timelogs")); count != test.count {
				t.Errorf("%d time logs, want %d", count, test.count)
			}
			page := recordOf(t, got, "meta")["page"]
			if diff := cmp.Diff(parse(t, test.meta), page); diff != "" {
				t.Errorf("the page differs (-want +got):\n%s", diff)
			}
			if got.header.Get("X-Pages") != "" {
				t.Error("a list of API v3 has a header of v1")
			}
		})
	}
}

func TestTimeLogs_patch(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		body   string
		change func(*teamwork.TimeLog)
	}{
		"not billable":       {`{"isBillable":false}`, func(log *teamwork.TimeLog) { log.Billable = false }},
		"billable as it was": {`{"isBillable":true}`, func(*teamwork.TimeLog) {}},
		"nothing":            {`{}`, func(*teamwork.TimeLog) {}},
		"null":               {`{"isBillable":null,"description":null}`, func(*teamwork.TimeLog) {}},
		"description":        {`{"description":""}`, func(log *teamwork.TimeLog) { log.Description = "" }},
		"minutes":            {`{"minutes":50}`, func(log *teamwork.TimeLog) { log.Minutes = 50 }},
		"hours and minutes":  {`{"hours":1,"minutes":70}`, func(log *teamwork.TimeLog) { log.Minutes = 130 }},
		"hours":              {`{"hours":2}`, func(log *teamwork.TimeLog) { log.Minutes = 120 }},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := newSite(teamwork.Options{})
			want, _ := site.TimeLog(945)
			test.change(&want)
			want.UpdatedAt = at(testNow)
			got := send(site, http.MethodPatch, "/projects/api/v3/time/945.json", `{"timelog":`+test.body+`}`)
			if billable := recordOf(t, got, "timelog")["billable"]; billable != want.Billable {
				t.Errorf("the answer says %v, want %v", billable, want.Billable)
			}
			kept, _ := site.TimeLog(945)
			if diff := cmp.Diff(want, kept); diff != "" {
				t.Errorf("the time log differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTimeLogs_patchIsRefused(t *testing.T) {
	t.Parallel()
	const one = "/projects/api/v3/time/1.json"
	tests := map[string]struct {
		path, body string
		status     int
	}{
		"no JSON":           {one, `{"timelog":`, 400},
		"no envelope":       {one, `{"isBillable":true}`, 400},
		"two envelopes":     {one, `{"timelog":{},"x":1}`, 400},
		"name of the reply": {one, `{"timelog":{"billable":true}}`, 400},
		"another case":      {one, `{"timelog":{"isbillable":true}}`, 400},
		"name of API v1":    {one, `{"timelog":{"isbilled":"1"}}`, 400},
		"flag as text":      {one, `{"timelog":{"isBillable":"1"}}`, 400},
		"negative minutes":  {one, `{"timelog":{"minutes":-1}}`, 400},
		"half an hour":      {one, `{"timelog":{"hours":0.5}}`, 400},
		"not emulated":      {one, `{"timelog":{"userId":415}}`, 400},
		"billed":            {"/projects/api/v3/time/2.json", `{"timelog":{"isBillable":false}}`, 422},
		"deleted":           {"/projects/api/v3/time/6.json", `{"timelog":{"isBillable":false}}`, 404},
		"unknown":           {"/projects/api/v3/time/8.json", `{"timelog":{"isBillable":false}}`, 404},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := filterSite(teamwork.Shapes{})
			before := site.TimeLogs()
			mustBeNewError(t, send(site, http.MethodPatch, test.path, test.body), test.status)
			if diff := cmp.Diff(before, site.TimeLogs()); diff != "" {
				t.Errorf("the refused request changed something (-before +after):\n%s", diff)
			}
		})
	}
}

func TestUnbilledMetric(t *testing.T) {
	t.Parallel()
	tests := map[string]int{
		"":                                 4, // three on 1149, one on 1150
		"projectIds=1149":                  3,
		"onlyStarredProjects=true":         3,
		"includeArchivedProjects=true":     5,
		"projectCompanyIds=52":             1,
		"projectStatuses=deleted":          1,
		"projectHealths=1":                 0,
		"projectTagIds=2&projectIds=1150":  1,
		"projectTagIds=1&projectHealths=3": 3,
	}
	site := newSite(teamwork.Options{})
	for id, project := range map[int]int{50: 1151, 51: 1154} {
		site.AddExpense(teamwork.Expense{ID: id, ProjectID: project, Name: "Old", Cost: "1", Date: "20140101"})
	}
	count := func(t *testing.T, query string) any {
		data := recordOf(t, send(site, http.MethodGet, teamwork.PathUnbilledMetric+"?"+query, ""), "data")
		return data["value"]
	}
	for query, want := range tests {
		if got := count(t, query); got != number(want) {
			t.Errorf("%q: %v, want %d", query, got, want)
		}
	}
	send(site, http.MethodPut, "/invoices/49/lineitems.json", `{"lineitems":{"add":{"expenses":"36,37"}}}`)
	if got := count(t, ""); got != number(2) {
		t.Errorf("%v after two were billed, want 2", got)
	}
	mustBeNewError(t, send(site, http.MethodGet, teamwork.PathUnbilledMetric+"?page=1", ""), 400)
}
