package api_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/transport"
	"github.com/projectbilling/terraform-provider-billing/internal/wethod/api"
)

// The examples of the published documentation (seed 002), unchanged.

func TestContract_listOfInvoices(t *testing.T) {
	t.Parallel()
	client, _ := newClient(says(contract(t, "invoices.json")))
	got, err := client.ListInvoices(t.Context(), api.InvoiceQuery{})
	if err != nil {
		t.Fatal(err)
	}
	want := []api.Invoice{{
		ID: 1, CreatedAt: "2026-03-10T18:18:59.360Z", UpdatedAt: "2026-03-10T18:18:59.360Z", Status: "draft",
		InvoiceNumber: "INV-2024-001", PurchaseOrder: "string", Value: "1000",
		ExchangeRate: "0", IssueDate: "2024-06-15", Notes: "string", ProjectID: "1",
		BudgetAreaUID: "string", VATRateID: "0", PaymentTermID: "0",
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("list differs (-want +got):\n%s", diff)
	}
}

func TestContract_errors(t *testing.T) {
	t.Parallel()
	const method, path = "GET", "/api/invoices"
	tests := map[string]struct {
		want transport.APIError
		text string
	}{
		"400": {
			transport.APIError{Status: 400, Problem: transport.Problem{
				Code: "invalid_data", Message: "You provided invalid data. Check 'failures' for details.",
				Fields: []transport.FieldProblem{{Target: "string", Message: "string"}},
			}},
			"Wethod responded with 400 Bad Request: You provided invalid data. Check 'failures' for details. [key invalid_data] " +
				"(GET /api/invoices)\n- string: string",
		},
		"401": {
			transport.APIError{Status: 401, Problem: transport.Problem{Code: "string", Message: "string"}},
			"Wethod responded with 401 Unauthorized: string [key string] (GET /api/invoices)",
		},
		"403": {
			transport.APIError{Status: 403, Problem: transport.Problem{Code: "string", Message: "string"}},
			"Wethod responded with 403 Forbidden: string [key string] (GET /api/invoices)",
		},
		"412": {
			transport.APIError{Status: 412, Problem: transport.Problem{Code: "precondition_failure", Message: "string"}},
			"Wethod responded with 412 Precondition Failed: string [key precondition_failure] (GET /api/invoices)",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, far := newClient(always(answer{status: test.want.Status, body: contract(t, name+".json")}))
			_, err := client.ListInvoices(t.Context(), api.InvoiceQuery{})
			var got *transport.APIError
			if !errors.As(err, &got) {
				t.Fatalf("error %v (%T)", err, err)
			}
			test.want.System, test.want.Method, test.want.Path, test.want.CodeName = "Wethod", method, path, "key"
			if diff := cmp.Diff(test.want, *got); diff != "" {
				t.Errorf("error differs (-want +got):\n%s", diff)
			}
			if err.Error() != test.text {
				t.Errorf("text\n%s, want\n%s", err, test.text)
			}
			if len(far.seen()) != 1 {
				t.Errorf("%d requests, want 1", len(far.seen()))
			}
		})
	}
}
