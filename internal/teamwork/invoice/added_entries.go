package invoice

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/api"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/site"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// entryKind is a kind of entry that an invoice bills.
type entryKind struct {
	one, many string // as in "1 time log", "2 time logs"
	attribute string // the attribute that names them
	// add puts entries of the kind on an invoice.
	add func(ctx context.Context, client *api.Client, invoiceID string, added entries) error
	// billed are the ids of those that an invoice has on it.
	billed func(*api.InvoiceDetail) []lenient.Text
}

// entries are entries of one kind that are added by one request.
type entries struct {
	entryKind
	ids []int64
	// totals are amounts that replace hours at their rate, by the ids of time logs.
	totals map[int64]string
}

func timeLogs() entryKind {
	return entryKind{
		one: "time log", many: "time logs", attribute: "time_log_ids",
		add: func(ctx context.Context, client *api.Client, invoiceID string, added entries) error {
			return client.AddLineItems(ctx, invoiceID, added.ids, nil, added.totals)
		},
		billed: func(invoice *api.InvoiceDetail) []lenient.Text {
			var ids []lenient.Text
			for _, item := range invoice.LineItems { // under the time logs' own ids
				ids = append(ids, item.ID)
			}
			return ids
		},
	}
}

func expenses() entryKind {
	return entryKind{
		one: "expense", many: "expenses", attribute: "expense_ids",
		add: func(ctx context.Context, client *api.Client, invoiceID string, added entries) error {
			return client.AddLineItems(ctx, invoiceID, nil, added.ids, nil)
		},
		billed: func(invoice *api.InvoiceDetail) []lenient.Text {
			var ids []lenient.Text
			for _, expense := range invoice.Expenses {
				ids = append(ids, expense.ID)
			}
			return ids
		},
	}
}

// count says how many, as in "2 time logs".
func (e entries) count() string {
	if len(e.ids) == 1 {
		return "1 " + e.one
	}
	return fmt.Sprintf("%d %s", len(e.ids), e.many)
}

// named says which, as in "time logs 111, 222".
func (k entryKind) named(ids []string) string {
	if len(ids) == 1 {
		return k.one + " " + ids[0]
	}
	return k.many + " " + strings.Join(ids, ", ")
}

// addEntries puts entries on an invoice. Where the request fails and may have
// taken effect all the same, the invoice itself says whether it did; nothing
// is sent again, since an entry could be billed twice. say tells the user what
// happens meanwhile.
func addEntries(ctx context.Context, s *site.Site, invoiceID string, added entries, say func(string)) error {
	err := added.add(ctx, s.Client, invoiceID, added)
	if err == nil || !transport.MayHaveTakenEffect(err) {
		return err
	}
	say(fmt.Sprintf("Whether Teamwork added the %s is not certain: reading invoice %s", added.many, invoiceID))
	ctx, cancel := site.Grace(ctx)
	defer cancel()
	there, missing, readErr := findAdded(ctx, s, invoiceID, added)
	switch {
	case readErr != nil:
		return fmt.Errorf("%w; whether the %s were added could not be read: %w", err, added.many, readErr)
	case len(missing) == 0:
		say(fmt.Sprintf("Invoice %s has the %s on it", invoiceID, added.many))
		return nil
	case len(there) == 0:
		return fmt.Errorf("%w; read afterwards, invoice %s has none of the %s on it", err, invoiceID, added.many)
	default:
		return fmt.Errorf("%w; read afterwards, invoice %s has %s on it, and not %s", err, invoiceID, added.named(there), added.named(missing))
	}
}

// findAdded reads which of the entries are on the invoice. It looks twice, some
// time apart, since the request that adds them may still be on its way.
func findAdded(ctx context.Context, s *site.Site, invoiceID string, added entries) (there, missing []string, err error) {
	for attempt := range 2 {
		if attempt > 0 {
			if err := site.Pause(ctx, lookAgainTime); err != nil {
				return nil, nil, err
			}
		}
		invoice, err := s.ReadBackDetail(ctx, invoiceID)
		if err != nil {
			return nil, nil, err
		}
		if there, missing = divide(added.ids, added.billed(invoice)); len(missing) == 0 {
			break
		}
	}
	return there, missing, nil
}

// divide tells which of the wanted ids are there and which are not.
func divide(wanted []int64, there []lenient.Text) (found, missing []string) {
	for _, id := range wanted {
		text := strconv.FormatInt(id, 10)
		if slices.Contains(there, lenient.Text(text)) {
			found = append(found, text)
		} else {
			missing = append(missing, text)
		}
	}
	return found, missing
}
