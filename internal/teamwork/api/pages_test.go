package api_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/api"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// page returns a response with the invoices of the given IDs and the paging headers
// given in pairs.
func page(ids []int, pairs ...string) answer {
	var rows []string
	for _, id := range ids {
		rows = append(rows, fmt.Sprintf(`{"id":"%d"}`, id))
	}
	given := answer{
		body:   `{"invoices":[` + strings.Join(rows, ",") + `]}`,
		header: http.Header{"Content-Type": {"application/json"}},
	}
	for i := 0; i < len(pairs); i += 2 {
		given.header.Set(pairs[i], pairs[i+1])
	}
	return given
}

// paged responds like a site with that many invoices and that page size.
func paged(records, size int) func(*http.Request, string) answer {
	pages := (records + size - 1) / size
	return func(request *http.Request, _ string) answer {
		number := pageOf(request)
		var ids []int
		for id := (number-1)*size + 1; id <= min(number*size, records); id++ {
			ids = append(ids, id)
		}
		return page(ids, "X-Page", strconv.Itoa(number), "X-Pages", strconv.Itoa(pages), "X-Records", strconv.Itoa(records))
	}
}

func pageOf(request *http.Request) int {
	number, _ := strconv.Atoi(request.URL.Query().Get("page"))
	return number
}

// listInvoices reads at most so many pages of a list and returns the invoices without duplicates.
func listInvoices(ctx context.Context, client *api.Client, query api.InvoiceQuery, most int) ([]api.Invoice, error) {
	var list []api.Invoice
	seen := map[lenient.Text]bool{}
	add := func(_ int, page *api.Page[api.Invoice]) (isNews bool) {
		for _, invoice := range page.Records {
			if !seen[invoice.ID] {
				seen[invoice.ID], isNews = true, true
				list = append(list, invoice)
			}
		}
		return isNews
	}
	first, err := client.Invoices(query).Page(ctx, 1)
	if err == nil && add(1, first) {
		err = client.Invoices(query).Further(ctx, first.Pages, most-1, add)
	}
	return list, err
}

func idsOf(list []api.Invoice) []int {
	var ids []int
	for _, invoice := range list {
		id, _ := strconv.Atoi(string(invoice.ID))
		ids = append(ids, id)
	}
	return ids
}

func upTo(n int) []int {
	var ids []int
	for i := 1; i <= n; i++ {
		ids = append(ids, i)
	}
	return ids
}

func TestPages_readsEachPageOnceAndKeepsTheOrder(t *testing.T) {
	t.Parallel()
	for _, size := range []int{1, 2, 3, 7, 50} {
		for _, records := range []int{0, 1, 2, 6, 7, 8, 13, 50, 51} {
			t.Run(fmt.Sprintf("%d by %d", records, size), func(t *testing.T) {
				t.Parallel()
				client, far := newClient(t, paged(records, size))
				list, err := listInvoices(t.Context(), client, api.InvoiceQuery{}, math.MaxInt)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(upTo(records), idsOf(list)); diff != "" {
					t.Errorf("ids differ (-want +got):\n%s", diff)
				}
				if got, want := len(far.seen()), max(1, (records+size-1)/size); got != want {
					t.Errorf("%d requests, want %d", got, want)
				}
			})
		}
	}
}

func TestPages_pagesAfterTheFirstAreReadSideBySide(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		serve := paged(130, 10) // 13 pages: 1, then 10, then 2
		client, _ := newClient(t, func(request *http.Request, body string) answer {
			time.Sleep(time.Second) // fake
			return serve(request, body)
		})
		start := time.Now()
		list, err := listInvoices(t.Context(), client, api.InvoiceQuery{}, math.MaxInt)
		if err != nil || len(list) != 130 {
			t.Fatalf("%d invoices, error %v", len(list), err)
		}
		if took := time.Since(start); took != 3*time.Second {
			t.Errorf("13 pages of a second took %v, want 3s", took)
		}
	})
}

// Without a count, a list is read on until a page contains nothing new; of a folded
// count, the first element counts.
func TestPages_headersOfAllKinds(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		first, later []string
		requests     int
	}{
		"no headers":            {nil, nil, 4},
		"empty":                 {[]string{"X-Page", "", "X-Pages", " "}, nil, 4},
		"folded":                {[]string{"X-Pages", "3, 3", "X-Page", "1,1", "X-Records", "3, 3"}, []string{"X-Pages", "3,3"}, 3},
		"on the first alone":    {[]string{"X-Pages", "3"}, nil, 4},
		"a count of records":    {[]string{"X-Pages", "3", "X-Records", "many"}, []string{"X-Pages", "3"}, 3},
		"fewer than there are":  {[]string{"X-Pages", "2"}, []string{"X-Pages", "3"}, 3},
		"without on the second": {[]string{"X-Pages", "2"}, nil, 4},
		"none beside records":   {[]string{"X-Pages", "0"}, []string{"X-Pages", "0"}, 4},
		"smaller than the page": {[]string{"X-Pages", "2"}, []string{"X-Pages", "1"}, 4},
		"zero, then right":      {[]string{"X-Pages", "0"}, []string{"X-Pages", "3"}, 3},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, far := newClient(t, pages(page([]int{1}, test.first...), page([]int{2}, test.later...), page([]int{3}, test.later...)))
			list, err := listInvoices(t.Context(), client, api.InvoiceQuery{}, math.MaxInt)
			if err != nil || len(list) != 3 {
				t.Errorf("%+v, error %v", list, err)
			}
			if got := len(far.seen()); got != test.requests {
				t.Errorf("%d requests, want %d", got, test.requests)
			}
		})
	}
}

// A count that cannot be read is an error: the list could be cut short.
func TestPages_unreadableHeaders(t *testing.T) {
	t.Parallel()
	for name, pairs := range map[string][]string{
		"a word":            {"X-Pages", "many"},
		"a word for a page": {"X-Page", "one", "X-Pages", "1"},
		"negative":          {"X-Pages", "-3"},
		"beyond any number": {"X-Pages", "99999999999999999999"},
		"a fraction":        {"X-Pages", "2.5"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, far := newClient(t, always(page([]int{1, 2}, pairs...)))
			if list, err := listInvoices(t.Context(), client, api.InvoiceQuery{}, math.MaxInt); err == nil {
				t.Errorf("%+v, but no error", list)
			} else {
				contains(t, err, "should be a number")
			}
			far.only(t)
		})
	}
}

func TestPage_tellsHowManyThereAre(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		given          answer
		pages, records int
	}{
		"said":               {page([]int{1}, "x-page", "2", "x-pages", "9", "x-records", "81"), 9, 81},
		"not said":           {page([]int{1}), 3, -1},
		"not said, and none": {page(nil), 2, -1},
		"none":               {page(nil, "X-Pages", "0", "X-Records", "0"), 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, _ := newClient(t, always(test.given))
			got, err := client.Invoices(api.InvoiceQuery{}).Page(t.Context(), 2)
			if err != nil || got.Pages != test.pages || got.Count != test.records {
				t.Errorf("%+v, error %v; want %d pages, %d records", got, err, test.pages, test.records)
			}
		})
	}
}

func TestPages_anInvoiceThatMovesIsThereOnce(t *testing.T) {
	t.Parallel()
	client, _ := newClient(t, func(request *http.Request, _ string) answer {
		pages := map[int][]int{1: {1, 2, 3}, 2: {3, 4, 5}, 3: {5, 6}} // one was added before page 2 was read
		return page(pages[pageOf(request)], "X-Page", strconv.Itoa(pageOf(request)), "X-Pages", "3")
	})
	list, err := listInvoices(t.Context(), client, api.InvoiceQuery{}, math.MaxInt)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(upTo(6), idsOf(list)); diff != "" {
		t.Errorf("ids differ (-want +got):\n%s", diff)
	}
}

func TestPages_followsAListThatGrowsOrShrinks(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		pages    func(number int) int // X-Pages of that page
		want     int                  // pages read
		requests int
	}{
		"grows while page 1 is read":        {func(n int) int { return min(n+8, 9) }, 9, 9},
		"grows while the last ones are":     {func(n int) int { return map[bool]int{true: 7, false: 8}[n == 1] }, 8, 8},
		"one page of a wave does not say":   {func(n int) int { return map[bool]int{true: 1, false: 9}[n == 7] }, 9, 9},
		"shrinks to what was read":          {func(n int) int { return map[bool]int{true: 19, false: 11}[n == 1] }, 11, 11},
		"shrinks to less than was read":     {func(n int) int { return map[bool]int{true: 19, false: 3}[n == 1] }, 11, 12},
		"is not told any more after page 1": {func(n int) int { return map[bool]int{true: 4, false: 0}[n == 1] }, 4, 5},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, far := newClient(t, func(request *http.Request, _ string) answer {
				number := pageOf(request)
				var ids []int
				if number <= test.want {
					ids = []int{number}
				}
				return page(ids, "X-Page", strconv.Itoa(number), "X-Pages", strconv.Itoa(test.pages(number)))
			})
			list, err := listInvoices(t.Context(), client, api.InvoiceQuery{}, math.MaxInt)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(upTo(test.want), idsOf(list)); diff != "" {
				t.Errorf("pages differ (-want +got):\n%s", diff)
			}
			if got := len(far.seen()); got != test.requests {
				t.Errorf("%d requests, want %d", got, test.requests)
			}
		})
	}
}

func TestPages_aPageOtherThanAskedForIsAnError(t *testing.T) {
	t.Parallel()
	client, _ := newClient(t, func(request *http.Request, _ string) answer {
		return page([]int{pageOf(request)}, "X-Page", "1", "X-Pages", "5")
	})
	_, err := listInvoices(t.Context(), client, api.InvoiceQuery{}, math.MaxInt)
	contains(t, err, "requested page 2", "the site returned page 1")
	var failure *transport.APIError
	if !errors.As(err, &failure) || !failure.IsUnreadable {
		t.Errorf("error %v is not an unreadable answer", err)
	}
}

func TestPages_aSiteThatGoesOnForEverEndsWhereNothingIsNew(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		respond func(*http.Request, string) answer
		want    int
		most    int
	}{
		"the same page again and again": {always(page([]int{1, 2}, "X-Pages", "2000000000")), 2, 11},
		"empty pages": {func(request *http.Request, _ string) answer {
			if number := pageOf(request); number <= 10 {
				return page([]int{number}, "X-Pages", "2000000000")
			}
			return page(nil, "X-Pages", "2000000000")
		}, 10, 21},
		"empty from the first": {always(page(nil, "X-Pages", "2000000000")), 0, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, far := newClient(t, test.respond)
			list, err := listInvoices(t.Context(), client, api.InvoiceQuery{}, math.MaxInt)
			if err != nil || len(list) != test.want {
				t.Errorf("%d invoices, error %v; want %d", len(list), err, test.want)
			}
			if got := len(far.seen()); got > test.most {
				t.Errorf("%d requests, want at most %d", got, test.most)
			}
		})
	}
}

func TestPages_endAfterSoManyPages(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		pages, most int
		read        int
	}{
		{pages: 50, most: 40, read: 40},
		{pages: 41, most: 40, read: 40},
		{pages: 40, most: 40, read: 40},
		{pages: 3, most: 40, read: 3},
		{pages: 3, most: 1, read: 1},
		{pages: 29, most: 12, read: 12},
		{pages: 1, most: 1, read: 1},
		{pages: 29, most: math.MaxInt, read: 29},
	} {
		t.Run(fmt.Sprintf("%d of %d", test.most, test.pages), func(t *testing.T) {
			t.Parallel()
			client, far := newClient(t, paged(test.pages, 1))
			list, err := listInvoices(t.Context(), client, api.InvoiceQuery{}, test.most)
			if err != nil || len(list) != test.read {
				t.Errorf("%d invoices, error %v; want %d", len(list), err, test.read)
			}
			if got := len(far.seen()); got != test.read {
				t.Errorf("%d requests, want %d", got, test.read)
			}
		})
	}
}

func TestPages_aPageThatFailsFailsTheList(t *testing.T) {
	t.Parallel()
	for failing := 1; failing <= 9; failing += 4 {
		serve := paged(9, 1)
		client, _ := newClient(t, func(request *http.Request, body string) answer {
			if pageOf(request) == failing {
				return answer{status: 500, body: `{"error":"broken"}`}
			}
			return serve(request, body)
		})
		_, err := listInvoices(t.Context(), client, api.InvoiceQuery{}, math.MaxInt)
		contains(t, err, "Teamwork responded with 500 Internal Server Error: broken")
	}
}

func TestPages_endsWhenInterrupted(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	serve := paged(100, 1)
	client, far := newClient(t, func(request *http.Request, body string) answer {
		if pageOf(request) == 1 {
			defer cancel()
		}
		return serve(request, body)
	})
	_, err := listInvoices(ctx, client, api.InvoiceQuery{}, math.MaxInt)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want an interruption", err)
	}
	far.only(t)
}
