package api_test

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/wethod/api"
)

func TestPaging_asksUntilAPageIsShort(t *testing.T) {
	t.Parallel()
	tests := map[int][]string{
		0:   {"limit=100&offset=0"},
		1:   {"limit=100&offset=0"},
		24:  {"limit=100&offset=0"},
		25:  {"limit=100&offset=0", "limit=100&offset=25"}, // could have been cut to a smaller limit
		50:  {"limit=100&offset=0", "limit=100&offset=50"},
		60:  {"limit=100&offset=0"},
		99:  {"limit=100&offset=0"},
		100: {"limit=100&offset=0", "limit=100&offset=100"},
		101: {"limit=100&offset=0", "limit=100&offset=100"},
		250: {"limit=100&offset=0", "limit=100&offset=100", "limit=100&offset=200"},
		300: {"limit=100&offset=0", "limit=100&offset=100", "limit=100&offset=200", "limit=100&offset=300"},
	}
	for count, queries := range tests {
		t.Run(strconv.Itoa(count), func(t *testing.T) {
			t.Parallel()
			var invoices []string
			if count > 0 {
				invoices = numbered(count, 1) // the latest first
			}
			client, far := newClient(pageOf(invoices))
			got, err := client.ListInvoices(t.Context(), api.InvoiceQuery{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(span(1, count), idsOf(got)); diff != "" {
				t.Errorf("ids differ (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(queries, far.queries()); diff != "" {
				t.Errorf("queries differ (-want +got):\n%s", diff)
			}
		})
	}
}

// A service that returns fewer records than requested does not end the list.
func TestPaging_goesOnInTheStepsOfASmallerLimit(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		limit, count int
		queries      []string
	}{
		"a last page that is short": {50, 120, []string{"limit=100&offset=0", "limit=100&offset=50", "limit=100&offset=100"}},
		"a last page that is full":  {25, 50, []string{"limit=100&offset=0", "limit=100&offset=25", "limit=100&offset=50"}},
		"a round last page":         {50, 70, []string{"limit=100&offset=0", "limit=100&offset=50"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, far := newClient(func(query url.Values) answer {
				query.Set("limit", strconv.Itoa(test.limit)) // regardless of the request
				return pageOf(numbered(1, test.count))(query)
			})
			got, err := client.ListInvoices(t.Context(), api.InvoiceQuery{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(span(1, test.count), idsOf(got)); diff != "" {
				t.Errorf("ids differ (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.queries, far.queries()); diff != "" {
				t.Errorf("queries differ (-want +got):\n%s", diff)
			}
		})
	}
}

// A page that comes again is the whole list of a service that ignores the offset.
func TestPaging_aPageThatComesAgainEndsTheList(t *testing.T) {
	t.Parallel()
	client, far := newClient(func(query url.Values) answer {
		query.Set("offset", "0")
		return pageOf(numbered(1, 25))(query)
	})
	got, err := client.ListInvoices(t.Context(), api.InvoiceQuery{})
	if err != nil || len(got) != 25 || len(far.seen()) != 2 {
		t.Errorf("%d invoices from %d requests; %v", len(got), len(far.seen()), err)
	}
}

func TestPaging_keepsTheFiltersOnEveryPage(t *testing.T) {
	t.Parallel()
	client, far := newClient(pageOf(numbered(1, 150)))
	query := api.InvoiceQuery{ProjectID: 12, UpdatedAt: api.Filter{After: "2023-01-01T00:00:00+01:00"}}
	if _, err := client.ListInvoices(t.Context(), query); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"limit=100&offset=0&project_id=12&updated_at=gt%3A2023-01-01T00%3A00%3A00%2B01%3A00",
		"limit=100&offset=100&project_id=12&updated_at=gt%3A2023-01-01T00%3A00%3A00%2B01%3A00",
	}
	if diff := cmp.Diff(want, far.queries()); diff != "" {
		t.Errorf("queries differ (-want +got):\n%s", diff)
	}
}

func TestPaging_movingRecordsAreThereOnce(t *testing.T) {
	t.Parallel()
	invoices := numbered(1, 230)
	client, _ := newClient(func(query url.Values) answer {
		given := pageOf(invoices)(query)
		// After each page something changes: its record moves to the front.
		moved := len(invoices) - 1
		invoices = append([]string{invoices[moved]}, invoices[:moved]...)
		return given
	})
	got, err := client.ListInvoices(t.Context(), api.InvoiceQuery{})
	if err != nil {
		t.Fatal(err)
	}
	ids := idsOf(got)
	if !slices.IsSorted(ids) || len(slices.Compact(slices.Clone(ids))) != len(ids) {
		t.Errorf("ids are not ascending, each once: %v", ids)
	}
	if diff := cmp.Diff(span(1, 228), ids); diff != "" { // 229 and 230 moved to a page already read
		t.Errorf("ids differ (-want +got):\n%s", diff)
	}
}

func TestPaging_ofDuplicatesTheFirstStays(t *testing.T) {
	t.Parallel()
	client, _ := newClient(says("[" + invoice(7, `, "notes": "first"`) + "," + invoice(3, "") + "," + invoice(7, `, "notes": "second"`) + "]"))
	got, err := client.ListInvoices(t.Context(), api.InvoiceQuery{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]int{3, 7}, idsOf(got)); diff != "" || got[1].Notes != "first" {
		t.Errorf("got %+v", got)
	}
}

func TestPaging_aPageLongerThanAskedIsTakenAndPagingGoesOnBehindIt(t *testing.T) {
	t.Parallel()
	client, far := newClient(func(query url.Values) answer {
		query.Set("limit", "130") // regardless of the request
		return pageOf(numbered(1, 270))(query)
	})
	got, err := client.ListInvoices(t.Context(), api.InvoiceQuery{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(span(1, 270), idsOf(got)); diff != "" {
		t.Errorf("ids differ (-want +got):\n%s", diff)
	}
	want := []string{"limit=100&offset=0", "limit=100&offset=130", "limit=100&offset=260"}
	if diff := cmp.Diff(want, far.queries()); diff != "" {
		t.Errorf("queries differ (-want +got):\n%s", diff)
	}
}

func TestPaging_aServiceThatRepeatsItselfIsAnError(t *testing.T) {
	t.Parallel()
	for _, count := range []int{100, 150} {
		client, far := newClient(func(query url.Values) answer {
			query.Set("offset", "0")
			query.Set("limit", strconv.Itoa(count))
			return pageOf(numbered(1, 200))(query)
		})
		_, err := client.ListInvoices(t.Context(), api.InvoiceQuery{})
		contains(t, err, "the list does not advance", "Wethod responded with 200 OK")
		if got := len(far.seen()); got != 4 {
			t.Errorf("%d requests, want 4", got)
		}
	}
}

func TestPaging_aStaleFullPageAmongOthersDoesNotEndTheList(t *testing.T) {
	t.Parallel()
	all := slices.Concat(numbered(1, 100), numbered(1, 100), numbered(1, 100), numbered(101, 200), numbered(1, 100), numbered(201, 210))
	client, _ := newClient(pageOf(all))
	got, err := client.ListInvoices(t.Context(), api.InvoiceQuery{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(span(1, 210), idsOf(got)); diff != "" {
		t.Errorf("ids differ (-want +got):\n%s", diff)
	}
}

func TestPaging_aListWithoutEndIsAnError(t *testing.T) {
	t.Parallel()
	client, far := newClient(func(query url.Values) answer {
		offset, _ := strconv.Atoi(query.Get("offset"))
		var page []string
		for id := offset + 1; id <= offset+100; id++ {
			page = append(page, fmt.Sprintf(`{"id":%d}`, id))
		}
		return answer{body: "[" + strings.Join(page, ",") + "]"}
	})
	_, err := client.ListInvoices(t.Context(), api.InvoiceQuery{})
	contains(t, err, "did not end after 1000 pages and 100000 invoices", "restrict it")
	if got := len(far.seen()); got != 1000 {
		t.Errorf("%d requests, want 1000", got)
	}
}

func TestPaging_aFailureOnALaterPageFailsTheList(t *testing.T) {
	t.Parallel()
	client, _ := newClient(func(query url.Values) answer {
		if query.Get("offset") == "100" {
			return answer{status: 403, body: `{"key":"forbidden","message":"no"}`}
		}
		return pageOf(numbered(1, 150))(query)
	})
	got, err := client.ListInvoices(t.Context(), api.InvoiceQuery{})
	contains(t, err, "403 Forbidden: no [key forbidden]")
	if got != nil {
		t.Errorf("half a list: %d invoices", len(got))
	}
}
