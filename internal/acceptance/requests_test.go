package acceptance_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The requests of each command. Reads of many invoices may be shared: a change
// to that affects only this file.
const (
	listing  = "GET /projects/1149/invoices.json?page=1&type=all"
	readOne  = "GET /invoices/99.json"
	currency = "GET /currencycodes.json"
)

func TestRequests_ofOneInvoice(t *testing.T) {
	site := newSite(t)
	w := site.workspace(t, invoice(nil))
	costs := func(what string, run func(), want ...string) {
		t.Helper()
		site.ResetRequests()
		run()
		if diff := cmp.Diff(append([]string{}, want...), site.requests()); diff != "" {
			t.Errorf("%s: requests differ (-want +got):\n%s", what, diff)
		}
	}
	apply := func() { w.apply() }
	change := func(changes values) { w.configure(site.config(invoice(changes))) }

	costs("validate", func() { w.run("validate") })
	costs("plan of a create", func() { w.run("plan") })
	costs("create", apply, listing, create, readOne)
	costs("plan without change", w.plansNothing, readOne)
	costs("apply without change", apply, readOne)

	change(values{"fixed_cost": "12"})
	costs("update", apply, readOne, put, readOne)
	change(values{"fixed_cost": `"12.00"`, "display_date": `"20260131"`})
	costs("another spelling", apply, readOne)
	change(values{"fixed_cost": "12", "currency_code": `"EUR"`})
	costs("plan of a new currency", func() { w.run("plan") }, readOne, currency)
	// Plan and apply are two runs of the provider, each of which plans: one list each.
	costs("update to a new currency", apply, readOne, currency, currency, put, readOne)
	change(values{"fixed_cost": "12", "currency_code": `"EUR"`, "status": `"completed"`})
	costs("complete", apply, readOne, complete, readOne)
	change(values{"fixed_cost": "13", "currency_code": `"EUR"`, "status": `"completed"`})
	costs("update of a completed invoice", apply, readOne, reopen, put, complete, readOne)
	change(values{"fixed_cost": "13", "currency_code": `"EUR"`, "status": `"active"`})
	costs("reopen", apply, readOne, reopen, readOne)
	costs("destroy", func() { w.run("destroy", "-auto-approve") }, readOne, remove)
}

// The provider reads a protected invoice before it writes it, because only a
// read can tell whether it was completed since the plan.
func TestRequests_ofAProtectedInvoice(t *testing.T) {
	site := newSite(t)
	w := site.workspace(t, invoice(values{"protect_completed": ""}))
	w.apply()
	w.configure(site.config(invoice(values{"protect_completed": "", "fixed_cost": "12"})))
	site.ResetRequests()
	w.apply()
	w.run("destroy", "-auto-approve")
	if diff := cmp.Diff([]string{readOne, readOne, put, readOne, readOne, readOne, remove}, site.requests()); diff != "" {
		t.Errorf("requests differ (-want +got):\n%s", diff)
	}
}

func TestRequests_ofCreatesInACurrency(t *testing.T) {
	site := newSite(t)
	w := site.workspace(t, inCurrency("a", "EUR"), inCurrency("b", "USD"))
	w.run("plan", "-out=plan")
	if diff := cmp.Diff([]string{currency}, site.requests()); diff != "" {
		t.Errorf("requests of the plan differ (-want +got):\n%s", diff)
	}
	site.ResetRequests()
	w.run("apply", "plan")
	count := map[string]int{}
	for _, line := range site.requests() {
		count[line]++
	}
	want := map[string]int{currency: 1, listing: 1, create: 2, "GET /invoices/99.json": 1, "GET /invoices/100.json": 1}
	if diff := cmp.Diff(want, count); diff != "" {
		t.Errorf("requests differ (-want +got):\n%s", diff)
	}
}

func TestRequests_ofImport(t *testing.T) {
	site := newSite(t)
	w := site.workspace(t, harvest(nil))
	w.run("import", address, "51")
	want := []string{"GET /invoices/51.json"}
	if diff := cmp.Diff(want, site.requests()); diff != "" {
		t.Errorf("requests differ (-want +got):\n%s", diff)
	}
}

// The exact written content: the fields that the contract names, "" for no
// value, and no currency if the site chooses it.
func TestRequests_bodies(t *testing.T) {
	site := newSite(t)
	w := site.workspace(t, invoice(nil))
	w.apply()
	w.configure(site.config(full(values{"description": `"<b> & Ü \"quoted\""`})))
	w.apply()
	var bodies []string
	for _, request := range site.Requests() {
		if request.Body != "" {
			bodies = append(bodies, strings.TrimSpace(request.Body))
			if got := request.Header.Get("Content-Type"); got != "application/json" {
				t.Errorf("content type is %q", got)
			}
		}
		if got := request.Header.Values("Accept"); !slices.Equal(got, []string{"application/json"}) {
			t.Errorf("accepted is %q", got)
		}
	}
	want := []string{
		`{"invoice":{"number":"T-1","display-date":"20260131","description":"","po-number":"","fixed-cost":""}}`,
		`{"invoice":{"number":"T-1","display-date":"20260131","description":"<b> & Ü \"quoted\"","po-number":"PO-7","fixed-cost":"1200.00","currency-code":"EUR"}}`,
	}
	if diff := cmp.Diff(want, bodies); diff != "" {
		t.Errorf("bodies differ (-want +got):\n%s", diff)
	}
}
