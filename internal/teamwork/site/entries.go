package site

import (
	"context"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/projectbilling/terraform-provider-billing/internal/naturalkey"
	"github.com/projectbilling/terraform-provider-billing/internal/sharedcall"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/api"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// Entries tracks which time logs and expenses can be added to an invoice: the unbilled
// ones of the invoice's project, each on one invoice only. Whether Teamwork itself
// refuses to bill one twice is not documented.
type Entries struct {
	TimeLogs *EntryKind[api.TimeEntry]
	Expenses *EntryKind[api.Expense]
}

func newEntries(s *Site) *Entries {
	return &Entries{
		TimeLogs: &EntryKind[api.TimeEntry]{
			Noun: "time log", site: s, takers: map[int64]string{}, freed: map[int64]bool{}, checked: map[int64]time.Time{}, seen: map[string]api.TimeEntry{},
			list: func(project int64) api.List[api.TimeEntry] {
				return s.Client.TimeEntries(api.TimeEntryQuery{ProjectID: project, InvoicedType: api.NonInvoiced})
			},
			single:    s.Client.GetTimeEntry,
			projectOf: func(entry api.TimeEntry) string { return string(entry.ProjectID) },
			billedBy: func(entry api.TimeEntry) *BilledError {
				if !entry.Billed() {
					return nil
				}
				return &BilledError{InvoiceNumber: string(entry.InvoiceNumber)}
			},
		},
		Expenses: &EntryKind[api.Expense]{
			Noun: "expense", site: s, takers: map[int64]string{}, freed: map[int64]bool{}, checked: map[int64]time.Time{}, seen: map[string]api.Expense{},
			list:      s.Client.Expenses,
			single:    s.Client.GetExpense,
			projectOf: func(expense api.Expense) string { return string(expense.ProjectID) },
			billedBy: func(expense api.Expense) *BilledError {
				if !expense.IsBilled() {
					return nil
				}
				return &BilledError{InvoiceID: string(expense.InvoiceID)}
			},
		},
	}
}

// EntryKind is a kind of entry that invoices bill. It is safe for concurrent use.
type EntryKind[V api.Listed] struct {
	// Noun is the word for a single entry, as in "time log".
	Noun string

	site      *Site
	list      func(project int64) api.List[V] // includes at least all that may be unbilled
	single    func(ctx context.Context, id string) (V, error)
	projectOf func(V) string
	billedBy  func(V) *BilledError // nil = unbilled
	pages     sharedcall.Group[*api.Page[V]]
	rests     sharedcall.Group[[]V]

	mu     sync.Mutex
	takers map[int64]string // by ID, the invoice of this run that bills it
	freed  map[int64]bool   // IDs of those whose invoice this run will delete
	seen   map[string]V     // by ID, as this run has listed them
	// checked is when an entry was last found to be unbilled: Terraform plans a
	// change again right before it applies it.
	checked map[int64]time.Time
}

// freshTime is how long a check remains valid.
const freshTime = 5 * time.Second

// unchecked returns the entries without a valid check.
func (k *EntryKind[V]) unchecked(ids []int64) []int64 {
	k.mu.Lock()
	defer k.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(ids), func(id int64) bool { return time.Since(k.checked[id]) < freshTime })
}

// Take records that an invoice of this run will bill the entries. invoice is its
// name for people. Take returns an entry that another invoice of the run will bill,
// and the name of that invoice, or "" if there is none.
func (k *EntryKind[V]) Take(invoice string, ids []int64) (id int64, other string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, id := range ids {
		if taker, isTaken := k.takers[id]; isTaken && taker != invoice {
			return id, taker
		}
		k.takers[id] = invoice
	}
	return 0, ""
}

// Free records entries of an invoice that this run will delete.
func (k *EntryKind[V]) Free(ids []int64) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, id := range ids {
		k.freed[id] = true
	}
}

// Saw records entries that this run has listed, for use in plans.
func (k *EntryKind[V]) Saw(entries []V) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, entry := range entries {
		k.seen[entry.ListedID()] = entry
	}
}

// inspection is a check of entries for an invoice of a project.
type inspection struct {
	project int64
	mayBe   func(*BilledError) bool // nil = every entry must be unbilled
	began   time.Time               // when the entries were read; zero = earlier in this run
}

// CheckPlanned is Check for a plan. It uses entries that this run has already seen,
// and skips entries of invoices that the run will delete. mayBe reports whether a
// billed entry is acceptable anyway.
func (k *EntryKind[V]) CheckPlanned(ctx context.Context, project int64, ids []int64, mayBe func(*BilledError) bool) error {
	var unseen []int64
	for _, id := range ids {
		k.mu.Lock()
		entry, isSeen := k.seen[strconv.FormatInt(id, 10)]
		isFreed := k.freed[id]
		k.mu.Unlock()
		switch {
		case isFreed:
		case !isSeen:
			unseen = append(unseen, id)
		default:
			if err := k.check(ctx, id, entry, inspection{project: project, mayBe: mayBe}); err != nil {
				return err
			}
		}
	}
	return k.checkAll(ctx, unseen, inspection{project: project, mayBe: mayBe, began: time.Now()})
}

// Check returns an error unless each of the entries belongs to the project and is
// unbilled. It reads pages of the project's list if they can take fewer requests
// than the entries still missing, and then reads each missing entry individually.
// Errors: *BilledError, *StrangeEntryError, and those of the reads.
func (k *EntryKind[V]) Check(ctx context.Context, project int64, ids []int64) error {
	return k.checkAll(ctx, k.unchecked(ids), inspection{project: project, began: time.Now()})
}

// checkAll reads the entries and checks them.
func (k *EntryKind[V]) checkAll(ctx context.Context, ids []int64, of inspection) error {
	if len(ids) > 1 {
		missing, err := k.checkListed(ctx, ids, of)
		if err != nil {
			return err
		}
		ids = missing
	}
	for _, id := range ids {
		entry, err := k.single(ctx, strconv.FormatInt(id, 10))
		if transport.IsNotFound(err) {
			return &StrangeEntryError{Noun: k.Noun, ID: id, ProjectID: of.project}
		}
		if err == nil {
			err = k.check(ctx, id, entry, of)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// checkListed checks the entries on the project's list and returns the others.
func (k *EntryKind[V]) checkListed(ctx context.Context, ids []int64, of inspection) (missing []int64, err error) {
	project, key := of.project, strconv.FormatInt(of.project, 10)
	first, err := k.pages.Do(ctx, key, func(ctx context.Context) (*api.Page[V], error) { return k.list(project).Page(ctx, 1) })
	if err != nil {
		return nil, err
	}
	missing, err = k.checkThose(ctx, ids, first.Records, of)
	if err != nil || first.Pages-1 > len(missing) || first.Pages < 2 {
		return missing, err
	}
	rest, err := k.rests.Do(ctx, key, func(ctx context.Context) ([]V, error) {
		return further(ctx, k.list(project), first.Pages, map[string]bool{})
	})
	if err != nil {
		return nil, err
	}
	return k.checkThose(ctx, missing, rest, of)
}

// checkThose checks the entries that are in listed and returns the others.
func (k *EntryKind[V]) checkThose(ctx context.Context, ids []int64, listed []V, of inspection) (missing []int64, err error) {
	shown := make(map[string]V, len(listed))
	for _, entry := range listed {
		shown[entry.ListedID()] = entry
	}
	for _, id := range ids {
		entry, isShown := shown[strconv.FormatInt(id, 10)]
		if !isShown {
			missing = append(missing, id)
			continue
		}
		if err := k.check(ctx, id, entry, of); err != nil {
			return nil, err
		}
	}
	return missing, nil
}

func (k *EntryKind[V]) check(ctx context.Context, id int64, entry V, of inspection) error {
	if project := k.projectOf(entry); project != "" && !naturalkey.SameID(project, strconv.FormatInt(of.project, 10)) {
		return &StrangeEntryError{Noun: k.Noun, ID: id, ProjectID: of.project, Of: project}
	}
	billed := k.billedBy(entry)
	if billed == nil {
		if !of.began.IsZero() {
			k.mu.Lock()
			k.checked[id] = of.began
			k.mu.Unlock()
		}
		return nil
	}
	billed.Noun, billed.ID = k.Noun, id
	k.site.complete(ctx, of.project, billed)
	if of.mayBe != nil && of.mayBe(billed) {
		return nil
	}
	return billed
}
