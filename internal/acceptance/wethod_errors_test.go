package acceptance_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/wethod"
)

func TestWethodErrors_areReadable(t *testing.T) {
	t.Parallel()
	answered := func(status int, header http.Header, body string) func(*company) {
		return func(company *company) {
			company.Script(sandbox.Rule{System: "wethod", Times: sandbox.Always, Fault: sandbox.Reply(status, header, body)})
		}
	}
	const secret = "canary-4f1c"
	tests := map[string]struct {
		prepare func(*company)
		changes values
		phrases []string
	}{
		"wrong token": {nil, values{"token": secret}, []string{
			"Error: Wethod: could not list the invoices", `in data "billing_wethod_invoices" "test"`,
			"Wethod responded with 401 Unauthorized: The access token is missing, wrong or revoked [key unauthorized] (GET /api/invoices)",
			"Check wethod.token (WETHOD_TOKEN)",
		}},
		"no permission": {func(company *company) { company.Wethod().SetPermissions() }, nil, []string{
			"Wethod responded with 403 Forbidden: You need the permission", "[key forbidden]", "the user of wethod.token", "invoices.view_other",
		}},
		"wrong company": {nil, values{"company": "acme"}, []string{
			"Wethod responded with 412 Precondition Failed: The header Wethod-Company is missing or its value is not known [key precondition_failure]",
			"may not know the value of the header Wethod-Company or Wethod-Version",
			"Check wethod.company (WETHOD_COMPANY)", "wethod.api_version (WETHOD_API_VERSION)",
		}},
		"failures of an argument": {
			answered(400, nil, `{"key":"invalid_data","message":"You provided invalid data. Check 'failures' for details.",`+
				`"failures":[{"field":"issue_date","message":"This year is closed."},{"field":"[limit]","message":"Too much."}]}`), nil,
			[]string{
				"[key invalid_data] (GET /api/invoices)", "- [limit]: Too much.",
				"Error: Wethod: could not list the invoices", `issue_date = { on = "2024-06-01" }`, "- issue_date: This year is closed.",
			},
		},
		"array":     {answered(400, nil, `[{"field":"[issue_date]","message":"Nope."}]`), nil, []string{`issue_date = {`, "- [issue_date]: Nope."}},
		"HTML":      {answered(503, nil, "<html><h1>Maintenance</h1></html>"), nil, []string{"503 Service Unavailable: <html><h1>Maintenance</h1></html>"}},
		"empty":     {answered(500, nil, ""), nil, []string{"Wethod responded with 500 Internal Server Error (GET /api/invoices)"}},
		"not found": {answered(404, nil, `{"key":"k","message":"m"}`), nil, []string{"404 Not Found: m [key k]", "Check that wethod.base_url (WETHOD_BASE_URL)"}},
		"sign-in page": {
			answered(200, http.Header{"Content-Type": {"text/html"}}, "<html>Please sign in</html>"), nil,
			[]string{"the response cannot be read", "Please sign in", "Check that wethod.base_url (WETHOD_BASE_URL)"},
		},
		"redirect": {answered(302, http.Header{"Location": {"https://app.wethod.com/login"}}, ""), nil, []string{"redirects to app.wethod.com"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			company := newCompany(t, sandbox.Options{})
			w := newWorkspace(t)
			if test.prepare != nil {
				test.prepare(company)
			}
			w.configure(company.configWith(test.changes, listed("test", values{"issue_date": `{ on = "2024-06-01" }`})))
			output := w.fails("plan")
			w.mustSay(output, test.phrases...)
			if strings.Contains(output, secret) {
				t.Errorf("the output has the token in it:\n%s", output)
			}
		})
	}
}

func TestWethodErrors_theLimitIsWaitedFor(t *testing.T) {
	company := newCompany(t, sandbox.Options{})
	company.Script(sandbox.Rule{System: "wethod", Fault: sandbox.Reply(429, http.Header{"X-Ratelimit-Retry-After": {"1"}}, "")})
	w := newWorkspace(t)
	w.configure(company.config(listed("paid", values{"payment_date": `{ on = "2024-07-01" }`})))
	w.apply()
	if got := w.outputs()["paid"]; got != "41" || len(company.Requests()) != 2 {
		t.Errorf("%q after %d requests", got, len(company.Requests()))
	}
}

func TestWethodErrors_nothingIsConfigured(t *testing.T) {
	w := newWorkspace(t)
	w.configure("provider \"billing\" {}\n\n" + listed("all", nil))
	w.mustSay(w.fails("plan"), "Error: Wethod is not configured",
		"wethod.company and wethod.token", "environment variables WETHOD_COMPANY and WETHOD_TOKEN",
		`wethod = { company = "acme", token = var.wethod_token }`)
}

func TestWethodErrors_whatCannotBeACompany(t *testing.T) {
	company := newCompany(t, sandbox.Options{})
	w := newWorkspace(t, "WETHOD_COMPANY=acme.wethod.com", "WETHOD_TOKEN="+wethod.Token, "WETHOD_BASE_URL="+company.baseURL)
	w.configure(company.configWith(values{"company": "https://acme.wethod.com"}, listed("all", nil)))
	w.mustSay(w.fails("validate"), "Invalid wethod.company", "it must be only the subdomain of the company's site, such as acme")
	w.configure("provider \"billing\" {}\n\n" + listed("all", nil))
	w.mustSay(w.fails("plan"), "Invalid environment variable WETHOD_COMPANY", "it must be only the subdomain")
}

func TestWethodErrors_theEnvironmentIsEnough(t *testing.T) {
	company := newCompany(t, sandbox.Options{})
	w := newWorkspace(t, "WETHOD_COMPANY="+wethod.Company, "WETHOD_TOKEN="+wethod.Token, "WETHOD_BASE_URL="+company.baseURL,
		"WETHOD_API_VERSION="+wethod.Version, "TF_LOG=TRACE")
	w.configure("provider \"billing\" {}\n\n" + listed("paid", values{"payment_date": `{ on = "2024-07-01" }`}))
	output := w.apply()
	if strings.Contains(output, wethod.Token) {
		t.Error("the log has the token in it")
	}
	w.mustSay(output, "GET", "/wethod/api/invoices")
	if diff := cmp.Diff([]string{"limit=100&offset=0&payment_date=2024-07-01"}, company.queries()); diff != "" {
		t.Errorf("queries differ (-want +got):\n%s", diff)
	}
}
