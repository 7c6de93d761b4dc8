package teamwork

import (
	"context"
	"time"

	"github.com/projectbilling/terraform-provider-billing/internal/reads"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/api"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// Site is one Teamwork site during one run of Terraform: the client, and what
// the run's resources learn together so that none of them asks twice.
type Site struct {
	client     *api.Client
	maxRetries int
	invoices   *reads.Reader[api.Invoice]
	numbers    numberRegister
	currencies currencyList
}

func newSite(client *api.Client, maxRetries int, mode reads.Mode) *Site {
	return &Site{
		client:     client,
		maxRetries: maxRetries,
		invoices:   reads.New(invoiceSource{client: client}, mode),
	}
}

// Waits where the site does not say how long: between looking up a lost
// create and sending it again, and before reading again what was just made.
const (
	firstPause   = 250 * time.Millisecond
	readBackTime = 10 * time.Second
)

// readBack reads an invoice that this run has just written. It outlives an
// interruption of the run for a moment, so that what was done is recorded. A
// site may need a moment to find what it has just made (contract section 9,
// question 11).
func (s *Site) readBack(ctx context.Context, id string) (*api.InvoiceDetail, error) {
	ctx, cancel := transport.Grace(ctx, readBackTime)
	defer cancel()
	const attempts = 4
	for attempt := 0; ; attempt++ {
		invoice, err := s.client.GetInvoice(ctx, id)
		if !api.IsNotFound(err) || attempt == attempts-1 {
			return invoice, err
		}
		if pause(ctx, firstPause<<attempt) != nil {
			return nil, err
		}
	}
}

// pause waits for d, or until the context ends.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
