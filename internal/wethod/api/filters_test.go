package api_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/wethod/api"
)

// list reads a list with a single page.
func list(t *testing.T, query api.InvoiceQuery, invoices string) ([]int, error) {
	t.Helper()
	client, _ := newClient(says(invoices))
	got, err := client.ListInvoices(t.Context(), query)
	return idsOf(got), err
}

func TestFilter_ofBothBoundsTheUpperIsAppliedStrictly(t *testing.T) {
	t.Parallel()
	const days = `[{"id":1,"issue_date":"2024-05-31","payment_date":"2024-05-31"},
		{"id":2,"issue_date":"2024-06-01","payment_date":null},
		{"id":3,"issue_date":"2024-06-02"},
		{"id":4,"issue_date":"2023-06-02","payment_date":""}]`
	const moments = `[{"id":1,"updated_at":"2024-06-01T11:59:59Z"},
		{"id":2,"updated_at":"2024-06-01T12:00:00Z"},
		{"id":3,"updated_at":"2024-06-01T14:00:00+02:00"},
		{"id":4,"updated_at":"2024-06-01T13:59:59.999999999+02:00"},
		{"id":5,"updated_at":"2024-06-01T08:00:00.000-04:00"},
		{"id":6,"updated_at":"2024-06-01T07:59:59-0400"},
		{"id":7,"updated_at":"2024-06-01T23:00:00+12:00"},
		{"id":8,"updated_at":null}]`
	tests := map[string]struct {
		query api.InvoiceQuery
		body  string
		want  []int
	}{
		"issued":         {api.InvoiceQuery{IssueDate: api.Filter{After: "2024-01-01", Before: "2024-06-01"}}, days, []int{1, 4}},
		"issued later":   {api.InvoiceQuery{IssueDate: api.Filter{After: "2024-01-01", Before: "2024-06-02"}}, days, []int{1, 2, 4}},
		"paid":           {api.InvoiceQuery{PaymentDate: api.Filter{After: "2024-01-01", Before: "2024-06-01"}}, days, []int{1}},
		"one bound only": {api.InvoiceQuery{PaymentDate: api.Filter{Before: "2020-01-01"}}, days, []int{1, 2, 3, 4}}, // applied by the service
		"on":             {api.InvoiceQuery{UpdatedAt: api.Filter{On: "2024-06-01T12:00:00Z"}}, moments, []int{1, 2, 3, 4, 5, 6, 7, 8}},
		"changed": {
			api.InvoiceQuery{UpdatedAt: api.Filter{After: "2024-01-01T00:00:00Z", Before: "2024-06-01T12:00:00Z"}}, moments, []int{1, 4, 6, 7},
		},
		"changed, in another zone": {
			api.InvoiceQuery{UpdatedAt: api.Filter{After: "2024-01-01T00:00:00Z", Before: "2024-06-01T12:00:00.000+00:00"}}, moments, []int{1, 4, 6, 7},
		},
		"two fields": {
			api.InvoiceQuery{
				IssueDate: api.Filter{After: "2024-01-01", Before: "2024-06-02"}, PaymentDate: api.Filter{After: "2024-01-01", Before: "2024-06-01"},
			}, days, []int{1},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := list(t, test.query, test.body)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("ids differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestFilter_aValueThatCannotBeComparedIsAnError(t *testing.T) {
	t.Parallel()
	_, err := list(t, api.InvoiceQuery{UpdatedAt: api.Filter{After: "2024-01-01T00:00:00Z", Before: "2024-06-01T12:00:00Z"}},
		`[{"id":1,"updated_at":"yesterday"}]`)
	contains(t, err, "the updated_at of invoice 1 cannot be compared", `"yesterday"`)
	_, err = list(t, api.InvoiceQuery{IssueDate: api.Filter{After: "2024-01-01", Before: "2024-06-01"}}, `[{"id":1,"issue_date":"15.06.2024"}]`)
	contains(t, err, "the issue_date of invoice 1 cannot be compared", `"15.06.2024"`)
}

func TestFilter_localBoundsLeaveFullPagesFull(t *testing.T) {
	t.Parallel()
	invoices := append(numbered(1, 300), `{"id":301,"issue_date":"2023-06-01"}`)
	client, far := newClient(pageOf(invoices))
	got, err := client.ListInvoices(t.Context(), api.InvoiceQuery{IssueDate: api.Filter{After: "2023-01-01", Before: "2024-01-01"}})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]int{301}, idsOf(got)); diff != "" || len(far.seen()) != 4 {
		t.Errorf("%d requests, ids differ (-want +got):\n%s", len(far.seen()), diff)
	}
}
