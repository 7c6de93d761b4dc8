package teamwork_test

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/quirks"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/teamwork"
)

// The examples of the official OpenAPI document, and the expense that a client recorded in 2025.
const (
	exampleExpense = `{"company-id":"51","company-name":"Apple","cost":"200.00","created-by-user-firstname":"Daniel",
		"created-by-user-id":"414","created-by-user-lastname":"Mackey","date":"20150617",
		"description":"New run flats for tractor","id":"14","invoice-id":"50","name":"4 New Tyres","project-id":"1149",
		"project-name":"API Private Items"}`
	recordedExpense = `{"project-name":"Colombia","company-name":"Php's Company","created-by-user-id":"391604",
		"invoice-id":"","company-id":"1370007","updated-date":"2025-01-11T14:28:44Z","name":"test","date":"20250101",
		"project-id":"967489","created-by-user-firstname":"Php","cost":"100.00","description":"","id":"2757",
		"created-by-user-lastname":"Api"}`
	exampleExpenseCreate = `{"expense":{"name":"4 New Tyres","project-id":"1149","date":"20150617","cost":"200.00",
		"description":"New run flats for tractor"}}`
	exampleExpenseUpdate = `{"expense":{"name":"4 New Tyres","date":"20150617","cost":"200.00",
		"description":"New run flats for tractor"}}`
	// sampleExpense is the body of the official sample, which sends a number and a projectType.
	sampleExpense = `{"expense":{"name":"VM access time","description":"Access to VM for 1 hour","date":"20241111",
		"cost":275,"projectType":"normal"}}`
)

func TestExpenses_asInTheOpenAPIDocument(t *testing.T) {
	t.Parallel()
	site := oldSite()
	site.UpdateProject(1149, func(project *teamwork.Project) { project.CompanyName = "Apple" })
	site.UpdateExpense(14, func(expense *teamwork.Expense) { expense.Description = "New run flats for tractor" })
	send(site, http.MethodGet, "/expenses/14.json", "").mustBe(t, http.StatusOK, `{"expense":`+exampleExpense+`}`)
	for _, path := range []string{teamwork.PathExpenses, "/projects/1149/expenses.json"} {
		first := recordsOf(t, send(site, http.MethodGet, path, ""), "expenses")[0]
		if diff := cmp.Diff(parse(t, exampleExpense), any(first)); diff != "" {
			t.Errorf("%s: the first expense differs (-want +got):\n%s", path, diff)
		}
	}
	send(site, http.MethodPost, "/expenses.json", exampleExpenseCreate).mustBe(t, http.StatusOK, `{"STATUS":"OK","id":40}`)
	send(site, http.MethodPut, "/expenses/40.json", exampleExpenseUpdate).mustBe(t, http.StatusOK, exampleDone)
	send(site, http.MethodDelete, "/expenses/40.json", "").mustBe(t, http.StatusOK, exampleDone)
}

func TestExpenses_asRecorded(t *testing.T) {
	t.Parallel()
	site := teamwork.New(teamwork.Options{})
	site.AddProject(teamwork.Project{ID: 967489, Name: "Colombia", CompanyID: 1370007, CompanyName: "Php's Company"})
	site.AddExpense(teamwork.Expense{
		ID: 2757, ProjectID: 967489, Name: "test", Cost: "100", Date: "20250101", UpdatedAt: at("2025-01-11T14:28:44Z"),
		CreatedBy: teamwork.User{ID: 391604, FirstName: "Php", LastName: "Api"},
	})
	send(site, http.MethodGet, "/expenses/2757.json", "").mustBe(t, http.StatusOK, `{"STATUS":"OK","expense":`+recordedExpense+`}`)
	send(site, http.MethodGet, "/expenses.json", "").mustBe(t, http.StatusOK, `{"STATUS":"OK","expenses":[`+recordedExpense+`]}`)
}

func TestExpenses_create(t *testing.T) {
	t.Parallel()
	daniel := teamwork.User{ID: 414, FirstName: "Daniel", LastName: "Mackey"}
	tests := map[string]struct {
		path, body string
		want       teamwork.Expense
	}{
		"project in the body": {
			"/expenses.json", `{"expense":{"project-id":"1150","name":"Paint","date":"20260101","cost":"1.5"}}`,
			teamwork.Expense{ID: 40, ProjectID: 1150, Name: "Paint", Cost: "1.5", Date: "20260101"},
		},
		"project as a number": {
			"/expenses.json", `{"expense":{"project-id":1150,"name":"Paint","date":"20260101","cost":-3.25}}`,
			teamwork.Expense{ID: 40, ProjectID: 1150, Name: "Paint", Cost: "-3.25", Date: "20260101"},
		},
		"project in the path": {
			"/projects/1149/expenses.json", sampleExpense,
			teamwork.Expense{
				ID: 40, ProjectID: 1149, Name: "VM access time", Description: "Access to VM for 1 hour", Cost: "275",
				Date: "20241111",
			},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := newSite(teamwork.Options{})
			send(site, http.MethodPost, test.path, test.body).mustBe(t, http.StatusOK, `{"STATUS":"OK","id":40}`)
			test.want.CreatedBy, test.want.UpdatedAt = daniel, at(testNow)
			got, _ := site.Expense(40)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("the expense differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestExpenses_createTellsTheIDInEachPlace(t *testing.T) {
	t.Parallel()
	tests := map[teamwork.CreatedID]struct{ body, header string }{
		teamwork.IDNumber: {`{"STATUS":"OK","id":40}`, ""},
		teamwork.IDString: {`{"STATUS":"OK","id":"40"}`, ""},
		teamwork.IDHeader: {`{"STATUS":"OK"}`, "40"},
	}
	for place, test := range tests {
		site := newSite(teamwork.Options{Shapes: teamwork.Shapes{CreatedID: place}})
		got := send(site, http.MethodPost, "/expenses.json", exampleExpenseCreate)
		got.mustBe(t, http.StatusOK, test.body)
		if got.header.Get("id") != test.header {
			t.Errorf("header id %q, want %q", got.header.Get("id"), test.header)
		}
	}
}

func TestExpenses_idsAreNeverReused(t *testing.T) {
	t.Parallel()
	site := newSite(teamwork.Options{})
	if got := site.AddExpense(teamwork.Expense{ID: 70, ProjectID: 1149, Cost: "1"}); got.ID != 70 {
		t.Fatalf("id %d, want 70", got.ID)
	}
	send(site, http.MethodPost, "/expenses.json", exampleExpenseCreate).mustBe(t, http.StatusOK, `{"STATUS":"OK","id":71}`)
	send(site, http.MethodDelete, "/expenses/71.json", "").mustBe(t, http.StatusOK, exampleDone)
	send(site, http.MethodPost, "/expenses.json", exampleExpenseCreate).mustBe(t, http.StatusOK, `{"STATUS":"OK","id":72}`)
}

func TestExpenses_updateLeavesOutWhatStays(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		body   string
		change func(*teamwork.Expense)
	}{
		"name":              {`{"name":"Wheat"}`, func(e *teamwork.Expense) { e.Name = "Wheat" }},
		"description":       {`{"description":""}`, func(e *teamwork.Expense) { e.Description = "" }},
		"date":              {`{"date":"20240229"}`, func(e *teamwork.Expense) { e.Date = "20240229" }},
		"cost":              {`{"cost":"3"}`, func(e *teamwork.Expense) { e.Cost = "3" }},
		"cost as a number":  {`{"cost":12.5}`, func(e *teamwork.Expense) { e.Cost = "12.5" }},
		"two of the fields": {`{"cost":"0","name":"x"}`, func(e *teamwork.Expense) { e.Cost, e.Name = "0", "x" }},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := newSite(teamwork.Options{})
			want, _ := site.Expense(37)
			test.change(&want)
			want.UpdatedAt = at(testNow)
			send(site, http.MethodPut, "/expenses/37.json", `{"expense":`+test.body+`}`).mustBe(t, http.StatusOK, exampleDone)
			got, _ := site.Expense(37)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("the expense differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestExpenses_writesAreRefused(t *testing.T) {
	t.Parallel()
	const all, one, project = "/expenses.json", "/expenses/37.json", "/projects/1149/expenses.json"
	tests := map[string]struct {
		method, path, body string
		status             int
	}{
		"create: no JSON":               {"POST", all, `{"expense":`, 422},
		"create: no envelope":           {"POST", all, `{"name":"A"}`, 422},
		"create: no project":            {"POST", all, `{"expense":{"name":"A","date":"20260101","cost":"1"}}`, 422},
		"create: unknown project":       {"POST", all, `{"expense":{"project-id":"7","name":"A","date":"20260101","cost":"1"}}`, 404},
		"create: deleted project":       {"POST", all, `{"expense":{"project-id":"1154","name":"A","date":"20260101","cost":"1"}}`, 404},
		"create: no name":               {"POST", project, `{"expense":{"date":"20260101","cost":"1"}}`, 422},
		"create: empty name":            {"POST", project, `{"expense":{"name":" ","date":"20260101","cost":"1"}}`, 422},
		"create: name as a number":      {"POST", project, `{"expense":{"name":5,"date":"20260101","cost":"1"}}`, 422},
		"create: no date":               {"POST", project, `{"expense":{"name":"A","cost":"1"}}`, 422},
		"create: no such day":           {"POST", project, `{"expense":{"name":"A","date":"20260229","cost":"1"}}`, 422},
		"create: date with dashes":      {"POST", project, `{"expense":{"name":"A","date":"2026-01-01","cost":"1"}}`, 422},
		"create: date as a number":      {"POST", project, `{"expense":{"name":"A","date":20260101,"cost":"1"}}`, 422},
		"create: no cost":               {"POST", project, `{"expense":{"name":"A","date":"20260101"}}`, 422},
		"create: empty cost":            {"POST", project, `{"expense":{"name":"A","date":"20260101","cost":""}}`, 422},
		"create: cost in words":         {"POST", project, `{"expense":{"name":"A","date":"20260101","cost":"free"}}`, 422},
		"create: cost with exponent":    {"POST", project, `{"expense":{"name":"A","date":"20260101","cost":1e3}}`, 422},
		"create: null":                  {"POST", project, `{"expense":{"name":"A","date":"20260101","cost":"1","description":null}}`, 422},
		"create: field of the system":   {"POST", project, `{"expense":{"name":"A","date":"20260101","cost":"1","invoice-id":"49"}}`, 422},
		"create: project twice":         {"POST", project, exampleExpenseCreate, 422},
		"create: type in the other one": {"POST", all, sampleExpense, 422},
		"create: unknown type":          {"POST", project, `{"expense":{"name":"A","date":"20260101","cost":"1","projectType":"odd"}}`, 422},
		"create: path of no project":    {"POST", "/projects/7/expenses.json", sampleExpense, 404},
		"update: unknown":               {"PUT", "/expenses/7.json", exampleExpenseUpdate, 404},
		"update: project":               {"PUT", one, `{"expense":{"project-id":"1149"}}`, 422},
		"update: type":                  {"PUT", one, `{"expense":{"projectType":"normal"}}`, 422},
		"update: nothing":               {"PUT", one, `{"expense":{}}`, 422},
		"update: empty name":            {"PUT", one, `{"expense":{"name":""}}`, 422},
		"update: empty cost":            {"PUT", one, `{"expense":{"cost":""}}`, 422},
		"update: empty date":            {"PUT", one, `{"expense":{"date":""}}`, 422},
		"update: billed":                {"PUT", "/expenses/14.json", exampleExpenseUpdate, 422},
		"delete: unknown":               {"DELETE", "/expenses/7.json", "", 404},
		"delete: billed":                {"DELETE", "/expenses/14.json", "", 422},
		"delete: with a body":           {"DELETE", one, `{}`, 422},
		"another verb":                  {"PATCH", one, `{}`, 405},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := newSite(teamwork.Options{})
			before := site.Expenses()
			send(site, test.method, test.path, test.body).mustBeError(t, test.status)
			if diff := cmp.Diff(before, site.Expenses()); diff != "" {
				t.Errorf("the refused request changed something (-before +after):\n%s", diff)
			}
		})
	}
}

func TestExpenses_billedOnesMayBeWritable(t *testing.T) {
	t.Parallel()
	site := newSite(teamwork.Options{Shapes: teamwork.Shapes{BilledExpensesWritable: true}})
	send(site, http.MethodPut, "/expenses/14.json", `{"expense":{"cost":"100"}}`).mustBe(t, http.StatusOK, exampleDone)
	send(site, http.MethodDelete, "/expenses/15.json", "").mustBe(t, http.StatusOK, exampleDone)
	invoice, _ := site.Invoice(50)
	if diff := cmp.Diff([]int{14}, invoice.ExpenseIDs); diff != "" {
		t.Errorf("expenses of the invoice differ (-want +got):\n%s", diff)
	}
	if got := invoiceOf(t, send(site, http.MethodGet, pathOf(50), ""))["total-cost"]; got != "233.34" {
		t.Errorf("total-cost %q, want 233.34", got)
	}
}

func TestExpenses_billingAndFreeing(t *testing.T) {
	t.Parallel()
	for name, free := range map[string]func(*teamwork.Site){
		"the invoice is deleted": func(site *teamwork.Site) { send(site, http.MethodDelete, pathOf(49), "") },
		"deleted and kept": func(site *teamwork.Site) {
			site.SetSoftDelete(true)
			send(site, http.MethodDelete, pathOf(49), "")
		},
		"deleted in the screens": func(site *teamwork.Site) { site.DeleteInvoice(49) },
		"taken off it": func(site *teamwork.Site) {
			site.UpdateExpense(36, func(expense *teamwork.Expense) { expense.InvoiceID = 0 })
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := newSite(teamwork.Options{})
			billed := func() any {
				return recordOf(t, send(site, http.MethodGet, "/expenses/36.json", ""), "expense")["invoice-id"]
			}
			send(site, http.MethodPut, "/invoices/49/lineitems.json", `{"lineitems":{"add":{"expenses":"36"}}}`).
				mustBe(t, http.StatusOK, exampleDone)
			if got := billed(); got != "49" {
				t.Errorf("invoice-id %q after adding it, want 49", got)
			}
			send(site, http.MethodDelete, "/expenses/36.json", "").mustBeError(t, http.StatusUnprocessableEntity)
			free(site)
			if got := billed(); got != "" {
				t.Errorf("invoice-id %q after freeing it, want none", got)
			}
			send(site, http.MethodDelete, "/expenses/36.json", "").mustBe(t, http.StatusOK, exampleDone)
			send(site, http.MethodGet, "/expenses/36.json", "").mustBeError(t, http.StatusNotFound)
		})
	}
}

func TestExpenses_lists(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		path  string
		ids   []string
		pages []string
	}{
		"all":             {"/expenses.json", []string{"14", "15", "36", "37"}, []string{"1", "2", "7"}},
		"all, last page":  {"/expenses.json?page=2", []string{"38", "39", "50"}, []string{"2", "2", "7"}},
		"beyond the last": {"/expenses.json?page=3", []string{}, []string{"3", "2", "7"}},
		"of a project":    {"/projects/1149/expenses.json?page=2", []string{"38"}, []string{"2", "2", "5"}},
		"of another":      {"/projects/1150/expenses.json", []string{"39"}, []string{"1", "1", "1"}},
		"of an archived":  {"/projects/1151/expenses.json", []string{"50"}, []string{"1", "1", "1"}},
		"of one without":  {"/projects/1152/expenses.json", []string{}, []string{"1", "0", "0"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := newSite(teamwork.Options{PageSize: 4})
			site.AddExpense(teamwork.Expense{ID: 50, ProjectID: 1151, Name: "Old", Cost: "1", Date: "20140101"})
			site.AddExpense(teamwork.Expense{ID: 51, ProjectID: 1154, Name: "Gone", Cost: "1", Date: "20140101"})
			got := send(site, http.MethodGet, test.path, "")
			if diff := cmp.Diff(test.ids, idsBelow(t, got, "expenses")); diff != "" {
				t.Errorf("ids differ (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.pages, pagesIn(got)); diff != "" {
				t.Errorf("page, pages and records differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestExpenses_listsAreRefused(t *testing.T) {
	t.Parallel()
	for path, status := range map[string]int{
		"/expenses.json?page=0":                   400,
		"/expenses.json?page=1&page=2":            400,
		"/expenses.json?pageSize=10":              400,
		"/projects/1149/expenses.json?invoice=50": 400,
		"/projects/7/expenses.json":               404,
		"/projects/1154/expenses.json":            404,
		"/expenses/7.json":                        404,
	} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			send(newSite(teamwork.Options{}), http.MethodGet, path, "").mustBeError(t, status)
		})
	}
}

func TestEntries_listsTellOfPagesInEachWay(t *testing.T) {
	t.Parallel()
	tests := map[teamwork.PageHeaders]map[string][]string{
		teamwork.PageHeadersForgotten: {"/expenses.json": {"", "", ""}, "/time_entries.json": {"", "", ""}},
		teamwork.PageHeadersFolded: {
			"/expenses.json": {"1, 1", "2, 2", "6, 6"}, "/time_entries.json": {"1, 1", "1, 1", "12, 12"},
		},
	}
	for headers, paths := range tests {
		site := newSite(teamwork.Options{PageSize: 4})
		site.SetPageHeaders(headers)
		for path, want := range paths {
			if diff := cmp.Diff(want, pagesIn(send(site, http.MethodGet, path, ""))); diff != "" {
				t.Errorf("%s: headers differ (-want +got):\n%s", path, diff)
			}
		}
	}
}

func TestExpenses_listsFollowEveryChange(t *testing.T) {
	t.Parallel()
	site := newSite(teamwork.Options{})
	check := func(after string, want ...string) {
		t.Helper()
		if diff := cmp.Diff(want, idsBelow(t, send(site, http.MethodGet, "/projects/1150/expenses.json", ""), "expenses")); diff != "" {
			t.Errorf("ids after %s differ (-want +got):\n%s", after, diff)
		}
	}
	check("nothing", "39")
	send(site, http.MethodPost, "/projects/1150/expenses.json", exampleExpenseUpdate)
	send(site, http.MethodPost, "/projects/1149/expenses.json", exampleExpenseUpdate)
	check("two creates", "39", "40")
	send(site, http.MethodDelete, "/expenses/39.json", "")
	check("a delete", "40")
	site.UpdateExpense(41, func(expense *teamwork.Expense) { expense.ProjectID = 1150 })
	check("a move in the screens", "40", "41")
	site.AddExpense(teamwork.Expense{ID: 3, ProjectID: 1150, Name: "Early", Cost: "1", Date: "20150101"})
	check("an addition in the screens", "3", "40", "41")
	site.DeleteExpense(40)
	check("a delete in the screens", "3", "41")
	site.UpdateProject(1150, func(project *teamwork.Project) { project.Progress = teamwork.ProgressDeleted })
	send(site, http.MethodGet, "/expenses/3.json", "").mustBeError(t, http.StatusNotFound)
	site.UpdateProject(1150, func(project *teamwork.Project) { project.Progress = teamwork.ProgressLate })
	check("the deletion of its project was undone", "3", "41")
}

func TestExpenses_valuesAreStoredAsTheSiteWants(t *testing.T) {
	t.Parallel()
	const sent = `{"expense":{"name":" r&d ","description":" a < b\n","cost":"99.999","date":"20260101"}}`
	tests := map[string]struct {
		values quirks.Values
		want   []string
	}{
		"everything":  {everyChange, []string{"R&amp;D", "a &lt; b", "100.00"}},
		"nothing":     {quirks.Values{}, []string{" r&d ", " a < b\n", "99.999"}},
		"in capitals": {quirks.Values{Recase: true}, []string{" R&D ", " a < b\n", "99.999"}},
		"rounded":     {quirks.Values{Round: true}, []string{" r&d ", " a < b\n", "100.00"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := newSite(teamwork.Options{Shapes: teamwork.Shapes{Values: test.values}})
			send(site, http.MethodPost, "/projects/1149/expenses.json", sent)
			send(site, http.MethodPut, "/expenses/37.json", sent)
			for _, id := range []int{40, 37} {
				got, _ := site.Expense(id)
				if diff := cmp.Diff(test.want, []string{got.Name, got.Description, got.Cost}); diff != "" {
					t.Errorf("expense %d is stored (-want +got):\n%s", id, diff)
				}
			}
		})
	}
}

func TestExpenses_costSpelling(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ sent, plain, asSent string }{
		"whole":            {`"600"`, "600.00", "600"},
		"number":           {`600.5`, "600.50", "600.5"},
		"too exact":        {`"0.125"`, "0.13", "0.125"},
		"zeros at the end": {`"7.000"`, "7.00", "7.000"},
		"negative":         {`-3`, "-3.00", "-3"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for asSent, want := range map[bool]string{false: test.plain, true: test.asSent} {
				site := newSite(teamwork.Options{Shapes: teamwork.Shapes{MoneyAsSent: asSent}})
				send(site, http.MethodPut, "/expenses/37.json", `{"expense":{"cost":`+test.sent+`}}`)
				if got := recordOf(t, send(site, http.MethodGet, "/expenses/37.json", ""), "expense")["cost"]; got != want {
					t.Errorf("cost %q, want %q", got, want)
				}
			}
		})
	}
}
