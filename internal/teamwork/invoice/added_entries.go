package invoice

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/api"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/site"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// entryKind is a kind of entry that an invoice bills.
type entryKind struct {
	one, many string // as in "1 time log", "2 time logs"
	attribute string // the attribute with their IDs
	// put adds entries of the kind to a request.
	put func(request *api.LineItems, added entries)
	// billed returns the IDs of those on an invoice.
	billed func(*api.InvoiceDetail) []lenient.Text
}

// entries are entries of one kind.
type entries struct {
	entryKind
	ids []int64
	// totals maps time log IDs to amounts that replace hours times rate.
	totals map[int64]string
}

func timeLogs() entryKind {
	return entryKind{
		one: "time log", many: "time logs", attribute: "time_log_ids",
		put: func(request *api.LineItems, added entries) {
			request.TimeLogIDs, request.Totals = added.ids, added.totals
		},
		billed: func(invoice *api.InvoiceDetail) []lenient.Text {
			var ids []lenient.Text
			for _, item := range invoice.LineItems { // a line item has the ID of its time log
				ids = append(ids, item.ID)
			}
			return ids
		},
	}
}

func expenses() entryKind {
	return entryKind{
		one: "expense", many: "expenses", attribute: "expense_ids",
		put: func(request *api.LineItems, added entries) { request.ExpenseIDs = added.ids },
		billed: func(invoice *api.InvoiceDetail) []lenient.Text {
			var ids []lenient.Text
			for _, expense := range invoice.Expenses {
				ids = append(ids, expense.ID)
			}
			return ids
		},
	}
}

// count returns the number of entries as text, as in "2 time logs".
func (e entries) count() string {
	if len(e.ids) == 1 {
		return "1 " + e.one
	}
	return fmt.Sprintf("%d %s", len(e.ids), e.many)
}

// named lists the entries, as in "time logs 111, 222 and expense 36".
func named(those []entries) string {
	texts := make([]string, len(those))
	for i, each := range those {
		texts[i] = each.named()
	}
	return strings.Join(texts, " and ")
}

// mostNamed is the maximum number of entries that a message names.
const mostNamed = 10

func (e entries) named() string {
	var ids []string
	for _, id := range e.ids[:min(len(e.ids), mostNamed)] {
		ids = append(ids, strconv.FormatInt(id, 10))
	}
	text := e.many + " " + strings.Join(ids, ", ")
	if len(e.ids) == 1 {
		text = e.one + " " + ids[0]
	}
	if more := len(e.ids) - len(ids); more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}

// noneAddedError reports that a request to add entries has no clear response, and
// that the invoice, read afterward, has none of the entries.
type noneAddedError struct {
	cause     error
	invoiceID string
	what      string
}

func (e *noneAddedError) Error() string {
	text := fmt.Sprintf("%v; a read afterward shows that invoice %s has none of the %s", e.cause, e.invoiceID, e.what)
	switch {
	case transport.IsAccepted(e.cause):
		return text + " yet, although Teamwork reported success, so it was not sent again"
	case transport.IsUnderway(e.cause):
		return text + " yet. The request may still take effect, so it was not sent again"
	default:
		return text
	}
}

func (e *noneAddedError) Unwrap() error { return e.cause }

// addEntries adds entries to an invoice in one request. If that fails but may have
// taken effect anyway, addEntries reads the invoice to find out. It sends nothing
// again, since an entry could be billed twice. say reports progress to the user.
func addEntries(ctx context.Context, s *site.Site, invoiceID string, say func(string), added ...entries) error {
	var request api.LineItems
	for _, each := range added {
		each.put(&request, each)
	}
	err := s.Client.AddLineItems(ctx, invoiceID, request)
	if err == nil || !transport.MayHaveTakenEffect(err) {
		return err
	}
	what := kindsOf(added)
	say(fmt.Sprintf("It is not certain whether Teamwork added the %s. Reading invoice %s", what, invoiceID))
	ctx, cancel := site.Grace(ctx)
	defer cancel()
	there, missing, readErr := findAdded(ctx, s, invoiceID, added, err)
	switch {
	case readErr != nil:
		return fmt.Errorf("%w; could not read whether the %s were added: %w", err, what, readErr)
	case len(missing) == 0:
		say(fmt.Sprintf("Invoice %s has the %s", invoiceID, what))
		return nil
	case len(there) == 0:
		return &noneAddedError{cause: err, invoiceID: invoiceID, what: what}
	default:
		return fmt.Errorf("%w; a read afterward shows that invoice %s has %s, but not %s", err, invoiceID, named(there), named(missing))
	}
}

// kindsOf returns the names of the kinds, as in "time logs and expenses".
func kindsOf(added []entries) string {
	names := make([]string, len(added))
	for i, each := range added {
		names[i] = each.many
	}
	return strings.Join(names, " and ")
}

// findAdded reads which of the entries are on the invoice. It looks several times,
// until all of them are: the request that adds them may still be in transit, or the
// site may take a moment. cause is the failure of the request; nil = it succeeded.
func findAdded(ctx context.Context, s *site.Site, invoiceID string, added []entries, cause error) (there, missing []entries, err error) {
	for range transport.LookUps(ctx, cause) {
		invoice, err := s.ReadBackDetail(ctx, invoiceID)
		if err != nil {
			return nil, nil, err
		}
		if there, missing = divide(added, invoice); len(missing) == 0 {
			return there, nil, nil
		}
	}
	return there, missing, context.Cause(ctx)
}

// missingError reports that entries are not on an invoice although the site
// responded OK to adding them.
type missingError struct {
	invoiceID string
	missing   []entries
	outcome   string // what else is known, as one or more sentences
}

func (e *missingError) Error() string { return e.about(named(e.missing)) }

func (e *missingError) about(what string) string {
	return fmt.Sprintf("Teamwork responded OK to adding the entries, but a read afterward shows that invoice %s does not have %s. %s",
		e.invoiceID, what, e.outcome)
}

// explain returns an error at each attribute with missing entries.
func (e *missingError) explain(happened string) diag.Diagnostics {
	var diags diag.Diagnostics
	for _, each := range e.missing {
		diags.AddAttributeError(path.Root(each.attribute), site.Summary(happened), e.about(each.named()))
	}
	return diags
}

// verifyAdded makes sure that entries are on an invoice after the site confirmed
// that it added them. outcome describes the invoice's state if they are not.
func verifyAdded(ctx context.Context, s *site.Site, invoiceID, outcome string, wanted []entries) error {
	ctx, cancel := site.Grace(ctx)
	defer cancel()
	_, missing, err := findAdded(ctx, s, invoiceID, wanted, nil)
	switch {
	case len(missing) > 0:
		return &missingError{invoiceID: invoiceID, missing: missing, outcome: outcome}
	case err != nil:
		return fmt.Errorf("could not read whether invoice %s has all of its entries: %w\n\n%s", invoiceID, err, outcome)
	}
	return nil
}

// divide separates the entries on an invoice from those that are not.
func divide(wanted []entries, invoice *api.InvoiceDetail) (there, missing []entries) {
	for _, each := range wanted {
		isOn := map[lenient.Text]bool{}
		for _, id := range each.billed(invoice) {
			isOn[id] = true
		}
		with, without := entries{entryKind: each.entryKind}, entries{entryKind: each.entryKind, totals: each.totals}
		for _, id := range each.ids {
			if isOn[lenient.Text(strconv.FormatInt(id, 10))] {
				with.ids = append(with.ids, id)
			} else {
				without.ids = append(without.ids, id)
			}
		}
		if len(with.ids) > 0 {
			there = append(there, with)
		}
		if len(without.ids) > 0 {
			missing = append(missing, without)
		}
	}
	return there, missing
}
