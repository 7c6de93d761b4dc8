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
	// typeName is the resource type that existing expenses are imported as.
	typeName = "billing_teamwork_expense"
	// clockSlack is the maximum difference between the clocks of site and provider.
	clockSlack = 15 * time.Minute
)

// create makes an expense exactly once, even if responses are lost. Only its ID
// distinguishes an expense from others, so creates of this run whose expenses could
// be confused are sent one after the other.
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

// createOnce sends the create. It sends the create once more if no expense is found
// afterward and the site is not known to carry out, or to have carried out, the first.
func createOnce(ctx context.Context, s *site.Site, projectID int64, fields api.ExpenseFields) (string, error) {
	began := time.Now()
	for attempt := 0; ; attempt++ {
		created := s.ExpenseReads.Creating()
		id, err := s.Client.CreateExpense(ctx, projectID, fields)
		created()
		if err == nil && s.MadeExpenses.Has(id) {
			return "", &unclearError{cause: errors.New("the response to the create contains the ID of an expense that this run made before"), ids: []string{id}}
		}
		if err == nil || !transport.MayHaveTakenEffect(err) {
			return id, err
		}
		found, lookUpErr := lookUp(ctx, s, projectID, fields, began, err)
		switch {
		case lookUpErr != nil || found != "":
			return found, lookUpErr
		case !transport.MayRepeat(err) || ctx.Err() != nil: // an interrupted run does not look for long enough
			return "", &site.UnfoundError{Type: typeName, Noun: "expense", ProjectID: projectID, Cause: err}
		case attempt >= min(s.MaxRetries, 1):
			return "", fmt.Errorf("%w; no matching expense was found in project %d afterward", err, projectID)
		}
	}
}

// lookUp finds the expense that a create without a response may have made. It
// looks several times, since the request may still be in transit. It returns "" if
// there is none. It adopts an expense that is certainly new; if that is not certain,
// it returns an error that names the candidates (contract section 10.1).
func lookUp(ctx context.Context, s *site.Site, projectID int64, fields api.ExpenseFields, began time.Time, cause error) (string, error) {
	ctx, cancel := site.Grace(ctx)
	defer cancel()
	for attempt := range transport.LookUps(ctx, cause) {
		if attempt > 0 {
			s.ExpenseReads.Creating()() // the request may have arrived in the pause, so do not use an earlier list
		}
		list, err := s.Expenses(ctx, projectID)
		if err != nil {
			return "", site.NotLookedUp("expense", cause, err)
		}
		certain, possible := candidates(s, fields, began, list.Records)
		switch {
		case len(certain) == 1 && len(possible) == 0:
			return certain[0], nil
		case len(certain)+len(possible) > 0:
			return "", &unclearError{cause: cause, ids: append(certain, possible...)}
		}
	}
	if err := context.Cause(ctx); err != nil { // it may not have looked often enough
		return "", site.NotLookedUp("expense", cause, err)
	}
	return "", nil
}

// candidates returns the IDs of the expenses that a create may have made: those that
// match, are unbilled, and were not made by another create of this run. An expense
// is certainly new if it was last changed after the create began. If it was changed
// shortly before, it is only possible that it is new, since the site's clock may be
// behind (contract section 10.1).
func candidates(s *site.Site, fields api.ExpenseFields, began time.Time, listed []api.Expense) (certain, possible []string) {
	for _, each := range listed {
		id := string(each.ID)
		if s.MadeExpenses.Has(id) || each.IsBilled() || !matches(each, fields) {
			continue
		}
		updated, precision, err := customtypes.ParseInstant(string(each.UpdatedDate))
		switch {
		case err == nil && updated.Before(began.Add(-clockSlack)):
		case err != nil || precision > time.Second || updated.Before(began.Truncate(time.Second)):
			possible = append(possible, id)
		default:
			certain = append(certain, id)
		}
	}
	return certain, possible
}

// matches reports whether an expense may be what these fields create. It allows for
// what a site does to values: it trims and escapes texts, changes their case, and
// rounds amounts.
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

// remove deletes an expense; it is not an error if the expense no longer exists.
func remove(ctx context.Context, s *site.Site, state *model, _ *api.Expense) error {
	id := state.ID.ValueString()
	defer s.ExpenseReads.Writing(id)()
	err := s.Client.DeleteExpense(ctx, id)
	if transport.IsNotFound(err) {
		return nil
	}
	return refused(ctx, s, id, err)
}

// refused adds the likely reason to the refusal of a write: the invoice that bills
// the expense. Whether the site refuses to change billed expenses is not documented.
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

// billedError reports that a write was refused, and which invoice bills the expense.
type billedError struct {
	invoice string
	cause   error
}

// Error returns what was refused and why.
func (e *billedError) Error() string {
	return fmt.Sprintf("%v\n\nThe expense is billed by %s, and Teamwork does not allow you to change or delete a billed expense. "+
		"First delete that invoice or remove the expense from it in Teamwork, or leave the expense unchanged.", e.cause, e.invoice)
}

// Unwrap returns the refusal.
func (e *billedError) Unwrap() error { return e.cause }

// unclearError reports that a create has no clear response, and which expenses it
// may have made. The provider neither adopted one nor creates another.
type unclearError struct {
	cause error
	ids   []string
}

// Error names the expenses and returns the commands that import them.
func (e *unclearError) Error() string {
	var commands strings.Builder
	for _, id := range e.ids {
		commands.WriteString("  terraform import " + typeName + ".NAME " + id + "\n")
	}
	return fmt.Sprintf("%v\n\nThe project has matching expenses (IDs %s). The request may have created one of them, so it was not repeated. "+
		"If so, import that one to this resource's address:\n\n%s\nIf not, apply again.", e.cause, strings.Join(e.ids, ", "), commands.String())
}

// Unwrap returns the failure of the create.
func (e *unclearError) Unwrap() error { return e.cause }

// explain converts an error to diagnostics.
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
