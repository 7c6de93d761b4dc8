package company

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
	"github.com/projectbilling/terraform-provider-billing/internal/reads"
	"github.com/projectbilling/terraform-provider-billing/internal/wethod/api"
)

// Scope is the ID of a project, or the whole company.
type Scope int64

// everything is the scope of all invoices that the token's user can see.
const everything Scope = 0

// invoiceSource reads invoices, one at a time or by page. The API does not
// return the number of pages (contract section 4).
type invoiceSource struct {
	client *api.Client
}

var _ reads.OpenEnded[Scope, api.Invoice] = invoiceSource{}

// Single reads one invoice.
func (s invoiceSource) Single(ctx context.Context, id string) (api.Invoice, error) {
	return s.client.GetInvoice(ctx, id)
}

// position is where a page of a list is: its number, and the number of records
// on each page before it. The service may return fewer than requested.
type position struct{ page, size int }

// note returns the position as the note that package reads keeps, and
// positionOf returns it from there.
func (p position) note() int { return p.page*(api.PageSize+1) + p.size }
func positionOf(note int) position {
	return position{note / (api.PageSize + 1), note % (api.PageSize + 1)}
}
func (p position) next() position { return position{p.page + 1, p.size} }

// First reads the first page.
func (s invoiceSource) First(ctx context.Context, scope Scope) (reads.Part[api.Invoice], error) {
	page, err := s.page(ctx, scope, position{})
	first := reads.Part[api.Invoice]{Records: page, Cost: 1}
	if size := api.FullPage(len(page)); len(page) >= size {
		first.Rest, first.Next, first.IsOpen = 1, position{1, size}.note(), true
	}
	return first, err
}

// Rest does nothing: Further reads everything after the first page.
func (s invoiceSource) Rest(context.Context, Scope, reads.Part[api.Invoice], int, func(int, []reads.Record[api.Invoice])) error {
	return nil
}

// Further reads pages one by one until one is not full, or is shorter than
// requested and contains nothing new.
func (s invoiceSource) Further(ctx context.Context, scope Scope, after reads.Part[api.Invoice], atMost int, deliver func(int, []reads.Record[api.Invoice])) (reads.Part[api.Invoice], error) {
	next := reads.Part[api.Invoice]{Rest: 2 * after.Rest, IsOpen: true}
	at := positionOf(after.Next)
	seen, stale := map[string]bool{}, 0
	for next.Cost < atMost && next.IsOpen {
		if at.page >= api.MostPages || stale == api.MostStalePages {
			return next, fmt.Errorf("the list of invoices does not end: page %d is still full", at.page)
		}
		page, err := s.page(ctx, scope, at)
		next.Cost++
		if err != nil {
			return next, err
		}
		before := len(seen)
		for _, record := range page {
			seen[record.ID] = true
		}
		isNew := len(seen) > before
		if stale++; isNew {
			stale = 0
		}
		deliver(at.page, page)
		at = at.next()
		next.Next, next.IsOpen = at.note(), len(page) >= at.size && (isNew || len(page) >= api.PageSize)
	}
	return next, nil
}

func (s invoiceSource) page(ctx context.Context, scope Scope, at position) ([]reads.Record[api.Invoice], error) {
	page, err := s.client.InvoicePage(ctx, api.InvoiceQuery{ProjectID: int64(scope)}, at.page*at.size)
	if err != nil {
		return nil, err
	}
	records := make([]reads.Record[api.Invoice], len(page))
	for i, invoice := range page {
		records[i] = reads.Record[api.Invoice]{ID: invoice.Key(), Value: invoice}
	}
	return records, nil
}

// Invoice reads one invoice, together with others that are requested at the
// same time. projectID is the last known project of the invoice; 0 = unknown,
// as right after an import.
func (c *Company) Invoice(ctx context.Context, id string, projectID int64) (api.Invoice, error) {
	if projectID == 0 {
		return c.Reads.Find(ctx, id, everything)
	}
	return c.Reads.Read(ctx, id, everything, Scope(projectID))
}

// Invoices lists the invoices of a project by at most atMost pages, together
// with concurrent reads of single invoices; 0 = all pages.
func (c *Company) Invoices(ctx context.Context, projectID int64, atMost int) (reads.Listing[api.Invoice], error) {
	return c.Reads.All(ctx, atMost, everything, Scope(projectID))
}

// wrote is the only scope of written invoices.
type wrote struct{}

// Writing marks the start of a write of an invoice.
func (c *Company) Writing() *reads.Write[wrote, api.Invoice] { return c.Written.Begin(wrote{}) }

// Wrote notes when the invoice was changed, by the system's clock.
func (c *Company) Wrote(invoice api.Invoice) {
	changed, err := parseInstant(invoice.UpdatedAt)
	if err != nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.changed[invoice.Key()] = changed
}

// changedInvoices reads invoices that were written at the same time, with one
// page of the invoices changed since.
type changedInvoices struct{ *Company }

var _ reads.Several[wrote, api.Invoice] = changedInvoices{}

// ReadBack reads one invoice.
func (c changedInvoices) ReadBack(ctx context.Context, id string) (api.Invoice, error) {
	return c.Client.GetInvoice(ctx, id)
}

// Cost is one page if the times of change of at least two of the invoices are known.
func (c changedInvoices) Cost(_ wrote, ids []string, isFirst bool) int {
	if _, known := c.since(ids); !isFirst || known < 2 {
		return 0
	}
	return 1
}

// Several reads the page of the invoices that changed since the first of these was changed.
func (c changedInvoices) Several(ctx context.Context, _ wrote, ids []string) (map[string]api.Invoice, error) {
	since, _ := c.since(ids)
	// The bound is exclusive, and the system's clock may have fractions that it does not show.
	after := since.Add(-time.Second).UTC().Format(time.RFC3339)
	page, err := c.Client.InvoicePage(ctx, api.InvoiceQuery{UpdatedAt: api.Filter{After: after}}, 0)
	if err != nil {
		return nil, err
	}
	found := make(map[string]api.Invoice, len(page))
	for _, invoice := range page {
		found[invoice.Key()] = invoice
	}
	return found, nil
}

// since returns when the first of the invoices was changed, and how many of
// their times are known.
func (c changedInvoices) since(ids []string) (first time.Time, known int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, id := range ids {
		changed, isKnown := c.changed[id]
		if !isKnown {
			continue
		}
		if known++; known == 1 || changed.Before(first) {
			first = changed
		}
	}
	return first, known
}

// parseInstant parses a timestamp of the system.
func parseInstant(text lenient.Text) (time.Time, error) {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05Z0700"} {
		if instant, err := time.Parse(layout, string(text)); err == nil {
			return instant, nil
		}
	}
	return time.Time{}, errors.New("not a timestamp")
}

// SameInstant compares timestamps to the second: one endpoint may write
// fractions or an offset that another omits.
func SameInstant(a, b string) bool {
	first, firstErr := parseInstant(lenient.Text(a))
	second, secondErr := parseInstant(lenient.Text(b))
	if errors.Join(firstErr, secondErr) != nil {
		return a == b
	}
	return first.Unix() == second.Unix()
}

// IsSince reports whether an invoice was created at a time or later, as far as
// the clocks of system and provider agree.
func IsSince(invoice api.Invoice, began time.Time) bool {
	created, err := parseInstant(invoice.CreatedAt)
	return err == nil && !created.Before(began)
}
