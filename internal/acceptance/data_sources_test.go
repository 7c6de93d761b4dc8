package acceptance_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/teamwork"
)

func data(kind, name string, arguments values) string {
	return block(fmt.Sprintf("data \"billing_teamwork_%s\" %q", kind, name), arguments)
}

func TestInvoiceDataSource_everyField(t *testing.T) {
	site := newSite(t)
	invoice := "data.billing_teamwork_invoice.one"
	field := func(name string, want knownvalue.Check) statecheck.StateCheck {
		return statecheck.ExpectKnownValue(invoice, tfjsonpath.New(name), want)
	}
	number := func(value int64) knownvalue.Check { return knownvalue.Int64Exact(value) }
	site.test(t, resource.TestStep{
		Config: site.config(data("invoice", "one", values{"id": "50"}), data("invoice", "bare", values{"id": `"53"`})),
		ConfigStateChecks: []statecheck.StateCheck{
			field("id", text("50")), field("project_id", number(project)), field("project_name", text("API Private Items")),
			field("company_id", number(51)), field("company_name", text("Apple")), field("number", text("INV0001")),
			field("display_date", text("2015-06-17")), field("description", text("Replace tractor")), field("po_number", text("PO0001")),
			field("fixed_cost", null()), field("currency_code", text("USD")), field("status", text("active")),
			field("pricing", text("determine")), field("due_date", null()), field("total_time", number(160)),
			field("total_time_decimal", text("2.66")), field("total_cost", text("358.34")),
			field("date_created", text("2015-06-17T13:50:24Z")), field("date_updated", text("2015-06-17T13:50:24Z")),
			field("created_by_user_id", number(414)), field("created_by_user_firstname", text("Daniel")),
			field("created_by_user_lastname", text("Mackey")), field("edited_by_user_id", number(414)),
			field("edited_by_user_firstname", text("Daniel")), field("edited_by_user_lastname", text("Mackey")),
			field("exported_date", null()), field("exported_by_user_id", null()), field("exported_by_user_firstname", null()),
			field("exported_by_user_lastname", null()), field("line_items", knownvalue.ListSizeExact(2)), field("expenses", knownvalue.ListSizeExact(2)),
			statecheck.ExpectKnownValue(invoice, tfjsonpath.New("line_items").AtSliceIndex(0), knownvalue.ObjectExact(map[string]knownvalue.Check{
				"id": text("938"), "task_id": null(), "task_name": null(), "user_id": number(414), "user_firstname": text("Daniel"),
				"user_lastname": text("Mackey"), "billable": knownvalue.Bool(true), "description": text("Painting decal on engine housing"),
				"minutes": number(140), "hours": text("2"), "decimal_hours": text("2.33"), "rate": text("50.00"), "cost": text("116.67"),
				"date_logged_utc": text("2015-06-17T12:25:00Z"), "date": text("2015-06-17T12:25:00Z"),
			})),
			statecheck.ExpectKnownValue(invoice, tfjsonpath.New("expenses").AtSliceIndex(1), knownvalue.ObjectExact(map[string]knownvalue.Check{
				"id": text("15"), "invoice_id": number(50), "name": text("Paint"), "description": null(), "cost": text("25.00"),
				"date": text("2015-06-17"), "created_by_user_id": number(414), "created_by_user_firstname": text("Daniel"),
				"created_by_user_lastname": text("Mackey"),
			})),
			statecheck.ExpectKnownValue("data.billing_teamwork_invoice.bare", tfjsonpath.New("expenses"), knownvalue.ListSizeExact(0)),
			statecheck.ExpectKnownValue("data.billing_teamwork_invoice.bare", tfjsonpath.New("exported_by_user_id"), number(415)),
		},
	})
}

func TestInvoiceDataSource_refuses(t *testing.T) {
	site := newSite(t)
	step := func(id string, phrases ...string) resource.TestStep {
		return resource.TestStep{Config: site.config(data("invoice", "one", values{"id": id})), PlanOnly: true, ExpectError: says(phrases...)}
	}
	site.test(t,
		step(`"4711"`, "Teamwork: there is no invoice 4711", "Invoice not found"),
		step(`"INV00001"`, "must be the ID of an invoice, a number such as 49"),
		step(`""`, "must be the ID of an invoice, a number such as 49"),
	)
}

func TestInvoicesDataSource_filtersOnTheWire(t *testing.T) {
	filters := map[string]struct {
		arguments values
		request   string
		numbers   []string
	}{
		"none":      {nil, "/invoices.json?page=1&type=active", []string{"INV00001", "INV0001", "WEB-1", "DAIRY-1", "DAIRY-2", "BARN-1"}},
		"completed": {values{"type": `"completed"`}, "/invoices.json?page=1&type=completed", []string{"INV00003", "WEB-0"}},
		"archived":  {values{"project_status": `"archived"`}, "/invoices.json?page=1&projectStatus=archived&type=active", []string{"ARC-1"}},
		"everything": {
			values{"type": `"all"`, "project_status": `"all"`}, "/invoices.json?page=1&projectStatus=all&type=all",
			[]string{"INV00001", "INV0001", "INV00003", "WEB-1", "WEB-0", "ARC-1", "ARC-0", "DAIRY-1", "DAIRY-2", "BARN-1"},
		},
		"project":     {values{"project_id": "1149"}, "/projects/1149/invoices.json?page=1&type=active", []string{"INV00001", "INV0001"}},
		"project_all": {values{"project_id": "1151", "type": `"all"`}, "/projects/1151/invoices.json?page=1&type=all", []string{"ARC-1", "ARC-0"}},
	}
	site := newSite(t)
	var blocks, want []string
	var checks []statecheck.StateCheck
	for name, filter := range filters {
		blocks = append(blocks, data("invoices", name, filter.arguments))
		want = append(want, "GET "+filter.request)
		var numbers []knownvalue.Check
		for _, number := range filter.numbers {
			numbers = append(numbers, knownvalue.ObjectPartial(map[string]knownvalue.Check{"number": text(number)}))
		}
		checks = append(checks, statecheck.ExpectKnownValue("data.billing_teamwork_invoices."+name, tfjsonpath.New("invoices"), knownvalue.ListExact(numbers)))
	}
	site.test(t, resource.TestStep{Config: site.config(blocks...), ConfigStateChecks: checks})
	got := site.requests()
	slices.Sort(got)
	slices.Sort(want)
	if got = slices.Compact(got); !slices.Equal(got, want) {
		t.Errorf("requests are\n%s, want\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestInvoicesDataSource_everyFieldOfTheList(t *testing.T) {
	site := newSite(t)
	site.test(t, resource.TestStep{
		Config: site.config(data("invoices", "web", values{"project_id": "1150", "type": `"all"`})),
		ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownValue("data.billing_teamwork_invoices.web",
			tfjsonpath.New("invoices").AtSliceIndex(0), knownvalue.ObjectPartial(map[string]knownvalue.Check{
				"id": text("52"), "project_id": knownvalue.Int64Exact(1150), "display_date": text("2015-08-01"), "description": null(),
				"po_number": null(), "fixed_cost": text("600.00"), "currency_code": text("EUR"), "pricing": text("fixed"),
				"time_cost": text("0.00"), "expenses_cost": text("0.00"), "total_cost": text("0.00"), "total_time": knownvalue.Int64Exact(0),
			}),
		)},
	})
}

func TestInvoicesDataSource_allPages(t *testing.T) {
	site := newSiteWith(t, sandbox.Options{PageSize: 3, Invoices: 50})
	site.test(t, resource.TestStep{
		Config: site.config(data("invoices", "all", values{"project_id": "1149", "type": `"all"`})),
		ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownValue("data.billing_teamwork_invoices.all",
			tfjsonpath.New("invoices"), knownvalue.ListSizeExact(53))},
	})
}

func TestInvoicesDataSource_pageThatFailsIsAnError(t *testing.T) {
	site := newSiteWith(t, sandbox.Options{PageSize: 3, Invoices: 50})
	site.Script(sandbox.Rule{
		Path: teamwork.PathProjectInvoices, Times: sandbox.Always, Fault: sandbox.ErrorStatus(500),
		When: func(request sandbox.Request) bool { return request.Query.Get("page") == "7" },
	})
	site.test(t, resource.TestStep{
		Config:      site.config(data("invoices", "all", values{"project_id": "1149", "type": `"all"`})),
		ExpectError: says("Teamwork: could not list the invoices", "500"),
	})
}

func TestMetricsDataSource_filtersOnTheWire(t *testing.T) {
	filters := map[string]struct {
		arguments values
		query     string
		count     int64
	}{
		"none":       {nil, "", 6},
		"starred":    {values{"only_starred_projects": "true"}, "onlyStarredProjects=true", 4},
		"unstarred":  {values{"only_starred_projects": "false"}, "onlyStarredProjects=false", 6},
		"archived":   {values{"include_archived_projects": "true"}, "includeArchivedProjects=true", 7},
		"any_tag":    {values{"project_tag_ids": "[1, 3]"}, "projectTagIds=1%2C3", 4},
		"all_tags":   {values{"project_tag_ids": "[1, 2]", "match_all_project_tags": "true"}, "matchAllProjectTags=true&projectTagIds=1%2C2", 2},
		"statuses":   {values{"project_statuses": `["late", "upcoming"]`}, "projectStatuses=late%2Cupcoming", 3},
		"owners":     {values{"project_owner_ids": "[415, 416]"}, "projectOwnerIds=415%2C416", 4},
		"projects":   {values{"project_ids": "[1150]"}, "projectIds=1150", 1},
		"healths":    {values{"project_healths": "[0]"}, "projectHealths=0", 1},
		"healths_01": {values{"project_healths": "[0, 1]"}, "projectHealths=0%2C1", 3},
		"companies":  {values{"project_company_ids": "[53]"}, "projectCompanyIds=53", 2},
		"categories": {values{"project_category_ids": "[7, 8]"}, "projectCategoryIds=7%2C8", 4},
		"empty":      {values{"project_ids": "[]"}, "", 6},
		"everything": {
			values{
				"only_starred_projects": "true", "match_all_project_tags": "true", "include_archived_projects": "true",
				"project_tag_ids": "[1]", "project_statuses": `["active"]`, "project_owner_ids": "[414]", "project_ids": "[1149, 1151]",
				"project_healths": "[3]", "project_company_ids": "[51]", "project_category_ids": "[7]",
			},
			"includeArchivedProjects=true&matchAllProjectTags=true&onlyStarredProjects=true&projectCategoryIds=7&projectCompanyIds=51" +
				"&projectHealths=3&projectIds=1149%2C1151&projectOwnerIds=414&projectStatuses=active&projectTagIds=1", 2,
		},
	}
	site := newSite(t)
	var blocks, want []string
	var checks []statecheck.StateCheck
	for name, filter := range filters {
		blocks = append(blocks, data("open_invoice_metrics", name, filter.arguments))
		want = append(want, filter.query)
		checks = append(checks, statecheck.ExpectKnownValue("data.billing_teamwork_open_invoice_metrics."+name,
			tfjsonpath.New("open_invoice_count"), knownvalue.Int64Exact(filter.count)))
	}
	site.test(t, resource.TestStep{Config: site.config(blocks...), ConfigStateChecks: checks})
	var got []string
	for _, request := range site.Requests() {
		if request.Method != http.MethodGet || request.Path != teamwork.PathInvoiceMetric {
			t.Errorf("unexpected request %s %s", request.Method, request.Path)
		}
		got = append(got, request.RawQuery)
	}
	slices.Sort(got)
	slices.Sort(want)
	got, want = slices.Compact(got), slices.Compact(want)
	if !slices.Equal(got, want) {
		t.Errorf("queries are\n%s, want\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestMetricsDataSource_answerWithoutCountIsAnError(t *testing.T) {
	site := newSite(t)
	step := func(fault sandbox.Fault, phrases ...string) resource.TestStep {
		return resource.TestStep{
			PreConfig: func() {
				site.ClearScript()
				site.Script(sandbox.Rule{Path: teamwork.PathInvoiceMetric, Times: sandbox.Always, Fault: fault})
			},
			Config:      site.config(data("open_invoice_metrics", "all", nil)),
			PlanOnly:    true,
			ExpectError: says(append([]string{"Teamwork: could not count the open invoices"}, phrases...)...),
		}
	}
	site.test(t,
		step(sandbox.Reply(200, nil, `{}`), "contains no count"),
		step(sandbox.ErrorStatus(400), "400 Bad Request: bad request: Bad Request"),
		step(sandbox.Reply(400, nil, `{"errors":[{"id":"e-1","code":"INVALID","title":"bad","detail":"unknown tag"}]}`),
			"bad: unknown tag [code INVALID] [error ID e-1]"),
	)
}
