package api_test

import (
	"context"
	"encoding/base64"
	"math"
	"net/http"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/api"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

func exampleFields() api.InvoiceFields {
	return api.InvoiceFields{
		Number: "INV00001", DisplayDate: "20150617", Description: "New machinery as Clark dropped the last tractor",
		PONumber: "PO00002", FixedCost: "", CurrencyCode: "USD",
	}
}

// exampleBody is the body of the documentation's update, and also of its create
// except for the project, which is in the path.
const exampleBody = `{"invoice":{"number":"INV00001","display-date":"20150617",` +
	`"description":"New machinery as Clark dropped the last tractor","po-number":"PO00002","fixed-cost":"","currency-code":"USD"}}`

func TestRequests_toTheLetter(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		call func(context.Context, *api.Client) error
		says string
		want sent
	}{
		"list all": {
			func(ctx context.Context, c *api.Client) error {
				_, err := listInvoices(ctx, c, api.InvoiceQuery{}, math.MaxInt)
				return err
			},
			`{"invoices":[]}`,
			sent{method: "GET", path: "/invoices.json", query: "page=1&type=active"},
		},
		"list all, chosen": {
			func(ctx context.Context, c *api.Client) error {
				_, err := c.Invoices(api.InvoiceQuery{Type: "all", ProjectStatus: "archived"}).Page(ctx, 3)
				return err
			},
			`{"invoices":[]}`,
			sent{method: "GET", path: "/invoices.json", query: "page=3&projectStatus=archived&type=all"},
		},
		"list of a project": {
			func(ctx context.Context, c *api.Client) error {
				_, err := listInvoices(ctx, c, api.InvoiceQuery{ProjectID: 1149, Type: "completed"}, math.MaxInt)
				return err
			},
			`{"invoices":[]}`,
			sent{method: "GET", path: "/projects/1149/invoices.json", query: "page=1&type=completed"},
		},
		"get": {
			func(ctx context.Context, c *api.Client) error { _, err := c.GetInvoice(ctx, "49"); return err },
			`{"invoice":{"id":"49"}}`,
			sent{method: "GET", path: "/invoices/49.json"},
		},
		"get an odd id": {
			func(ctx context.Context, c *api.Client) error { _, err := c.GetInvoice(ctx, "4/9?x#y z"); return err },
			`{"invoice":{"id":"49"}}`,
			sent{method: "GET", path: "/invoices/4%2F9%3Fx%23y%20z.json"},
		},
		"create": {
			func(ctx context.Context, c *api.Client) error {
				_, err := c.CreateInvoice(ctx, 1149, exampleFields())
				return err
			},
			`{"STATUS":"OK","id":99}`,
			sent{method: "POST", path: "/projects/1149/invoices.json", body: exampleBody},
		},
		"create with the least": {
			func(ctx context.Context, c *api.Client) error {
				_, err := c.CreateInvoice(ctx, 1, api.InvoiceFields{Number: "<1>", DisplayDate: "20150617"})
				return err
			},
			`{"STATUS":"OK","id":99}`,
			sent{
				method: "POST", path: "/projects/1/invoices.json",
				body: `{"invoice":{"number":"<1>","display-date":"20150617","description":"","po-number":"","fixed-cost":""}}`,
			},
		},
		"update": {
			func(ctx context.Context, c *api.Client) error { return c.UpdateInvoice(ctx, "49", exampleFields()) },
			`{"STATUS":"OK"}`,
			sent{method: "PUT", path: "/invoices/49.json", body: exampleBody},
		},
		"delete": {
			func(ctx context.Context, c *api.Client) error { return c.DeleteInvoice(ctx, "49") },
			`{"STATUS":"OK"}`,
			sent{method: "DELETE", path: "/invoices/49.json"},
		},
		"complete": {
			func(ctx context.Context, c *api.Client) error { return c.CompleteInvoice(ctx, "49") },
			`{"STATUS":"OK"}`,
			sent{method: "PUT", path: "/invoices/49/complete.json"},
		},
		"uncomplete": {
			func(ctx context.Context, c *api.Client) error { return c.UncompleteInvoice(ctx, "49") },
			`{"STATUS":"OK"}`,
			sent{method: "PUT", path: "/invoices/49/uncomplete.json"},
		},
		"expenses of the site": {
			func(ctx context.Context, c *api.Client) error { _, err := c.Expenses(0).Page(ctx, 1); return err },
			`{"expenses":[]}`,
			sent{method: "GET", path: "/expenses.json", query: "page=1"},
		},
		"expenses of a project": {
			func(ctx context.Context, c *api.Client) error { _, err := c.Expenses(1149).Page(ctx, 2); return err },
			`{"expenses":[]}`,
			sent{method: "GET", path: "/projects/1149/expenses.json", query: "page=2"},
		},
		"get an expense": {
			func(ctx context.Context, c *api.Client) error { _, err := c.GetExpense(ctx, "14"); return err },
			`{"STATUS":"OK","expense":{"id":14}}`,
			sent{method: "GET", path: "/expenses/14.json"},
		},
		"create an expense": {
			func(ctx context.Context, c *api.Client) error {
				_, err := c.CreateExpense(ctx, 1, api.ExpenseFields{
					Name: new("4 New Tyres"), Date: new("20150617"), Cost: new("200.00"), Description: new("New run flats for tractor"),
				})
				return err
			},
			`{"STATUS":"OK","id":999}`,
			sent{
				method: "POST", path: "/expenses.json",
				body: `{"expense":{"project-id":"1","name":"4 New Tyres","date":"20150617","cost":"200.00","description":"New run flats for tractor"}}`,
			},
		},
		"update an expense": {
			func(ctx context.Context, c *api.Client) error {
				return c.UpdateExpense(ctx, "14", api.ExpenseFields{Cost: new("0"), Description: new("")})
			},
			`{"STATUS":"OK"}`,
			sent{method: "PUT", path: "/expenses/14.json", body: `{"expense":{"cost":"0","description":""}}`},
		},
		"delete an expense": {
			func(ctx context.Context, c *api.Client) error { return c.DeleteExpense(ctx, "14") },
			`{"STATUS":"OK"}`,
			sent{method: "DELETE", path: "/expenses/14.json"},
		},
		"time entries of the site": {
			func(ctx context.Context, c *api.Client) error {
				_, err := c.TimeEntries(api.TimeEntryQuery{}).Page(ctx, 1)
				return err
			},
			`{"time-entries":[]}`,
			sent{method: "GET", path: "/time_entries.json", query: "page=1&pageSize=500&projectType=all"},
		},
		"time entries of a project, chosen": {
			func(ctx context.Context, c *api.Client) error {
				_, err := c.TimeEntries(api.TimeEntryQuery{
					ProjectID: 1149, From: "20260301", To: "20260331", BillableType: api.NonBillable, InvoicedType: api.NonInvoiced, UserID: 414,
				}).Page(ctx, 3)
				return err
			},
			`{"STATUS":"OK","time-entries":[]}`,
			sent{
				method: "GET", path: "/projects/1149/time_entries.json",
				query: "billableType=nonbillable&fromdate=20260301&invoicedType=noninvoiced&page=3&pageSize=500&projectType=all&todate=20260331&userId=414",
			},
		},
		"get a time entry": {
			func(ctx context.Context, c *api.Client) error { _, err := c.GetTimeEntry(ctx, "937"); return err },
			`{"STATUS":"OK","time-entry":{"id":"937"}}`,
			sent{method: "GET", path: "/time_entries/937.json"},
		},
		"set billable": {
			func(ctx context.Context, c *api.Client) error { return c.SetTimeBillable(ctx, 937, true) },
			`{"timelog":{"id":937,"billable":true}}`,
			sent{method: "PATCH", path: "/projects/api/v3/time/937.json", body: `{"timelog":{"isBillable":true}}`},
		},
		"unbilled expenses": {
			func(ctx context.Context, c *api.Client) error {
				_, err := c.UnbilledCount(ctx, api.MetricQuery{ProjectIDs: []int64{1, 2}})
				return err
			},
			`{"data":{"value":3}}`,
			sent{method: "GET", path: "/projects/api/v3/projects/metrics/unbilled.json", query: "projectIds=1%2C2"},
		},
		"currency codes": {
			func(ctx context.Context, c *api.Client) error { _, err := c.CurrencyCodes(ctx); return err },
			`{"currency-codes":[{"code":"EUR","name":"Euro"}]}`,
			sent{method: "GET", path: "/currencycodes.json"},
		},
		"metric": {
			func(ctx context.Context, c *api.Client) error {
				_, err := c.OpenInvoiceCount(ctx, api.MetricQuery{})
				return err
			},
			`{"data":{"value":7}}`,
			sent{method: "GET", path: "/projects/api/v3/projects/metrics/invoice.json"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, far := newClient(t, says(test.says))
			if err := test.call(t.Context(), client); err != nil {
				t.Fatal(err)
			}
			test.want.header = http.Header{
				"Accept": {"application/json"}, "User-Agent": {"test"}, "Authorization": {"Basic " + encodedKey},
			}
			if test.want.body != "" {
				test.want.header.Set("Content-Type", "application/json")
			}
			if diff := cmp.Diff(test.want, far.only(t), cmp.AllowUnexported(sent{})); diff != "" {
				t.Errorf("request differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestMetric_sendsTheFiltersThatAreSet(t *testing.T) {
	t.Parallel()
	yes, no := true, false
	tests := map[string]struct {
		query api.MetricQuery
		want  string
	}{
		"none":        {api.MetricQuery{}, ""},
		"empty lists": {api.MetricQuery{ProjectIDs: []int64{}, ProjectStatuses: []string{}, ProjectHealths: []int64{}}, ""},
		"all ten": {
			api.MetricQuery{
				OnlyStarredProjects: &yes, MatchAllProjectTags: &no, IncludeArchivedProjects: &yes,
				ProjectTagIDs: []int64{1, 2}, ProjectStatuses: []string{"active", "late"}, ProjectOwnerIDs: []int64{3},
				ProjectIDs: []int64{4, 5, 6}, ProjectHealths: []int64{0, 3}, ProjectCompanyIDs: []int64{7, 8},
				ProjectCategoryIDs: []int64{9007199254740993, 10},
			},
			"includeArchivedProjects=true&matchAllProjectTags=false&onlyStarredProjects=true" +
				"&projectCategoryIds=9007199254740993%2C10&projectCompanyIds=7%2C8&projectHealths=0%2C3" +
				"&projectIds=4%2C5%2C6&projectOwnerIds=3&projectStatuses=active%2Clate&projectTagIds=1%2C2",
		},
		"health not set": {api.MetricQuery{ProjectHealths: []int64{0}}, "projectHealths=0"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, far := newClient(t, says(`{"data":{"value":12}}`))
			count, err := client.OpenInvoiceCount(t.Context(), test.query)
			if err != nil || count != 12 {
				t.Errorf("count %d, error %v; want 12", count, err)
			}
			if got := far.only(t).query; got != test.want {
				t.Errorf("query\n got %s\nwant %s", got, test.want)
			}
		})
	}
}

func TestAuthorization_isBasicWithAKeyAndBearerWithAToken(t *testing.T) {
	t.Parallel()
	if got := base64.StdEncoding.EncodeToString([]byte(testKey + ":x")); got != encodedKey {
		t.Fatalf("encodedKey is wrong: %s", got)
	}
	for want, credential := range map[string]api.Credential{
		"Basic " + encodedKey: {APIKey: testKey},
		"Bearer t0k3n":        {AccessToken: "t0k3n"},
	} {
		far := &site{respond: says(`{"currency-codes":[{"code":"EUR","name":"Euro"}]}`)}
		client := api.New(transport.Options{
			System: "Teamwork", BaseURL: &url.URL{Scheme: "https", Host: "acme.teamwork.com"}, Network: far,
		}, credential)
		if _, err := client.CurrencyCodes(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := far.only(t).header.Get("Authorization"); got != want {
			t.Errorf("Authorization %q, want %q", got, want)
		}
	}
}

func TestRequests_keepTheBaseURLsPrefix(t *testing.T) {
	t.Parallel()
	far := &site{respond: says(`{"data":{"value":1}}`)}
	client := api.New(transport.Options{
		System: "Teamwork", BaseURL: &url.URL{Scheme: "https", Host: "proxy.example.com:8443", Path: "/teamwork"}, Network: far,
	}, api.Credential{APIKey: testKey})
	if _, err := client.OpenInvoiceCount(t.Context(), api.MetricQuery{}); err != nil {
		t.Fatal(err)
	}
	if got, want := far.only(t).path, "/teamwork/projects/api/v3/projects/metrics/invoice.json"; got != want {
		t.Errorf("path %s, want %s", got, want)
	}
	if got := client.Host(); got != "proxy.example.com:8443" {
		t.Errorf("host %s", got)
	}
}
