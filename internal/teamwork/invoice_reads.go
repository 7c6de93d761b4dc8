package teamwork

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/projectbilling/terraform-provider-billing/internal/reads"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/api"
)

// Scopes whose invoices can be listed: the whole site, and each project.
const (
	siteScope     = "site"
	projectPrefix = "project "
)

// pagesAtOnce is how many pages of a listing are read side by side.
const pagesAtOnce = 10

// invoiceSource reads invoices from the site, one at a time or by page.
type invoiceSource struct {
	client *api.Client
}

var _ reads.Source[api.Invoice] = invoiceSource{}

// Single reads one invoice.
func (s invoiceSource) Single(ctx context.Context, id string) (api.Invoice, error) {
	detail, err := s.client.GetInvoice(ctx, id)
	if err != nil {
		return api.Invoice{}, err
	}
	return detail.Invoice, nil
}

// First reads the first page of a scope, which says how many there are.
func (s invoiceSource) First(ctx context.Context, scope string) (reads.Part[api.Invoice], error) {
	page, err := s.client.InvoicePage(ctx, queryOf(scope), 1)
	if err != nil {
		return reads.Part[api.Invoice]{Cost: 1}, err
	}
	return reads.Part[api.Invoice]{Records: records(page), Cost: 1, Rest: max(page.Pages-1, 0)}, nil
}

// Rest reads the other pages side by side.
func (s invoiceSource) Rest(ctx context.Context, scope string, first reads.Part[api.Invoice], deliver func([]reads.Record[api.Invoice])) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(pagesAtOnce)
	for page := 2; page <= first.Rest+1 && ctx.Err() == nil; page++ {
		group.Go(func() error {
			found, err := s.client.InvoicePage(ctx, queryOf(scope), page)
			if err == nil {
				deliver(records(found))
			}
			return err
		})
	}
	return group.Wait()
}

// queryOf is the listing of a scope: every invoice in it, whatever its status.
func queryOf(scope string) api.InvoiceQuery {
	if project, ok := strings.CutPrefix(scope, projectPrefix); ok {
		if id, err := strconv.ParseInt(project, 10, 64); err == nil {
			return api.InvoiceQuery{ProjectID: id, Type: typeAll}
		}
	}
	return api.InvoiceQuery{Type: typeAll, ProjectStatus: typeAll}
}

func records(page *api.InvoicePage) []reads.Record[api.Invoice] {
	found := make([]reads.Record[api.Invoice], len(page.Invoices))
	for i, invoice := range page.Invoices {
		found[i] = reads.Record[api.Invoice]{ID: string(invoice.ID), Value: invoice}
	}
	return found
}

// Invoice reads one invoice, together with others that are asked for at the
// same time. projectID is the project that the invoice is known to be in; 0 =
// it is not known, as right after an import.
func (s *Site) Invoice(ctx context.Context, id string, projectID int64) (api.Invoice, error) {
	if projectID == 0 {
		return s.invoices.Read(ctx, id)
	}
	return s.invoices.Read(ctx, id, siteScope, fmt.Sprint(projectPrefix, projectID))
}
