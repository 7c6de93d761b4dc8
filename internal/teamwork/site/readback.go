package site

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/projectbilling/terraform-provider-billing/internal/reads"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/api"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// ReadBackDetail reads an invoice that this run has just written, with what it
// bills. Errors: *transport.APIError, *transport.NoAnswerError.
func (s *Site) ReadBackDetail(ctx context.Context, id string) (*api.InvoiceDetail, error) {
	return readBack(ctx, id, s.Client.GetInvoice)
}

// firstPause is the wait before a new record is read again.
const firstPause = 250 * time.Millisecond

// readBack reads a record that this run has just written. A new record may not be
// readable immediately (contract section 9, question 11).
func readBack[V any](ctx context.Context, id string, single func(context.Context, string) (V, error)) (V, error) {
	ctx, cancel := Grace(ctx)
	defer cancel()
	const attempts = 4
	for attempt := 0; ; attempt++ {
		found, err := single(ctx, id)
		if !transport.IsNotFound(err) || attempt == attempts-1 {
			return found, err
		}
		if transport.Pause(ctx, firstPause<<attempt) != nil {
			return found, err
		}
	}
}

// pagedRecords reads records of a project that were written at the same time, using
// the page of the project's list that contains them. Teamwork does not document the
// order of its lists, so pagedRecords learns it from the pages.
type pagedRecords[V api.Listed] struct {
	single func(ctx context.Context, id string) (V, error)
	list   func(project int64) api.List[V]

	mu       sync.Mutex
	projects map[int64]*projectPages
}

var _ reads.Several[int64, api.Invoice] = (*pagedRecords[api.Invoice])(nil)

// ReadBack reads one record that this run has just written.
func (p *pagedRecords[V]) ReadBack(ctx context.Context, id string) (V, error) {
	return readBack(ctx, id, p.single)
}

// Cost returns 1 if there is a page that may show at least two of the records.
func (p *pagedRecords[V]) Cost(project int64, ids []string, isFirst bool) int {
	pages := p.project(project)
	if isFirst {
		clear(pages.tried)
		pages.lastShown = 0
	}
	if pages.next = pages.choose(ids); pages.next == 0 {
		return 0
	}
	return 1
}

// Several reads the page that Cost chose.
func (p *pagedRecords[V]) Several(ctx context.Context, project int64, ids []string) (map[string]V, error) {
	pages := p.project(project)
	page, err := p.list(project).Page(ctx, pages.next)
	if err != nil {
		return nil, err
	}
	shown := map[string]V{}
	for _, record := range page.Records {
		shown[record.ListedID()] = record
	}
	pages.learn(page.Pages, page.Count, slices.Collect(maps.Keys(shown)), ids)
	maps.DeleteFunc(shown, func(id string, _ V) bool { return !slices.Contains(ids, id) })
	return shown, nil
}

func (p *pagedRecords[V]) project(id int64) *projectPages {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.projects == nil {
		p.projects = map[int64]*projectPages{}
	}
	if p.projects[id] == nil {
		p.projects[id] = &projectPages{pages: 1, pageOf: map[string]int{}, tried: map[int]bool{}}
	}
	return p.projects[id]
}

// projectPages is what a run has learned about the pages of a project's list.
type projectPages struct {
	pages, size, records int            // according to the page read last; 0 = not known
	isNewestFirst        bool           // new invoices appear on the first page
	pageOf               map[string]int // by ID

	next      int          // the page to read next; 0 = none
	tried     map[int]bool // pages read for this batch
	lastShown int          // the last of them that showed a new invoice; 0 = none
}

// choose returns the page that shows the most of the invoices, or 0 if no known page
// would show two.
func (p *projectPages) choose(ids []string) int {
	counts, unplaced := map[int]int{}, 0
	for _, id := range ids {
		if page := p.pageOf[id]; page != 0 {
			counts[page]++
		} else {
			unplaced++
		}
	}
	for _, page := range p.guesses(unplaced) {
		if page >= 1 && page <= p.pages && !p.tried[page] {
			counts[page] += unplaced
			break
		}
	}
	best := 0
	for page, count := range counts {
		if isBetter := cmp.Or(count-counts[best], best-page) > 0; count > 1 && !p.tried[page] && isBetter {
			best = page
		}
	}
	return best
}

// guesses returns the pages that may contain that many new invoices, most likely
// first: next to those just found, or else at the end of the list where new ones
// appear, or else at its other end.
func (p *projectPages) guesses(unplaced int) []int {
	if p.lastShown != 0 {
		return []int{p.lastShown + 1, p.lastShown - 1}
	}
	last := p.pages
	if p.records > 0 && p.size > 0 {
		last = (p.records+(unplaced+1)/2-1)/p.size + 1
		p.pages = max(p.pages, last)
	}
	if p.isNewestFirst {
		return []int{1, last}
	}
	return []int{last, 1}
}

// learn updates the pages with one that shows records, some of which may have just
// been written.
func (p *projectPages) learn(pages, count int, shown, written []string) {
	number := p.next
	p.tried[number] = true
	p.pages, p.records = max(pages, 1), max(count, 0)
	if number < p.pages { // it is full
		p.size = len(shown)
	}
	for _, id := range shown {
		if p.pageOf[id] == 0 && slices.Contains(written, id) {
			p.lastShown, p.isNewestFirst = number, number == 1 && p.pages > 1
		}
	}
	for _, id := range shown {
		p.pageOf[id] = number
	}
}
