package acceptance_test

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/wethod"
)

// manyBills declares the invoices that the sandbox generates.
func manyBills(count int) string {
	return block(`resource "billing_wethod_invoice" "test"`, values{
		"count": strconv.Itoa(count), "project_id": "12", "value": `"100"`, "issue_date": `"2026-01-02"`,
		"invoice_number": `format("GEN%05d", count.index + 1)`,
	})
}

// A plan of many invoices reads pages of the list, regardless of its order.
func TestWethodReads_planOfManyInvoices(t *testing.T) {
	for name, test := range map[string]struct {
		invoices, others int // in the project, and in another
		mode             string
		shapes           wethod.Shapes
		known            map[string]any // of each, besides its ID
		atMost           int
	}{
		"300 of one project":        {invoices: 300, known: map[string]any{"project_id": 12}, atMost: 4},
		"300, by id":                {invoices: 300, known: map[string]any{"project_id": 12}, shapes: wethod.Shapes{ListsByID: true}, atMost: 4},
		"300 among 2000":            {invoices: 300, others: 2000, known: map[string]any{"project_id": 12}, atMost: 4},
		"300, just imported":        {invoices: 300, atMost: 4},
		"300, listed":               {invoices: 300, mode: "list", known: map[string]any{"project_id": 12}, atMost: 4},
		"40, singly":                {invoices: 40, mode: "single", known: map[string]any{"project_id": 12}, atMost: 40},
		"2 of a project of 300":     {invoices: 2, others: 298, known: map[string]any{"project_id": 12}, atMost: 4},
		"1, as it costs by itself":  {invoices: 1, known: map[string]any{"project_id": 12}, atMost: 1},
		"100, a full page and more": {invoices: 100, known: map[string]any{"project_id": 12}, atMost: 3},
	} {
		t.Run(name, func(t *testing.T) {
			company := newCompany(t, sandbox.Options{
				Seed: sandbox.SeedEmpty, Latency: usualLatency, Wethod: wethod.Options{Shapes: test.shapes},
			})
			company.Wethod().Generate(test.invoices)
			var ids []string
			for _, invoice := range company.Wethod().Invoices() {
				ids = append(ids, strconv.Itoa(invoice.ID))
			}
			for range test.others {
				project := 14
				if strings.HasPrefix(name, "2 of a project") {
					project = 12
				}
				company.Wethod().AddInvoice(wethod.Invoice{ProjectID: project})
			}
			w := newWorkspace(t)
			w.configure(strings.Replace(company.config(manyBills(test.invoices)), "wethod = {", "wethod = {\n    reads = "+quote(orAuto(test.mode)), 1))
			w.manages("billing_wethod_invoice", ids, test.known)
			w.plansNothing()
			if sent := company.Stats().Count("wethod", "", ""); sent > test.atMost {
				t.Errorf("%d requests were sent, want at most %d: %v", sent, test.atMost, company.Stats())
			}
		})
	}
}

func orAuto(mode string) string {
	if mode == "" {
		return "auto"
	}
	return mode
}

// Invoices created and changed at the same time are also read back by page.
func TestWethodReads_writesOfManyInvoices(t *testing.T) {
	const invoices = 60
	for name, shapes := range map[string]wethod.Shapes{"latest first": {}, "by id": {ListsByID: true}} {
		t.Run(name, func(t *testing.T) {
			company := newCompany(t, sandbox.Options{Latency: 10 * time.Millisecond, Wethod: wethod.Options{Shapes: shapes}})
			w := company.workspace(t, manyBills(invoices))
			w.apply()
			if sent := company.Stats().Count("wethod", "", ""); sent > invoices+invoices/2 {
				t.Errorf("%d requests were sent for %d creates: %v", sent, invoices, company.Stats())
			}
			w.configure(company.config(strings.ReplaceAll(manyBills(invoices), `"100"`, `"101"`)))
			w.run("plan", "-out=plan")
			company.ResetRequests()
			w.run("apply", "plan")
			if sent := company.Stats().Count("wethod", "", ""); sent > 2*invoices+invoices/4 { // each is protected, and read by itself before it is written
				t.Errorf("%d requests were sent for %d changes: %v", sent, invoices, company.Stats())
			}
			w.plansNothing()
		})
	}
}

// A user without permission to view others' invoices sees partial lists. Missing
// invoices are not considered deleted, and invoices that the user cannot read
// are an error.
func TestWethodReads_aPartialListProvesNothing(t *testing.T) {
	company := newCompany(t, sandbox.Options{})
	var blocks []string
	for i, project := range []string{"12", "12", "14", "14", "15"} {
		blocks = append(blocks, billNamed(fmt.Sprintf("n%d", i), values{"project_id": project, "invoice_number": quote(fmt.Sprintf("P-%d", i))}))
	}
	w := company.workspace(t, blocks...)
	w.apply()
	company.Wethod().SetPermissions(wethod.Without(wethod.ViewOther)...)
	output := w.fails("plan")
	w.mustSay(output, "Wethod: could not read invoice", "403 Forbidden", "invoices.view_other", "does not treat an invoice that it is not allowed to read as deleted")
	if failed := strings.Count(output, "Error: Wethod: could not read invoice"); failed != 3 {
		t.Errorf("%d invoices could not be read, want the three of others' projects:\n%s", failed, output)
	}
	company.Wethod().SetPermissions(wethod.AllPermissions()...)
	w.plansNothing()

	// Nor does a list that lacks some invoices for another reason prove that they were deleted.
	company.Script(sandbox.Rule{Path: wethod.PathInvoices, Times: sandbox.Always, Fault: sandbox.Reply(200, nil, "[]")})
	w.plansNothing()
	company.ClearScript()
	company.Script(sandbox.Rule{Path: wethod.PathInvoice, Times: sandbox.Always, Fault: sandbox.HTMLPage()})
	company.Script(sandbox.Rule{Path: wethod.PathInvoices, Times: sandbox.Always, Fault: sandbox.Reply(404, http.Header{"Content-Type": {"text/html"}}, "<html>")})
	w.mustSay(w.fails("plan"), "could not read invoice")
	company.ClearScript()
	w.plansNothing()
}

// The error names a missing permission.
func TestWethodPermissions_errorsNameWhatIsMissing(t *testing.T) {
	draft, sent := values{"invoice_number": `"W-1"`}, values{"invoice_number": `"W-1"`, "paid": "false"}
	with := func(base, changes values) values {
		all := maps.Clone(base)
		maps.Copy(all, changes)
		return all
	}
	for name, test := range map[string]struct {
		lacking []wethod.Permission
		status  string
		changes values // nil means destroy
		says    []string
	}{
		"create":         {[]wethod.Permission{wethod.CreateOther}, "", values{"project_id": "14"}, []string{"could not create the invoice", "needs invoices.create (as project manager or account)", "invoices.create_other"}},
		"change":         {[]wethod.Permission{wethod.Edit, wethod.EditOther}, "draft", with(draft, values{"value": "7"}), []string{"could not update invoice 101", "needs invoices.edit (as", "invoices.edit_other (in any project)"}},
		"change closed":  {[]wethod.Permission{wethod.EditSent}, "sent", with(sent, values{"value": "7"}), []string{"could not update", "invoices.edit_other", "This one is sent, so the user also needs invoices.edit_sent"}},
		"pay":            {[]wethod.Permission{wethod.EditSent}, "sent", with(sent, values{"paid": "true"}), []string{"could not update", "To set an invoice to paid or unpaid, the user of wethod.token needs invoices.edit_sent"}},
		"unpay":          {[]wethod.Permission{wethod.EditSent}, "paid", sent, []string{"To set an invoice to paid or unpaid, the user of wethod.token needs invoices.edit_sent"}},
		"delete":         {[]wethod.Permission{wethod.Delete, wethod.DeleteOther}, "draft", nil, []string{"could not delete invoice 101", "needs invoices.delete (as", "invoices.delete_other"}},
		"delete closed":  {[]wethod.Permission{wethod.EditSent}, "paid", nil, []string{"could not delete", "This one is paid, so the user also needs invoices.edit_sent"}},
		"list the rest":  {[]wethod.Permission{wethod.View, wethod.ViewOther}, "draft", draft, []string{"could not read invoice 101", "invoices.view_other"}},
		"nothing at all": {wethod.AllPermissions(), "draft", draft, []string{"could not read invoice 101", "403 Forbidden"}},
	} {
		t.Run(name, func(t *testing.T) {
			company := newCompany(t, sandbox.Options{})
			w := company.workspace(t, bill(draft))
			if test.status != "" {
				w.apply()
				company.set(billID, test.status)
				w.apply()
			}
			company.Wethod().SetPermissions(wethod.Without(test.lacking...)...)
			command := []string{"destroy", "-auto-approve"}
			if test.changes != nil {
				command[0] = "apply"
				w.configure(company.config(bill(test.changes)))
			}
			output := w.fails(command...)
			w.mustSay(output, test.says...)
			w.mustSay(output, "the user of wethod.token needs")
		})
	}
}

func TestWethodDataSources_everyField(t *testing.T) {
	company := newCompany(t, sandbox.Options{})
	w := company.workspace(t, `
data "billing_wethod_invoice" "one" { id = "44" }
data "billing_wethod_invoice_contacts" "all" {}
data "billing_wethod_invoice_contacts" "changed" { updated_at = { after = "2024-03-01T00:00:00Z" } }
data "billing_wethod_projects" "all" {}
data "billing_wethod_projects" "some" {
  probability      = 100
  project_stage_id = 4
  date_start       = { after = "2023-12-31", before = "20240201" }
}
data "billing_wethod_projects" "deleted" { deleted = true }
data "billing_wethod_projects" "deleted_lately" { deleted_at = { after = "2024-01-01T00:00:00Z" } }
output "one" { value = jsonencode(data.billing_wethod_invoice.one) }
output "contacts" { value = jsonencode(data.billing_wethod_invoice_contacts.all.invoice_contacts) }
output "changed" { value = join(" ", data.billing_wethod_invoice_contacts.changed.invoice_contacts[*].alias) }
output "orchard" { value = jsonencode([for p in data.billing_wethod_projects.all.projects : p if p.job_order == "JO-2024-012"]) }
output "archived" { value = jsonencode([for p in data.billing_wethod_projects.all.projects : [p.id, p.is_archived, p.archived_on] if p.id == 15]) }
output "all" { value = join(" ", data.billing_wethod_projects.all.projects[*].id) }
output "some" { value = join(" ", data.billing_wethod_projects.some.projects[*].id) }
output "deleted" { value = join(" ", data.billing_wethod_projects.deleted.projects[*].id, data.billing_wethod_projects.deleted_lately.projects[*].id) }
`)
	w.apply()
	got := w.outputs()
	want := map[string]string{
		"one": `{"budget_area_uid":"ba_5f3c","created_at":"2024-02-01T10:00:00Z","exchange_rate":"1.0873000000000001","id":"44",` +
			`"invoice_number":"INV-2024-002","issue_date":"2024-02-01","notes":"Second installment, as agreed","payment_date":null,` +
			`"payment_term_id":1,"project_id":14,"purchase_order":"PO-77","status":"sent","updated_at":"2024-02-03T11:30:00.5+01:00",` +
			`"value":"12345678901234567.891","vat_rate_id":3}`,
		"contacts": `[{"alias":"Orchards, billing","email":"billing@orchards.example","id":5},` +
			`{"alias":"Farms, accounts","email":"accounts@farms.example","id":6}]`,
		"changed": "Farms, accounts",
		"orchard": `[{"account_id":7,"archived_on":null,"billing_group_id":null,"business_unit_id":null,"client_contact_id":null,"client_id":3,` +
			`"created_at":"2024-01-02T09:00:00+00:00","date_start":"2024-01-01","deleted_at":null,"due_date":"2024-12-31","duration":12,` +
			`"external_cost_percentage":"12.5","id":12,"is_archived":false,"is_timesheet_whitelist_enabled":false,"job_order":"JO-2024-012",` +
			`"job_order_category_id":null,"name":"Orchard website","pm_id":7,"probability":100,"project_stage_id":4,"project_type_id":1,` +
			`"purchase_order":"PO-77","reason_why_id":null,"signed_on":"2024-01-15","updated_at":"2024-01-02T09:00:00+00:00","value":"25.5"}]`,
		"archived": `[[15,true,"2025-02-01"]]`,
		"all":      "12 14 15 16 17", "some": "12", "deleted": "18 18",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("outputs differ (-want +got):\n%s", diff)
	}
	queries := slices.Compact(slices.Sorted(slices.Values(company.requests())))
	if diff := cmp.Diff([]string{
		"GET /api/invoice-contacts?limit=100&offset=0",
		"GET /api/invoice-contacts?limit=100&offset=0&updated_at=gt%3A2024-03-01T00%3A00%3A00Z",
		"GET /api/invoices/44",
		"GET /api/projects?date_start=gt%3A2023-12-31&limit=100&offset=0&probability=100&project_stage_id=4",
		"GET /api/projects?deleted=true&limit=100&offset=0",
		"GET /api/projects?deleted_at=gt%3A2024-01-01T00%3A00%3A00Z&limit=100&offset=0",
		"GET /api/projects?limit=100&offset=0",
	}, queries); diff != "" {
		t.Errorf("requests differ (-want +got):\n%s", diff)
	}
	w.configure(company.config(`data "billing_wethod_invoice" "one" { id = "4711" }`))
	w.mustSay(w.fails("plan"), "Wethod: there is no invoice 4711", `id = "4711"`, "WETHOD_COMPANY")
	w.configure(company.config(`data "billing_wethod_invoice" "one" { id = "x" }
data "billing_wethod_projects" "one" { probability = 101 }
data "billing_wethod_projects" "two" { deleted = "" }
data "billing_wethod_invoice_contacts" "one" { updated_at = {} }`))
	w.mustSay(w.fails("plan"), "must be the invoice ID, a number such as 41")
	company.Wethod().SetPermissions(wethod.Without(wethod.PipelineView, wethod.PipelineViewOther)...)
	w.configure(company.config(`data "billing_wethod_projects" "all" {}`))
	w.mustSay(w.fails("plan"), "Wethod: could not list the projects", "pipeline.view_other")
}
