package invoice

import (
	"context"
	"fmt"
	"time"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/record"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
	"github.com/projectbilling/terraform-provider-billing/internal/wethod/api"
	"github.com/projectbilling/terraform-provider-billing/internal/wethod/company"
)

// payment is the planned payment of an invoice: whether it is paid, and when; "" = Wethod decides.
type payment struct {
	isPaid bool
	date   string
}

// holds reports whether an invoice has the payment.
func (p payment) holds(invoice api.Invoice) bool {
	isPaid := invoice.Status == api.StatusPaid
	return isPaid == p.isPaid && (!isPaid || p.date == "" || customtypes.SameDate(p.date, string(invoice.PaymentDate)))
}

// hasStatus reports whether an invoice has the status of the payment. A missing
// or unknown status proves nothing.
func (p payment) hasStatus(invoice api.Invoice) bool {
	if p.isPaid {
		return invoice.Status == api.StatusPaid
	}
	return invoice.Status == api.StatusSent || invoice.Status == api.StatusDraft
}

// String returns the payment as a word.
func (p payment) String() string {
	if p.isPaid {
		return "paid"
	}
	return "unpaid"
}

// payment returns the payment of a plan.
func (m *model) payment() payment {
	return payment{isPaid: m.Paid.ValueBool(), date: customtypes.ISODate(m.PaymentDate)}
}

// finish sets an invoice that was just created to paid. An interruption of the
// run does not leave it unfinished.
func finish(ctx context.Context, c *company.Company, id string, plan *model) error {
	if !plan.Paid.ValueBool() {
		return nil
	}
	defer c.Reads.Writing(id)()
	return pay(ctx, c, id, plan.payment(), api.StatusDraft)
}

// update writes the fields of an invoice that differ, and then its payment.
func update(ctx context.Context, c *company.Company, change record.Change[model, api.Invoice]) (bool, error) {
	status := change.State.Status.ValueString()
	if change.Found != nil {
		status = string(change.Found.Status)
	}
	fields := change.Plan.fields().Since(change.State.fields())
	defer c.Reads.Writing(change.ID)()
	if fields != (api.InvoiceFields{}) {
		done, err := renumber(ctx, c, change)
		if err != nil {
			return false, err
		}
		updated, err := c.Client.UpdateInvoice(ctx, change.ID, fields)
		done(err == nil)
		if err != nil {
			return true, &company.InvoiceError{Status: status, Err: err}
		}
		c.Wrote(updated)
	}
	planned, before := change.Plan.payment(), change.State.payment()
	isAsked := planned.isPaid != before.isPaid || planned.isPaid && planned.date != before.date
	if !isAsked || change.Found != nil && planned.holds(*change.Found) { // someone else has recorded it in the meantime
		return true, nil
	}
	return true, pay(ctx, c, change.ID, planned, status)
}

// renumber makes sure that an invoice may have its new number, or keep its
// number in another project, and returns the function to call with the outcome.
func renumber(ctx context.Context, c *company.Company, change record.Change[model, api.Invoice]) (done func(bool), err error) {
	from, to := change.State.ProjectID.ValueInt64(), change.Plan.ProjectID.ValueInt64()
	number := change.Plan.InvoiceNumber.ValueString()
	if number == "" || from == to && change.Plan.InvoiceNumber.Equal(change.State.InvoiceNumber) {
		return func(bool) {}, nil
	}
	if err := c.Numbers.Renumber(ctx, to, change.ID, number); err != nil {
		return nil, err
	}
	arrived, left := c.Numbers.Begin(to, change.ID, number), func(bool) {}
	if from != to {
		left = c.Numbers.Begin(from, change.ID, "")
	}
	return func(isDone bool) { arrived(isDone); left(isDone) }, nil
}

// payAgainTime is the wait before a payment whose response was lost is sent
// again.
const payAgainTime = 250 * time.Millisecond

// pay sets an invoice to paid or unpaid. Wethod may refuse to do so twice, and
// a retry may find what its lost predecessor did, so a failure counts only if
// the invoice does not have the wanted payment. status is the status before.
func pay(ctx context.Context, c *company.Company, id string, wanted payment, status string) error {
	// Once something has changed, an interruption must not leave it unfinished.
	ctx, cancel := company.Grace(ctx)
	defer cancel()
	for attempt := 0; ; attempt++ {
		changed, err := payOnce(ctx, c, id, wanted)
		if err == nil {
			if err := confirmPayment(ctx, c, id, wanted, changed); err != nil {
				return &company.InvoiceError{Status: status, IsPayment: true, Err: err}
			}
			return nil
		}
		if transport.IsNotFound(err) {
			return err
		}
		if found, readErr := c.Client.GetInvoice(ctx, id); readErr == nil && wanted.holds(found) {
			return nil
		}
		if !transport.MayHaveTakenEffect(err) || attempt >= c.MaxRetries || transport.Pause(ctx, payAgainTime) != nil {
			return &company.InvoiceError{Status: status, IsPayment: true, Err: err}
		}
	}
}

func payOnce(ctx context.Context, c *company.Company, id string, wanted payment) (changed api.Invoice, err error) {
	if wanted.isPaid {
		changed, err = c.Client.SetPaid(ctx, id, wanted.date)
	} else {
		changed, err = c.Client.SetUnpaid(ctx, id)
	}
	if err != nil {
		return api.Invoice{}, fmt.Errorf("record the payment: %w", err)
	}
	return changed, nil
}

// confirmPayment makes sure that a payment without a failure took effect: a
// success alone does not prove it. It reads the invoice unless the response has
// the payment. A different payment date is not an error: see settle in package
// record.
func confirmPayment(ctx context.Context, c *company.Company, id string, wanted payment, changed api.Invoice) error {
	c.Wrote(changed)
	if wanted.hasStatus(changed) {
		return nil
	}
	asked := fmt.Sprintf("%s responded with success to the request to set the invoice to %s, but", company.Title, wanted)
	found, err := c.Client.GetInvoice(ctx, id)
	if err != nil {
		return fmt.Errorf("%s its response does not contain that status, and the invoice could not be read: %w\n\nIt is not certain whether "+
			"the payment changed. Check the invoice in Wethod before you apply again", asked, err)
	}
	c.Wrote(found)
	if wanted.hasStatus(found) {
		return nil
	}
	cure := "Check the invoice in Wethod, and apply again."
	if wanted.isPaid && found.Status == api.StatusDraft {
		cure = "Wethod sets only sent invoices to paid. Send the invoice first, in Wethod or with the action billing_wethod_invoice_send."
	}
	return fmt.Errorf("%s its status is still %q. The payment did not change. %s", asked, found.Status, cure)
}

// remove deletes an invoice. An invoice that is already deleted is not an error.
func remove(ctx context.Context, c *company.Company, state *model, found *api.Invoice) error {
	id, status := state.ID.ValueString(), state.Status.ValueString()
	if found != nil {
		status = string(found.Status)
	}
	done := c.Numbers.Begin(state.ProjectID.ValueInt64(), id, "")
	defer c.Reads.Writing(id)()
	err := c.Client.DeleteInvoice(ctx, id)
	done(err == nil || transport.IsNotFound(err))
	if err == nil || transport.IsNotFound(err) {
		return nil
	}
	return &company.InvoiceError{Status: status, Err: err}
}
