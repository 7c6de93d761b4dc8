package api_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/transport"
	"github.com/projectbilling/terraform-provider-billing/internal/wethod/api"
)

// everyField has all ten fields, in another order than the one in which they are sent.
func everyField() api.InvoiceFields {
	return api.InvoiceFields{
		Value: api.Amount("12345678901234567.8910"), ProjectID: api.ID(12), IssueDate: api.Text("2026-03-31"), InvoiceNumber: api.Text("<1> & \"2\""),
		PurchaseOrder: api.Text("PO"), ExchangeRate: api.Amount("-007.50"), Notes: api.Text("a\nb"), BudgetAreaUID: api.Text("ba"),
		VATRateID: api.ID(3), PaymentTermID: api.Null(),
	}
}

func TestWrites_toTheLetter(t *testing.T) {
	t.Parallel()
	const answered = `{"id":41,"status":"paid","value":1000.5,"payment_date":"2024-07-01"}`
	tests := map[string]struct {
		call func(context.Context, *api.Client) (api.Invoice, error)
		want sent
	}{
		"get": {
			func(ctx context.Context, c *api.Client) (api.Invoice, error) { return c.GetInvoice(ctx, "41") },
			sent{method: "GET", path: "/api/invoices/41"},
		},
		"get an odd id": {
			func(ctx context.Context, c *api.Client) (api.Invoice, error) {
				return c.GetInvoice(ctx, "4/1?x#y z:send")
			},
			sent{method: "GET", path: "/api/invoices/4%2F1%3Fx%23y%20z:send"},
		},
		"create": {
			func(ctx context.Context, c *api.Client) (api.Invoice, error) {
				return c.CreateInvoice(ctx, everyField())
			},
			sent{method: "POST", path: "/api/invoices", body: `{"project_id":12,"invoice_number":"<1> & \"2\"","purchase_order":"PO",` +
				`"value":12345678901234567.8910,"exchange_rate":-7.50,"issue_date":"2026-03-31","notes":"a\nb","budget_area_uid":"ba","vat_rate_id":3}`},
		},
		"update with null": {
			func(ctx context.Context, c *api.Client) (api.Invoice, error) {
				return c.UpdateInvoice(ctx, "41", api.InvoiceFields{Notes: api.Null(), Value: api.Amount("0.10")})
			},
			sent{method: "PATCH", path: "/api/invoices/41", body: `{"value":0.10,"notes":null}`},
		},
		"send": {
			func(ctx context.Context, c *api.Client) (api.Invoice, error) { return c.SendInvoice(ctx, "41", 5) },
			sent{method: "POST", path: "/api/invoices/41:send", body: `{"invoice_contact_id":5}`},
		},
		"set to paid": {
			func(ctx context.Context, c *api.Client) (api.Invoice, error) {
				return c.SetPaid(ctx, "41", "2026-04-30")
			},
			sent{method: "POST", path: "/api/invoices/41:set-paid", body: `{"payment_date":"2026-04-30"}`},
		},
		"set to paid today": {
			func(ctx context.Context, c *api.Client) (api.Invoice, error) { return c.SetPaid(ctx, "41", "") },
			sent{method: "POST", path: "/api/invoices/41:set-paid", body: `{}`},
		},
		"set to unpaid": {
			func(ctx context.Context, c *api.Client) (api.Invoice, error) { return c.SetUnpaid(ctx, "41") },
			sent{method: "POST", path: "/api/invoices/41:set-unpaid"},
		},
		"delete": {
			func(ctx context.Context, c *api.Client) (api.Invoice, error) {
				return api.Invoice{ID: 41, Status: "paid", Value: "1000.5", PaymentDate: "2024-07-01"}, ignoreUnconfirmed(c.DeleteInvoice(ctx, "41"))
			},
			sent{method: "DELETE", path: "/api/invoices/41"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, far := newClient(says(answered))
			got, err := test.call(t.Context(), client)
			if name == "get an odd id" {
				err = nil // the response is for another ID, which does not matter here
			} else if diff := cmp.Diff(api.Invoice{ID: 41, Status: "paid", Value: "1000.5", PaymentDate: "2024-07-01"}, got); diff != "" {
				t.Errorf("invoice differs (-want +got):\n%s", diff)
			}
			if err != nil {
				t.Fatal(err)
			}
			request := far.seen()[0]
			contentType := request.header.Get("Content-Type")
			request.header = nil
			if diff := cmp.Diff(test.want, request, cmp.AllowUnexported(sent{})); diff != "" || len(far.seen()) != 1 {
				t.Errorf("%d requests, request differs (-want +got):\n%s", len(far.seen()), diff)
			}
			if want := map[bool]string{true: "application/json"}[request.body != ""]; contentType != want {
				t.Errorf("the content type is %q", contentType)
			}
		})
	}
}

// ignoreUnconfirmed ignores the doubt that a response with a body causes.
func ignoreUnconfirmed(err error) error {
	if transport.MayHaveTakenEffect(err) {
		return nil
	}
	return err
}

func TestValues_onTheWire(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		value api.Value
		want  string
	}{
		"every digit": {api.Amount("12345678901234567890.123456789012345678900"), "12345678901234567890.123456789012345678900"},
		"no zeros":    {api.Amount("0012"), "12"},
		"negative":    {api.Amount("-0.50"), "-0.50"},
		"zero":        {api.Amount("0.00"), "0.00"},
		"text":        {api.Text("<&>\u2028"), `"<&>\u2028"`},
		"null":        {api.Null(), "null"},
		"id":          {api.ID(9007199254740993), "9007199254740993"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, far := newClient(says(`{"id":41}`))
			if _, err := client.UpdateInvoice(t.Context(), "41", api.InvoiceFields{Notes: test.value}); err != nil {
				t.Fatal(err)
			}
			if got := far.seen()[0].body; got != `{"notes":`+test.want+`}` {
				t.Errorf("sent is %s", got)
			}
		})
	}
	client, far := newClient(says(`{"id":41}`))
	if _, err := client.UpdateInvoice(t.Context(), "41", api.InvoiceFields{Value: api.Amount("1,5")}); err == nil || len(far.seen()) > 0 {
		t.Errorf("what is no number was sent: %v, %v", err, far.seen())
	}
}

func TestFields_sinceLeavesOutWhatIsAsBefore(t *testing.T) {
	t.Parallel()
	before := everyField()
	if got := before.Since(before); got != (api.InvoiceFields{}) {
		t.Errorf("nothing has changed, got %+v", got)
	}
	after := before
	after.Notes, after.Value = api.Null(), api.Amount("7")
	if got, want := after.Since(before), (api.InvoiceFields{Notes: api.Null(), Value: api.Amount("7")}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if after.ProjectID != before.ProjectID {
		t.Error("the fields themselves were changed")
	}
}

// A response that proves nothing is an error that may have taken effect.
func TestWrites_answersThatProveNothing(t *testing.T) {
	t.Parallel()
	create := func(ctx context.Context, c *api.Client) error {
		_, err := c.CreateInvoice(ctx, everyField())
		return err
	}
	get := func(ctx context.Context, c *api.Client) error { _, err := c.GetInvoice(ctx, "41"); return err }
	update := func(ctx context.Context, c *api.Client) error {
		_, err := c.UpdateInvoice(ctx, "41", api.InvoiceFields{Notes: api.Null()})
		return err
	}
	remove := func(ctx context.Context, c *api.Client) error { return c.DeleteInvoice(ctx, "41") }
	for name, test := range map[string]struct {
		call   func(context.Context, *api.Client) error
		given  answer
		want   string // "" = no error
		effect bool
	}{
		"created without an id":     {create, answer{status: 201, body: `{"status":"draft"}`}, "does not contain the ID", true},
		"created, nothing said":     {create, answer{status: 201}, "does not contain the ID", true},
		"created, half said":        {create, answer{status: 201, body: `{"id":4`}, "cannot be read", true},
		"created, a page":           {create, answer{body: "<html>", header: http.Header{"Content-Type": {"text/html"}}}, "cannot be read", true},
		"created, a list":           {create, answer{status: 201, body: `[{"id":41}]`}, "cannot be read", true},
		"not created":               {create, answer{status: 400, body: `{"key":"invalid_data","message":"m"}`}, "400", false},
		"refused in a success":      {create, answer{status: 200, body: `{"key":"invalid_data","message":"m"}`}, "invalid_data", false},
		"perhaps created":           {create, answer{status: 502}, "502", true},
		"read another":              {get, answer{body: `{"id":42}`}, "contains invoice 42 instead of invoice 41", true},
		"read none":                 {get, answer{body: `{}`}, "contains no invoice", true},
		"read null":                 {get, answer{body: `null`}, "contains no invoice", true},
		"read the same in quotes":   {get, answer{body: `{"id":"041"}`}, "", false},
		"updated another":           {update, answer{body: `{"id":42}`}, "contains invoice 42", true},
		"updated, nothing said":     {update, answer{status: 204}, "", false},
		"updated, little said":      {update, answer{body: `{}`}, "", false},
		"deleted":                   {remove, answer{}, "", false},
		"deleted, as documented":    {remove, answer{status: 204}, "", false},
		"deleted, with the invoice": {remove, answer{body: `{"id":41}`}, "does not confirm that the record is deleted", true},
		"to be deleted some day":    {remove, answer{status: 202}, "does not confirm that the record is deleted", true},
		"not deleted":               {remove, answer{body: `{"key":"forbidden","message":"m"}`}, "forbidden", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, far := newClient(always(test.given))
			err := test.call(t.Context(), client)
			if test.want == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			contains(t, err, test.want)
			if transport.MayHaveTakenEffect(err) != test.effect || len(far.seen()) != 1 {
				t.Errorf("may have taken effect: %t, want %t; %d requests", !test.effect, test.effect, len(far.seen()))
			}
		})
	}
}

func TestGetInvoice_onlyTheServiceProvesAbsence(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		given answer
		gone  bool
	}{
		"gone":          {answer{status: 404, body: `{"key":"not_found","message":"m"}`}, true},
		"a page":        {answer{status: 404, body: "<html>", header: http.Header{"Content-Type": {"text/html"}}}, false},
		"a gateway":     {answer{status: 404, body: `{"message":"no Route matched with those values"}`}, false},
		"another code":  {answer{status: 404, body: `{"code":"NO_ROUTE","message":"m"}`}, false},
		"an empty key":  {answer{status: 404, body: `{"key":"","message":"m"}`}, false},
		"text":          {answer{status: 404, body: "404 page not found"}, false},
		"nothing":       {answer{status: 404}, false},
		"not to be had": {answer{status: 403, body: `{"key":"forbidden","message":"m"}`}, false},
		"no answer":     {answer{err: errors.New("cut")}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, _ := newClient(always(test.given))
			if _, err := client.GetInvoice(t.Context(), "41"); err == nil || transport.IsNotFound(err) != test.gone {
				t.Errorf("got %v", err)
			}
		})
	}
}

// Creates and actions are sent once; requests that set values can be retried.
func TestWrites_repetitions(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		call func(context.Context, *api.Client) error
		want int
	}{
		"create": {func(ctx context.Context, c *api.Client) error {
			_, err := c.CreateInvoice(ctx, everyField())
			return err
		}, 1},
		"send":   {func(ctx context.Context, c *api.Client) error { _, err := c.SendInvoice(ctx, "41", 5); return err }, 1},
		"paid":   {func(ctx context.Context, c *api.Client) error { _, err := c.SetPaid(ctx, "41", ""); return err }, 1},
		"unpaid": {func(ctx context.Context, c *api.Client) error { _, err := c.SetUnpaid(ctx, "41"); return err }, 1},
		"update": {func(ctx context.Context, c *api.Client) error {
			_, err := c.UpdateInvoice(ctx, "41", everyField())
			return err
		}, 2},
		"delete": {func(ctx context.Context, c *api.Client) error { return c.DeleteInvoice(ctx, "41") }, 2},
		"get":    {func(ctx context.Context, c *api.Client) error { _, err := c.GetInvoice(ctx, "41"); return err }, 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			far := &service{respond: always(answer{status: 503, header: http.Header{"Retry-After": {"0"}}})}
			client := api.New(transport.Options{
				System: "Wethod", BaseURL: &url.URL{Scheme: "https", Host: "api.wethod.com"}, Network: far, MaxRetries: 1,
			}, api.Access{Company: "acme", Token: testToken, Version: "2024-06-15"})
			if err := test.call(t.Context(), client); err == nil || len(far.seen()) != test.want {
				t.Errorf("%d requests, want %d; %v", len(far.seen()), test.want, err)
			}
		})
	}
}

func TestLookups_queries(t *testing.T) {
	t.Parallel()
	client, far := newClient(says(`[]`))
	ten := int64(10)
	if _, err := client.ListProjects(t.Context(), api.ProjectQuery{
		Probability: &ten, ProjectStageID: 4, Deleted: "true", DateStart: api.Filter{After: "2024-01-01", Before: "2024-02-01"},
		UpdatedAt: api.Filter{On: "2024-01-01T00:00:00Z"}, DeletedAt: api.Filter{Before: "2024-01-01T00:00:00Z"},
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := client.ListInvoiceContacts(t.Context(), api.Filter{After: "2024-01-01T00:00:00Z"}); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"date_start=gt%3A2024-01-01&deleted=true&deleted_at=lt%3A2024-01-01T00%3A00%3A00Z&limit=100&offset=0&probability=10&" +
			"project_stage_id=4&updated_at=2024-01-01T00%3A00%3A00Z",
		"limit=100&offset=0&updated_at=gt%3A2024-01-01T00%3A00%3A00Z",
	}
	if diff := cmp.Diff(want, far.queries()); diff != "" {
		t.Errorf("queries differ (-want +got):\n%s", diff)
	}
	if path := far.seen()[1].path; path != "/api/invoice-contacts" {
		t.Errorf("asked for %s", path)
	}
	for _, call := range []func() error{
		func() error { _, err := client.ListInvoiceContacts(t.Context(), api.Filter{On: "today"}); return err },
		func() error {
			_, err := client.ListProjects(t.Context(), api.ProjectQuery{DateStart: api.Filter{On: "20240101"}})
			return err
		},
	} {
		if err := call(); err == nil || len(far.seen()) != 2 {
			t.Errorf("what cannot be asked for was sent: %v", err)
		}
	}
}

// Projects of an older page lack fields and have others; both are kept as they are.
func TestLookups_decode(t *testing.T) {
	t.Parallel()
	client, _ := newClient(says(`[{"id":14,"client_po":"x","estimate":7,"metadata_3":"y"},
		{"id":"12","name":"N","value":25.50,"probability":100,"is_archived":false,"deleted_at":null,"pm_id":7}]`))
	got, err := client.ListProjects(t.Context(), api.ProjectQuery{})
	if err != nil {
		t.Fatal(err)
	}
	want := []api.Project{{ID: 12, Name: "N", Value: "25.50", Probability: "100", IsArchived: "false", PMID: "7"}, {ID: 14}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("projects differ (-want +got):\n%s", diff)
	}
	contacts, _ := newClient(says(`[{"id":6,"email":"e","alias":null},{"id":0}]`))
	if _, err := contacts.ListInvoiceContacts(t.Context(), api.Filter{}); err == nil || !strings.Contains(err.Error(), "entry 1 of the list") {
		t.Errorf("got %v", err)
	}
}
