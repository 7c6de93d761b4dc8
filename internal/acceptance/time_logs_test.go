package acceptance_test

import (
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/teamwork"
)

// Each filter works as documented, even on a site that ignores some of them.
func TestTimeLogs_filters(t *testing.T) {
	tests := map[string]struct {
		filters values
		want    string
	}{
		"all":                  {values{"project_id": "1150"}, "946 947"},
		"days":                 {values{"project_id": "1149", "from": `"2015-06-17"`, "to": `"20150617"`}, "938 937"},
		"from":                 {values{"from": `"2015-06-20"`}, "946 947"},
		"to":                   {values{"to": `"2015-06-17"`}, "938 937"},
		"billed":               {values{"billed": "true"}, "938 937"},
		"not billed":           {values{"billed": "false", "to": `"2015-06-18"`}, "111 222"},
		"not billable":         {values{"billable": "false"}, "700"},
		"billable":             {values{"billable": "true", "from": `"2026-01-01"`}, "701"},
		"of one":               {values{"person_ids": "[9]"}, "700"},
		"of several":           {values{"person_ids": "[9, 10]"}, "700 701"},
		"available":            {values{"project_id": "1149", "available_to_invoice": `"INV0001"`, "to": `"2015-06-18"`}, "938 937 111 222"},
		"available to another": {values{"project_id": "1149", "available_to_invoice": `"T-1"`, "to": `"2015-06-18"`}, "111 222"},
		"none":                 {values{"from": `"2030-01-01"`}, ""},
	}
	for name, shapes := range map[string]teamwork.Shapes{
		"strict": {}, "ignores invoicedType": {IgnoreInvoicedType: true}, "of 2015": {Edition: teamwork.Edition2015},
	} {
		t.Run(name, func(t *testing.T) {
			site := newSiteWith(t, sandbox.Options{Teamwork: shapes})
			for id := 700; id <= 701; id++ {
				site.Teamwork().AddTimeLog(teamwork.TimeLog{
					ID: id, ProjectID: 1150, Minutes: 75, Billable: id == 701, Rate: "50.00", User: teamwork.User{ID: id - 691, FirstName: "Ann", LastName: "Lee"},
					LoggedAt: time.Date(2026, time.April, 30, 9, 0, 0, 0, time.UTC),
				})
			}
			// The time logs of the seed are from before 2016, which distinguishes them
			// from these.
			var blocks []string
			want := map[string]string{}
			for name, test := range tests {
				label := strings.ReplaceAll(name, " ", "_")
				filters := maps.Clone(test.filters)
				if name != "none" && filters["to"] == "" && name != "billable" && name != "not billable" && name != "of one" && name != "of several" {
					filters["to"] = `"2015-12-31"`
				}
				blocks = append(blocks, data("time_logs", label, filters),
					"output \""+label+"\" {\n  value = join(\" \", data.billing_teamwork_time_logs."+label+".ids)\n}\n")
				want[label] = test.want
			}
			w := site.workspace(t, blocks...)
			w.apply()
			if got := w.outputs(); !maps.Equal(got, want) {
				t.Errorf("got %v\nwant %v", got, want)
			}
		})
	}
}

func TestTimeLogs_attributes(t *testing.T) {
	site := newSiteWith(t, sandbox.Options{UserOffset: -10 * time.Hour})
	w := site.workspace(t, data("time_logs", "one", values{"project_id": "1149", "billed": "true"}),
		"locals {\n  one = data.billing_teamwork_time_logs.one.time_logs[0]\n}\n",
		`output "one" { value = join("|", [for name in ["id", "project_id", "project_name", "company_id", "company_name", "person_id", "person_name", "description",
  "date", "timestamp", "minutes", "billable", "billed", "invoice_number"] : tostring(local.one[name])]) }
output "task" { value = local.one.task_id == null ? "null" : "a task" }
output "total" { value = tostring(data.billing_teamwork_time_logs.one.total_minutes) }
`)
	w.apply()
	want := map[string]string{
		"one":  "938|1149|API Private Items|51|Kent Farms|414|Daniel Mackey|Painting decal on engine housing|2015-06-17|2015-06-17T12:25:00Z|140|true|true|INV0001",
		"task": "null", "total": "160",
	}
	if got := w.outputs(); !maps.Equal(got, want) {
		t.Errorf("got %v\nwant %v", got, want)
	}
}

// Days follow the user's time zone: time logged late in the evening of the last
// day belongs to the month, although it is the next month in UTC.
func TestTimeLogs_dayOfTheUser(t *testing.T) {
	site := newSiteWith(t, sandbox.Options{UserOffset: -10 * time.Hour})
	logged := site.Teamwork().AddTimeLog(teamwork.TimeLog{
		ID: 900, ProjectID: project, Minutes: 30, Billable: true, LoggedAt: time.Date(2026, time.April, 1, 3, 0, 0, 0, time.UTC),
	})
	w := site.workspace(t, data("time_logs", "march", values{"project_id": "1149", "from": `"2026-03-01"`, "to": `"2026-03-31"`}),
		"output \"date\" {\n  value = data.billing_teamwork_time_logs.march.time_logs[0].date\n}\n")
	w.apply()
	if got := w.outputs()["date"]; got != "2026-03-31" {
		t.Errorf("time log %d is shown on %s", logged.ID, got)
	}
}

func TestTimeLogs_validation(t *testing.T) {
	site := newSite(t)
	for name, test := range map[string]struct {
		filters values
		says    []string
	}{
		"no project":    {values{"available_to_invoice": `"INV-1"`}, []string{"available_to_invoice = ", "Set project_id"}},
		"both":          {values{"project_id": "1149", "available_to_invoice": `"INV-1"`, "billed": "true"}, []string{"available_to_invoice", "billed"}},
		"reversed":      {values{"from": `"2026-03-31"`, "to": `"2026-03-01"`}, []string{"from = ", "Exchange them"}},
		"no date":       {values{"from": `"March"`}, []string{"from = ", "March"}},
		"no invoice":    {values{"project_id": "1149", "available_to_invoice": `""`}, []string{"available_to_invoice = ", "must not be empty"}},
		"no person":     {values{"person_ids": "[0]"}, []string{"person_ids = ", "at least 1"}},
		"null person":   {values{"person_ids": "[null]"}, []string{"person_ids", "null"}},
		"half a person": {values{"person_ids": "[1.5]"}, []string{"person_ids", "whole number"}},
	} {
		t.Run(name, func(t *testing.T) {
			w := site.workspace(t, data("time_logs", "wrong", test.filters))
			w.mustSay(w.fails("validate"), test.says...)
		})
	}
}

// Pages have the maximum size.
func TestTimeLogs_pages(t *testing.T) {
	site := newSiteWith(t, sandbox.Options{TimeLogs: 2000})
	w := site.workspace(t, data("time_logs", "all", values{"project_id": "1149", "from": `"2026-01-01"`}),
		"output \"count\" {\n  value = tostring(length(data.billing_teamwork_time_logs.all.ids))\n}\n")
	site.ResetRequests()
	w.apply()
	if got, requests := w.outputs()["count"], len(site.Requests()); got != "2000" || requests != 4 {
		t.Errorf("%s time logs by %d requests, want 2000 by 4", got, requests)
	}
}

func TestUnbilledMetrics(t *testing.T) {
	site := newSite(t)
	w := site.workspace(t, data("unbilled_metrics", "all", nil), data("unbilled_metrics", "one", values{"project_ids": "[1150]"}),
		"output \"all\" {\n  value = tostring(data.billing_teamwork_unbilled_metrics.all.unbilled_count)\n}\noutput \"one\" {\n  value = tostring(data.billing_teamwork_unbilled_metrics.one.unbilled_count)\n}\n")
	w.apply()
	if got, want := w.outputs(), map[string]string{"all": "4", "one": "1"}; !maps.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
