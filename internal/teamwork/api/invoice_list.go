package api

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/sync/errgroup"

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
		Invoices *[]Invoice `json:"invoices"`
	}
	header, err := c.call(ctx, request, &result)
	if err != nil {
		return nil, err
	}
	unreadable := func(message string) error {
		return &Error{Method: request.Method, Path: request.Path, Status: http.StatusOK, Message: message, Unreadable: true}
	}
	if result.Invoices == nil {
		return nil, unreadable("the answer has no list of invoices in it")
	}
	pages, knowsPages, err := headerNumber(header, "X-Pages")
	if err != nil {
		return nil, unreadable(err.Error())
	}
	at, knowsPage, err := headerNumber(header, "X-Page")
	if err != nil {
		return nil, unreadable(err.Error())
	}
	if knowsPage && at != page {
		if knowsPages && page > pages { // the list has shrunk, and the site gives its last page instead
			return &InvoicePage{Pages: pages, Records: -1}, nil
		}
		return nil, unreadable(fmt.Sprintf("asked for page %d of the invoices, the site gave page %d", page, at))
	}
	found := &InvoicePage{Invoices: *result.Invoices, Pages: page, Records: -1}
	switch {
	case knowsPages:
		found.Pages = pages
	case len(*result.Invoices) > 0: // the next page tells
		found.Pages = page + 1
	}
	if records, ok, err := headerNumber(header, "X-Records"); ok && err == nil { // nothing depends on it
		found.Records = records
	}
	return found, nil
}

// headerNumber reads a count from a header; false where it is not there. Where
// something in between has joined several of one name ("3, 3"), the first
// counts. One that is there and no number is an error: the list could be cut.
func headerNumber(header http.Header, name string) (int, bool, error) {
	first, _, _ := strings.Cut(header.Get(name), ",")
	if first = strings.TrimSpace(first); first == "" {
		return 0, false, nil
	}
	number, err := strconv.Atoi(first)
	if err != nil || number < 0 {
		return 0, false, fmt.Errorf("the header %s should be a number and is %.40q", name, first)
	}
	return number, true, nil
}

// pagesAtOnce is how many pages of a list are read side by side.
const pagesAtOnce = 10

// FurtherInvoicePages reads the pages of a list after the first, at most so
// many, some of them side by side, and delivers them in order. pages is how
// many the list has by its first page; it may grow or shrink meanwhile, and is
// followed. deliver tells whether there was anything new on the page: where
// there is nothing new any more, the list ends, whatever the site says. With an
// error, some of the pages read with the one that failed may be missing.
//
// An invoice that moves from one page to another meanwhile comes twice; one
// that slips through to a page already read can be missing, so a list does not
// prove absence.
func (c *Client) FurtherInvoicePages(ctx context.Context, query InvoiceQuery, pages, atMost int, deliver func(number int, page *InvoicePage) (isNews bool)) error {
	for next, last := 2, 0; next <= pages && atMost > 0; next = last + 1 {
		last = next + min(pages-next+1, pagesAtOnce, atMost) - 1
		wave, err := c.invoicePages(ctx, query, next, last)
		isNews := false
		pages = 0 // a page that does not say must not end the list
		for i, page := range wave {
			if page != nil {
				isNews = deliver(next+i, page) || isNews
				pages = max(pages, page.Pages)
			}
		}
		if err != nil || !isNews {
			return err
		}
		atMost -= len(wave)
	}
	return nil
}

// invoicePages reads the pages first to last side by side; nil stands for one
// that could not be read.
func (c *Client) invoicePages(ctx context.Context, query InvoiceQuery, first, last int) ([]*InvoicePage, error) {
	wave := make([]*InvoicePage, last-first+1)
	group, ctx := errgroup.WithContext(ctx)
	for i := range wave {
		group.Go(func() error {
			page, err := c.InvoicePage(ctx, query, first+i)
			wave[i] = page
			return err
		})
	}
	return wave, group.Wait()
}
