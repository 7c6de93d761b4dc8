// Package company is the connection to one company in Wethod during one
// Terraform run: the client, and what the run's resources share so that none of
// them sends a request twice.
package company

import (
	"context"
	"sync"
	"time"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
	"github.com/projectbilling/terraform-provider-billing/internal/numbers"
	"github.com/projectbilling/terraform-provider-billing/internal/reads"
	"github.com/projectbilling/terraform-provider-billing/internal/record"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
	"github.com/projectbilling/terraform-provider-billing/internal/wethod/api"
)

// Name is the system's attribute of the provider block, and Title its name in
// texts. DefaultBaseURL and DefaultAPIVersion are defaults of the block
// (contract section 1).
const (
	Name              = "wethod"
	Title             = "Wethod"
	DefaultBaseURL    = "https://api.wethod.com"
	DefaultAPIVersion = "2024-06-15"
)

// Company is one company in Wethod. It is safe for concurrent use.
type Company struct {
	// Client sends requests. MaxRetries is the maximum number of retries of a
	// request without a clear response.
	Client     *api.Client
	MaxRetries int
	// Reads shares the reads of invoices, Written the reads of invoices that
	// were written at the same time.
	Reads   *reads.Reader[Scope, api.Invoice]
	Written *reads.Together[wrote, api.Invoice]
	// Numbers tracks which invoice numbers are taken.
	Numbers *numbers.Numbers[api.Invoice]

	mu      sync.Mutex
	changed map[string]time.Time   // by ID, by the system's clock
	made    map[string]api.Invoice // by ID, the invoices that this run created, as they were then
	keeping map[string]bool        // IDs of the invoices that are planned to keep their numbers
}

// New returns a company. It makes no network call.
func New(client *api.Client, maxRetries int, mode reads.Mode) *Company {
	company := &Company{
		Client: client, MaxRetries: maxRetries,
		changed: map[string]time.Time{}, made: map[string]api.Invoice{}, keeping: map[string]bool{},
	}
	company.Reads = reads.New(invoiceSource{client: client}, mode)
	company.Written = reads.NewTogether(changedInvoices{company}, mode, Grace)
	company.Numbers = numbers.New(numbers.Source[api.Invoice]{
		List: company.Invoices, Get: client.GetInvoice, Describe: describe,
	})
	return company
}

// Origin returns where the company is. One address serves all companies, so the
// origin includes the company of the connection.
func (c *Company) Origin() record.Origin {
	return record.Origin{Address: c.Client.Address(), Account: c.Client.Company()}
}

// describe returns the parts of an invoice that are relevant for comparing numbers.
func describe(invoice api.Invoice) numbers.Record {
	project, _, _ := lenient.Text(invoice.ProjectID).Count() // a project that cannot be read counts as unchanged
	return numbers.Record{
		ID: invoice.Key(), Number: string(invoice.InvoiceNumber), ProjectID: int64(project), Created: string(invoice.CreatedAt),
	}
}

// Made notes an invoice that this run has created, as Wethod returned it.
func (c *Company) Made(invoice api.Invoice) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.made[invoice.Key()] = invoice
}

// AsMade returns an invoice as it was when this run created it. Its created_at
// is "" unless it is a time, because then it could not be compared with a later
// one.
func (c *Company) AsMade(id string) api.Invoice {
	c.mu.Lock()
	defer c.mu.Unlock()
	invoice := c.made[id]
	if _, err := parseInstant(invoice.CreatedAt); err != nil {
		invoice.CreatedAt = ""
	}
	return invoice
}

// PlanNumber notes the number that an invoice is planned to have or keep. It
// returns the ID of another invoice of this run with the same planned number,
// unless both already had it, which Wethod allows; "" = none.
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

// IsMade reports whether this run has created an invoice.
func (c *Company) IsMade(invoice api.Invoice) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, isMade := c.made[invoice.Key()]
	return isMade
}

// graceTime is how long an operation that has begun may continue after the run
// is interrupted.
const graceTime = 10 * time.Second

// Grace returns a context that outlives an interruption of the run for a
// moment, so that an operation that has begun is completed and recorded.
func Grace(ctx context.Context) (context.Context, context.CancelFunc) {
	return transport.Grace(ctx, graceTime)
}
