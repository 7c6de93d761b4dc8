package api

import (
	"context"
	"iter"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
)

// EachInvoice gives the invoices of a list one after the other, each once, in
// the site's order: GET /invoices.json or GET /projects/{id}/invoices.json
// (contract sections 1 and 5). A page is read only when the invoices before it
// are used up, so a caller who has enough of them spares the rest. An error
// ends it. Like FurtherInvoicePages it does not
// prove absence.
func (c *Client) EachInvoice(ctx context.Context, query InvoiceQuery) iter.Seq2[Invoice, error] {
	return func(yield func(Invoice, error) bool) {
		seen := map[lenient.Text]bool{}
		pages := 1
		for number := 1; number <= pages; number++ {
			page, err := c.InvoicePage(ctx, query, number)
			if err != nil {
				yield(Invoice{}, err)
				return
			}
			isNews := false
			for _, invoice := range page.Invoices {
				if seen[invoice.ID] {
					continue
				}
				seen[invoice.ID], isNews = true, true
				if !yield(invoice, nil) {
					return
				}
			}
			if !isNews {
				return // the end, or a site that would go on for ever
			}
			pages = max(pages, page.Pages) // a page that does not say must not end it; a list that has shrunk ends with an empty one
		}
	}
}
