package teamwork_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/teamwork"
)

// The examples of the official OpenAPI document, and the entry that a client recorded in 2024.
const (
	exampleEntries = `{"STATUS":"OK","time-entries":[{"canEdit":false,"company-id":"1",
		"company-name":"MCG Cleaning Services","createdAt":"2017-11-13 13:08:23+00:00","date":"2014-03-30 09:10:00+00:00",
		"dateUserPerspective":"2014-03-30 10:10:00+00:00","description":"","has-start-time":"1","hours":"1","id":"1",
		"invoiceNo":"","isbillable":"0","isbilled":"0","minutes":"15","parentTaskId":"0","parentTaskName":"",
		"person-first-name":"Holly","person-id":"1","person-last-name":"McGill","project-id":"1",
		"project-name":"Website rewrite!","project-status":"archived","tags":[],"task-tags":[],"taskEstimatedTime":"0",
		"taskIsPrivate":"0","taskIsSubTask":"0","tasklistId":"","ticket-id":"","todo-item-id":"","todo-item-name":"",
		"todo-list-id":"","todo-list-name":"","updated-date":"2017-11-13 13:08:23+00:00"}]}`
	exampleEntry = `{"STATUS":"OK","time-entry":{"canEdit":true,"company-id":"1","company-name":"Testing Projects",
		"createdAt":"2015-01-14 12:27:41+00:00","date":"2015-01-14 12:25:00+00:00",
		"dateUserPerspective":"2015-01-14 12:25:00+00:00","description":"","has-start-time":"1","hours":"0","id":"1",
		"invoiceNo":"","isbillable":"1","isbilled":"0","minutes":"2","parentTaskId":"0","parentTaskName":"",
		"person-first-name":"Holly","person-id":"1","person-last-name":"McGill","project-id":"1","project-name":"",
		"project-status":"active","tags":[{"color":"#2f8de4","id":"1","name":"processing"}],"task-tags":[],
		"taskEstimatedTime":"2","taskIsPrivate":"0","taskIsSubTask":"0","tasklistId":"1","ticket-id":"",
		"todo-item-id":"1","todo-item-name":"Account Options","todo-list-id":"1","todo-list-name":"Accounts",
		"updated-date":"2017-10-24 10:32:01+00:00"}}`
	recordedEntry = `{"STATUS":"OK","time-entry":{"project-name":"Colombia","taskIsPrivate":"0","task-tags":[],
		"parentTaskName":"","updated-date":"2024-12-23T20:29:32Z","parentTaskId":"0","person-first-name":"Php",
		"dateUserPerspective":"2024-12-21T00:00:00Z","todo-item-id":"","project-id":"967489","todo-list-name":"",
		"taskIsSubTask":"0","description":"","todo-list-id":"","isbillable":"0","id":"17249630",
		"company-name":"Php's Company","person-id":"391604","canEdit":true,"invoiceStatus":"","project-status":"active",
		"invoiceNo":"","todo-item-name":"","company-id":"1370007","person-last-name":"Api","date":"2024-12-21T05:00:00Z",
		"has-start-time":"1","isbilled":"0","hours":"1","tasklistId":"","createdAt":"2024-12-23T20:29:32Z","minutes":"0",
		"taskEstimatedTime":"0","tags":[]}}`
)

// siteOf returns a site with a single project and nothing else.
func siteOf(options teamwork.Options, project teamwork.Project) *teamwork.Site {
	site := teamwork.New(options)
	site.AddProject(project)
	return site
}

func TestTimeEntries_asInTheOpenAPIDocument(t *testing.T) {
	t.Parallel()
	holly := teamwork.User{ID: 1, FirstName: "Holly", LastName: "McGill"}
	options := teamwork.Options{UserOffset: time.Hour, Shapes: teamwork.Shapes{Edition: teamwork.Edition2018}}
	site := siteOf(options, teamwork.Project{
		ID: 1, Name: "Website rewrite!", CompanyID: 1, CompanyName: "MCG Cleaning Services", Archived: true,
	})
	site.AddTimeLog(teamwork.TimeLog{
		ID: 1, ProjectID: 1, User: holly, Minutes: 75, LoggedAt: at("2014-03-30T09:10:00Z"), CreatedAt: at("2017-11-13T13:08:23Z"),
	})
	for _, path := range []string{"/time_entries.json", "/projects/1/time_entries.json"} {
		send(site, http.MethodGet, path, "").mustBe(t, http.StatusOK, exampleEntries)
	}
	options.UserOffset = 0
	site = siteOf(options, teamwork.Project{ID: 1, CompanyID: 1, CompanyName: "Testing Projects"})
	site.AddTimeLog(teamwork.TimeLog{
		ID: 1, ProjectID: 1, User: holly, Minutes: 2, Billable: true, TaskID: 1, TaskName: "Account Options",
		TaskListID: 1, TaskListName: "Accounts", TaskEstimate: 2,
		Tags:     []teamwork.Tag{{ID: 1, Name: "processing", Color: "#2f8de4"}},
		LoggedAt: at("2015-01-14T12:25:00Z"), CreatedAt: at("2015-01-14T12:27:41Z"), UpdatedAt: at("2017-10-24T10:32:01Z"),
	})
	send(site, http.MethodGet, "/time_entries/1.json", "").mustBe(t, http.StatusOK, exampleEntry)
}

func TestTimeEntries_asRecorded(t *testing.T) {
	t.Parallel()
	site := siteOf(teamwork.Options{UserOffset: -5 * time.Hour}, teamwork.Project{
		ID: 967489, Name: "Colombia", CompanyID: 1370007, CompanyName: "Php's Company",
	})
	site.AddTimeLog(teamwork.TimeLog{
		ID: 17249630, ProjectID: 967489, User: teamwork.User{ID: 391604, FirstName: "Php", LastName: "Api"}, Minutes: 60,
		LoggedAt: at("2024-12-21T05:00:00Z"), CreatedAt: at("2024-12-23T20:29:32Z"),
	})
	send(site, http.MethodGet, "/time_entries/17249630.json", "").mustBe(t, http.StatusOK, recordedEntry)
}

func TestTimeEntries_perspectiveMayBeHidden(t *testing.T) {
	t.Parallel()
	site := newSite(teamwork.Options{Shapes: teamwork.Shapes{HideUserPerspective: true}})
	if body := send(site, http.MethodGet, "/time_entries/937.json", "").body; strings.Contains(body, "dateUserPerspective") {
		t.Errorf("a perspective in %s", body)
	}
}

func TestTimeEntries_tellTheInvoiceByItsNumber(t *testing.T) {
	t.Parallel()
	site := newSite(teamwork.Options{})
	state := func() []any {
		entry := recordOf(t, send(site, http.MethodGet, "/time_entries/111.json", ""), "time-entry")
		return []any{entry["isbilled"], entry["invoiceNo"], entry["invoiceStatus"], entry["canEdit"]}
	}
	check := func(after string, want ...any) {
		t.Helper()
		if diff := cmp.Diff(want, state()); diff != "" {
			t.Errorf("after %s (-want +got):\n%s", after, diff)
		}
	}
	check("nothing", "0", "", "", true)
	send(site, http.MethodPut, "/invoices/49/lineitems.json", `{"lineitems":{"add":{"timelogs":"111"}}}`)
	check("adding it", "1", "INV00001", "active", false)
	send(site, http.MethodPut, "/invoices/49/complete.json", "")
	check("completing the invoice", "1", "INV00001", "completed", false)
	send(site, http.MethodPut, "/invoices/49/uncomplete.json", "")
	send(site, http.MethodDelete, "/invoices/49.json", "")
	check("deleting the invoice", "0", "", "", true)
}

// filterSite returns a site with one time log for each filter, whose user is two hours ahead of UTC.
func filterSite(shapes teamwork.Shapes) *teamwork.Site {
	site := newSiteWith(teamwork.Options{UserOffset: 2 * time.Hour, Shapes: shapes}, false)
	for _, log := range site.TimeLogs() {
		site.DeleteTimeLog(log.ID)
	}
	zoe := teamwork.User{ID: 420, FirstName: "Zoe", LastName: "Adams"}
	site.AddInvoice(teamwork.Invoice{ID: 60, ProjectID: 1149, Number: "A-60", DisplayDate: "20260101"})
	old := at("2026-01-01T00:00:00Z")
	for _, log := range []teamwork.TimeLog{
		{ID: 1, Billable: true, LoggedAt: at("2026-03-01T08:00:00Z"), TaskID: 7001, TaskName: "Field work", TaskListName: "B"},
		{ID: 2, Billable: true, InvoiceID: 60, LoggedAt: at("2026-03-02T08:00:00Z"), User: zoe},
		{ID: 3, LoggedAt: at("2026-03-03T22:30:00Z"), Tags: []teamwork.Tag{{ID: 5}}}, // the 4th for the user
		{ID: 4, Billable: true, ProjectID: 1151, LoggedAt: at("2026-03-01T07:00:00Z"), TaskTags: []teamwork.Tag{{ID: 6}, {ID: 7}}},
		{ID: 5, Billable: true, ProjectID: 1150, LoggedAt: at("2026-03-01T08:00:00Z"), UpdatedAt: at("2026-05-05T05:05:05Z")},
		{ID: 6, Billable: true, Deleted: true, LoggedAt: at("2026-03-05T08:00:00Z")},
		{ID: 7, Billable: true, ProjectID: 1154, LoggedAt: at("2026-03-05T08:00:00Z")},
	} {
		if log.ProjectID == 0 {
			log.ProjectID = 1149
		}
		log.CreatedAt = old
		site.AddTimeLog(log)
	}
	return site
}

func TestTimeEntries_filters(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"/time_entries.json":                                                              "4 1 5 2 3",
		"/time_entries.json?billableType=billable":                                        "4 1 5 2",
		"/time_entries.json?billableType=nonbillable":                                     "3",
		"/time_entries.json?invoicedType=invoiced":                                        "2",
		"/time_entries.json?invoicedType=noninvoiced&billableType=billable":               "4 1 5",
		"/time_entries.json?projectType=all":                                              "4 1 5 2 3",
		"/time_entries.json?projectType=active":                                           "1 5 2 3",
		"/time_entries.json?projectType=archived":                                         "4",
		"/time_entries.json?projectId=1150":                                               "5",
		"/time_entries.json?projectId=1150,1151":                                          "4 5",
		"/time_entries.json?userId=420":                                                   "2",
		"/time_entries.json?tagIds=5,9":                                                   "3",
		"/time_entries.json?taskTagIds=7":                                                 "4",
		"/time_entries.json?showDeleted=true":                                             "4 1 5 2 3 6",
		"/time_entries.json?showDeleted=0":                                                "4 1 5 2 3",
		"/time_entries.json?updatedAfterDate=20260505050504":                              "5",
		"/time_entries.json?updatedAfterDate=20260505050505":                              "",
		"/time_entries.json?fromdate=20260302":                                            "2 3",
		"/time_entries.json?todate=20260302":                                              "4 1 5 2",
		"/time_entries.json?fromdate=20260302&todate=20260303":                            "2",
		"/time_entries.json?fromdate=20260304&todate=20260304":                            "3",
		"/time_entries.json?fromdate=20260304&todate=20260303":                            "",
		"/time_entries.json?fromdate=20260301&fromtime=10:00&todate=20260301":             "1 5",
		"/time_entries.json?fromdate=20260301&fromtime=10:01&todate=20260301":             "",
		"/time_entries.json?todate=20260301&totime=09:00":                                 "4",
		"/time_entries.json?todate=20260301&totime=08:59":                                 "",
		"/time_entries.json?sortorder=DESC":                                               "3 2 1 5 4",
		"/time_entries.json?sortby=date&sortorder=ASC":                                    "4 1 5 2 3",
		"/time_entries.json?sortby=user":                                                  "2 4 1 5 3",
		"/time_entries.json?sortby=task":                                                  "4 5 2 3 1",
		"/time_entries.json?sortby=tasklist&sortorder=DESC":                               "1 4 5 2 3",
		"/time_entries.json?sortby=project":                                               "1 2 3 4 5",
		"/time_entries.json?sortby=company":                                               "5 4 1 2 3",
		"/time_entries.json?sortby=dateupdated&sortorder=DESC":                            "5 4 1 2 3",
		"/projects/1149/time_entries.json":                                                "1 2 3",
		"/projects/1149/time_entries.json?invoicedType=noninvoiced":                       "1 3",
		"/projects/1149/time_entries.json?invoicedType=noninvoiced&billableType=billable": "1",
		"/projects/1151/time_entries.json":                                                "4",
		"/projects/1151/time_entries.json?projectType=active":                             "4",
		"/tasks/7001/time_entries.json":                                                   "1",
		"/tasks/7001/time_entries.json?billableType=nonbillable":                          "",
	}
	site := filterSite(teamwork.Shapes{})
	for path, want := range tests {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			got := strings.Join(idsBelow(t, send(site, http.MethodGet, path, ""), "time-entries"), " ")
			if got != want {
				t.Errorf("ids %s, want %s", got, want)
			}
		})
	}
}

func TestTimeEntries_ofAProjectMayIgnoreInvoicedType(t *testing.T) {
	t.Parallel()
	site := filterSite(teamwork.Shapes{IgnoreInvoicedType: true})
	for path, want := range map[string]string{
		"/projects/1149/time_entries.json?invoicedType=noninvoiced": "1 2 3",
		"/time_entries.json?invoicedType=invoiced":                  "2",
	} {
		if got := strings.Join(idsBelow(t, send(site, http.MethodGet, path, ""), "time-entries"), " "); got != want {
			t.Errorf("%s: ids %s, want %s", path, got, want)
		}
	}
	send(site, http.MethodGet, "/projects/1149/time_entries.json?invoicedType=odd", "").mustBeError(t, 400)
}

func TestTimeEntries_areRefused(t *testing.T) {
	t.Parallel()
	tests := map[string]int{
		"/time_entries.json?unknown=1":                        400,
		"/time_entries.json?page=0":                           400,
		"/time_entries.json?pageSize=0":                       400,
		"/time_entries.json?pageSize=many":                    400,
		"/time_entries.json?page=1&page=2":                    400,
		"/time_entries.json?billableType=all":                 400,
		"/time_entries.json?billableType=non-billable":        400,
		"/time_entries.json?invoicedType=not-invoiced":        400,
		"/time_entries.json?projectType=late":                 400,
		"/time_entries.json?projectId=":                       400,
		"/time_entries.json?userId=me":                        400,
		"/time_entries.json?tagIds=1,":                        400,
		"/time_entries.json?taskTagIds=x":                     400,
		"/time_entries.json?fromdate=2026-03-01":              400,
		"/time_entries.json?fromdate=20260229":                400,
		"/time_entries.json?todate=":                          400,
		"/time_entries.json?fromtime=10:00":                   400,
		"/time_entries.json?totime=10:00&fromdate=20260301":   400,
		"/time_entries.json?fromdate=20260301&fromtime=24:00": 400,
		"/time_entries.json?fromdate=20260301&fromtime=9:00":  400,
		"/time_entries.json?updatedAfterDate=20260301":        400,
		"/time_entries.json?showDeleted=maybe":                400,
		"/time_entries.json?sortby=minutes":                   400,
		"/time_entries.json?sortorder=asc":                    400,
		"/time_entries.json?startDate=2026-03-01":             400,
		"/projects/1149/time_entries.json?projectId=1149":     400,
		"/projects/7/time_entries.json":                       404,
		"/projects/1154/time_entries.json":                    404,
		"/tasks/7/time_entries.json":                          404,
		"/tasks/x/time_entries.json":                          404,
		"/tasks/7001/time_entries.json?unknown=1":             400,
		"/time_entries/8.json":                                404,
		"/time_entries/6.json":                                404, // deleted
		"/time_entries/7.json":                                404, // of a deleted project
	}
	site := filterSite(teamwork.Shapes{})
	for path, status := range tests {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			send(site, http.MethodGet, path, "").mustBeError(t, status)
		})
	}
}

func TestTimeEntries_pages(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		query string
		count int
		pages []string
	}{
		"by default":        {"", 100, []string{"1", "12", "1200"}},
		"beyond the last":   {"page=13", 0, []string{"13", "12", "1200"}},
		"of a size":         {"pageSize=500&page=3", 200, []string{"3", "3", "1200"}},
		"larger than there": {"pageSize=501&page=2", 500, []string{"2", "3", "1200"}},
	}
	site := newSiteWith(teamwork.Options{}, false)
	site.GenerateTimeLogs(1200)
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := send(site, http.MethodGet, "/time_entries.json?fromdate=20260301&"+test.query, "")
			if count := len(recordsOf(t, got, "time-entries")); count != test.count {
				t.Errorf("%d entries, want %d", count, test.count)
			}
			if diff := cmp.Diff(test.pages, pagesIn(got)); diff != "" {
				t.Errorf("page, pages and records differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTimeEntries_listsFollowEveryChange(t *testing.T) {
	t.Parallel()
	site := filterSite(teamwork.Shapes{})
	check := func(after, want string) {
		t.Helper()
		const path = "/time_entries.json?billableType=billable&invoicedType=noninvoiced&projectType=active"
		if got := strings.Join(idsBelow(t, send(site, http.MethodGet, path, ""), "time-entries"), " "); got != want {
			t.Errorf("ids after %s: %s, want %s", after, got, want)
		}
	}
	check("nothing", "1 5")
	send(site, http.MethodPut, "/invoices/60/lineitems.json", `{"lineitems":{"add":{"timelogs":"1"}}}`)
	check("billing", "5")
	send(site, http.MethodDelete, "/invoices/60.json", "")
	check("deleting the invoice", "1 5 2")
	send(site, http.MethodPatch, "/projects/api/v3/time/3.json", `{"timelog":{"isBillable":true}}`)
	check("making one billable", "1 5 2 3")
	site.UpdateProject(1150, func(project *teamwork.Project) { project.Archived = true })
	check("archiving a project", "1 2 3")
	site.AddTimeLog(teamwork.TimeLog{ID: 8, ProjectID: 1149, Billable: true, LoggedAt: at("2026-02-01T00:00:00Z")})
	check("an addition in the screens", "8 1 2 3")
	site.UpdateTimeLog(8, func(log *teamwork.TimeLog) { log.LoggedAt = at("2026-04-01T00:00:00Z") })
	check("an update in the screens", "1 2 3 8")
	site.DeleteTimeLog(2)
	check("a delete in the screens", "1 3 8")
}

// The time to read thousands of time logs is proportional to their number: once sorted, the cost of a page depends only
// on its own size.
func TestGenerateTimeLogs_readByPages(t *testing.T) {
	t.Parallel()
	site := newSiteWith(teamwork.Options{}, false)
	site.GenerateTimeLogs(5000)
	seen := map[string]bool{}
	before := ""
	for page := 1; page <= 10; page++ {
		path := fmt.Sprintf("/projects/1149/time_entries.json?fromdate=20260301&todate=20260331&pageSize=500&page=%d", page)
		for _, entry := range recordsOf(t, send(site, http.MethodGet, path, ""), "time-entries") {
			id, _ := entry["id"].(string)
			date, _ := entry["date"].(string)
			if date < before {
				t.Fatalf("%s of %s comes after %s", id, date, before)
			}
			seen[id], before = true, date
			if entry["minutes"] != "30" || entry["isbillable"] != "1" || entry["isbilled"] != "0" || entry["todo-item-id"] != "7001" {
				t.Fatalf("an entry is %v", entry)
			}
		}
	}
	if len(seen) != 5000 || !seen["100001"] || !seen["105000"] {
		t.Errorf("%d different entries", len(seen))
	}
	if site.GenerateTimeLogs(1); len(site.TimeLogs()) != 5000+12+1 {
		t.Errorf("%d time logs after one more was generated", len(site.TimeLogs()))
	}
}
