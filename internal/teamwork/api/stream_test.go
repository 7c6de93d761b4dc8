package api_test

import (
	"errors"
	"fmt"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/api"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// each reads at most limit invoices of a list one after the other; 0 = all.
func each(t *testing.T, client *api.Client, limit int) ([]api.Invoice, error) {
	t.Helper()
	var list []api.Invoice
	for invoice, err := range client.Invoices(api.InvoiceQuery{}).Each(t.Context()) {
		if err != nil {
			return list, err
		}
		list = append(list, invoice)
		if len(list) == limit {
			break
		}
	}
	return list, nil
}

func TestEach_readsPagesUntilTheCallerHasEnough(t *testing.T) {
	t.Parallel()
	for _, size := range []int{1, 2, 3, 50} {
		for _, records := range []int{0, 1, 3, 7} {
			for _, limit := range []int{0, 1, 3, 6} {
				t.Run(fmt.Sprintf("%d of %d by %d", limit, records, size), func(t *testing.T) {
					t.Parallel()
					client, far := newClient(t, paged(records, size))
					list, err := each(t, client, limit)
					if err != nil {
						t.Fatal(err)
					}
					want := records
					if limit > 0 {
						want = min(limit, records)
					}
					if diff := cmp.Diff(upTo(want), idsOf(list)); diff != "" {
						t.Errorf("ids differ (-want +got):\n%s", diff)
					}
					if got, pages := len(far.seen()), max(1, (want+size-1)/size); got != pages {
						t.Errorf("%d requests, want %d", got, pages)
					}
				})
			}
		}
	}
}

// pages responds with the given pages, and then with empty ones.
func pages(given ...answer) func(*http.Request, string) answer {
	return func(request *http.Request, _ string) answer {
		if number := pageOf(request); number <= len(given) {
			return given[number-1]
		}
		return page(nil)
	}
}

func TestEach_oddLists(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		respond  func(*http.Request, string) answer
		ids      []int
		requests int
	}{
		"an invoice that moves to the next page comes once": {
			pages(page([]int{1, 2}, "X-Pages", "2"), page([]int{2, 3}, "X-Pages", "2")), []int{1, 2, 3}, 2,
		},
		"a list that grows is read to its end": {
			pages(page([]int{1}, "X-Pages", "2"), page([]int{2}, "X-Pages", "3"), page([]int{3}, "X-Pages", "3")), []int{1, 2, 3}, 3,
		},
		"a page that does not say how many there are ends nothing": {
			pages(page([]int{1}, "X-Pages", "3"), page([]int{2}), page([]int{3})), []int{1, 2, 3}, 4,
		},
		"a list that shrinks ends": {
			pages(page([]int{1}, "X-Pages", "9"), page([]int{2}, "X-Pages", "2"), page(nil, "X-Page", "2", "X-Pages", "2")), []int{1, 2}, 3,
		},
		"a site that gives the same page for ever is left": {
			func(*http.Request, string) answer { return page([]int{1}, "X-Pages", "1000") }, []int{1}, 2,
		},
		"a list without headers is read on until nothing is new": {pages(page([]int{1, 2}), page([]int{3})), []int{1, 2, 3}, 3},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, far := newClient(t, test.respond)
			list, err := each(t, client, 0)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.ids, idsOf(list)); diff != "" {
				t.Errorf("ids differ (-want +got):\n%s", diff)
			}
			if got := len(far.seen()); got != test.requests {
				t.Errorf("%d requests, want %d", got, test.requests)
			}
		})
	}
}

func TestEach_errorComesAfterWhatWasRead(t *testing.T) {
	t.Parallel()
	client, far := newClient(t, pages(page([]int{1, 2}, "X-Pages", "3"), answer{status: 403}))
	list, err := each(t, client, 0)
	var failure *transport.APIError
	if !errors.As(err, &failure) || failure.Status != 403 {
		t.Errorf("error %v", err)
	}
	if diff := cmp.Diff([]int{1, 2}, idsOf(list)); diff != "" {
		t.Errorf("ids differ (-want +got):\n%s", diff)
	}
	if got := len(far.seen()); got != 2 {
		t.Errorf("%d requests, want 2", got)
	}
}
