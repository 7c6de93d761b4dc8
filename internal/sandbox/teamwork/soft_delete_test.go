package teamwork_test

import (
	"net/http"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/teamwork"
)

func TestSoftDelete_keepsTheInvoice(t *testing.T) {
	t.Parallel()
	site := newSite(teamwork.Options{Shapes: teamwork.Shapes{SoftDelete: true}})
	count := func() string { return send(site, http.MethodGet, teamwork.PathInvoiceMetric, "").body }
	before := count()
	send(site, http.MethodDelete, pathOf(50), "").mustBe(t, http.StatusOK, `{"STATUS":"OK"}`)
	if got := invoiceOf(t, send(site, http.MethodGet, pathOf(50), "")); got["status"] != "deleted" || got["number"] != "INV0001" {
		t.Errorf("the single read has %v", got)
	}
	for kind, want := range map[string]bool{"all": true, "active": false, "completed": false} {
		list := send(site, http.MethodGet, "/projects/1149/invoices.json?type="+kind, "")
		if got := slices.Contains(idsOf(t, list), "50"); got != want {
			t.Errorf("in the list of the type %s: %v, want %v", kind, got, want)
		}
	}
	shown := site.Invoices()
	at := slices.IndexFunc(shown, func(invoice teamwork.Invoice) bool { return invoice.ID == 50 })
	if at < 0 || shown[at].Status != teamwork.StatusDeleted {
		t.Errorf("the screens do not show it as deleted: %+v", shown)
	}
	if log, _ := site.TimeLog(937); log.InvoiceID != 0 {
		t.Errorf("the time log is billed with %d still", log.InvoiceID)
	}
	if after := count(); before == after {
		t.Errorf("the metric counts it still: %s", after)
	}
}

func TestSoftDelete_leavesNothingToDo(t *testing.T) {
	t.Parallel()
	site := newSite(teamwork.Options{Shapes: teamwork.Shapes{SoftDelete: true}})
	send(site, http.MethodDelete, pathOf(49), "").mustBe(t, http.StatusOK, `{"STATUS":"OK"}`)
	before, _ := site.Invoice(49)
	for path, body := range map[string]string{
		"/invoices/49.json":            `{"invoice":{"description":"Edited"}}`,
		"/invoices/49/complete.json":   "",
		"/invoices/49/uncomplete.json": "",
		"/invoices/49/lineitems.json":  `{"lineitems":{"add":{"timelogs":"111"}}}`,
	} {
		send(site, http.MethodPut, path, body).mustBeError(t, http.StatusUnprocessableEntity)
	}
	send(site, http.MethodDelete, pathOf(49), "").mustBe(t, http.StatusOK, `{"STATUS":"OK"}`)
	after, _ := site.Invoice(49)
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("the deleted invoice changed (-before +after):\n%s", diff)
	}
}

func TestSoftDelete_refusesCompletedInvoices(t *testing.T) {
	t.Parallel()
	site := newSite(teamwork.Options{Shapes: teamwork.Shapes{SoftDelete: true}})
	send(site, http.MethodDelete, pathOf(51), "").mustBeError(t, http.StatusUnprocessableEntity)
}

func TestSoftDelete_changesWhileTheSiteRuns(t *testing.T) {
	t.Parallel()
	site := newSite(teamwork.Options{})
	for id, keep := range map[int]bool{49: true, 50: false} {
		site.SetSoftDelete(keep)
		send(site, http.MethodDelete, pathOf(id), "").mustBe(t, http.StatusOK, `{"STATUS":"OK"}`)
		if _, kept := site.Invoice(id); kept != keep {
			t.Errorf("invoice %d is kept: %v, want %v", id, kept, keep)
		}
	}
}

func TestPageHeaders_inEachWay(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		headers       teamwork.PageHeaders
		first, second []string // X-Page, X-Pages, X-Records
	}{
		"plain":      {teamwork.PageHeadersPlain, []string{"1", "3", "5"}, []string{"2", "3", "5"}},
		"forgotten":  {teamwork.PageHeadersForgotten, []string{"", "", ""}, []string{"", "", ""}},
		"first only": {teamwork.PageHeadersFirstOnly, []string{"1", "3", "5"}, []string{"", "", ""}},
		"folded":     {teamwork.PageHeadersFolded, []string{"1, 1", "3, 3", "5, 5"}, []string{"2, 2", "3, 3", "5, 5"}},
		"unreadable": {teamwork.PageHeadersUnreadable, []string{"many", "many", "many"}, []string{"many", "many", "many"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := newSiteWith(teamwork.Options{PageSize: 2, Shapes: teamwork.Shapes{PageHeaders: test.headers}}, false)
			site.Generate(5)
			page := func(number string) []string {
				header := send(site, http.MethodGet, "/projects/1149/invoices.json?page="+number, "").header
				return []string{header.Get("X-Page"), header.Get("X-Pages"), header.Get("X-Records")}
			}
			if diff := cmp.Diff([][]string{test.first, test.second}, [][]string{page("1"), page("2")}); diff != "" {
				t.Errorf("headers differ (-want +got):\n%s", diff)
			}
			site.SetPageHeaders(teamwork.PageHeadersPlain)
			if diff := cmp.Diff([]string{"3", "3", "5"}, page("3")); diff != "" {
				t.Errorf("set to plain, headers differ (-want +got):\n%s", diff)
			}
		})
	}
}
