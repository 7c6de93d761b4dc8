package acceptance_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/teamwork"
)

// The combined cost of many records: limits on the number of requests,
// regardless of the load on the machine. Each response takes about as long as
// on real sites, because concurrent reads share responses.
const (
	oneInvoice    = "/invoices/{id}.json"
	projectList   = "/projects/{id}/invoices.json"
	templateQuery = "/services/core/query"
	usualLatency  = 50 * time.Millisecond
)

func TestSharedReads_planOfManyInvoices(t *testing.T) {
	tests := map[string]struct {
		site      sandbox.Options
		every     int // one in this many of the site's invoices is managed
		mode      string
		atMost    int    // requests
		pages     int    // of them, pages of the project's list; 0 means any number
		listed    int    // data sources that list the project
		imported  bool   // only the IDs are known
		isLengthy bool   // skipped in short runs
		failing   string // numbers of pages that cannot be read, separated by spaces
	}{
		"1000 of one project, by 50":  {site: sandbox.Options{Invoices: 1000}, every: 1, mode: "auto", atMost: 23, pages: 20},
		"1000 of one project, by 250": {site: sandbox.Options{Invoices: 1000, PageSize: 250}, every: 1, mode: "auto", atMost: 7, pages: 4},
		"1000, listed":                {site: sandbox.Options{Invoices: 1000}, every: 1, mode: "list", atMost: 20, pages: 20},
		"1000, and lists of all":      {site: sandbox.Options{Invoices: 1000}, every: 1, mode: "auto", atMost: 23, pages: 20, listed: 3},
		"1000, just imported":         {site: sandbox.Options{Invoices: 1000}, every: 1, mode: "auto", atMost: 23, imported: true},
		"1000, imported, listed":      {site: sandbox.Options{Invoices: 1000}, every: 1, mode: "list", atMost: 23, imported: true},
		"120, singly, and lists":      {site: sandbox.Options{Invoices: 120}, every: 1, mode: "single", atMost: 123, pages: 3, listed: 3},
		"120, singly":                 {site: sandbox.Options{Invoices: 120}, every: 1, mode: "single", atMost: 120},
		"12 of 20000":                 {site: sandbox.Options{Invoices: 20000}, every: 1667, mode: "auto", atMost: 27},
		"1000, a page fails":          {site: sandbox.Options{Invoices: 1000}, every: 1, mode: "auto", atMost: 23 + 50 + 5, failing: "7"},
		"1000, the second page fails": {site: sandbox.Options{Invoices: 1000}, every: 1, mode: "list", atMost: 23 + 50 + 5, failing: "2"},
		"1000, the last page fails":   {site: sandbox.Options{Invoices: 1000}, every: 1, mode: "auto", atMost: 23 + 50 + 5, failing: "20"},
		"1000, two pages fail":        {site: sandbox.Options{Invoices: 1000}, every: 1, mode: "list", atMost: 23 + 100 + 5, failing: "3 12"},
		"5000 of one project":         {site: sandbox.Options{Invoices: 5000}, every: 1, mode: "auto", atMost: 120, isLengthy: true},
		"5000, listed":                {site: sandbox.Options{Invoices: 5000}, every: 1, mode: "list", atMost: 103, pages: 100, isLengthy: true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if test.isLengthy && testing.Short() {
				t.Skip("it takes its time")
			}
			test.site.Seed, test.site.Latency = sandbox.SeedEmpty, usualLatency
			site := newSiteWith(t, test.site)
			var ids []string
			for i, invoice := range site.Teamwork().Invoices() {
				if i%test.every == 0 {
					ids = append(ids, strconv.Itoa(invoice.ID))
				}
			}
			w := newWorkspace(t)
			connection := object(values{
				"base_url": quote(site.baseURL), "api_key": quote(teamwork.APIKey), "requests_per_minute": "0", "reads": quote(test.mode),
			})
			w.configure(block("provider \"billing\"", values{"teamwork": connection}) + generatedInvoices(len(ids), test.every) +
				block("data \"billing_teamwork_invoices\" \"all\"", values{"count": strconv.Itoa(test.listed), "project_id": "1149", "type": `"all"`}))
			known := map[string]any{"project_id": project}
			if test.imported {
				known = nil
			}
			w.manages("billing_teamwork_invoice", ids, known)

			failing := strings.Fields(test.failing)
			site.Script(sandbox.Rule{Path: projectList, Times: sandbox.Always, Fault: sandbox.ErrorStatus(http.StatusForbidden), When: func(request sandbox.Request) bool {
				return slices.Contains(failing, request.Query.Get("page"))
			}})
			w.plansNothing()
			stats := site.Stats()
			if sent := stats.Count("teamwork", "", ""); sent > test.atMost {
				t.Errorf("%d requests were sent, want at most %d: %v", sent, test.atMost, stats)
			}
			if read := stats.Count("teamwork", "GET", projectList); test.pages > 0 && read != test.pages {
				t.Errorf("%d pages were read, want %d: %v", read, test.pages, stats)
			}
		})
	}
}

// generatedInvoices declares n of the invoices that the sandbox generates, one
// in every so many.
func generatedInvoices(n, every int) string {
	index := fmt.Sprintf("count.index * %d + 1", every)
	return block("resource \"billing_teamwork_invoice\" \"test\"", values{
		"count": strconv.Itoa(n), "project_id": "1149", "display_date": `"2026-01-02"`, "fixed_cost": `"100.00"`, "currency_code": `"USD"`,
		"number": fmt.Sprintf(`format("GEN%%05d", %s)`, index), "description": fmt.Sprintf(`"Generated invoice ${%s}"`, index),
	})
}

// manages writes a state with records of a type called test that contains only
// what an import knows: the IDs, and the common attributes.
func (w *workspace) manages(typeName string, ids []string, common map[string]any) {
	w.t.Helper()
	instances := make([]map[string]any, len(ids))
	for i, id := range ids {
		attributes := map[string]any{"id": id}
		maps.Copy(attributes, common)
		instances[i] = map[string]any{"index_key": i, "schema_version": 0, "attributes": attributes}
	}
	state, err := json.Marshal(map[string]any{
		"version": 4, "terraform_version": "1.8.0", "serial": 1, "lineage": "shared-reads", "outputs": map[string]any{},
		"resources": []map[string]any{{
			"mode": "managed", "type": typeName, "name": "test",
			"provider": `provider["registry.terraform.io/projectbilling/billing"]`, "instances": instances,
		}},
	})
	if err != nil {
		w.t.Fatal(err)
	}
	w.write("terraform.tfstate", string(state))
}

// Templates and all of their milestones are queried in pages of up to 4,000.
func TestSharedReads_planOfManyTemplates(t *testing.T) {
	const templates = 300
	books := newBooksWith(t, sandbox.Options{Seed: sandbox.SeedEmpty, Templates: templates, Latency: usualLatency})
	var keys []string
	for _, template := range books.Intacct().BillingTemplates() {
		keys = append(keys, template.Key)
	}
	w := books.workspace(t, block("resource \"billing_intacct_project_billing_template\" \"test\"", values{
		"count": strconv.Itoa(len(keys)), "name": `format("GEN%05d", count.index + 1)`, "description": `"Generated template ${count.index + 1}"`,
		"milestones": `[for percent in count.index % 2 == 1 ? ["25", "60", "100"] : ["50", "100"] : ` +
			`{ percent_completed = percent, description = "Invoice at ${percent}%" }]`,
	}), `data "billing_intacct_project_billing_templates" "all" {}`)
	w.manages("billing_intacct_project_billing_template", keys, nil)

	w.plansNothing()
	stats := books.Stats()
	if sent := stats.Count("intacct", "", "") - books.tokensAsked(); sent > 6 || books.tokensAsked() != 1 {
		t.Errorf("%d requests were sent beside the token, want at most 6: %v", sent, stats)
	}
	if queries := stats.Count("intacct", "POST", templateQuery); queries != 2 {
		t.Errorf("%d queries were sent, want 2: %v", queries, stats)
	}
}

// Records created at the same time are read back with the page that contains
// them. The cost of a single create does not change.
func TestSharedReads_createOfManyInvoices(t *testing.T) {
	for name, test := range map[string]struct {
		existing, invoices, atMost int
		mode                       string
		isLengthy                  bool
	}{
		"100":                  {invoices: 100, atMost: 125},
		"100 among 1000":       {existing: 1000, invoices: 100, atMost: 125 + 20},
		"100, singly":          {invoices: 100, atMost: 205, mode: "single"},
		"1000":                 {invoices: 1000, atMost: 1150, isLengthy: true},
		"3":                    {invoices: 3, atMost: 3 + 3 + 3},
		"1, as it always cost": {invoices: 1, atMost: 1 + 1 + 3},
	} {
		t.Run(name, func(t *testing.T) {
			if test.isLengthy && testing.Short() {
				t.Skip("it takes its time")
			}
			site := newSiteWith(t, sandbox.Options{Seed: sandbox.SeedEmpty, Invoices: test.existing, Latency: 10 * time.Millisecond})
			w := newWorkspace(t)
			connection := object(values{
				"base_url": quote(site.baseURL), "api_key": quote(teamwork.APIKey), "requests_per_minute": "0", "reads": quote(cmp.Or(test.mode, "auto")),
			})
			created := strings.ReplaceAll(strings.ReplaceAll(generatedInvoices(test.invoices, 1), "USD", "EUR"), "GEN", "NEW")
			w.configure(block("provider \"billing\"", values{"teamwork": connection}) + created)
			w.apply()
			stats := site.Stats()
			if sent := stats.Count("teamwork", "", ""); sent > test.atMost {
				t.Errorf("%d requests were sent, want at most %d: %v", sent, test.atMost, stats)
			}
			if creates := stats.Count("teamwork", "POST", projectList); creates != test.invoices {
				t.Errorf("%d creates were sent, want %d", creates, test.invoices)
			}
			w.plansNothing()
		})
	}
}

// Records changed at the same time are also read back by page.
func TestSharedReads_updateOfManyInvoices(t *testing.T) {
	const invoices = 100
	site := newSiteWith(t, sandbox.Options{Latency: 10 * time.Millisecond})
	w := site.workspace(t, strings.ReplaceAll(generatedInvoices(invoices, 1), "USD", "EUR"))
	w.apply()
	w.configure(site.config(strings.ReplaceAll(strings.ReplaceAll(generatedInvoices(invoices, 1), "USD", "EUR"), "Generated", "Changed")))
	w.run("plan", "-out=plan")
	site.ResetRequests()
	w.run("apply", "plan")
	if sent := site.Stats().Count("teamwork", "", ""); sent > 2*invoices+invoices/3 {
		t.Errorf("%d requests were sent for %d changes of protected invoices, want at most %d: %v", sent, invoices, 2*invoices+invoices/3, site.Stats())
	}
	w.plansNothing()
}

func TestSharedReads_createOfManyTemplates(t *testing.T) {
	const templates = 100
	books := newBooksWith(t, sandbox.Options{Latency: 10 * time.Millisecond})
	w := newWorkspace(t)
	w.configure(books.config(manyTemplates(templates, nil)))
	w.apply()
	if sent := books.Stats().Count("intacct", "", ""); sent > 125 {
		t.Errorf("%d requests were sent, want at most 125: %v", sent, books.Stats())
	}
	w.plansNothing()
}
