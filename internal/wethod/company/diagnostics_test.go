package company

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/projectbilling/terraform-provider-billing/internal/numbers"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// pointed returns the paths of diagnostics; "" = no attribute.
func pointed(diags diag.Diagnostics) []string {
	var paths []string
	for _, each := range diags {
		at := ""
		if withPath, ok := each.(diag.DiagnosticWithPath); ok {
			at = withPath.Path().String()
		}
		paths = append(paths, at)
	}
	return paths
}

func TestExplain_failuresPointAtTheirArguments(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		failures []transport.FieldProblem
		want     []string
	}{
		"none":      {nil, []string{""}},
		"arguments": {[]transport.FieldProblem{{Target: "issue_date"}, {Target: "[updated_at]"}}, []string{"issue_date", "updated_at"}},
		"others":    {[]transport.FieldProblem{{Target: "limit"}, {Message: "m"}}, []string{""}},
		"both":      {[]transport.FieldProblem{{Target: "limit"}, {Target: "issue_date"}}, []string{"issue_date", ""}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := Explain("could not do it", &transport.APIError{Status: 400, Problem: transport.Problem{Fields: test.failures}}, "issue_date", "updated_at")
			if diff := cmp.Diff(test.want, pointed(got)); diff != "" {
				t.Errorf("paths differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestExplain_cures(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		err   error
		words []string
	}{
		"401":        {&transport.APIError{Status: 401}, []string{"wethod.token (WETHOD_TOKEN)"}},
		"403":        {&transport.APIError{Status: 403}, []string{"the user of wethod.token", "invoices.view (for", "invoices.view_other"}},
		"412":        {&transport.APIError{Status: 412}, []string{"Wethod-Company or Wethod-Version", "wethod.company (WETHOD_COMPANY)", "wethod.api_version (WETHOD_API_VERSION)"}},
		"429":        {&transport.APIError{Status: 429, IsLimited: true}, []string{"5,000 requests per hour"}},
		"404":        {&transport.APIError{Status: 404}, []string{"wethod.base_url (WETHOD_BASE_URL)", "https://api.wethod.com"}},
		"unreadable": {&transport.APIError{Status: 200, IsUnreadable: true}, []string{"wethod.base_url"}},
		"another":    {errors.New("no such host"), []string{"No such host"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := Explain("could not do it", test.err)
			if len(got) != 1 || got[0].Summary() != "Wethod: could not do it" {
				t.Fatalf("diagnostics %v", got)
			}
			for _, word := range test.words {
				if !strings.Contains(got[0].Detail(), word) {
					t.Errorf("%q lacks %q", got[0].Detail(), word)
				}
			}
		})
	}
	if got := cure(&transport.APIError{Status: 500}, ""); got != "" {
		t.Errorf("a cure for 500: %s", got)
	}
}

// Each operation needs its own permissions, and more once the invoice is closed.
func TestCure_namesThePermission(t *testing.T) {
	t.Parallel()
	const one = "/api/invoices/41"
	for name, test := range map[string]struct {
		method, path, status string
		words                []string
		lacks                string
	}{
		"list":           {"GET", "/api/invoices", "", []string{"invoices.view (for", "invoices.view_other"}, "edit"},
		"read":           {"GET", one, "", []string{"invoices.view (for", "does not treat an invoice that it is not allowed to read as deleted"}, "edit"},
		"create":         {"POST", "/api/invoices", "", []string{"invoices.create (as project manager or account)", "invoices.create_other (in any project)"}, "edit_sent"},
		"change a draft": {"PATCH", one, "draft", []string{"invoices.edit (as", "invoices.edit_other (in any project)"}, "edit_sent"},
		"change":         {"PATCH", one, "", []string{"invoices.edit (as", "If it is sent or paid, the user also needs invoices.edit_sent"}, "delete"},
		"change sent":    {"PATCH", one, "sent", []string{"This one is sent, so the user also needs invoices.edit_sent"}, "Once"},
		"delete paid":    {"DELETE", one, "paid", []string{"invoices.delete (as", "invoices.delete_other", "This one is paid"}, "Once"},
		"set to paid":    {"POST", one + ":set-paid", "sent", []string{"needs invoices.edit_sent"}, "create"},
		"set to unpaid":  {"POST", one + ":set-unpaid", "paid", []string{"needs invoices.edit_sent"}, "create"},
		"send":           {"POST", one + ":send", "", []string{"does not document", "invoices.edit"}, "create"},
		"projects":       {"GET", "/api/projects", "", []string{"pipeline.view (for", "pipeline.view_other"}, "invoices"},
		"contacts":       {"GET", "/api/invoice-contacts", "", []string{"does not document"}, "view"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := Detail(&InvoiceError{Status: test.status, Err: &transport.APIError{Status: 403, Method: test.method, Path: test.path}})
			_, got, _ = strings.Cut(got, "\n\n")
			for _, word := range test.words {
				if !strings.Contains(got, word) {
					t.Errorf("%q lacks %q", got, word)
				}
			}
			if strings.Contains(got, test.lacks) {
				t.Errorf("%q has %q", got, test.lacks)
			}
		})
	}
}

func TestExplainInvoice_pointsAtWhatItIsAbout(t *testing.T) {
	t.Parallel()
	refused := &transport.APIError{Status: 400, Method: "POST", Path: "/api/invoices/41:set-paid"}
	for name, test := range map[string]struct {
		happened string
		err      error
		at, says string
	}{
		"a number that is taken":  {CouldNotCreate, &numbers.ExistsError{ProjectID: 12, Number: "N", IDs: []string{"41"}}, "invoice_number", "billing_wethod_invoice.NAME 41"},
		"a draft that is paid":    {"could not update", &InvoiceError{Status: "draft", IsPayment: true, Err: refused}, "paid", "Send it first"},
		"a paid one that is paid": {"could not update", &InvoiceError{Status: "paid", IsPayment: true, Err: refused}, "", "400"},
		"409 about the number": {
			CouldNotCreate, &transport.APIError{Status: 409, Method: "POST", Path: "/api/invoices", Problem: transport.Problem{Message: "The invoice Number is taken"}},
			"invoice_number", "billing_wethod_invoice.NAME ID",
		},
		"409 with a field": {
			"could not update", &transport.APIError{Status: 409, Method: "PATCH", Path: "/api/invoices/41", Problem: transport.Problem{Fields: []transport.FieldProblem{{Target: "invoice_number"}}}},
			"invoice_number", "change invoice_number, or import",
		},
		"409 about something":     {CouldNotCreate, &transport.APIError{Status: 409, Method: "POST", Path: "/api/invoices"}, "", "If another invoice already has the number"},
		"409 of a payment":        {"could not update", &transport.APIError{Status: 409, Method: "POST", Path: "/api/invoices/41:set-paid"}, "", "409 Conflict (POST"},
		"412 of a create":         {CouldNotCreate, &transport.APIError{Status: 412, Method: "POST", Path: "/api/invoices"}, "project_id", "a job order and a budget"},
		"412 of a change":         {"could not update", &transport.APIError{Status: 412, Method: "PATCH", Path: "/api/invoices/41"}, "", "a job order and a budget"},
		"412 of a list":           {"could not list", &transport.APIError{Status: 412, Method: "GET", Path: "/api/invoices"}, "", "WETHOD_API_VERSION"},
		"a failure":               {CouldNotCreate, &transport.APIError{Status: 400, Problem: transport.Problem{Fields: []transport.FieldProblem{{Target: "[vat_rate_id]"}}}}, "vat_rate_id", "400"},
		"an invoice that is gone": {"could not read", &transport.APIError{Status: 404, Method: "GET", Path: "/api/invoices/41"}, "", "has an invoice with this ID"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := ExplainInvoice(test.happened, test.err)
			if diff := cmp.Diff([]string{test.at}, pointed(got)); diff != "" || !strings.Contains(got[0].Detail(), test.says) {
				t.Errorf("%v; paths differ (-want +got):\n%s", got, diff)
			}
		})
	}
}
