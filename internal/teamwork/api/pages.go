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
	// ListedID is the record's id; "" = the site does not say.
	ListedID() string
}

// List is a list that the site gives by page (contract section 5).
type List[V Listed] struct {
	wire *transport.Client
	// request asks for the list, but for the page.
	request transport.Request
	// noun is what is listed, as in "invoices"; member is where it is in an answer.
	noun   string
	member func(*listAnswer[V]) *lenient.List[V]
}

// listAnswer is the body of a page: it has one of the members.
type listAnswer[V any] struct {
	Invoices    *lenient.List[V] `json:"invoices"`
	Expenses    *lenient.List[V] `json:"expenses"`
	TimeEntries *lenient.List[V] `json:"time-entries"`
}

// Page is one page of a list.
type Page[V Listed] struct {
	Records []V
	// Pages is how many pages the list had when this one was read. When the site
	// does not say, it is one more than this page's number, unless this page is
	// empty: read on until a page brings nothing new.
	Pages int
	// Count is how many records the list had; -1 when the site does not say.
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
		return nil, l.wire.Lacking(request, answer, "the answer has no list of %s in it", l.noun)
	}
	found, err := newPage(*records, l.noun, answer.Header, number)
	if err != nil {
		return nil, l.wire.Lacking(request, answer, "%s", err.Error())
	}
	return found, nil
}

// newPage makes a page of what the site gave for one with that number, and of
// the headers that say how long the list is (contract section 5).
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
	if err != nil || !knowsCount { // nothing depends on it
		count = -1
	}
	found := &Page[V]{Records: records, Pages: number, Count: count}
	switch {
	case knowsPages:
		found.Pages = pages
	case len(records) > 0: // the next page tells
		found.Pages = number + 1
	}
	if size := len(records); number == 1 && size > 0 { // where the two counts differ, the larger one tells
		found.Pages = max(found.Pages, (count+size-1)/size)
	}
	switch {
	case knowsPage && at != number && knowsPages && number > pages: // the list has shrunk, and the site gives its last page instead
		return &Page[V]{Pages: pages, Count: -1}, nil
	case knowsPage && at != number:
		return nil, fmt.Errorf("asked for page %d of the %s, the site gave page %d", number, noun, at)
	case len(records) == 0 && number == 1 && count > 0:
		return nil, fmt.Errorf("the site says that there are %d %s, and gave none", count, noun)
	}
	for i, record := range records {
		if record.ListedID() == "" {
			return nil, fmt.Errorf("entry %d of page %d has no id", i+1, number)
		}
	}
	return found, nil
}

// pagesAtOnce is how many pages of a list are read side by side.
const pagesAtOnce = 10

// Further reads the pages of the list after the first, at most so many, some of
// them side by side, and delivers them in order. pages is how many the list has
// by its first page; it may grow or shrink meanwhile, and is followed. deliver
// tells whether there was anything new on the page: where there is nothing new
// any more, the list ends, whatever the site says. A page that cannot be read
// costs none of the others, unless nothing else can be read either; the error of
// the first such page is returned at the end.
//
// A record that moves from one page to another meanwhile comes twice; one that
// slips through to a page already read can be missing, so a list does not prove
// absence.
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
		if err == nil { // a page that was not read could have said that there are more
			pages = last
		}
		next += len(wave)
		atMost -= len(wave)
	}
	return failure
}

// pages reads the pages first to last side by side; nil stands for one that
// could not be read, and the error is that of the first of those.
func (l List[V]) pages(ctx context.Context, first, last int) ([]*Page[V], error) {
	wave, failures := make([]*Page[V], last-first+1), make([]error, last-first+1)
	var reading sync.WaitGroup
	for i := range wave {
		reading.Go(func() { wave[i], failures[i] = l.Page(ctx, first+i) })
	}
	reading.Wait()
	return wave, cmp.Or(failures...)
}
