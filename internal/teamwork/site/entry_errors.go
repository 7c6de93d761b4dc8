package site

import (
	"context"
	"fmt"
	"slices"

	"github.com/projectbilling/terraform-provider-billing/internal/naturalkey"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/api"
)

// mostPages is the maximum number of pages read to complete a message.
const mostPages = 40

// complete looks up the missing ID or number of the invoice that bills an entry. It
// only improves the message, so it ignores failures.
func (s *Site) complete(ctx context.Context, project int64, billed *BilledError) {
	if billed.InvoiceID != "" {
		if found, err := s.Invoice(ctx, billed.InvoiceID, project); err == nil {
			billed.InvoiceNumber = string(found.Number)
		}
		return
	}
	found, _ := s.Invoices(ctx, EveryInvoice(project), mostPages)
	at := slices.IndexFunc(found.Records, func(invoice api.Invoice) bool {
		return naturalkey.MayBeSame(string(invoice.Number), billed.InvoiceNumber)
	})
	if at >= 0 && billed.InvoiceNumber != "" {
		billed.InvoiceID = string(found.Records[at].ID)
	}
}

// NameInvoice returns the name of an invoice for people, as in `invoice "INV-7" (ID 49)`.
func (s *Site) NameInvoice(ctx context.Context, id string) string {
	billed := &BilledError{InvoiceID: id}
	s.complete(ctx, 0, billed)
	return billed.Invoice()
}

// BilledError reports that an invoice already bills an entry.
type BilledError struct {
	Noun string
	ID   int64
	// InvoiceID and InvoiceNumber are those of the invoice; "" = not known.
	InvoiceID, InvoiceNumber string
}

// Error names the entry and the invoice.
func (e *BilledError) Error() string {
	return fmt.Sprintf("%s %d is already on %s", e.Noun, e.ID, e.Invoice())
}

// Invoice names the invoice, as in `invoice "INV-7" (ID 49)`.
func (e *BilledError) Invoice() string {
	switch {
	case e.InvoiceNumber != "" && e.InvoiceID != "":
		return fmt.Sprintf("invoice %q (ID %s)", e.InvoiceNumber, e.InvoiceID)
	case e.InvoiceNumber != "":
		return fmt.Sprintf("invoice %q", e.InvoiceNumber)
	case e.InvoiceID != "":
		return "the invoice with ID " + e.InvoiceID
	default:
		return "another invoice"
	}
}

// StrangeEntryError reports that an entry does not belong to an invoice's project.
type StrangeEntryError struct {
	Noun          string
	ID, ProjectID int64
	// Of is the ID of the project that it belongs to; "" = there is no such entry.
	Of string
}

// Error names the entry and the project.
func (e *StrangeEntryError) Error() string {
	if e.Of == "" {
		return fmt.Sprintf("%s %d does not exist, or the credential's user cannot see it", e.Noun, e.ID)
	}
	return fmt.Sprintf("%s %d belongs to project %s, but the invoice belongs to project %d", e.Noun, e.ID, e.Of, e.ProjectID)
}
