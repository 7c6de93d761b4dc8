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
func create(ctx context.Context, c *company.Company, plan *model) (string, diag.Diagnostics) {
	project, number := plan.ProjectID.ValueInt64(), plan.InvoiceNumber.ValueString()
	var diags diag.Diagnostics
	explain := func(err error) diag.Diagnostics {
		return append(diags, company.ExplainInvoice(company.CouldNotCreate, err)...)
	}
	if number == "" {
		id, err := createWithoutNumber(ctx, c, plan)
		if err != nil {
			return "", explain(err)
		}
		return id, nil
	}
	err := c.Numbers.Claim(ctx, project, number)
	if warning := c.Numbers.Unchecked(project); warning != "" {
		diags.AddWarning("Existing invoice numbers were only partly checked", warning)
	}
	if err != nil {
		return "", explain(err)
	}
	id, err := createClaimed(ctx, c, plan)
	c.Numbers.Made(project, number, id)
	if err != nil {
		return "", explain(err)
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
		return "", &numbers.UnclearError{
			Type: company.InvoiceType, ProjectID: plan.ProjectID.ValueInt64(), Found: []numbers.Record{{ID: id, Number: string(created.InvoiceNumber)}},
			Cause: errors.New("the response to the create contains the ID of an invoice that existed before"),
		}
	}
	c.Made(id)
	c.Wrote(created)
	return id, nil
}

// createClaimed creates an invoice whose number is reserved for it. A create
// without a clear response is sent once more if no invoice in the project can
// be its result.
func createClaimed(ctx context.Context, c *company.Company, plan *model) (string, error) {
	for attempt := 0; ; attempt++ {
		lost := lostCreate{plan: plan, began: time.Now()}
		id, err := send(ctx, c, plan)
		if err == nil || !transport.MayHaveTakenEffect(err) {
			return id, err
		}
		lost.cause = err
		found, err := lost.lookUp(ctx, c)
		switch {
		case err != nil:
			return "", err
		case found != "":
			c.Made(found)
			return found, nil
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

// lookUp finds the invoice that the create may have made; "" = it certainly
// made none. It looks twice with a pause in between, because the request may
// still be on its way: first at the recent changes by the clocks of both sides,
// and then at the whole project, which does not depend on clocks.
func (l lostCreate) lookUp(ctx context.Context, c *company.Company) (string, error) {
	ctx, cancel := company.Grace(ctx)
	defer cancel()
	project := l.plan.ProjectID.ValueInt64()
	recent, err := l.recent(ctx, c)
	if err != nil {
		return "", err
	}
	if id, err := l.judge(c, recent); id != "" || err != nil {
		return id, err
	}
	if err := company.Pause(ctx); err != nil {
		return "", l.notLookedUp(err)
	}
	c.Reads.Creating()() // the request may have arrived during the pause, so an earlier list is too old
	all, err := c.Invoices(ctx, project, 0)
	switch {
	case err != nil:
		return "", l.notLookedUp(err)
	case len(all.Records) == 0:
		return "", fmt.Errorf("%w\n\nIt is not known whether the invoice was created: the token's user cannot see any invoice of project %d "+
			"and may lack the permission invoices.view_other. The request was not sent again. Check the project's invoices in Wethod, and "+
			"apply again if it is not among them", l.cause, project)
	}
	return l.judge(c, all.Records)
}

// recent lists the invoices of the project that changed since the create, as
// far as the clocks of both sides agree.
func (l lostCreate) recent(ctx context.Context, c *company.Company) ([]api.Invoice, error) {
	found, err := c.Client.ListInvoices(ctx, api.InvoiceQuery{
		ProjectID: l.plan.ProjectID.ValueInt64(),
		UpdatedAt: api.Filter{After: l.since().Format(time.RFC3339)},
	})
	if err != nil {
		return nil, l.notLookedUp(err)
	}
	return found, nil
}

func (l lostCreate) since() time.Time {
	return l.began.Add(-numbers.ClockSlack).UTC().Truncate(time.Second)
}

func (l lostCreate) notLookedUp(err error) error {
	return fmt.Errorf("%w; could not look up whether the invoice was created: %w", l.cause, err)
}

// judge returns the invoice of the project that the create made: the only one
// that is new and matches. Other invoices that have the number, or that match
// except for the number, are an error that names them.
func (l lostCreate) judge(c *company.Company, found []api.Invoice) (string, error) {
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
	switch {
	case len(fitting) == 1 && len(numbered) == 0:
		return fitting[0].Key(), nil
	case len(fitting)+len(numbered) > 0:
		return "", &numbers.ExistsError{ProjectID: project, Number: number, IDs: keysOf(append(fitting, numbered...))}
	case len(similar) > 0:
		return "", &numbers.UnclearError{Type: company.InvoiceType, ProjectID: project, Found: recordsOf(similar), Cause: l.cause}
	}
	return "", nil
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
	if err == nil || !transport.MayHaveTakenEffect(err) {
		return id, err
	}
	lost.cause = err
	ctx, cancel := company.Grace(ctx)
	defer cancel()
	recent, err := lost.recent(ctx, c)
	if err != nil {
		return "", err
	}
	candidates := slices.DeleteFunc(recent, func(invoice api.Invoice) bool { return c.IsMade(invoice) || !lost.fits(invoice) })
	const because = "Without an invoice_number, nothing proves which invoice a request created. The provider did not adopt any and did not send the request again."
	if len(candidates) == 0 {
		return "", fmt.Errorf("%w\n\n%s No matching invoice was found in project %d. Check its invoices in Wethod, and apply again if it is not "+
			"among them", lost.cause, because, plan.ProjectID.ValueInt64())
	}
	var lines []string
	for _, invoice := range candidates {
		lines = append(lines, fmt.Sprintf("ID %s, created %s", invoice.Key(), invoice.CreatedAt))
	}
	return "", fmt.Errorf("%w\n\n%s These drafts of project %d have the same value and date: %s. If one of them is the invoice, import it "+
		"with this resource's address:\n\n%s\nOtherwise, apply again", lost.cause, because, plan.ProjectID.ValueInt64(), strings.Join(lines, "; "),
		numbers.ImportCommands(company.InvoiceType, keysOf(candidates)))
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
