package teamwork_test

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/teamwork"
)

func TestLists_chooseInvoices(t *testing.T) {
	t.Parallel()
	tests := map[string][]string{
		"/invoices.json": {"49", "50", "52", "56", "57", "58"},
		"/invoices.json?type=active&projectStatus=active":   {"49", "50", "52", "56", "57", "58"},
		"/invoices.json?type=completed":                     {"51", "53"},
		"/invoices.json?type=all":                           {"49", "50", "51", "52", "53", "56", "57", "58"},
		"/invoices.json?projectStatus=archived":             {"54"},
		"/invoices.json?projectStatus=archived&type=all":    {"54", "55"},
		"/invoices.json?projectStatus=all&type=all":         {"49", "50", "51", "52", "53", "54", "55", "56", "57", "58"},
		"/invoices.json?unknown=1&unknown=2&pageSize=1":     {"49", "50", "52", "56", "57", "58"},
		"/projects/1149/invoices.json":                      {"49", "50"},
		"/projects/1149/invoices.json?type=completed":       {"51"},
		"/projects/1149/invoices.json?type=all":             {"49", "50", "51"},
		"/projects/1151/invoices.json?type=all":             {"54", "55"},
		"/projects/1149/invoices.json?projectStatus=closed": {"49", "50"},
		"/projects/1149/invoices.json?page=2":               {},
	}
	for path, want := range tests {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			got := idsOf(t, send(newSite(teamwork.Options{}), http.MethodGet, path, ""))
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("ids differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestLists_areRefused(t *testing.T) {
	t.Parallel()
	tests := map[string]int{
		"/invoices.json?type=open":            400,
		"/invoices.json?type=all&type=active": 400,
		"/invoices.json?projectStatus=late":   400,
		"/invoices.json?page=0":               400,
		"/invoices.json?page=one":             400,
		"/invoices.json?page=%zz":             400,
		"/projects/7/invoices.json":           404,
		"/projects/1154/invoices.json":        404,
		"/projects/x/invoices.json":           404,
	}
	for path, status := range tests {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			send(newSite(teamwork.Options{}), http.MethodGet, path, "").mustBeError(t, status)
		})
	}
}

func TestLists_tellThePage(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		query                string
		page, pages, records string
		ids                  []string
	}{
		"first":                 {"", "1", "3", "6", []string{"49", "50"}},
		"last":                  {"?page=3", "3", "3", "6", []string{"57", "58"}},
		"beyond the last":       {"?page=4", "4", "3", "6", []string{}},
		"a single one":          {"?projectStatus=archived&type=completed&page=1", "1", "1", "1", []string{"55"}},
		"pageSize is ignored":   {"?pageSize=100", "1", "3", "6", []string{"49", "50"}},
		"half a page":           {"?type=all&projectStatus=archived", "1", "1", "2", []string{"54", "55"}},
		"completed, first page": {"?type=completed", "1", "1", "2", []string{"51", "53"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := send(newSite(teamwork.Options{PageSize: 2}), http.MethodGet, "/invoices.json"+test.query, "")
			if diff := cmp.Diff(test.ids, idsOf(t, got)); diff != "" {
				t.Errorf("ids differ (-want +got):\n%s", diff)
			}
			headers := []string{got.header.Get("x-page"), got.header.Get("x-pages"), got.header.Get("x-records")}
			if diff := cmp.Diff([]string{test.page, test.pages, test.records}, headers); diff != "" {
				t.Errorf("page, pages and records differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestLists_ofNothing(t *testing.T) {
	t.Parallel()
	got := send(newSiteWith(teamwork.Options{}, false), http.MethodGet, "/invoices.json", "")
	got.mustBe(t, http.StatusOK, `{"STATUS":"OK","invoices":[]}`)
	if got.header.Get("X-Pages") != "0" || got.header.Get("X-Records") != "0" {
		t.Errorf("pages %q, records %q", got.header.Get("X-Pages"), got.header.Get("X-Records"))
	}
}

func TestLists_followEveryChange(t *testing.T) {
	t.Parallel()
	site := newSite(teamwork.Options{})
	check := func(after string, want ...string) {
		t.Helper()
		if diff := cmp.Diff(want, idsOf(t, send(site, http.MethodGet, "/projects/1149/invoices.json", ""))); diff != "" {
			t.Errorf("ids after %s differ (-want +got):\n%s", after, diff)
		}
	}
	check("nothing", "49", "50")
	send(site, http.MethodPost, "/projects/1149/invoices.json", exampleCreate)
	check("a create", "49", "50", "99")
	send(site, http.MethodPut, "/invoices/49/complete.json", "")
	check("completing", "50", "99")
	send(site, http.MethodPut, "/invoices/51/uncomplete.json", "")
	check("reopening", "50", "51", "99")
	send(site, http.MethodDelete, "/invoices/50.json", "")
	check("a delete", "51", "99")
	site.UpdateInvoice(99, func(invoice *teamwork.Invoice) { invoice.ProjectID = 1150 })
	check("a move in the screens", "51")
	site.AddInvoice(teamwork.Invoice{ID: 40, ProjectID: 1149, Number: "EARLY", DisplayDate: "20150101"})
	check("an addition in the screens", "40", "51")
	site.DeleteInvoice(51)
	check("a delete in the screens", "40")
}

func TestGenerate_addsManyToProject1149(t *testing.T) {
	t.Parallel()
	site := newSiteWith(teamwork.Options{}, false)
	site.Generate(100_000)
	got := send(site, http.MethodGet, "/projects/1149/invoices.json?page=2000", "")
	invoices := invoicesOf(t, got)
	if len(invoices) != 50 || got.header.Get("X-Records") != "100000" {
		t.Fatalf("%d invoices of %s", len(invoices), got.header.Get("X-Records"))
	}
	last := invoices[49]
	if last["id"] != "100098" || last["number"] != "GEN100000" || last["status"] != "active" {
		t.Errorf("the last one is %v", last)
	}
	if first, _ := site.Invoice(99); first.Number != "GEN00001" {
		t.Errorf("the first one is %+v", first)
	}
}
