package invoice

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
	"github.com/projectbilling/terraform-provider-billing/internal/naturalkey"
	"github.com/projectbilling/terraform-provider-billing/internal/numbers"
	"github.com/projectbilling/terraform-provider-billing/internal/record"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/api"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/site"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// lookAgainTime is the wait between two looks for what a create without an
// answer may have made.
const lookAgainTime = 250 * time.Millisecond

// create makes an invoice once, whatever happens to the answers: a number that
// is taken is refused, and after a create without a clear answer nothing is
// sent again while the project has an invoice that it may have made.
func create(ctx context.Context, s *site.Site, plan *model) (string, diag.Diagnostics) {
	projectID, number := plan.ProjectID.ValueInt64(), plan.Number.ValueString()
	var diags diag.Diagnostics
	err := s.Numbers.Claim(ctx, projectID, number)
	if warning := s.Numbers.Unchecked(projectID); warning != "" {
		diags.AddWarning("Existing invoice numbers were checked in part", warning)
	}
	if err != nil {
		return "", append(diags, site.ExplainWrite(site.CouldNotCreate, err)...)
	}
	id, err := createClaimed(ctx, s, projectID, plan.fields())
	s.Numbers.Made(projectID, number, id)
	if err != nil {
		return "", append(diags, site.ExplainWrite(site.CouldNotCreate, err)...)
	}
	return id, diags
}

func createClaimed(ctx context.Context, s *site.Site, projectID int64, fields api.InvoiceFields) (string, error) {
	for attempt := 0; ; attempt++ {
		created := s.Reads.Creating()
		id, err := s.Client.CreateInvoice(ctx, projectID, fields)
		created()
		switch {
		case err == nil && s.Numbers.WasThere(projectID, id):
			return "", site.Unclear(projectID, []api.Invoice{{ID: lenient.Text(id)}},
				errors.New("the answer to the create has the id of an invoice that was there before"))
		case err == nil || !transport.MayHaveTakenEffect(err):
			return id, err
		}
		found, lookUpErr := lookUp(ctx, s, projectID, fields, err)
		switch {
		case lookUpErr != nil:
			return "", lookUpErr
		case found != "":
			return found, nil
		case ctx.Err() != nil || attempt >= s.MaxRetries:
			return "", fmt.Errorf("%w; no invoice with number %q was found in project %d afterwards", err, fields.Number, projectID)
		}
	}
}

// lookUp finds the invoice that a create without an answer may have made. It
// looks twice, some time apart, since the request may still be on its way; and
// it reads the whole project, however large. It returns "" when there is none:
// every invoice of the project was there before, or this run made it. One that
// fits is adopted; any other is an error that names it.
func lookUp(ctx context.Context, s *site.Site, projectID int64, fields api.InvoiceFields, cause error) (string, error) {
	ctx, cancel := site.Grace(ctx)
	defer cancel()
	for attempt := range 2 {
		if attempt > 0 {
			if err := site.Pause(ctx, lookAgainTime); err != nil {
				return "", err
			}
			s.Reads.Creating()() // the request may have arrived in the pause: no earlier list will do
		}
		list, err := s.Invoices(ctx, site.EveryInvoice(projectID), 0)
		if err != nil {
			return "", fmt.Errorf("%w; whether the invoice was created could not be looked up: %w", cause, err)
		}
		found := s.Numbers.Unaccounted(projectID, fields.Number, list.Records)
		switch {
		case len(found) == 1 && matches(found[0], fields):
			return string(found[0].ID), nil
		case len(found) > 0 && haveNumber(found, fields.Number):
			return "", &numbers.ExistsError{ProjectID: projectID, Number: fields.Number, IDs: idsOf(found)}
		case len(found) > 0:
			return "", site.Unclear(projectID, found, cause)
		}
	}
	return "", nil
}

// haveNumber tells whether all of the invoices have the number.
func haveNumber(found []api.Invoice, number string) bool {
	return !slices.ContainsFunc(found, func(invoice api.Invoice) bool {
		return naturalkey.Of(string(invoice.Number)) != naturalkey.Of(number)
	})
}

func idsOf(found []api.Invoice) []string {
	ids := make([]string, len(found))
	for i, invoice := range found {
		ids[i] = string(invoice.ID)
	}
	return ids
}

// matches tells whether an invoice may be what these fields create, whatever a
// site does to values: it trims, escapes and recases texts, rounds amounts, and
// chooses the currency.
func matches(invoice api.Invoice, fields api.InvoiceFields) bool {
	return naturalkey.MayBeSame(string(invoice.Number), fields.Number) &&
		naturalkey.MayBeSame(string(invoice.Description), fields.Description) &&
		naturalkey.MayBeSame(string(invoice.PONumber), fields.PONumber) &&
		customtypes.SameDate(string(invoice.DisplayDate), fields.DisplayDate) &&
		customtypes.SameRounded(orZero(string(invoice.FixedCost)), orZero(fields.FixedCost))
}

// orZero is an amount where "" stands for none: one answer has "0.00" where
// another has "" (contract section 2.2).
func orZero(amount string) string {
	if amount == "" {
		return "0"
	}
	return amount
}

// finish completes an invoice that was just created; an interruption of the
// run does not leave it half done.
func finish(ctx context.Context, s *site.Site, id string, plan *model) error {
	if !plan.isCompleted() {
		return nil
	}
	defer s.Reads.Writing(id)()
	ctx, cancel := site.Grace(ctx)
	defer cancel()
	return setCompleted(ctx, s, id, true)
}

// read reads an invoice in company with others.
func read(ctx context.Context, s *site.Site, state *model) (api.Invoice, error) {
	return s.Invoice(ctx, state.ID.ValueString(), state.ProjectID.ValueInt64())
}

// update writes the fields of an invoice where they differ, and its status. A
// completed invoice cannot be edited, so it is reopened, changed and completed
// again; if the change fails, the completion is restored (contract section 9,
// question 3).
func update(ctx context.Context, s *site.Site, change record.Change[model, api.Invoice]) (bool, error) {
	fields, before := change.Plan.fields(), change.State.fields()
	wasCompleted, isCompleted := change.State.isCompleted(), change.Plan.isCompleted()
	if change.Found != nil {
		wasCompleted = string(change.Found.Status) == api.StatusCompleted
		if change.Plan.Status.Equal(change.State.Status) { // nobody asked for another status than it has
			isCompleted = wasCompleted
		}
	}
	done := func(bool) {}
	if fields.Number != before.Number {
		projectID := change.Plan.ProjectID.ValueInt64()
		if err := s.Numbers.Renumber(ctx, projectID, change.ID, fields.Number); err != nil {
			return false, err
		}
		done = s.Numbers.Begin(projectID, change.ID, fields.Number)
	}
	defer s.Reads.Writing(change.ID)()
	err := write(ctx, s, change.ID, fields, fields != before, wasCompleted, isCompleted)
	done(err == nil)
	return true, err
}

func write(ctx context.Context, s *site.Site, id string, fields api.InvoiceFields, hasChanged, wasCompleted, isCompleted bool) error {
	completed := wasCompleted
	if hasChanged {
		if wasCompleted {
			if err := setCompleted(ctx, s, id, false); err != nil {
				return fmt.Errorf("reopen the completed invoice: %w", err)
			}
			completed = false
		}
		if err := s.Client.UpdateInvoice(ctx, id, fields); err != nil {
			return restoreCompletion(ctx, s, id, wasCompleted, err)
		}
	}
	if completed == isCompleted {
		return nil
	}
	// Once something is changed, an interruption does not leave it half done.
	ctx, cancel := site.Grace(ctx)
	defer cancel()
	return setCompleted(ctx, s, id, isCompleted)
}

// remove deletes an invoice; one that is gone already is no error. A site that
// refuses to delete a completed invoice gets it reopened first (contract
// section 2.5).
func remove(ctx context.Context, s *site.Site, state *model, found *api.Invoice) error {
	id := state.ID.ValueString()
	wasCompleted := state.isCompleted()
	if found != nil {
		wasCompleted = string(found.Status) == api.StatusCompleted
	}
	done := s.Numbers.Begin(state.ProjectID.ValueInt64(), id, "")
	defer s.Reads.Writing(id)()
	err := removeOnce(ctx, s, id, wasCompleted)
	done(err == nil)
	return err
}

func removeOnce(ctx context.Context, s *site.Site, id string, wasCompleted bool) error {
	err := s.Client.DeleteInvoice(ctx, id)
	if err == nil || transport.IsNotFound(err) {
		return nil
	}
	if !wasCompleted || !transport.IsRejected(err) {
		return err
	}
	if reopenErr := setCompleted(ctx, s, id, false); reopenErr != nil {
		return errors.Join(err, fmt.Errorf("reopen the completed invoice: %w", reopenErr))
	}
	if err := s.Client.DeleteInvoice(ctx, id); err != nil && !transport.IsNotFound(err) {
		return restoreCompletion(ctx, s, id, true, err)
	}
	return nil
}

// restoreCompletion completes an invoice again that was reopened for a change
// which then failed with err.
func restoreCompletion(ctx context.Context, s *site.Site, id string, wasCompleted bool, err error) error {
	if !wasCompleted {
		return err
	}
	ctx, cancel := site.Grace(ctx)
	defer cancel()
	if restoreErr := setCompleted(ctx, s, id, true); restoreErr != nil {
		return errors.Join(err, fmt.Errorf("the invoice was reopened for the change, and completing it again failed too: %w", restoreErr))
	}
	return err
}

// setCompleted completes or reopens an invoice. Doing so twice may be refused,
// and a repeated request may meet what its lost predecessor did, so a failure
// counts only when the invoice does not have the wanted status.
func setCompleted(ctx context.Context, s *site.Site, id string, completed bool) error {
	set, wanted := s.Client.UncompleteInvoice, api.StatusActive
	if completed {
		set, wanted = s.Client.CompleteInvoice, api.StatusCompleted
	}
	err := set(ctx, id)
	if err == nil || transport.IsNotFound(err) {
		return err
	}
	readCtx, cancel := site.Grace(ctx)
	defer cancel()
	if invoice, readErr := s.Client.GetInvoice(readCtx, id); readErr == nil && string(invoice.Status) == wanted {
		return nil
	}
	return err
}
