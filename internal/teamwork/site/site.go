// Package site is the connection to one Teamwork.com site during one run of
// Terraform: the client, and what the resources of the run share so that no data is
// requested twice.
package site

import (
	"context"
	"time"

	"github.com/projectbilling/terraform-provider-billing/internal/numbers"
	"github.com/projectbilling/terraform-provider-billing/internal/reads"
	"github.com/projectbilling/terraform-provider-billing/internal/record"
	"github.com/projectbilling/terraform-provider-billing/internal/sharedcall"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/api"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// Name is the system's attribute in the provider block. Title is its name in
// sentences.
const (
	Name  = "teamwork"
	Title = "Teamwork"
)

// Site is one Teamwork site. It is safe for concurrent use.
type Site struct {
	// Client sends requests. MaxRetries is the maximum number of times that a create
	// without a clear response is sent again.
	Client     *api.Client
	MaxRetries int
	// Reads shares the reads of invoices. Written shares, by project, the reads of
	// invoices that were written at the same time.
	Reads   *reads.Reader[api.InvoiceQuery, api.Invoice]
	Written *reads.Together[int64, api.Invoice]
	// ExpenseReads and ExpensesWritten do the same for expenses. A scope is a
	// project; 0 = the site.
	ExpenseReads    *reads.Reader[int64, api.Expense]
	ExpensesWritten *reads.Together[int64, api.Expense]
	// Refreshed tracks which invoices this run has read for their state.
	Refreshed *Refreshed
	// MadeExpenses tracks which expenses this run has made.
	MadeExpenses *Made
	// Entries tracks which time logs and expenses can be added to an invoice.
	Entries *Entries
	// Numbers tracks which invoice numbers are taken.
	Numbers *numbers.Numbers[api.Invoice]

	currencies  currencyList
	timeEntries sharedcall.Group[[]api.TimeEntry]
}

// New returns a site. It makes no network calls.
func New(client *api.Client, maxRetries int, mode reads.Mode) *Site {
	invoices := invoiceSource(client)
	expenses := listedSource[int64, api.Expense]{single: client.GetExpense, list: client.Expenses}
	site := &Site{
		Client: client, MaxRetries: maxRetries,
		Reads:           reads.New(invoices, mode),
		ExpenseReads:    reads.New(expenses, mode),
		ExpensesWritten: reads.NewTogether(&pagedRecords[api.Expense]{single: client.GetExpense, list: client.Expenses}, mode, Grace),
	}
	site.Written = reads.NewTogether(&pagedRecords[api.Invoice]{
		single: invoices.single,
		list:   func(project int64) api.List[api.Invoice] { return client.Invoices(EveryInvoice(project)) },
	}, mode, Grace)
	site.Numbers = numbers.New(numbers.Source[api.Invoice]{
		List: func(ctx context.Context, projectID int64, atMost int) (reads.Listing[api.Invoice], error) {
			return site.Invoices(ctx, EveryInvoice(projectID), atMost)
		},
		Get:      invoices.single,
		Describe: describe,
	})
	site.Entries = newEntries(site)
	site.MadeExpenses = newMade()
	site.Refreshed = &Refreshed{}
	return site
}

// describe returns the parts of an invoice that matter for comparing numbers.
func describe(invoice api.Invoice) numbers.Record {
	return numbers.Record{ID: string(invoice.ID), Number: string(invoice.Number), Created: string(invoice.DateCreated)}
}

// Origin returns the site's address, which is all that distinguishes it from other sites.
func (s *Site) Origin() record.Origin { return record.Origin{Address: s.Client.Address()} }

// Identity returns the identity schema of a record; id is the description of its ID.
// IDs count up from 1 on each site, so the ID alone could confuse records of
// different sites.
func Identity(id string) record.Identity[*Site] {
	return record.Identity[*Site]{
		ID:        id,
		Place:     "host",
		About:     "Host of the Teamwork site, for example acme.teamwork.com. Defaults to the host that the provider is configured for.",
		Elsewhere: "on another site",
		PlaceOf:   func(s *Site) string { return s.Client.Host() },
	}
}

// graceTime is the time limit for finishing what was begun after the run is
// interrupted.
const graceTime = 10 * time.Second

// Grace returns a context that remains valid for a short time after the run is
// interrupted, so that the provider can finish and record what it has begun.
func Grace(ctx context.Context) (context.Context, context.CancelFunc) {
	return transport.Grace(ctx, graceTime)
}
