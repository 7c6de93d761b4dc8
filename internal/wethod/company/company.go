// Package company is the connection to one company of Wethod during one run of
// Terraform: the client, and what the run's resources learn together so that
// none of them asks twice.
package company

import (
	"context"
	"sync"
	"time"

	"github.com/projectbilling/terraform-provider-billing/internal/numbers"
	"github.com/projectbilling/terraform-provider-billing/internal/reads"
	"github.com/projectbilling/terraform-provider-billing/internal/record"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
	"github.com/projectbilling/terraform-provider-billing/internal/wethod/api"
)

// Name is the system's attribute of the provider block, Title its name in
// sentences. DefaultBaseURL and DefaultAPIVersion are defaults of the block
// (contract section 1).
const (
	Name              = "wethod"
	Title             = "Wethod"
	DefaultBaseURL    = "https://api.wethod.com"
	DefaultAPIVersion = "2024-06-15"
)

// Company is one company of Wethod. It is safe for concurrent use.
type Company struct {
	// Client sends requests; MaxRetries is how often a request without a clear
	// answer is sent again at most.
	Client     *api.Client
	MaxRetries int
	// Reads shares the reads of invoices, Written those of invoices that were
	// written at the same time.
	Reads   *reads.Reader[Scope, api.Invoice]
	Written *reads.Together[wrote, api.Invoice]
	// Numbers knows which invoice numbers are taken.
	Numbers *numbers.Numbers[api.Invoice]

	mu      sync.Mutex
	changed map[string]time.Time // by id, as the system's own clock has it
	made    map[string]bool      // ids of the invoices that this run made
	keeping map[string]bool      // ids of the invoices that are planned to keep their numbers
}

// New makes a company. It makes no network call.
func New(client *api.Client, maxRetries int, mode reads.Mode) *Company {
	company := &Company{
		Client: client, MaxRetries: maxRetries,
		changed: map[string]time.Time{}, made: map[string]bool{}, keeping: map[string]bool{},
	}
	company.Reads = reads.New(invoiceSource{client: client}, mode)
	company.Written = reads.NewTogether(changedInvoices{company}, mode, Grace)
	company.Numbers = numbers.New(numbers.Source[api.Invoice]{
		List: company.Invoices, Get: client.GetInvoice, Describe: describe,
	})
	return company
}

// Origin is where the company is. One address serves all companies, and the
// connection says which it is.
func (c *Company) Origin() record.Origin {
	return record.Origin{Address: c.Client.Address(), Account: c.Client.Company()}
}

// describe says what matters of an invoice where numbers are compared.
func describe(invoice api.Invoice) numbers.Record {
	project, _, _ := invoice.ProjectID.Count() // one that cannot be read counts as where it always was
	return numbers.Record{
		ID: invoice.Key(), Number: string(invoice.InvoiceNumber), ProjectID: int64(project), Created: string(invoice.CreatedAt),
	}
}

// Made notes an invoice that this run has made.
func (c *Company) Made(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.made[id] = true
}

// PlanNumber notes the number that an invoice is planned to have or keep. It
// returns the id of another invoice of this run that is planned to have the same
// one, unless both had it before, which the system allows; "" = none.
func (c *Company) PlanNumber(projectID int64, id, number string, isKept bool) (other string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.keeping[id] = isKept
	other = c.Numbers.Plan(projectID, id, number)
	if isKept && c.keeping[other] {
		return ""
	}
	return other
}

// IsMade tells whether this run has made an invoice.
func (c *Company) IsMade(invoice api.Invoice) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.made[invoice.Key()]
}

// Times that are waited for the system.
const (
	// lookAgainTime is the wait before looking again for what a request without an
	// answer may have done.
	lookAgainTime = 250 * time.Millisecond
	// graceTime is how long the completion of what was begun may outlive an
	// interruption of the run.
	graceTime = 10 * time.Second
)

// Grace returns a context that outlives an interruption of the run for a
// moment, so that what was begun is completed and recorded.
func Grace(ctx context.Context) (context.Context, context.CancelFunc) {
	return transport.Grace(ctx, graceTime)
}

// Pause waits before another look, or until the context ends.
func Pause(ctx context.Context) error {
	timer := time.NewTimer(lookAgainTime)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
