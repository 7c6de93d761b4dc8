package teamwork

import (
	"context"
	"errors"
	"fmt"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/api"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// createInvoice makes an invoice once, whatever happens to the answers: a
// number that is taken is refused (*ExistsError), and a create whose answer was
// lost is looked up by project and number before anything is sent again.
func (s *Site) createInvoice(ctx context.Context, projectID int64, fields api.InvoiceFields) (string, error) {
	if err := s.claim(ctx, projectID, fields.Number); err != nil {
		return "", err
	}
	project := s.numbers.project(projectID)
	id, err := s.createClaimed(ctx, projectID, fields)
	if err != nil {
		project.release(fields.Number, "")
		return "", err
	}
	project.record(fields.Number, id)
	return id, nil
}

func (s *Site) createClaimed(ctx context.Context, projectID int64, fields api.InvoiceFields) (string, error) {
	for attempt := 0; ; attempt++ {
		created := s.invoices.Creating()
		id, err := s.client.CreateInvoice(ctx, projectID, fields)
		created()
		if err == nil || !api.MayHaveTakenEffect(err) {
			return id, err
		}
		found, lookUpErr := s.lookUp(ctx, projectID, fields)
		switch {
		case lookUpErr != nil:
			return "", lostAnswer(err, lookUpErr)
		case found != "":
			return found, nil
		case ctx.Err() != nil || attempt >= s.maxRetries:
			return "", fmt.Errorf("%w; no invoice with number %q was found in project %d afterwards", err, fields.Number, projectID)
		}
	}
}

// finishCreate completes an invoice that was just created; an interruption of
// the run does not leave it half done.
func (s *Site) finishCreate(ctx context.Context, id string) error {
	defer s.invoices.Writing(id)()
	ctx, cancel := transport.Grace(ctx, readBackTime)
	defer cancel()
	return s.setCompleted(ctx, id, true)
}

// lookUp finds the invoice that a create without an answer may have made. It
// looks twice, some time apart, since the request may still be on its way; and
// it reads the whole project, however large. It returns "" when there is none.
func (s *Site) lookUp(ctx context.Context, projectID int64, fields api.InvoiceFields) (string, error) {
	ctx, cancel := transport.Grace(ctx, readBackTime)
	defer cancel()
	for attempt := range 2 {
		if attempt > 0 {
			if err := pause(ctx, firstPause); err != nil {
				return "", err
			}
			s.invoices.Creating()() // the request may have arrived in the pause: no earlier list will do
		}
		list, err := s.Invoices(ctx, everyInvoice(projectID), 0)
		if err != nil {
			return "", err
		}
		var ids []string
		isOurs := true
		for _, invoice := range list.Records {
			if string(invoice.Number) == fields.Number {
				ids = append(ids, string(invoice.ID))
				isOurs = isOurs && matches(invoice, fields)
			}
		}
		switch {
		case len(ids) == 1 && isOurs:
			return ids[0], nil
		case len(ids) > 0:
			return "", &ExistsError{ProjectID: projectID, Number: fields.Number, IDs: ids}
		}
	}
	return "", nil
}

// matches tells whether an invoice has the fields that were sent to create one.
func matches(invoice api.Invoice, fields api.InvoiceFields) bool {
	return string(invoice.Description) == fields.Description &&
		string(invoice.PONumber) == fields.PONumber &&
		customtypes.SameDate(string(invoice.DisplayDate), fields.DisplayDate) &&
		customtypes.SameDecimal(orZero(string(invoice.FixedCost)), orZero(fields.FixedCost)) &&
		(fields.CurrencyCode == "" || string(invoice.CurrencyCode) == fields.CurrencyCode)
}

// orZero is an amount where "" stands for none: one answer has "0.00" where
// another has "" (contract section 2.2).
func orZero(amount string) string {
	if amount == "" {
		return "0"
	}
	return amount
}

func lostAnswer(err, lookUpErr error) error {
	if _, exists := errors.AsType[*ExistsError](lookUpErr); exists {
		return lookUpErr
	}
	return fmt.Errorf("%w; whether the invoice was created could not be looked up: %w", err, lookUpErr)
}

// invoiceChange is what an update does.
type invoiceChange struct {
	// Fields to write; nil = none has changed.
	Fields *api.InvoiceFields
	// The status before and after.
	WasCompleted, IsCompleted bool
}

// updateInvoice changes an invoice. A completed one cannot be edited, so it is
// reopened, changed and completed again; if the change fails, the completion
// is restored (contract section 9, question 3).
func (s *Site) updateInvoice(ctx context.Context, id string, change invoiceChange) error {
	defer s.invoices.Writing(id)()
	completed := change.WasCompleted
	if change.Fields != nil {
		if change.WasCompleted {
			if err := s.setCompleted(ctx, id, false); err != nil {
				return fmt.Errorf("reopen the completed invoice: %w", err)
			}
			completed = false
		}
		if err := s.client.UpdateInvoice(ctx, id, *change.Fields); err != nil {
			return s.restoreCompletion(ctx, id, change.WasCompleted, err)
		}
	}
	if completed == change.IsCompleted {
		return nil
	}
	// Once something is changed, an interruption does not leave it half done.
	ctx, cancel := transport.Grace(ctx, readBackTime)
	defer cancel()
	return s.setCompleted(ctx, id, change.IsCompleted)
}

// deleteInvoice deletes an invoice; one that is gone already is no error. A
// site that refuses to delete a completed invoice gets it reopened first
// (contract section 2.5).
func (s *Site) deleteInvoice(ctx context.Context, id string, wasCompleted bool) error {
	defer s.invoices.Writing(id)()
	err := s.client.DeleteInvoice(ctx, id)
	if err == nil || api.IsNotFound(err) {
		return nil
	}
	if !wasCompleted || !api.IsRefusal(err) {
		return err
	}
	if reopenErr := s.setCompleted(ctx, id, false); reopenErr != nil {
		return errors.Join(err, fmt.Errorf("reopen the completed invoice: %w", reopenErr))
	}
	if err := s.client.DeleteInvoice(ctx, id); err != nil && !api.IsNotFound(err) {
		return s.restoreCompletion(ctx, id, true, err)
	}
	return nil
}

// restoreCompletion completes an invoice again that was reopened for a change
// which then failed with err.
func (s *Site) restoreCompletion(ctx context.Context, id string, wasCompleted bool, err error) error {
	if !wasCompleted {
		return err
	}
	ctx, cancel := transport.Grace(ctx, readBackTime)
	defer cancel()
	if restoreErr := s.setCompleted(ctx, id, true); restoreErr != nil {
		return errors.Join(err, fmt.Errorf("the invoice was reopened for the change, and completing it again failed too: %w", restoreErr))
	}
	return err
}

// setCompleted completes or reopens an invoice. Doing so twice may be refused,
// and a repeated request may meet what its lost predecessor did, so a failure
// counts only when the invoice does not have the wanted status.
func (s *Site) setCompleted(ctx context.Context, id string, completed bool) error {
	set, wanted := s.client.UncompleteInvoice, api.StatusActive
	if completed {
		set, wanted = s.client.CompleteInvoice, api.StatusCompleted
	}
	err := set(ctx, id)
	if err == nil || api.IsNotFound(err) {
		return err
	}
	readCtx, cancel := transport.Grace(ctx, readBackTime)
	defer cancel()
	if invoice, readErr := s.client.GetInvoice(readCtx, id); readErr == nil && string(invoice.Status) == wanted {
		return nil
	}
	return err
}
