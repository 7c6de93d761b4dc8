package teamwork_test

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/teamwork"
)

// The examples of the oldest official page, verbatim.
const (
	exampleListed = `{
      "project-id": "1149",
      "exported-by-user-id": "",
      "created-by-user-firstname": "Daniel",
      "description": "New machinery as Clark dropped the last tractor",
      "fixed-cost": "",
      "status": "active",
      "date-created": "2015-06-17T12:00:47Z",
      "exported-by-user-lastname": "",
      "company-id": "51",
      "number": "INV00001",
      "exported-by-user-firstname": "",
      "po-number": "PO00002",
      "project-name": "API Private Items",
      "display-date": "20150617",
      "exported-date": "",
      "created-by-user-id": "414",
      "update-by-user-id": "414",
      "created-by-user-lastname": "Mackey",
      "company-name": "Kent Farms",
      "id": "49",
      "date-updated": "2015-06-17T12:00:47Z",
      "edited-by-user-lastname": "Mackey",
      "edited-by-user-firstname": "Daniel",
      "currency-code": "USD"
    }`
	exampleSingle = `{
  "invoice": {
    "exported-by-user-id": "",
    "project-id": "1149",
    "created-by-user-firstname": "Daniel",
    "fixed-cost": "",
    "status": "active",
    "date-created": "2015-06-17T13:50:24Z",
    "exported-by-user-lastname": "",
    "line-items": [
      {
        "minutes": "140",
        "date-logged-utc": "2015-06-17T12:25:00Z",
        "rate": "50.00",
        "decimal-hours": "2.33",
        "description": "Painting decal on engine housing",
        "user-lastname": "Mackey",
        "id": "938",
        "user-firstname": "Daniel",
        "billable": "1",
        "task-name": "",
        "user-id": "414",
        "task-id": "",
        "cost": "116.67"
      },
      {
        "minutes": "20",
        "date-logged-utc": "2015-06-17T14:25:00Z",
        "rate": "50.00",
        "decimal-hours": "0.33",
        "description": "Work on putting new tyres on",
        "user-lastname": "Mackey",
        "id": "937",
        "user-firstname": "Daniel",
        "billable": "1",
        "task-name": "",
        "user-id": "414",
        "task-id": "",
        "cost": "16.67"
      }
    ],
    "number": "INV0001",
    "po-number": "PO0001",
    "exported-by-user-firstname": "",
    "expenses": [
      {
        "invoice-id": "50",
        "name": "4 New Tyres",
        "created-by-user-firstname": "Daniel",
        "created-by-user-id": "414",
        "description": "",
        "created-by-user-lastname": "Mackey",
        "date": "20150617",
        "id": "14",
        "cost": "200.00"
      },
      {
        "invoice-id": "50",
        "name": "Paint",
        "created-by-user-firstname": "Daniel",
        "created-by-user-id": "414",
        "description": "",
        "created-by-user-lastname": "Mackey",
        "date": "20150617",
        "id": "15",
        "cost": "25.00"
      }
    ],
    "update-by-user-id": "414",
    "created-by-user-id": "414",
    "id": "50",
    "company-name": "Apple",
    "edited-by-user-firstname": "Daniel",
    "total-time-decimal": "2.66",
    "total-cost": "358.34",
    "description": "Replace tractor",
    "company-id": "51",
    "exported-date": "",
    "display-date": "20150617",
    "project-name": "API Private Items",
    "total-time": "160",
    "created-by-user-lastname": "Mackey",
    "date-updated": "2015-06-17T13:50:24Z",
    "edited-by-user-lastname": "Mackey",
    "currency-code": "USD"
  }
}`
	exampleCreate = `{
  "invoice" : {
    "project-id": "1149",    
    "description": "New machinery as Clark dropped the last tractor",
    "fixed-cost": "",    
    "number": "INV00001",    
    "po-number": "PO00002",    
    "display-date": "20150617",    
    "currency-code": "USD"
  }
}`
	exampleUpdate = `{
  "invoice" : {    
    "description": "New machinery as Clark dropped the last tractor",
    "fixed-cost": "",    
    "number": "INV00001",    
    "po-number": "PO00002",    
    "display-date": "20150617",    
    "currency-code": "USD"
  }
}`
	exampleCreated = `{
  "STATUS" : "OK",
  "id" : 99
}`
	exampleDone = `{
  "STATUS" : "OK"
}`
	exampleMetric = `{
  "data": {
    "value": 0
  }
}`
)

// oldSite returns a site as old as the oldest official page.
func oldSite() *teamwork.Site {
	return newSite(teamwork.Options{Shapes: teamwork.Shapes{Edition: teamwork.Edition2015}})
}

func TestExamples_lists(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/invoices.json", "/projects/1149/invoices.json"} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			got := send(oldSite(), http.MethodGet, path, "")
			invoices := invoicesOf(t, got)
			if diff := cmp.Diff(parse(t, exampleListed), any(invoices[0])); diff != "" {
				t.Errorf("the first invoice differs (-want +got):\n%s", diff)
			}
			envelope, _ := parse(t, got.body).(map[string]any)
			if len(envelope) != 1 {
				t.Errorf("the list has more than invoices: %s", got.body)
			}
		})
	}
}

func TestExamples_singleInvoice(t *testing.T) {
	t.Parallel()
	send(oldSite(), http.MethodGet, "/invoices/50.json", "").mustBe(t, http.StatusOK, exampleSingle)
}

func TestExamples_create(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/invoices.json", "/projects/1149/invoices.json"} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			send(oldSite(), http.MethodPost, path, exampleCreate).mustBe(t, http.StatusCreated, exampleCreated)
		})
	}
}

func TestExamples_writesThatAnswerOK(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ method, path, body string }{
		"update":     {http.MethodPut, "/invoices/50.json", exampleUpdate},
		"delete":     {http.MethodDelete, "/invoices/50.json", ""},
		"complete":   {http.MethodPut, "/invoices/50/complete.json", ""},
		"uncomplete": {http.MethodPut, "/invoices/51/uncomplete.json", ""},
		"line items": {
			http.MethodPut, "/invoices/49/lineitems.json",
			`{"lineitems":{"add":{"timelogs":"111,222","expenses":"36,37"},"timelogTotals":{"111":200,"222":75}}}`,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			send(oldSite(), test.method, test.path, test.body).mustBe(t, http.StatusOK, exampleDone)
		})
	}
}

func TestExamples_currencyCodes(t *testing.T) {
	t.Parallel()
	got := send(oldSite(), http.MethodGet, "/currencycodes.json", "")
	envelope, _ := parse(t, got.body).(map[string]any)
	codes, _ := envelope["currency-codes"].([]any)
	if got.status != http.StatusOK || len(envelope) != 1 || len(codes) < 2 {
		t.Fatalf("%d %s", got.status, got.body)
	}
	want := parse(t, `[{"name": "Afghani", "code": "AFN"}, {"name": "Algerian dinar", "code": "DZD"}]`)
	if diff := cmp.Diff(want, any(codes[:2])); diff != "" {
		t.Errorf("the first codes differ (-want +got):\n%s", diff)
	}
}

func TestExamples_metric(t *testing.T) {
	t.Parallel()
	site := newSiteWith(teamwork.Options{}, false)
	send(site, http.MethodGet, "/projects/api/v3/projects/metrics/invoice.json", "").mustBe(t, http.StatusOK, exampleMetric)
}

// The example of the official OpenAPI document, which is newer than the page.
const exampleSingle2018 = `{"STATUS":"OK","invoice":{"company-id":"1","company-name":"MCG Cleaning Services",
"created-by-user-firstname":"Holly","created-by-user-id":"1","created-by-user-lastname":"McGill","currency-code":"EUR",
"date-created":"2018-05-09T08:19:48Z","date-updated":"2018-05-09T08:19:48Z","description":"","display-date":"20180509",
"edited-by-user-firstname":"Sarah","edited-by-user-lastname":"McGill","expenses":[
{"cost":"200.00","created-by-user-firstname":"Holly","created-by-user-id":"1","created-by-user-lastname":"McGill",
"date":"20180509","description":"","id":"1","invoice-id":"1","name":"TIME 1"},
{"cost":"400.00","created-by-user-firstname":"Holly","created-by-user-id":"1","created-by-user-lastname":"McGill",
"date":"20180509","description":"","id":"350","invoice-id":"1","name":"HELLO"}],
"exported-by-user-firstname":"","exported-by-user-id":"","exported-by-user-lastname":"","exported-date":"",
"fixed-cost":"","id":"1","line-items":[{"billable":"1","cost":"0","date":"2018-05-09T07:41:00Z",
"date-logged-utc":"2018-05-09T07:41:00Z","decimal-hours":"0.67","description":"","hours":"0","id":"1","minutes":"40",
"rate":"0","task-id":"","task-name":"","user-first-name":"Holly","user-id":"1","user-last-name":"McGill"}],
"number":"1","po-number":"","project-id":"1","project-name":"555 Project","status":"active","total-cost":"600",
"total-time":"40","total-time-decimal":"0.67","update-by-user-id":"1"}}`

func TestExamples_singleInvoiceOfTheOpenAPIDocument(t *testing.T) {
	t.Parallel()
	site := newSiteWith(teamwork.Options{Shapes: teamwork.Shapes{
		Edition:       teamwork.Edition2018,
		LineItemNames: teamwork.NamesApart,
		MoneyAsSent:   true,
	}}, false)
	holly := teamwork.User{ID: 1, FirstName: "Holly", LastName: "McGill"}
	sarah := teamwork.User{ID: 1, FirstName: "Sarah", LastName: "McGill"}
	site.AddProject(teamwork.Project{ID: 1, Name: "555 Project", CompanyID: 1, CompanyName: "MCG Cleaning Services"})
	site.AddTimeLog(teamwork.TimeLog{
		ID: 1, ProjectID: 1, User: holly, Billable: true, Minutes: 40, Rate: "0", LoggedAt: at("2018-05-09T07:41:00Z"),
	})
	site.AddExpense(teamwork.Expense{ID: 1, ProjectID: 1, Name: "TIME 1", Cost: "200.00", Date: "20180509", CreatedBy: holly})
	site.AddExpense(teamwork.Expense{ID: 350, ProjectID: 1, Name: "HELLO", Cost: "400.00", Date: "20180509", CreatedBy: holly})
	site.AddInvoice(teamwork.Invoice{
		ID: 1, ProjectID: 1, Number: "1", DisplayDate: "20180509", CurrencyCode: "EUR", CreatedBy: holly, EditedBy: sarah,
		DateCreated: at("2018-05-09T08:19:48Z"), TimeLogIDs: []int{1}, ExpenseIDs: []int{1, 350},
	})
	send(site, http.MethodGet, "/invoices/1.json", "").mustBe(t, http.StatusOK, exampleSingle2018)
}
