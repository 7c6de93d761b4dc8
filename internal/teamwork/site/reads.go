package site

import (
	"cmp"
	"context"
	"iter"

	"github.com/projectbilling/terraform-provider-billing/internal/reads"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/api"
)

// listedSource reads records from the site, one at a time or by pages of a scope's
// list.
type listedSource[S comparable, V api.Listed] struct {
	single func(ctx context.Context, id string) (V, error)
	list   func(scope S) api.List[V]
}

func invoiceSource(client *api.Client) listedSource[api.InvoiceQuery, api.Invoice] {
	return listedSource[api.InvoiceQuery, api.Invoice]{
		single: func(ctx context.Context, id string) (api.Invoice, error) {
			detail, err := client.GetInvoice(ctx, id)
			if err != nil {
				return api.Invoice{}, err
			}
			return detail.Invoice, nil
		},
		list: client.Invoices,
	}
}

var (
	_ reads.Source[api.InvoiceQuery, api.Invoice] = listedSource[api.InvoiceQuery, api.Invoice]{}
	_ reads.Pager[api.InvoiceQuery, api.Invoice]  = listedSource[api.InvoiceQuery, api.Invoice]{}
)

// Single reads one record.
func (s listedSource[S, V]) Single(ctx context.Context, id string) (V, error) {
	return s.single(ctx, id)
}

// First reads the first page of a scope, which contains the number of pages.
func (s listedSource[S, V]) First(ctx context.Context, scope S) (reads.Part[V], error) {
	page, err := s.list(scope).Page(ctx, 1)
	if err != nil {
		return reads.Part[V]{Cost: 1}, err
	}
	return reads.Part[V]{Records: records(page), Cost: 1, Rest: max(page.Pages-1, 0)}, nil
}

// Rest reads the other pages, some of them concurrently.
func (s listedSource[S, V]) Rest(ctx context.Context, scope S, first reads.Part[V], atMost int, deliver func(int, []reads.Record[V])) error {
	seen := map[string]bool{}
	return s.list(scope).Further(ctx, 1+first.Rest, atMost, func(number int, page *api.Page[V]) bool {
		before := len(seen)
		for _, record := range page.Records {
			seen[record.ListedID()] = true
		}
		deliver(number-1, records(page))
		return len(seen) > before
	})
}

// Page reads one page of a scope.
func (s listedSource[S, V]) Page(ctx context.Context, scope S, place int) ([]reads.Record[V], error) {
	page, err := s.list(scope).Page(ctx, place+1)
	if err != nil {
		return nil, err
	}
	return records(page), nil
}

func records[V api.Listed](page *api.Page[V]) []reads.Record[V] {
	found := make([]reads.Record[V], len(page.Records))
	for i, record := range page.Records {
		found[i] = reads.Record[V]{ID: record.ListedID(), Value: record}
	}
	return found
}

// scopeOf returns the scope of a query: the query itself in a normalized form.
func scopeOf(query api.InvoiceQuery) api.InvoiceQuery {
	query.Type = cmp.Or(query.Type, api.StatusActive)
	return query
}

// All is the type and project status of an invoice query that hides nothing
// (contract section 1).
const All = "all"

// EveryInvoice returns a query for the invoices of a project, or of the site if
// projectID is 0, regardless of their status.
func EveryInvoice(projectID int64) api.InvoiceQuery {
	if projectID == 0 {
		return api.InvoiceQuery{Type: All, ProjectStatus: All}
	}
	return api.InvoiceQuery{ProjectID: projectID, Type: All}
}

// Invoice reads one invoice, together with others requested at the same time.
// projectID is the invoice's project; 0 = not known, as right after an import.
func (s *Site) Invoice(ctx context.Context, id string, projectID int64) (api.Invoice, error) {
	site := scopeOf(EveryInvoice(0))
	if projectID == 0 {
		return s.Reads.Find(ctx, id, site)
	}
	return s.Reads.Read(ctx, id, site, scopeOf(EveryInvoice(projectID)))
}

// Invoices lists the invoices of a query from at most atMost pages; 0 = all pages. It
// shares the list with concurrent reads of single invoices. With an error, it
// returns the invoices before the page that failed.
func (s *Site) Invoices(ctx context.Context, query api.InvoiceQuery, atMost int) (reads.Listing[api.Invoice], error) {
	if query.ProjectID != 0 && query == EveryInvoice(query.ProjectID) {
		return s.Reads.All(ctx, atMost, scopeOf(EveryInvoice(0)), scopeOf(query))
	}
	return s.Reads.All(ctx, atMost, scopeOf(query))
}

// EachInvoice yields the invoices of a query one after the other. With a limit, it
// reads only the pages needed. Otherwise, it shares the whole list with all
// concurrent readers.
func (s *Site) EachInvoice(ctx context.Context, query api.InvoiceQuery, limit int64) iter.Seq2[api.Invoice, error] {
	if limit > 0 {
		return s.Client.Invoices(query).Each(ctx)
	}
	return inOrder(func() (reads.Listing[api.Invoice], error) { return s.Invoices(ctx, query, 0) })
}

// inOrder yields the records of a list one after the other, and then the error that
// ended it.
func inOrder[V any](list func() (reads.Listing[V], error)) iter.Seq2[V, error] {
	return func(yield func(V, error) bool) {
		found, err := list()
		for _, record := range found.Records {
			if !yield(record, nil) {
				return
			}
		}
		if err != nil {
			var none V
			yield(none, err)
		}
	}
}
