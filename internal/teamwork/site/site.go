// Package site is the connection to one Teamwork.com site during one run of
// Terraform: the client, and what the run's resources learn together so that
// none of them asks twice.
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

// Name is the system's attribute of the provider block, Title its name in
// sentences.
const (
	Name  = "teamwork"
	Title = "Teamwork"
)

// Site is one Teamwork site. It is safe for concurrent use.
type Site struct {
	// Client sends requests; MaxRetries is how often a create without a clear
	// answer is sent again at most.
	Client     *api.Client
	MaxRetries int
	// Reads shares the reads of invoices, Written those of invoices that were
	// written at the same time, by project.
	Reads   *reads.Reader[api.InvoiceQuery, api.Invoice]
	Written *reads.Together[int64, api.Invoice]
	// ExpenseReads and ExpensesWritten are the same for expenses. A scope is a
	// project; 0 = the site.
	ExpenseReads    *reads.Reader[int64, api.Expense]
	ExpensesWritten *reads.Together[int64, api.Expense]
	// MadeExpenses knows which expenses this run has made.
	MadeExpenses *Made
	// Entries knows which time logs and expenses can go on an invoice.
	Entries *Entries
	// Numbers knows which invoice numbers are taken.
	Numbers *numbers.Numbers[api.Invoice]

	currencies  currencyList
	timeEntries sharedcall.Group[[]api.TimeEntry]
}

// New makes a site. It makes no network call.
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
	return site
}

// describe says what matters of an invoice where numbers are compared.
func describe(invoice api.Invoice) numbers.Record {
	return numbers.Record{ID: string(invoice.ID), Number: string(invoice.Number), Created: string(invoice.DateCreated)}
}

// Origin is where the site is: its address is all that tells it from others.
func (s *Site) Origin() record.Origin { return record.Origin{Address: s.Client.Address()} }

// Identity is the identity of a record whose id is described so. Ids count up
// from one on each site, so the id alone would mistake one site's record for
// another's.
func Identity(id string) record.Identity[*Site] {
	return record.Identity[*Site]{
		ID:        id,
		Place:     "host",
		About:     "Host of the Teamwork site, for example acme.teamwork.com. Default: the host that the provider is configured for.",
		Elsewhere: "on another site",
		PlaceOf:   func(s *Site) string { return s.Client.Host() },
	}
}

// Times that are waited for the site.
const (
	// firstPause is the wait before reading again what was just made, and before
	// looking again for what a create without an answer may have made.
	firstPause = 250 * time.Millisecond
	// graceTime is how long the completion of what was begun may outlive an
	// interruption of the run.
	graceTime = 10 * time.Second
)

// Grace returns a context that outlives an interruption of the run for a
// moment, so that what was begun is completed and recorded.
func Grace(ctx context.Context) (context.Context, context.CancelFunc) {
	return transport.Grace(ctx, graceTime)
}

// Pause waits for d, or until the context ends.
func Pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
