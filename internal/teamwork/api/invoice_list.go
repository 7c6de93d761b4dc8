package api

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

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
	// Pages is how many pages the list had when this one was read; 1 when the
	// site does not say (contract section 5).
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
	pages, knowsPages := headerNumber(header, "X-Pages")
	if at, ok := headerNumber(header, "X-Page"); ok && at != page {
		if knowsPages && page > pages { // the list has shrunk, and the site gives its last page instead
			return &InvoicePage{Pages: pages, Records: -1}, nil
		}
		return nil, unreadable(fmt.Sprintf("asked for page %d of the invoices, the site gave page %d", page, at))
	}
	found := &InvoicePage{Invoices: *result.Invoices, Pages: 1, Records: -1}
	if knowsPages {
		found.Pages = pages
	}
	if records, ok := headerNumber(header, "X-Records"); ok {
		found.Records = records
	}
	return found, nil
}

func headerNumber(header http.Header, name string) (int, bool) {
	number, err := strconv.Atoi(header.Get(name))
	return number, err == nil && number >= 0
}

// InvoiceList is a list of invoices, each once.
type InvoiceList struct {
	Invoices []Invoice
	// Cut: there are more pages than were asked for.
	Cut bool
}

// pagesAtOnce is how many pages of a list are read side by side.
const pagesAtOnce = 6

// ListInvoices reads a list page by page, at most maxPages of them; 0 = all.
// The pages after the first are read side by side. An invoice that moves from
// one page to another meanwhile is returned once; one that slips through to a
// page already read can be missing, so a list does not prove absence.
func (c *Client) ListInvoices(ctx context.Context, query InvoiceQuery, maxPages int) (InvoiceList, error) {
	var list InvoiceList
	seen := map[Text]bool{}
	add := func(page *InvoicePage) (isNews bool) {
		for _, invoice := range page.Invoices {
			if !seen[invoice.ID] {
				seen[invoice.ID] = true
				list.Invoices = append(list.Invoices, invoice)
				isNews = true
			}
		}
		return isNews
	}

	pages := 1
	for next := 1; next <= pages; {
		if maxPages > 0 && next > maxPages {
			list.Cut = true
			return list, nil
		}
		last := min(pages, next+pagesAtOnce-1)
		if maxPages > 0 {
			last = min(last, maxPages)
		}
		wave, err := c.invoicePages(ctx, query, next, last)
		if err != nil {
			return InvoiceList{}, err
		}
		isNews := false
		pages = 0 // the list may have grown or shrunk; a page that does not say must not end it
		for _, page := range wave {
			isNews = add(page) || isNews
			pages = max(pages, page.Pages)
		}
		if !isNews {
			break // the end, or a site that would go on for ever
		}
		next = last + 1
	}
	return list, nil
}

// invoicePages reads the pages first to last side by side.
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
