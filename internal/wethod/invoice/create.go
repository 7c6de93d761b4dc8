package invoice

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/naturalkey"
	"github.com/projectbilling/terraform-provider-billing/internal/numbers"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
	"github.com/projectbilling/terraform-provider-billing/internal/wethod/api"
	"github.com/projectbilling/terraform-provider-billing/internal/wethod/company"
)

// create creates an invoice exactly once, even if responses are lost. It
// refuses a number that is taken, and after a create without a clear response
// it looks the invoice up before it sends anything again (contract section
// 9.5).
func create(ctx context.Context, c *company.Company, plan *model) (id string, diags diag.Diagnostics) {
	var warning string
	var err error
	if number := plan.InvoiceNumber.ValueString(); number == "" {
		id, err = createWithoutNumber(ctx, c, plan)
	} else {
		id, warning, err = c.Numbers.Create(ctx, plan.ProjectID.ValueInt64(), number, func() (string, error) { return createClaimed(ctx, c, plan) })
	}
	if warning != "" {
		diags.AddWarning(numbers.PartlyChecked, warning)
	}
	if err != nil {
		return "", append(diags, company.ExplainInvoice(company.CouldNotCreate, err)...)
	}
	return id, diags
}

// send sends the create, and notes the created invoice.
func send(ctx context.Context, c *company.Company, plan *model) (id string, err error) {
	defer c.Reads.Creating()()
	created, err := c.Client.CreateInvoice(ctx, plan.fields())
	if err != nil {
		return "", err
	}
	id = created.Key()
	// The earlier list was read before any numbered create was sent, and does not
	// cover invoices without a number.
	wasThere := plan.InvoiceNumber.ValueString() != "" && c.Numbers.WasThere(plan.ProjectID.ValueInt64(), id)
	if wasThere || c.IsMade(created) {
		return "", &olderIDError{id: id, projectID: plan.ProjectID.ValueInt64()}
	}
	c.Made(created)
	c.Wrote(created)
	return id, nil
}

// olderIDError means that the response to a create contains the ID of an invoice
// that existed before, which the create has not created.
type olderIDError struct {
	id        string
	projectID int64
}

// Error says what is not known, and what to do.
func (e *olderIDError) Error() string {
	return fmt.Sprintf("Wethod's response to the create contains the ID of an invoice that existed before: ID %s. It is not known which invoice was "+
		"created. The request was not sent again. Check the invoices of project %d in Wethod. %s", e.id, e.projectID, importOrApply())
}

// Outcome is that the create may have taken effect.
func (e *olderIDError) Outcome() transport.Outcome { return transport.Unknown }

// isLost reports whether a create failed without a response that says what it
// did.
func isLost(err error) bool {
	_, isOlder := errors.AsType[*olderIDError](err)
	return transport.MayHaveTakenEffect(err) && !isOlder
}

// importOrApply says what to do about an invoice that may exist.
func importOrApply() string {
	return "If the invoice is among them, import it with this resource's address:\n\n" +
		numbers.ImportCommands(company.InvoiceType, []string{"ID"}) + "\nOtherwise, apply again."
}

// createClaimed creates an invoice whose number is reserved for it. A create
// without a clear response is sent once more if no invoice in the project can
// be its result, unless Wethod may still be carrying it out, or has accepted it.
func createClaimed(ctx context.Context, c *company.Company, plan *model) (string, error) {
	for attempt := 0; ; attempt++ {
		lost := lostCreate{plan: plan, began: time.Now()}
		id, err := send(ctx, c, plan)
		if err == nil || !isLost(err) {
			return id, err
		}
		lost.cause = err
		found, err := lost.lookUp(ctx, c)
		switch {
		case err != nil:
			return "", err
		case found.ID != 0:
			c.Made(found)
			return found.Key(), nil
		case ctx.Err() != nil || attempt >= min(c.MaxRetries, 1):
			return "", fmt.Errorf("%w; no invoice with number %q was found in project %d afterwards", lost.cause, plan.InvoiceNumber.ValueString(),
				plan.ProjectID.ValueInt64())
		}
	}
}

// lostCreate is a create without a clear response.
type lostCreate struct {
	plan  *model
	began time.Time
	cause error
}

// lookUp finds the invoice that the create may have made; ID 0 = there is none,
// and the create may be sent again. It looks several times, because the request
// may still be on its way and lists may lag behind: first at the recent changes
// by the clocks of both sides, and then at the whole project, which does not
// depend on clocks. If the run is interrupted, it looks at the whole project
// once.
func (l lostCreate) lookUp(ctx context.Context, c *company.Company) (api.Invoice, error) {
	graced, cancel := company.Grace(ctx)
	defer cancel()
	isWhole, isEmpty := false, false
	for i := range transport.LookUps(graced, l.cause) {
		look := l.whole
		if i == 0 {
			look = l.recent
		}
		found, err := look(graced, c)
		if err != nil {
			return api.Invoice{}, l.notLookedUp(err)
		}
		if made, err := l.judge(c, found); made.ID != 0 || err != nil {
			return made, err
		}
		isWhole, isEmpty = i > 0, len(found) == 0
		if isWhole && ctx.Err() != nil {
			break
		}
	}
	switch {
	case !isWhole:
		return api.Invoice{}, l.notLookedUp(context.Cause(graced))
	case !transport.MayRepeat(l.cause):
		return api.Invoice{}, l.pending()
	case isEmpty:
		return api.Invoice{}, fmt.Errorf("%w\n\nIt is not known whether the invoice was created: the token's user cannot see any invoice of project %d "+
			"and may lack the permission invoices.view_other. The request was not sent again. Check the project's invoices in Wethod, and "+
			"apply again if it is not among them", l.cause, l.plan.ProjectID.ValueInt64())
	}
	return api.Invoice{}, nil
}

// pending returns the error for a create that must not be sent again although
// nothing was found that it made.
func (l lostCreate) pending() error {
	return fmt.Errorf("%w\n\n%s No invoice with number %q was found in project %d. The request was not sent again. Check the project's "+
		"invoices in Wethod. %s", l.cause, l.fate(), l.plan.InvoiceNumber.ValueString(), l.plan.ProjectID.ValueInt64(), importOrApply())
}

// fate says what may still become of the create; "" = there is nothing to add
// to its failure.
func (l lostCreate) fate() string {
	switch {
	case transport.IsUnderway(l.cause):
		return "Wethod may still be carrying out the request, so the invoice may appear later."
	case transport.IsAccepted(l.cause):
		return "The response is a success, so Wethod has likely created the invoice, but it is not in the list of invoices yet."
	default:
		return ""
	}
}

// whole lists all invoices of the project, regardless of what was read before:
// the request may have arrived since.
func (l lostCreate) whole(ctx context.Context, c *company.Company) ([]api.Invoice, error) {
	c.Reads.Creating()()
	all, err := c.Invoices(ctx, l.plan.ProjectID.ValueInt64(), 0)
	return all.Records, err
}

// recent lists the invoices of the project that changed since the create, as
// far as the clocks of both sides agree.
func (l lostCreate) recent(ctx context.Context, c *company.Company) ([]api.Invoice, error) {
	return c.Client.ListInvoices(ctx, api.InvoiceQuery{
		ProjectID: l.plan.ProjectID.ValueInt64(),
		UpdatedAt: api.Filter{After: l.since().Format(time.RFC3339)},
	})
}

func (l lostCreate) since() time.Time {
	return l.began.Add(-numbers.ClockSlack).UTC().Truncate(time.Second)
}

func (l lostCreate) notLookedUp(err error) error {
	return fmt.Errorf("%w; could not look up whether the invoice was created: %w", l.cause, err)
}

// judge returns the invoice of the project that the create made: the only one
// that is new and matches. Other new invoices that have the number, or that
// match except for the number, are an error that names them: the create may
// have made each of them.
func (l lostCreate) judge(c *company.Company, found []api.Invoice) (api.Invoice, error) {
	project, number := l.plan.ProjectID.ValueInt64(), l.plan.InvoiceNumber.ValueString()
	var fitting, numbered, similar []api.Invoice
	for _, invoice := range slices.DeleteFunc(c.Numbers.Unaccounted(project, number, slices.Clone(found)), c.IsMade) {
		hasNumber := naturalkey.MayBeSame(string(invoice.InvoiceNumber), number)
		switch {
		case hasNumber && l.fits(invoice):
			fitting = append(fitting, invoice)
		case hasNumber:
			numbered = append(numbered, invoice)
		case l.fits(invoice):
			similar = append(similar, invoice)
		}
	}
	candidates := slices.Concat(fitting, numbered)
	switch {
	case len(fitting) == 1 && len(numbered) == 0:
		return fitting[0], nil
	case len(candidates) == 0:
		candidates = similar
	}
	if len(candidates) == 0 {
		return api.Invoice{}, nil
	}
	return api.Invoice{}, &numbers.UnclearError{Type: company.InvoiceType, ProjectID: project, Found: recordsOf(candidates), Cause: l.cause}
}

// fits reports whether the create may have made an invoice, regardless of its
// number: a draft with the same value and date that is not older. The system
// may round the value.
func (l lostCreate) fits(invoice api.Invoice) bool {
	return invoice.Status == api.StatusDraft && company.IsSince(invoice, l.since()) &&
		customtypes.SameDate(string(invoice.IssueDate), l.plan.IssueDate.ValueString()) &&
		customtypes.SameRounded(string(invoice.Value), l.plan.Value.ValueString())
}

// createWithoutNumber creates an invoice that has no natural key. If the
// response is lost, it adopts nothing and sends nothing again: the user
// decides.
func createWithoutNumber(ctx context.Context, c *company.Company, plan *model) (string, error) {
	lost := lostCreate{plan: plan, began: time.Now()}
	id, err := send(ctx, c, plan)
	if err == nil || !isLost(err) {
		return id, err
	}
	lost.cause = err
	ctx, cancel := company.Grace(ctx)
	defer cancel()
	recent, err := lost.recent(ctx, c)
	if err != nil {
		return "", lost.notLookedUp(err)
	}
	candidates := slices.DeleteFunc(recent, func(invoice api.Invoice) bool { return c.IsMade(invoice) || !lost.fits(invoice) })
	const because = "Without an invoice_number, nothing proves which invoice a request created. The provider did not adopt any and did not send the request again."
	if len(candidates) == 0 {
		return "", fmt.Errorf("%w\n\n%s No matching invoice was found in project %d.%s Check the project's invoices in Wethod. %s", lost.cause, because,
			plan.ProjectID.ValueInt64(), spaced(lost.fate()), importOrApply())
	}
	var lines []string
	for _, invoice := range candidates {
		lines = append(lines, fmt.Sprintf("ID %s, created %s", invoice.Key(), invoice.CreatedAt))
	}
	return "", fmt.Errorf("%w\n\n%s These drafts of project %d have the same value and date: %s. If one of them is the invoice, import it "+
		"with this resource's address:\n\n%s\nOtherwise, apply again", lost.cause, because, plan.ProjectID.ValueInt64(), strings.Join(lines, "; "),
		numbers.ImportCommands(company.InvoiceType, keysOf(candidates)))
}

func spaced(sentence string) string {
	if sentence == "" {
		return ""
	}
	return " " + sentence
}

func keysOf(invoices []api.Invoice) []string {
	keys := make([]string, len(invoices))
	for i, invoice := range invoices {
		keys[i] = invoice.Key()
	}
	return keys
}

func recordsOf(invoices []api.Invoice) []numbers.Record {
	records := make([]numbers.Record, len(invoices))
	for i, invoice := range invoices {
		records[i] = numbers.Record{ID: invoice.Key(), Number: string(invoice.InvoiceNumber)}
	}
	return records
}
