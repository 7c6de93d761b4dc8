package api

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// Bounds of the reading of a list (contract section 4).
const (
	// pageSize is what is asked for, the most that the service gives.
	pageSize = 100
	// mostPages bounds a list that never ends: a hundred thousand invoices.
	mostPages = 1000
	// mostStalePages is how many full pages without any invoice that was not
	// seen before are taken for the records' moving about, and not for a
	// service that gives the same page for ever.
	mostStalePages = 3
)

// pathInvoices is the path of the list.
const pathInvoices = "/api/invoices"

// ListInvoices reads the whole list: GET /api/invoices, by offset, until a page
// is shorter than what was asked for (contract sections 2 to 4). The order of
// the service is not documented, so each invoice is returned once, in the
// version that came first, and by ascending id.
//
// A token without the permission invoices.view_other gets a partial list and no
// error. An invoice that slips to a page already read can be missing.
//
// Errors: *transport.APIError, *transport.NoAnswerError, or one that names the filter which
// cannot be asked for.
func (c *Client) ListInvoices(ctx context.Context, query InvoiceQuery) ([]Invoice, error) {
	parameters, err := query.parameters()
	if err != nil {
		return nil, err
	}
	list := gathered{bounds: query.upperBounds(), seen: map[lenient.Integer]bool{}, invoices: []Invoice{}}
	offset, stale := 0, 0
	for range mostPages {
		page, err := c.invoicePage(ctx, parameters, offset)
		if err != nil {
			return nil, err
		}
		isNews, err := list.add(page)
		if err != nil {
			return nil, c.unusable("%v", err)
		}
		if len(page) < pageSize {
			return list.sorted(), nil
		}
		if stale++; isNews {
			stale = 0
		}
		if stale == mostStalePages {
			return nil, c.unusable("the list does not go on: the last %d pages, up to offset %d, have no invoice "+
				"that the pages before did not have", stale, offset)
		}
		offset += len(page) // the service may give more than it was asked for
	}
	return nil, c.unusable("the list did not end after %d pages and %d invoices; "+
		"restrict it, for example to a project or to a span of time", mostPages, len(list.seen))
}

// invoicePage reads the page that begins at offset.
func (c *Client) invoicePage(ctx context.Context, parameters url.Values, offset int) ([]Invoice, error) {
	request := transport.Request{Method: http.MethodGet, Path: pathInvoices, Query: url.Values{}}
	for name := range parameters {
		request.Query.Set(name, parameters.Get(name))
	}
	request.Query.Set("limit", strconv.Itoa(pageSize))
	request.Query.Set("offset", strconv.Itoa(offset))
	var page *[]Invoice
	answer, err := c.call(ctx, request, &page)
	if err != nil {
		return nil, err
	}
	if page == nil { // null
		return nil, c.wire.Lacking(request, answer, "the answer has no list of invoices in it")
	}
	for i, invoice := range *page {
		if invoice.ID < 1 {
			return nil, c.wire.Lacking(request, answer, "entry %d of the list, at offset %d, has no id", i, offset)
		}
	}
	return *page, nil
}

// unusable is a list that can be read and does not do.
func (c *Client) unusable(format string, arguments ...any) error {
	request := transport.Request{Method: http.MethodGet, Path: pathInvoices}
	failure := c.wire.Lacking(request, &transport.Answer{Status: http.StatusOK}, format, arguments...)
	failure.IsUnreadable = false
	return failure
}

// gathered is what the pages read so far have brought.
type gathered struct {
	bounds   []upperBound
	seen     map[lenient.Integer]bool
	invoices []Invoice
}

// add takes a page, and tells whether there was anything new on it.
func (g *gathered) add(page []Invoice) (isNews bool, err error) {
	for i := range page {
		invoice := &page[i]
		if g.seen[invoice.ID] {
			continue
		}
		g.seen[invoice.ID], isNews = true, true
		admitted, err := g.admits(invoice)
		if err != nil {
			return false, err
		}
		if admitted {
			g.invoices = append(g.invoices, *invoice)
		}
	}
	return isNews, nil
}

func (g *gathered) admits(invoice *Invoice) (bool, error) {
	for _, bound := range g.bounds {
		if admitted, err := bound.admits(invoice); err != nil || !admitted {
			return false, err
		}
	}
	return true, nil
}

// sorted gives the invoices by id.
func (g *gathered) sorted() []Invoice {
	slices.SortFunc(g.invoices, func(a, b Invoice) int { return cmp.Compare(a.ID, b.ID) })
	return g.invoices
}
