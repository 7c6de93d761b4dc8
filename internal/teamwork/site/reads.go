package site

import (
	"cmp"
	"context"
	"iter"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
	"github.com/projectbilling/terraform-provider-billing/internal/reads"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/api"
)

// invoiceSource reads invoices from the site, one at a time or by page.
type invoiceSource struct {
	client *api.Client
}

var (
	_ reads.Source[api.InvoiceQuery, api.Invoice] = invoiceSource{}
	_ reads.Pager[api.InvoiceQuery, api.Invoice]  = invoiceSource{}
)

// Single reads one invoice.
func (s invoiceSource) Single(ctx context.Context, id string) (api.Invoice, error) {
	detail, err := s.client.GetInvoice(ctx, id)
	if err != nil {
		return api.Invoice{}, err
	}
	return detail.Invoice, nil
}

// First reads the first page of a scope, which says how many there are.
func (s invoiceSource) First(ctx context.Context, scope api.InvoiceQuery) (reads.Part[api.Invoice], error) {
	page, err := s.client.InvoicePage(ctx, scope, 1)
	if err != nil {
		return reads.Part[api.Invoice]{Cost: 1}, err
	}
	return reads.Part[api.Invoice]{Records: records(page), Cost: 1, Rest: max(page.Pages-1, 0)}, nil
}

// Rest reads the other pages, some of them side by side.
func (s invoiceSource) Rest(ctx context.Context, scope api.InvoiceQuery, first reads.Part[api.Invoice], atMost int, deliver func(int, []reads.Record[api.Invoice])) error {
	seen := map[lenient.Text]bool{}
	return s.client.FurtherInvoicePages(ctx, scope, 1+first.Rest, atMost, func(number int, page *api.InvoicePage) bool {
		before := len(seen)
		for _, invoice := range page.Invoices {
			seen[invoice.ID] = true
		}
		deliver(number-1, records(page))
		return len(seen) > before
	})
}

// Page reads one page of a scope.
func (s invoiceSource) Page(ctx context.Context, scope api.InvoiceQuery, place int) ([]reads.Record[api.Invoice], error) {
	page, err := s.client.InvoicePage(ctx, scope, place+1)
	if err != nil {
		return nil, err
	}
	return records(page), nil
}

func records(page *api.InvoicePage) []reads.Record[api.Invoice] {
	found := make([]reads.Record[api.Invoice], len(page.Invoices))
	for i, invoice := range page.Invoices {
		found[i] = reads.Record[api.Invoice]{ID: string(invoice.ID), Value: invoice}
	}
	return found
}

// scopeOf is the scope of a query: the query itself, in one spelling.
func scopeOf(query api.InvoiceQuery) api.InvoiceQuery {
	query.Type = cmp.Or(query.Type, api.StatusActive)
	return query
}

// All is the value of an invoice query's type and project status that hides
// nothing (contract section 1).
const All = "all"

// EveryInvoice chooses the invoices of a project, or of the site, whatever
// their status; projectID 0 = the site.
func EveryInvoice(projectID int64) api.InvoiceQuery {
	if projectID == 0 {
		return api.InvoiceQuery{Type: All, ProjectStatus: All}
	}
	return api.InvoiceQuery{ProjectID: projectID, Type: All}
}

// Invoice reads one invoice, together with others that are asked for at the
// same time. projectID is the project that the invoice is known to be in; 0 =
// it is not known, as right after an import.
func (s *Site) Invoice(ctx context.Context, id string, projectID int64) (api.Invoice, error) {
	site := scopeOf(EveryInvoice(0))
	if projectID == 0 {
		return s.Reads.Find(ctx, id, site)
	}
	return s.Reads.Read(ctx, id, site, scopeOf(EveryInvoice(projectID)))
}

// Invoices lists the invoices of a query by at most so many pages, together
// with those who read single ones of them; 0 = all pages. With an error, the
// invoices are those before the page that failed.
func (s *Site) Invoices(ctx context.Context, query api.InvoiceQuery, atMost int) (reads.Listing[api.Invoice], error) {
	if query.ProjectID != 0 && query == EveryInvoice(query.ProjectID) {
		return s.Reads.All(ctx, atMost, scopeOf(EveryInvoice(0)), scopeOf(query))
	}
	return s.Reads.All(ctx, atMost, scopeOf(query))
}

// EachInvoice gives the invoices of a query one after the other. Where they are
// limited, no page is read that the limit does not need; else the whole list is
// shared with all who read it.
func (s *Site) EachInvoice(ctx context.Context, query api.InvoiceQuery, limit int64) iter.Seq2[api.Invoice, error] {
	if limit > 0 {
		return s.Client.EachInvoice(ctx, query)
	}
	return func(yield func(api.Invoice, error) bool) {
		found, err := s.Invoices(ctx, query, 0)
		for _, invoice := range found.Records {
			if !yield(invoice, nil) {
				return
			}
		}
		if err != nil {
			yield(api.Invoice{}, err)
		}
	}
}
