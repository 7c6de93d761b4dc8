package acceptance_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/wethod"
)

// company is an emulated Wethod company for a single test.
type company struct {
	*sandbox.Box
	sandbox.Address
	baseURL string
}

func newCompany(t *testing.T, options sandbox.Options) *company {
	t.Helper()
	box := sandbox.New(options)
	address := box.StartTest(t).Address
	return &company{Box: box, Address: address, baseURL: address.SystemURL("wethod")}
}

// config returns a complete configuration: a provider for this company, and the given blocks.
func (c *company) config(blocks ...string) string {
	return c.configWith(values{}, blocks...)
}

// configWith is like config, with other values in the provider block.
func (c *company) configWith(changes values, blocks ...string) string {
	var lines strings.Builder
	for name, value := range c.Settings("wethod") {
		if changed, ok := changes[name]; ok {
			value = changed
		}
		fmt.Fprintf(&lines, "    %s = %q\n", name, value)
	}
	return "provider \"billing\" {\n  max_retries = 1\n  wethod = {\n" + lines.String() + "  }\n}\n\n" + strings.Join(blocks, "\n")
}

// listed renders the data source called name, and an output of that name with the IDs that it finds.
func listed(name string, arguments values) string {
	return block(fmt.Sprintf("data \"billing_wethod_invoices\" %q", name), arguments) +
		fmt.Sprintf("output %q {\n  value = join(\" \", data.billing_wethod_invoices.%s.invoices[*].id)\n}\n", name, name)
}

// outputs returns the outputs of the last apply, all of them text.
func (w *workspace) outputs() map[string]string {
	w.t.Helper()
	var shown map[string]struct{ Value string }
	if err := json.Unmarshal([]byte(w.run("output", "-json")), &shown); err != nil {
		w.t.Fatal(err)
	}
	found := map[string]string{}
	for name, output := range shown {
		found[name] = output.Value
	}
	return found
}

// queries lists the requests to the company since the last reset.
func (c *company) queries() []string {
	var queries []string
	for _, request := range c.Requests() {
		queries = append(queries, request.RawQuery)
	}
	return queries
}

func TestWethodInvoices_everyFieldOfEveryInvoice(t *testing.T) {
	company := newCompany(t, sandbox.Options{})
	invoices := func(index int, want map[string]knownvalue.Check) statecheck.StateCheck {
		return statecheck.ExpectKnownValue("data.billing_wethod_invoices.all", tfjsonpath.New("invoices").AtSliceIndex(index),
			knownvalue.ObjectExact(want))
	}
	number := func(value int64) knownvalue.Check { return knownvalue.Int64Exact(value) }
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: inProcess(),
		Steps: []resource.TestStep{{
			Config: company.config(`data "billing_wethod_invoices" "all" {}`),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue("data.billing_wethod_invoices.all", tfjsonpath.New("invoices"), knownvalue.ListSizeExact(12)),
				invoices(0, map[string]knownvalue.Check{ // null on the wire
					"id": text("41"), "project_id": number(12), "status": text("paid"), "invoice_number": text("INV-2024-001"),
					"purchase_order": null(), "value": text("1000.5"), "exchange_rate": null(), "issue_date": text("2024-06-15"),
					"payment_date": text("2024-07-01"), "notes": null(), "budget_area_uid": null(), "vat_rate_id": number(3),
					"payment_term_id": number(2), "created_at": text("2024-06-15T08:30:00+00:00"), "updated_at": text("2024-07-02T10:00:00+00:00"),
				}),
				invoices(1, map[string]knownvalue.Check{ // missing on the wire
					"id": text("42"), "project_id": number(12), "status": text("draft"), "invoice_number": null(), "purchase_order": null(),
					"value": text("250"), "exchange_rate": null(), "issue_date": text("2024-07-31"), "payment_date": null(), "notes": null(),
					"budget_area_uid": null(), "vat_rate_id": null(), "payment_term_id": null(),
					"created_at": text("2024-07-03T08:00:00.120Z"), "updated_at": text("2024-07-03T08:00:00.120Z"),
				}),
				invoices(2, map[string]knownvalue.Check{ // zero stays zero, "" is null
					"id": text("43"), "project_id": number(12), "status": text("draft"), "invoice_number": null(), "purchase_order": null(),
					"value": text("0"), "exchange_rate": text("0"), "issue_date": text("2024-01-10"), "payment_date": null(), "notes": null(),
					"budget_area_uid": null(), "vat_rate_id": number(0), "payment_term_id": number(0),
					"created_at": text("2024-01-10T09:00:00Z"), "updated_at": text("2024-01-10T09:00:00Z"),
				}),
				invoices(3, map[string]knownvalue.Check{ // every digit
					"id": text("44"), "project_id": number(14), "status": text("sent"), "invoice_number": text("INV-2024-002"),
					"purchase_order": text("PO-77"), "value": text("12345678901234567.891"), "exchange_rate": text("1.0873000000000001"),
					"issue_date": text("2024-02-01"), "payment_date": null(), "notes": text("Second installment, as agreed"),
					"budget_area_uid": text("ba_5f3c"), "vat_rate_id": number(3), "payment_term_id": number(1),
					"created_at": text("2024-02-01T10:00:00Z"), "updated_at": text("2024-02-03T11:30:00.5+01:00"),
				}),
				statecheck.ExpectKnownValue("data.billing_wethod_invoices.all", tfjsonpath.New("invoices").AtSliceIndex(5).AtMapKey("status"),
					text("overdue")),
				statecheck.ExpectKnownValue("data.billing_wethod_invoices.all", tfjsonpath.New("invoices").AtSliceIndex(6).AtMapKey("value"),
					text("1500")),
			},
		}},
	})
}

func TestWethodInvoices_allPagesWhileRecordsMove(t *testing.T) {
	company := newCompany(t, sandbox.Options{Seed: sandbox.SeedEmpty})
	company.Wethod().Generate(250) // IDs from 101
	company.OnRequest(func(request sandbox.Request) {
		switch request.Query.Get("offset") {
		case "100": // two new ones come first, and all others move back
			company.Wethod().AddInvoice(wethod.Invoice{ID: 1})
			company.Wethod().AddInvoice(wethod.Invoice{ID: 2})
		case "200": // one on a page already read comes first
			company.Wethod().UpdateInvoice(340, func(*wethod.Invoice) {})
		}
	})
	w := newWorkspace(t)
	w.configure(company.config(listed("all", nil)))
	w.apply()
	var want []string
	for id := 101; id <= 350; id++ {
		want = append(want, fmt.Sprint(id))
	}
	if diff := cmp.Diff(strings.Join(want, " "), w.outputs()["all"]); diff != "" {
		t.Errorf("ids differ (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"limit=100&offset=0", "limit=100&offset=100", "limit=100&offset=200"}, company.queries()); diff != "" {
		t.Errorf("queries differ (-want +got):\n%s", diff)
	}
}

func TestWethodInvoices_aPartialListIsNoError(t *testing.T) {
	company := newCompany(t, sandbox.Options{})
	company.Wethod().SetPermissions(wethod.View)
	w := newWorkspace(t)
	w.configure(company.config(listed("own", nil), listed("others", values{"project_id": "14"})))
	w.apply()
	if diff := cmp.Diff(map[string]string{"own": "41 42 43 51 52", "others": ""}, w.outputs()); diff != "" {
		t.Errorf("ids differ (-want +got):\n%s", diff)
	}
}
