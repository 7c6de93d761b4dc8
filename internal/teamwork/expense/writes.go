package expense

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/naturalkey"
	"github.com/projectbilling/terraform-provider-billing/internal/record"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/api"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/site"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

const (
	couldNotCreate = "could not create the expense"
	// lookAgainTime is the wait between two looks for what a create without an
	// answer may have made.
	lookAgainTime = 250 * time.Millisecond
	// clockSlack is how far the clocks of site and provider may differ.
	clockSlack = 15 * time.Minute
)

// create makes an expense once, whatever happens to the answers. Teamwork has
// nothing that tells two expenses apart but their ids, so creates of this run
// whose expenses could be mistaken for one another go one after the other.
func create(ctx context.Context, s *site.Site, plan *model) (string, diag.Diagnostics) {
	projectID, fields := plan.ProjectID.ValueInt64(), plan.fields()
	done, err := s.MadeExpenses.Begin(ctx, fmt.Sprintf("%d %s %s", projectID, naturalkey.Loose(*fields.Name), *fields.Date))
	if err != nil {
		return "", explain(couldNotCreate, err)
	}
	id, err := createOnce(ctx, s, projectID, fields)
	done(id)
	if err != nil {
		return "", explain(couldNotCreate, err)
	}
	return id, nil
}

// createOnce sends the create, and once more where nothing of it is found.
func createOnce(ctx context.Context, s *site.Site, projectID int64, fields api.ExpenseFields) (string, error) {
	for attempt := 0; ; attempt++ {
		began := time.Now()
		created := s.ExpenseReads.Creating()
		id, err := s.Client.CreateExpense(ctx, projectID, fields)
		created()
		if err == nil && s.MadeExpenses.Has(id) {
			return "", &unclearError{cause: errors.New("the answer to the create has the ID of an expense that this run made before"), ids: []string{id}}
		}
		if err == nil || !transport.MayHaveTakenEffect(err) {
			return id, err
		}
		found, lookUpErr := lookUp(ctx, s, projectID, fields, began, err)
		switch {
		case lookUpErr != nil || found != "":
			return found, lookUpErr
		case ctx.Err() != nil || attempt >= min(s.MaxRetries, 1):
			return "", fmt.Errorf("%w; no expense like it was found in project %d afterwards", err, projectID)
		}
	}
}

// lookUp finds the expense that a create without an answer may have made. It
// looks twice, some time apart, since the request may still be on its way. It
// returns "" when there is none. One that was changed last since the request was
// sent, and that no invoice bills, is adopted; where that is not certain, the
// error names those that it may be (contract section 10).
func lookUp(ctx context.Context, s *site.Site, projectID int64, fields api.ExpenseFields, began time.Time, cause error) (string, error) {
	ctx, cancel := site.Grace(ctx)
	defer cancel()
	for attempt := range 2 {
		if attempt > 0 {
			if err := site.Pause(ctx, lookAgainTime); err != nil {
				return "", err
			}
			s.ExpenseReads.Creating()() // the request may have arrived in the pause: no earlier list will do
		}
		list, err := s.Expenses(ctx, projectID)
		if err != nil {
			return "", fmt.Errorf("%w; whether the expense was created could not be looked up: %w", cause, err)
		}
		var certain, possible []string
		for _, each := range list.Records {
			if s.MadeExpenses.Has(string(each.ID)) || each.IsBilled() || !matches(each, fields) {
				continue
			}
			updated, err := time.Parse(time.RFC3339, string(each.UpdatedDate))
			switch {
			case err != nil || !updated.Before(began.Add(-clockSlack)) && updated.Before(began.Truncate(time.Second)):
				possible = append(possible, string(each.ID))
			case !updated.Before(began.Truncate(time.Second)):
				certain = append(certain, string(each.ID))
			}
		}
		switch {
		case len(certain) == 1 && len(possible) == 0:
			return certain[0], nil
		case len(certain)+len(possible) > 0:
			return "", &unclearError{cause: cause, ids: append(certain, possible...)}
		}
	}
	return "", nil
}

// matches tells whether an expense may be what these fields create, whatever a
// site does to values: it trims, escapes and recases texts, and rounds amounts.
func matches(expense api.Expense, fields api.ExpenseFields) bool {
	return naturalkey.MayBeSame(string(expense.Name), *fields.Name) &&
		naturalkey.MayBeSame(string(expense.Description), *fields.Description) &&
		customtypes.SameDate(string(expense.Date), *fields.Date) &&
		customtypes.SameRounded(string(expense.Cost), *fields.Cost)
}

// update writes what differs.
func update(ctx context.Context, s *site.Site, change record.Change[model, api.Expense]) (bool, error) {
	fields, isAny := change.Plan.changes(&change.State)
	if !isAny {
		return false, nil
	}
	defer s.ExpenseReads.Writing(change.ID)()
	return true, refused(ctx, s, change.ID, s.Client.UpdateExpense(ctx, change.ID, fields))
}

// remove deletes an expense; one that is gone already is no error.
func remove(ctx context.Context, s *site.Site, state *model, _ *api.Expense) error {
	id := state.ID.ValueString()
	defer s.ExpenseReads.Writing(id)()
	err := s.Client.DeleteExpense(ctx, id)
	if transport.IsNotFound(err) {
		return nil
	}
	return refused(ctx, s, id, err)
}

// refused completes the refusal of a write by the invoice that is the likely
// reason: that the site refuses to change a billed expense is not documented.
func refused(ctx context.Context, s *site.Site, id string, err error) error {
	if !transport.IsRejectedNow(err) {
		return err
	}
	ctx, cancel := site.Grace(ctx)
	defer cancel()
	if found, readErr := s.Client.GetExpense(ctx, id); readErr == nil && found.IsBilled() {
		return &billedError{invoice: s.NameInvoice(ctx, string(found.InvoiceID)), cause: err}
	}
	return err
}

// billedError says that a write was refused, and which invoice bills the expense.
type billedError struct {
	invoice string
	cause   error
}

// Error says what was refused and why.
func (e *billedError) Error() string {
	return fmt.Sprintf("%v\n\nThe expense is billed by %s, and Teamwork does not let a billed expense be changed or deleted. "+
		"Delete that invoice or take the expense off it in Teamwork first, or leave the expense as it is.", e.cause, e.invoice)
}

// Unwrap gives the refusal.
func (e *billedError) Unwrap() error { return e.cause }

// unclearError says that a create has no clear answer, and which expenses it may
// have made. None was adopted, and none is created.
type unclearError struct {
	cause error
	ids   []string
}

// Error names the expenses and says how to import them.
func (e *unclearError) Error() string {
	var commands strings.Builder
	for _, id := range e.ids {
		commands.WriteString("  terraform import billing_teamwork_expense.NAME " + id + "\n")
	}
	return fmt.Sprintf("%v\n\nThe project has expenses like this one (IDs %s). One of them may be what the request made, so no other was created. "+
		"If one of them is it, import it, with this resource's own address:\n\n%s\nIf none is, apply again.", e.cause, strings.Join(e.ids, ", "), commands.String())
}

// Unwrap gives the failure of the create.
func (e *unclearError) Unwrap() error { return e.cause }

// explain turns an error into words.
func explain(happened string, err error) diag.Diagnostics {
	var diags diag.Diagnostics
	for _, each := range site.Explain(happened, err) {
		detail := each.Detail()
		if transport.IsNotFound(err) && happened == couldNotCreate {
			diags.AddAttributeError(path.Root("project_id"), each.Summary(),
				detail+"\n\nCheck that project_id is the ID of a project that the credential's user can see.")
			continue
		}
		diags.AddError(each.Summary(), detail)
	}
	return diags
}
