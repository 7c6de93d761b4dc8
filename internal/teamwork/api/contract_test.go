package api_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/api"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
)

// The verbatim examples of the published documentation (seeds 000 and 001, and the
// OpenAPI document).

func TestContract_invoicesOfAList(t *testing.T) {
	t.Parallel()
	client, _ := newClient(t, says(contract(t, "invoices.json")))
	list, err := listInvoices(t.Context(), client, api.InvoiceQuery{}, math.MaxInt)
	if err != nil {
		t.Fatal(err)
	}
	want := []api.Invoice{{
		ID: "49", ProjectID: "1149", ProjectName: "API Private Items", CompanyID: "51", CompanyName: "Kent Farms",
		Number: "INV00001", DisplayDate: "20150617", Description: "New machinery as Clark dropped the last tractor",
		PONumber: "PO00002", CurrencyCode: "USD", Status: "active",
		DateCreated: "2015-06-17T12:00:47Z", DateUpdated: "2015-06-17T12:00:47Z",
		CreatedByUserID: "414", CreatedByUserFirstname: "Daniel", CreatedByUserLastname: "Mackey",
		EditedByUserID: "414", EditedByUserFirstname: "Daniel", EditedByUserLastname: "Mackey",
	}}
	if diff := cmp.Diff(want, list); diff != "" {
		t.Errorf("list differs (-want +got):\n%s", diff)
	}
}

func TestContract_oneInvoice(t *testing.T) {
	t.Parallel()
	client, _ := newClient(t, says(contract(t, "invoice.json")))
	got, err := client.GetInvoice(t.Context(), "50")
	if err != nil {
		t.Fatal(err)
	}
	want := &api.InvoiceDetail{
		Invoice: api.Invoice{
			ID: "50", ProjectID: "1149", ProjectName: "API Private Items", CompanyID: "51", CompanyName: "Apple",
			Number: "INV0001", DisplayDate: "20150617", Description: "Replace tractor", PONumber: "PO0001",
			CurrencyCode: "USD", Status: "active",
			TotalTime: "160", TotalTimeDecimal: "2.66", TotalCost: "358.34",
			DateCreated: "2015-06-17T13:50:24Z", DateUpdated: "2015-06-17T13:50:24Z",
			CreatedByUserID: "414", CreatedByUserFirstname: "Daniel", CreatedByUserLastname: "Mackey",
			EditedByUserID: "414", EditedByUserFirstname: "Daniel", EditedByUserLastname: "Mackey",
		},
		LineItems: []api.LineItem{
			{
				ID: "938", UserID: "414", UserFirstname: "Daniel", UserLastname: "Mackey", Billable: "1",
				Description: "Painting decal on engine housing", Minutes: "140", DecimalHours: "2.33",
				Rate: "50.00", Cost: "116.67", DateLoggedUTC: "2015-06-17T12:25:00Z",
			},
			{
				ID: "937", UserID: "414", UserFirstname: "Daniel", UserLastname: "Mackey", Billable: "1",
				Description: "Work on putting new tyres on", Minutes: "20", DecimalHours: "0.33",
				Rate: "50.00", Cost: "16.67", DateLoggedUTC: "2015-06-17T14:25:00Z",
			},
		},
		Expenses: []api.Expense{
			{
				ID: "14", InvoiceID: "50", Name: "4 New Tyres", Cost: "200.00", Date: "20150617",
				CreatedByUserID: "414", CreatedByUserFirstname: "Daniel", CreatedByUserLastname: "Mackey",
			},
			{
				ID: "15", InvoiceID: "50", Name: "Paint", Cost: "25.00", Date: "20150617",
				CreatedByUserID: "414", CreatedByUserFirstname: "Daniel", CreatedByUserLastname: "Mackey",
			},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("invoice differs (-want +got):\n%s", diff)
	}
}

func TestContract_oneInvoiceOf2018(t *testing.T) {
	t.Parallel()
	client, _ := newClient(t, says(contract(t, "invoice_2018.json")))
	got, err := client.GetInvoice(t.Context(), "1")
	if err != nil {
		t.Fatal(err)
	}
	if got.TotalCost != "600" || got.EditedByUserFirstname != "Sarah" || len(got.Expenses) != 2 {
		t.Errorf("invoice %+v", got)
	}
	want := lenient.List[api.LineItem]{{
		ID: "1", UserID: "1", UserFirstname: "Holly", UserLastname: "McGill", Billable: "1",
		Minutes: "40", Hours: "0", DecimalHours: "0.67", Rate: "0", Cost: "0",
		DateLoggedUTC: "2018-05-09T07:41:00Z", Date: "2018-05-09T07:41:00Z",
	}}
	if diff := cmp.Diff(want, got.LineItems); diff != "" {
		t.Errorf("line items differ (-want +got):\n%s", diff)
	}
}

func TestContract_theIDOfANewInvoice(t *testing.T) {
	t.Parallel()
	client, _ := newClient(t, always(answer{status: 201, body: contract(t, "created.json")}))
	id, err := client.CreateInvoice(t.Context(), 1149, api.InvoiceFields{Number: "INV00001", DisplayDate: "20150617"})
	if err != nil || id != "99" {
		t.Errorf("id %q, error %v; want 99", id, err)
	}
}

func TestContract_writesThatWorked(t *testing.T) {
	t.Parallel()
	client, far := newClient(t, says(contract(t, "ok.json")))
	ctx := t.Context()
	for name, err := range map[string]error{
		"update":     client.UpdateInvoice(ctx, "49", api.InvoiceFields{}),
		"delete":     client.DeleteInvoice(ctx, "49"),
		"complete":   client.CompleteInvoice(ctx, "49"),
		"uncomplete": client.UncompleteInvoice(ctx, "49"),
	} {
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got := len(far.seen()); got != 4 {
		t.Errorf("%d requests, want 4", got)
	}
}

func TestContract_currencyCodes(t *testing.T) {
	t.Parallel()
	client, _ := newClient(t, says(contract(t, "currency_codes.json")))
	got, err := client.CurrencyCodes(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := []api.Currency{{Code: "AFN", Name: "Afghani"}, {Code: "DZD", Name: "Algerian dinar"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("currencies differ (-want +got):\n%s", diff)
	}
}

func TestContract_openInvoiceMetric(t *testing.T) {
	t.Parallel()
	client, _ := newClient(t, says(contract(t, "open_invoice_metric.json")))
	got, err := client.OpenInvoiceCount(t.Context(), api.MetricQuery{})
	if err != nil || got != 0 {
		t.Errorf("count %d, error %v; want 0", got, err)
	}
}
