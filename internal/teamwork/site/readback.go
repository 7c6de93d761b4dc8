package site

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"

	"github.com/projectbilling/terraform-provider-billing/internal/reads"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/api"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// ReadBackDetail reads an invoice that this run has just written, with what it
// bills. Errors: *transport.APIError, *transport.NoAnswerError.
func (s *Site) ReadBackDetail(ctx context.Context, id string) (*api.InvoiceDetail, error) {
	return readBack(ctx, id, s.Client.GetInvoice)
}

// readBack reads a record that this run has just written. A site may need a
// moment to find what it has just made (contract section 9, question 11).
func readBack[V any](ctx context.Context, id string, single func(context.Context, string) (V, error)) (V, error) {
	ctx, cancel := Grace(ctx)
	defer cancel()
	const attempts = 4
	for attempt := 0; ; attempt++ {
		found, err := single(ctx, id)
		if !transport.IsNotFound(err) || attempt == attempts-1 {
			return found, err
		}
		if Pause(ctx, firstPause<<attempt) != nil {
			return found, err
		}
	}
}

// pagedRecords reads records of a project that were written at the same time, by
// the page of the project's list that holds them. In which order Teamwork lists
// records is not documented, so that is learned from the pages.
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

// Cost is a page, where there is one that may show two of the records.
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

// Several reads the page that Cost has chosen.
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
	pages, size, records int            // as the page that was read last says; 0 = not known
	isNewestFirst        bool           // new invoices come on the first page
	pageOf               map[string]int // by id

	next      int          // the page that is read next; 0 = none
	tried     map[int]bool // pages that were read for this batch
	lastShown int          // of them, the last that showed a new invoice; 0 = none
}

// choose is the page that shows most of the invoices; 0 = none is known that
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

// guesses are the pages on which so many new invoices may be, the likeliest
// first: beside those that were just found, else at the end of the list where
// new ones come, else at its other end.
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

// learn takes over a page that shows records, some of which may be among those
// that were just written.
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
