package api

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"net/http"
	"strconv"
	"sync"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// Listed is a record that the site lists.
type Listed interface {
	// ListedID returns the record's ID; "" = the site did not return one.
	ListedID() string
}

// List is a list that the site returns in pages (contract section 5).
type List[V Listed] struct {
	wire *transport.Client
	// request is the request for the list, without the page number.
	request transport.Request
	// noun names the records, as in "invoices"; member finds them in a response.
	noun   string
	member func(*listAnswer[V]) *lenient.List[V]
}

// listAnswer is the body of a page. It has one of the members.
type listAnswer[V any] struct {
	Invoices    *lenient.List[V] `json:"invoices"`
	Expenses    *lenient.List[V] `json:"expenses"`
	TimeEntries *lenient.List[V] `json:"time-entries"`
}

// Page is one page of a list.
type Page[V Listed] struct {
	Records []V
	// Pages is the number of pages that the list had when this one was read. If the
	// site does not return it, or returns fewer than there are, Pages is one more than
	// this page's number, unless this page is empty: read on until a page contains
	// nothing new.
	Pages int
	// Count is the number of records that the list had; -1 = the site did not return it.
	Count int
}

// Page reads one page of the list, counted from 1.
func (l List[V]) Page(ctx context.Context, number int) (*Page[V], error) {
	request := l.request
	request.Query = maps.Clone(request.Query)
	request.Query.Set("page", strconv.Itoa(number))

	var result listAnswer[V]
	answer, err := l.wire.Call(ctx, request, &result)
	if err != nil {
		return nil, err
	}
	records := l.member(&result)
	if records == nil {
		return nil, l.wire.Lacking(request, answer, "the response contains no list of %s", l.noun)
	}
	found, err := newPage(*records, l.noun, answer.Header, number)
	if err != nil {
		return nil, l.wire.Lacking(request, answer, "%s", err.Error())
	}
	return found, nil
}

// newPage returns a page with the records that the site returned for its number. It
// takes the length of the list from the headers (contract section 5).
func newPage[V Listed](records []V, noun string, header http.Header, number int) (*Page[V], error) {
	pages, knowsPages, err := transport.HeaderCount(header, "X-Pages")
	if err != nil {
		return nil, err
	}
	at, knowsPage, err := transport.HeaderCount(header, "X-Page")
	if err != nil {
		return nil, err
	}
	count, knowsCount, err := transport.HeaderCount(header, "X-Records")
	if err != nil || !knowsCount { // Count is optional
		count = -1
	}
	found := &Page[V]{Records: records, Pages: number, Count: count}
	knowsPage = knowsPage && at > 0
	isContradiction := pages < number && len(records) > 0 // a page that there should not be
	switch {
	case knowsPages && !isContradiction:
		found.Pages = pages
	case len(records) > 0: // the next page shows whether there are more
		found.Pages = number + 1
	}
	if size := len(records); number == 1 && size > 0 { // if the two counts differ, use the larger one
		found.Pages = max(found.Pages, (count+size-1)/size)
	}
	switch {
	case knowsPage && at != number && knowsPages && number > pages && (at == pages || len(records) == 0): // the list has shrunk, and the site returned its last page instead
		return &Page[V]{Pages: pages, Count: -1}, nil
	case knowsPage && at != number:
		return nil, fmt.Errorf("requested page %d of the %s, but the site returned page %d", number, noun, at)
	case len(records) == 0 && number == 1 && count > 0:
		return nil, fmt.Errorf("the site reports %d %s but returned none", count, noun)
	}
	for i, record := range records {
		if record.ListedID() == "" {
			return nil, fmt.Errorf("entry %d of page %d has no ID", i+1, number)
		}
	}
	return found, nil
}

// pagesAtOnce is the maximum number of pages of a list that are read concurrently.
const pagesAtOnce = 10

// Further reads at most atMost pages of the list after the first, some of them
// concurrently, and delivers them in order. pages is the number of pages according
// to the first page; Further adjusts if the list grows or shrinks in the meantime.
// deliver reports whether the page contained anything new. When nothing is new
// anymore, the list ends, even if the site reports more pages. A page that cannot be
// read does not affect the others, unless nothing else can be read either; Further
// returns the error of the first such page at the end.
//
// A record that moves from one page to another in the meantime is delivered twice; one
// that moves to a page already read can be missing, so a list does not prove absence.
func (l List[V]) Further(ctx context.Context, pages, atMost int, deliver func(number int, page *Page[V]) (isNews bool)) error {
	var failure error
	for next := 2; next <= pages && atMost > 0; {
		wave, err := l.pages(ctx, next, next+min(pages-next+1, pagesAtOnce, atMost)-1)
		failure = cmp.Or(failure, err)
		isNews, last := false, 0
		for i, page := range wave {
			if page != nil {
				isNews = deliver(next+i, page) || isNews
				last = max(last, page.Pages)
			}
		}
		if !isNews {
			break
		}
		if err == nil { // a page that was not read could have reported more
			pages = last
		}
		next += len(wave)
		atMost -= len(wave)
	}
	return failure
}

// pages reads the pages first to last concurrently. A page that could not be read is
// nil; the error is that of the first such page.
func (l List[V]) pages(ctx context.Context, first, last int) ([]*Page[V], error) {
	wave, failures := make([]*Page[V], last-first+1), make([]error, last-first+1)
	var reading sync.WaitGroup
	for i := range wave {
		reading.Go(func() { wave[i], failures[i] = l.Page(ctx, first+i) })
	}
	reading.Wait()
	return wave, cmp.Or(failures...)
}
