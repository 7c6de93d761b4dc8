package invoice

import (
	"context"
	"errors"
	"fmt"
	"slices"

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

// create makes an invoice exactly once, even if responses are lost. It rejects a
// number that is taken. After a create without a clear response, it sends nothing
// again while the project has an invoice that the create may have made.
func create(ctx context.Context, s *site.Site, plan *model) (id string, diags diag.Diagnostics) {
	projectID := plan.ProjectID.ValueInt64()
	id, warning, err := s.Numbers.Create(ctx, projectID, plan.Number.ValueString(), func() (string, error) {
		if err := checkEntries(ctx, s, projectID, plan.managed()); err != nil {
			return "", err
		}
		return createClaimed(ctx, s, projectID, plan.fields())
	})
	if warning != "" {
		diags.AddWarning(numbers.PartlyChecked, warning)
	}
	if err != nil {
		return "", append(diags, explainWrite(site.CouldNotCreate, err)...)
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
				errors.New("the response to the create contains the ID of an invoice that existed before"))
		case err == nil || !transport.MayHaveTakenEffect(err):
			return id, err
		}
		found, lookUpErr := lookUp(ctx, s, projectID, fields, err)
		switch {
		case lookUpErr != nil:
			return "", lookUpErr
		case found != "":
			return found, nil
		case !transport.MayRepeat(err) || ctx.Err() != nil: // an interrupted run does not look for long enough
			return "", site.Unfound(projectID, err)
		case attempt >= s.MaxRetries:
			return "", fmt.Errorf("%w; no invoice with number %q was found in project %d afterwards", err, fields.Number, projectID)
		}
	}
}

// lookUp finds the invoice that a create without a response may have made. It
// looks several times, since the request may still be in transit, and it reads the
// whole project, regardless of its size. It returns "" if there is none:
// every invoice of the project existed before, or this run made it. lookUp adopts
// an invoice that matches; for any other, it returns an error that names it.
func lookUp(ctx context.Context, s *site.Site, projectID int64, fields api.InvoiceFields, cause error) (string, error) {
	ctx, cancel := site.Grace(ctx)
	defer cancel()
	for attempt := range transport.LookUps(ctx, cause) {
		if attempt > 0 {
			s.Reads.Creating()() // the request may have arrived in the pause, so do not use an earlier list
		}
		list, err := s.Invoices(ctx, site.EveryInvoice(projectID), 0)
		if err != nil {
			return "", site.NotLookedUp("invoice", cause, err)
		}
		found := s.Numbers.Unaccounted(projectID, fields.Number, list.Records)
		switch {
		case len(found) == 1 && matches(found[0], fields):
			return string(found[0].ID), nil
		case len(found) > 0 && haveNumber(found, fields.Number):
			return "", &numbers.ExistsError{ProjectID: projectID, Number: fields.Number, IDs: idsOf(found), MayBeOurs: true}
		case len(found) > 0:
			return "", site.Unclear(projectID, found, cause)
		}
	}
	if err := context.Cause(ctx); err != nil { // it may not have looked often enough
		return "", site.NotLookedUp("invoice", cause, err)
	}
	return "", nil
}

// haveNumber reports whether all of the invoices have the number.
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

// matches reports whether an invoice may be what these fields create. It allows for
// what a site does to values: it trims and escapes texts, changes their case, rounds
// amounts, and chooses the currency.
func matches(invoice api.Invoice, fields api.InvoiceFields) bool {
	return naturalkey.MayBeSame(string(invoice.Number), fields.Number) &&
		naturalkey.MayBeSame(string(invoice.Description), fields.Description) &&
		naturalkey.MayBeSame(string(invoice.PONumber), fields.PONumber) &&
		customtypes.SameDate(string(invoice.DisplayDate), fields.DisplayDate) &&
		customtypes.SameRounded(orZero(string(invoice.FixedCost)), orZero(fields.FixedCost))
}

// orZero returns an amount, with "0" for "": one response has "0.00" for what is ""
// in another (contract section 2.2).
func orZero(amount string) string {
	if amount == "" {
		return "0"
	}
	return amount
}

// finish adds the entries to a newly created invoice and completes it. Even if the
// run is interrupted, it finishes both. It does not complete an invoice without all
// of its entries.
func finish(ctx context.Context, s *site.Site, id string, plan *model) error {
	added := plan.managed()
	if len(added) == 0 && !plan.isCompleted() {
		return nil
	}
	defer s.Reads.Writing(id)()
	ctx, cancel := site.Grace(ctx)
	defer cancel()
	if err := putEntries(ctx, s, id, added); err != nil || !plan.isCompleted() {
		return err
	}
	if len(added) > 0 {
		if err := verifyAdded(ctx, s, id, "The invoice was not completed.", added); err != nil {
			return err
		}
	}
	return setCompleted(ctx, s, id, true)
}

// read reads an invoice together with others, unless its entries are managed: only
// a read of the single invoice returns those.
func read(ctx context.Context, s *site.Site, state *model) (found, error) {
	id := state.ID.ValueString()
	if !state.managesEntries() {
		invoice, err := s.Invoice(ctx, id, state.ProjectID.ValueInt64())
		return found{Invoice: invoice}, err
	}
	return readAlone(ctx, s, id)
}

// readAlone reads an invoice and its entries.
func readAlone(ctx context.Context, s *site.Site, id string) (found, error) {
	detail, err := s.Client.GetInvoice(ctx, id)
	if err != nil {
		return found{}, err
	}
	s.Refreshed.Add(id) // only managed entries are checked for it
	return found{Invoice: detail.Invoice, billed: detail}, nil
}

// update writes the fields of an invoice if they differ, its entries, and its
// status. A completed invoice cannot be edited, so update reopens it, changes it,
// and completes it again; if the change fails, update still completes it (contract
// section 9, question 3).
func update(ctx context.Context, s *site.Site, change record.Change[model, found]) (bool, error) {
	fields, before := change.Plan.fields(), change.State.fields()
	wasCompleted, isCompleted := change.State.isCompleted(), change.Plan.isCompleted()
	if change.Found != nil {
		wasCompleted = string(change.Found.Status) == api.StatusCompleted
		if change.Plan.Status.Equal(change.State.Status) { // the plan does not change the status
			isCompleted = wasCompleted
		}
	}
	added, err := addedEntries(ctx, s, change)
	if err != nil {
		return false, err
	}
	if fields == before && len(added) == 0 && wasCompleted == isCompleted {
		return false, nil
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
	err = step{
		site: s, id: change.ID, wasCompleted: wasCompleted, isCompleted: isCompleted, wanted: change.Plan.managed(), added: added,
	}.write(ctx, fields, fields != before)
	done(err == nil)
	return true, err
}

// addedEntries returns the planned entries that are not on the invoice yet. It
// returns an error if one of them is on another invoice.
func addedEntries(ctx context.Context, s *site.Site, change record.Change[model, found]) ([]entries, error) {
	wanted := change.Plan.managed()
	if len(wanted) == 0 {
		return nil, nil
	}
	now := change.Found
	if now == nil || now.billed == nil {
		read, err := readFound(ctx, s, change.ID)
		if err != nil {
			return nil, fmt.Errorf("could not read what the invoice bills: %w", err)
		}
		now = &read
	}
	_, missing := divide(wanted, now.billed)
	return missing, checkEntries(ctx, s, change.Plan.ProjectID.ValueInt64(), missing)
}

// step is the part of an update that does not concern the fields.
type step struct {
	site                      *site.Site
	id                        string
	wasCompleted, isCompleted bool
	wanted, added             []entries // all, and those that are not on the invoice yet
}

func (w step) write(ctx context.Context, fields api.InvoiceFields, hasChanged bool) error {
	completed := w.wasCompleted
	if hasChanged || len(w.added) > 0 {
		if w.wasCompleted {
			if err := setCompleted(ctx, w.site, w.id, false); err != nil {
				return fmt.Errorf("reopen the completed invoice: %w", err)
			}
			completed = false
		}
		if hasChanged {
			if err := w.site.Client.UpdateInvoice(ctx, w.id, fields); err != nil {
				return restoreCompletion(ctx, w.site, w.id, w.wasCompleted, err)
			}
		}
		if err := putEntries(ctx, w.site, w.id, w.added); err != nil {
			return restoreCompletion(ctx, w.site, w.id, w.wasCompleted, err)
		}
	}
	if completed == w.isCompleted {
		return nil
	}
	// Once something has changed, finish even if the run is interrupted.
	ctx, cancel := site.Grace(ctx)
	defer cancel()
	if w.isCompleted && len(w.added) > 0 {
		if err := verifyAdded(ctx, w.site, w.id, w.notCompleted(), w.wanted); err != nil {
			return err
		}
	}
	err := setCompleted(ctx, w.site, w.id, w.isCompleted)
	if err != nil && w.wasCompleted && w.isCompleted {
		return stillReopened(err)
	}
	return err
}

// notCompleted describes an invoice that was not completed because entries are
// missing. The next apply completes it only if the status is configured: the one in
// the state is now active.
func (w step) notCompleted() string {
	if w.wasCompleted {
		return "The invoice was reopened for the change and not completed again. Check the entries in Teamwork. " + completeAgain
	}
	return "The invoice was not completed. Check the entries in Teamwork, then apply again."
}

// completeAgain is what to do about an invoice that is no longer completed.
const completeAgain = "Then apply again if the configuration has status = \"completed\", or else complete the invoice in Teamwork."

// remove deletes an invoice; it is not an error if the invoice no longer exists. If
// the site refuses to delete a completed invoice, remove reopens it first (contract
// section 2.5).
func remove(ctx context.Context, s *site.Site, state *model, found *found) error {
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
	if !wasCompleted || !transport.IsRejectedNow(err) {
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

// restoreCompletion completes an invoice again that was reopened for a change that
// then failed with err.
func restoreCompletion(ctx context.Context, s *site.Site, id string, wasCompleted bool, err error) error {
	if !wasCompleted {
		return err
	}
	ctx, cancel := site.Grace(ctx)
	defer cancel()
	if restoreErr := setCompleted(ctx, s, id, true); restoreErr != nil {
		return errors.Join(err, stillReopened(restoreErr))
	}
	return err
}

// stillReopened returns the error for an invoice that was reopened and could not be
// completed again because of err.
func stillReopened(err error) error {
	return fmt.Errorf("the invoice was reopened for the change, and completing it again failed: %w\n\n"+
		"The invoice is no longer completed. Correct the cause. %s", err, completeAgain)
}

// setCompleted completes or reopens an invoice. The site may refuse to do so twice,
// and a retry may follow a lost request that took effect, so a failure counts only
// if the invoice does not have the wanted status.
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

// explainWrite explains why an invoice was not created or changed.
func explainWrite(happened string, err error) diag.Diagnostics {
	if explained, isThat := explainEntries(err); isThat {
		return explained
	}
	var missing *missingError
	var addition *additionError
	switch {
	case errors.As(err, &missing):
		return missing.explain(happened)
	case errors.As(err, &addition):
		return addition.explain(happened, err)
	}
	return site.ExplainWrite(happened, err)
}
