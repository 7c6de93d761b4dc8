package api

import (
	"context"
	"iter"
	"net/url"
	"strconv"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
)

// InvoiceQuery selects invoices (contract section 2). The zero value selects
// all invoices that the token's user can see.
type InvoiceQuery struct {
	// ProjectID restricts the list to one project; 0 = all projects.
	ProjectID int64
	// IssueDate and PaymentDate restrict the list by calendar days, written
	// YYYY-MM-DD. An invoice without a payment date is neither before nor after
	// any day.
	IssueDate   Filter
	PaymentDate Filter
	// UpdatedAt restricts the list by instants, written in RFC 3339 with or
	// without a fraction, in any offset.
	UpdatedAt Filter
}

// pathInvoices is the path of the list.
const pathInvoices = "/api/invoices"

// ListInvoices reads the whole list: GET /api/invoices (contract sections 2 to
// 4), by ascending ID. A token without the permission invoices.view_other gets
// a partial list and no error. An invoice that moves to a page already read can
// be missing.
//
// Errors: *transport.APIError, *transport.NoAnswerError, or an error that names the filter
// that cannot be sent.
func (c *Client) ListInvoices(ctx context.Context, query InvoiceQuery) ([]Invoice, error) {
	list, err := query.list()
	if err != nil {
		return nil, err
	}
	return all(ctx, c, list)
}

// EachInvoice returns the same invoices one by one, in no particular order, and
// reads a page only when it is needed. It stops at the first error.
func (c *Client) EachInvoice(ctx context.Context, query InvoiceQuery) iter.Seq2[Invoice, error] {
	list, err := query.list()
	if err != nil {
		return func(yield func(Invoice, error) bool) { yield(Invoice{}, err) }
	}
	return each(ctx, c, list)
}

// InvoicePage reads the page of the list that begins at offset. A page that is
// not full is the last one: see FullPage.
func (c *Client) InvoicePage(ctx context.Context, query InvoiceQuery, offset int) ([]Invoice, error) {
	list, err := query.list()
	if err != nil {
		return nil, err
	}
	return page(ctx, c, list, offset)
}

// list returns the list that the query asks for.
func (q InvoiceQuery) list() (list[Invoice], error) {
	fields := []field[Invoice]{
		{"issue_date", q.IssueDate, parseDay, func(invoice *Invoice) lenient.Text { return invoice.IssueDate }},
		{"payment_date", q.PaymentDate, parseDay, func(invoice *Invoice) lenient.Text { return invoice.PaymentDate }},
		{"updated_at", q.UpdatedAt, parseInstant, func(invoice *Invoice) lenient.Text { return invoice.UpdatedAt }},
	}
	return newList(pathInvoices, "invoice", fields, func(invoice *Invoice) lenient.Integer { return invoice.ID },
		func(parameters url.Values) {
			if q.ProjectID != 0 {
				parameters.Set("project_id", strconv.FormatInt(q.ProjectID, 10))
			}
		})
}
