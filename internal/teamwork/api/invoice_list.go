package api

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"sync"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// InvoiceQuery chooses invoices. The zero value means all active invoices of
// all active projects, as on the wire.
type InvoiceQuery struct {
	// ProjectID restricts the list to one project; 0 = all projects.
	ProjectID int64
	// Type is active, completed or all; it is always sent, since the site
	// hides completed invoices by default. "" = active.
	Type string
	// ProjectStatus is active, archived or all; "" = the site's default. It
	// has no meaning with a ProjectID.
	ProjectStatus string
}

// InvoicePage is one page of a list.
type InvoicePage struct {
	Invoices []Invoice
	// Pages is how many pages the list had when this one was read. When the site
	// does not say, it is one more than this page's number, unless this page is
	// empty: read on until a page brings nothing new.
	Pages int
	// Records is how many invoices the list had; -1 when the site does not say.
	Records int
}

// InvoicePage reads one page of a list, counted from 1: GET /invoices.json or
// GET /projects/{id}/invoices.json (contract sections 1 and 5).
func (c *Client) InvoicePage(ctx context.Context, query InvoiceQuery, page int) (*InvoicePage, error) {
	request := transport.Request{Method: http.MethodGet, Path: "/invoices.json", Query: url.Values{}}
	if query.ProjectID != 0 {
		request.Path = fmt.Sprintf("/projects/%d/invoices.json", query.ProjectID)
	}
	request.Query.Set("type", query.Type)
	if query.Type == "" {
		request.Query.Set("type", StatusActive)
	}
	if query.ProjectStatus != "" {
		request.Query.Set("projectStatus", query.ProjectStatus)
	}
	request.Query.Set("page", strconv.Itoa(page))

	var result struct {
		Invoices *lenient.List[Invoice] `json:"invoices"`
	}
	answer, err := c.wire.Call(ctx, request, &result)
	if err != nil {
		return nil, err
	}
	if result.Invoices == nil {
		return nil, c.wire.Lacking(request, answer, "the answer has no list of invoices in it")
	}
	found, err := newInvoicePage(*result.Invoices, answer.Header, page)
	if err != nil {
		return nil, c.wire.Lacking(request, answer, "%s", err.Error())
	}
	return found, nil
}

// newInvoicePage makes a page of what the site gave for one with that number,
// and of the headers that say how long the list is (contract section 5).
func newInvoicePage(invoices []Invoice, header http.Header, number int) (*InvoicePage, error) {
	pages, knowsPages, err := transport.HeaderCount(header, "X-Pages")
	if err != nil {
		return nil, err
	}
	at, knowsPage, err := transport.HeaderCount(header, "X-Page")
	if err != nil {
		return nil, err
	}
	records, knowsRecords, err := transport.HeaderCount(header, "X-Records")
	if err != nil || !knowsRecords { // nothing depends on it
		records = -1
	}
	found := &InvoicePage{Invoices: invoices, Pages: number, Records: records}
	switch {
	case knowsPages:
		found.Pages = pages
	case len(invoices) > 0: // the next page tells
		found.Pages = number + 1
	}
	if size := len(invoices); number == 1 && size > 0 { // where the two counts differ, the larger one tells
		found.Pages = max(found.Pages, (records+size-1)/size)
	}
	switch {
	case knowsPage && at != number && knowsPages && number > pages: // the list has shrunk, and the site gives its last page instead
		return &InvoicePage{Pages: pages, Records: -1}, nil
	case knowsPage && at != number:
		return nil, fmt.Errorf("asked for page %d of the invoices, the site gave page %d", number, at)
	case len(invoices) == 0 && number == 1 && records > 0:
		return nil, fmt.Errorf("the site says that there are %d invoices, and gave none", records)
	}
	for i, invoice := range invoices {
		if invoice.ID == "" {
			return nil, fmt.Errorf("entry %d of page %d has no id", i+1, number)
		}
	}
	return found, nil
}

// pagesAtOnce is how many pages of a list are read side by side.
const pagesAtOnce = 10

// FurtherInvoicePages reads the pages of a list after the first, at most so
// many, some of them side by side, and delivers them in order. pages is how
// many the list has by its first page; it may grow or shrink meanwhile, and is
// followed. deliver tells whether there was anything new on the page: where
// there is nothing new any more, the list ends, whatever the site says. A page
// that cannot be read costs none of the others, unless nothing else can be read
// either; the error of the first such page is returned at the end.
//
// An invoice that moves from one page to another meanwhile comes twice; one
// that slips through to a page already read can be missing, so a list does not
// prove absence.
func (c *Client) FurtherInvoicePages(ctx context.Context, query InvoiceQuery, pages, atMost int, deliver func(number int, page *InvoicePage) (isNews bool)) error {
	var failure error
	for next := 2; next <= pages && atMost > 0; {
		wave, err := c.invoicePages(ctx, query, next, next+min(pages-next+1, pagesAtOnce, atMost)-1)
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

// invoicePages reads the pages first to last side by side; nil stands for one
// that could not be read, and the error is that of the first of those.
func (c *Client) invoicePages(ctx context.Context, query InvoiceQuery, first, last int) ([]*InvoicePage, error) {
	wave, failures := make([]*InvoicePage, last-first+1), make([]error, last-first+1)
	var reading sync.WaitGroup
	for i := range wave {
		reading.Go(func() { wave[i], failures[i] = c.InvoicePage(ctx, query, first+i) })
	}
	reading.Wait()
	return wave, cmp.Or(failures...)
}
