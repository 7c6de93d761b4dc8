package api_test

import (
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/wethod/api"
)

func TestRequest_headers(t *testing.T) {
	t.Parallel()
	client, far := newClient(says(`[]`))
	if _, err := client.ListInvoices(t.Context(), api.InvoiceQuery{}); err != nil {
		t.Fatal(err)
	}
	request := far.seen()[0]
	if request.method != "GET" || request.path != "/api/invoices" {
		t.Errorf("asked %s %s", request.method, request.path)
	}
	want := map[string][]string{
		"Accept": {"application/json"}, "User-Agent": {"test"}, "Authorization": {"Bearer " + testToken},
		"Wethod-Company": {"acme"}, "Wethod-Version": {"2024-06-15"},
	}
	if diff := cmp.Diff(want, map[string][]string(request.header)); diff != "" {
		t.Errorf("headers differ (-want +got):\n%s", diff)
	}
}

func TestRequest_queries(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		query api.InvoiceQuery
		want  string
	}{
		"everything": {api.InvoiceQuery{}, "limit=100&offset=0"},
		"project":    {api.InvoiceQuery{ProjectID: 12}, "limit=100&offset=0&project_id=12"},
		"issued on": {
			api.InvoiceQuery{IssueDate: api.Filter{On: "2024-01-01"}}, "issue_date=2024-01-01&limit=100&offset=0",
		},
		"issued after": {
			api.InvoiceQuery{IssueDate: api.Filter{After: "2024-01-01"}}, "issue_date=gt%3A2024-01-01&limit=100&offset=0",
		},
		"paid before": {
			api.InvoiceQuery{PaymentDate: api.Filter{Before: "2024-01-01"}}, "limit=100&offset=0&payment_date=lt%3A2024-01-01",
		},
		"paid between": { // the lower bound alone
			api.InvoiceQuery{PaymentDate: api.Filter{After: "2024-01-01", Before: "2024-02-01"}},
			"limit=100&offset=0&payment_date=gt%3A2024-01-01",
		},
		"changed on": { // the examples of the documentation
			api.InvoiceQuery{UpdatedAt: api.Filter{On: "2024-01-01T20:00:00+02:00"}},
			"limit=100&offset=0&updated_at=2024-01-01T20%3A00%3A00%2B02%3A00",
		},
		"changed before": {
			api.InvoiceQuery{UpdatedAt: api.Filter{Before: "2024-01-01T20:00:00+02:00"}},
			"limit=100&offset=0&updated_at=lt%3A2024-01-01T20%3A00%3A00%2B02%3A00",
		},
		"everything at once": {
			api.InvoiceQuery{
				ProjectID: 12, IssueDate: api.Filter{After: "2024-01-01", Before: "2024-12-31"},
				PaymentDate: api.Filter{On: "2024-06-30"}, UpdatedAt: api.Filter{After: "2024-01-01T20:00:00.5-05:00"},
			},
			"issue_date=gt%3A2024-01-01&limit=100&offset=0&payment_date=2024-06-30&project_id=12&updated_at=gt%3A2024-01-01T20%3A00%3A00.5-05%3A00",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, far := newClient(says(`[]`))
			if _, err := client.ListInvoices(t.Context(), test.query); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]string{test.want}, far.queries()); diff != "" {
				t.Errorf("queries differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestRequest_whatCannotBeAskedForIsNotSent(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		query api.InvoiceQuery
		word  string
	}{
		"on and after":  {api.InvoiceQuery{IssueDate: api.Filter{On: "2024-01-01", After: "2024-01-01"}}, "issue_date: "},
		"no date":       {api.InvoiceQuery{PaymentDate: api.Filter{Before: "20240101"}}, `payment_date: "20240101"`},
		"no such day":   {api.InvoiceQuery{IssueDate: api.Filter{On: "2024-02-30"}}, `issue_date: "2024-02-30"`},
		"no time zone":  {api.InvoiceQuery{UpdatedAt: api.Filter{On: "2024-01-01T20:00:00"}}, "updated_at: "},
		"an operator":   {api.InvoiceQuery{IssueDate: api.Filter{On: "gte:2024-01-01"}}, "issue_date: "},
		"a day in time": {api.InvoiceQuery{UpdatedAt: api.Filter{After: "2024-01-01"}}, "updated_at: "},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, far := newClient(func(url.Values) answer { return answer{body: `[]`} })
			_, err := client.ListInvoices(t.Context(), test.query)
			contains(t, err, test.word)
			if len(far.seen()) != 0 {
				t.Errorf("sent %v", far.queries())
			}
		})
	}
}
