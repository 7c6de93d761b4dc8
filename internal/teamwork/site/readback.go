package site

import (
	"cmp"
	"context"
	"sync"

	"github.com/projectbilling/terraform-provider-billing/internal/reads"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/api"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// ReadBack reads an invoice that this run has just written.
// Errors: *transport.APIError, *transport.NoAnswerError.
func (s *Site) ReadBack(ctx context.Context, id string) (api.Invoice, error) {
	found, err := s.ReadBackDetail(ctx, id)
	if err != nil {
		return api.Invoice{}, err
	}
	return found.Invoice, nil
}

// ReadBackDetail is ReadBack with what the invoice bills. A site may need a
// moment to find what it has just made (contract section 9, question 11).
func (s *Site) ReadBackDetail(ctx context.Context, id string) (*api.InvoiceDetail, error) {
	ctx, cancel := Grace(ctx)
	defer cancel()
	const attempts = 4
	for attempt := 0; ; attempt++ {
		found, err := s.Client.GetInvoice(ctx, id)
		if !transport.IsNotFound(err) || attempt == attempts-1 {
			return found, err
		}
		if Pause(ctx, firstPause<<attempt) != nil {
			return nil, err
		}
	}
}

// pagedInvoices reads invoices of a project that were written at the same time,
// by the page of the project's list that holds them. In which order Teamwork
// lists invoices is not documented, so that is learned from the pages.
type pagedInvoices struct {
	*Site

	mu       sync.Mutex
	projects map[int64]*invoicePages
}

var _ reads.Several[int64, api.Invoice] = (*pagedInvoices)(nil)

// Cost is a page, where there is one that may show two of the invoices.
func (p *pagedInvoices) Cost(project int64, ids []string, isFirst bool) int {
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
func (p *pagedInvoices) Several(ctx context.Context, project int64, ids []string) (map[string]api.Invoice, error) {
	pages := p.project(project)
	page, err := p.Client.InvoicePage(ctx, EveryInvoice(project), pages.next)
	if err != nil {
		return nil, err
	}
	return pages.learn(page, ids), nil
}

func (p *pagedInvoices) project(id int64) *invoicePages {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.projects == nil {
		p.projects = map[int64]*invoicePages{}
	}
	if p.projects[id] == nil {
		p.projects[id] = &invoicePages{pages: 1, pageOf: map[string]int{}, tried: map[int]bool{}}
	}
	return p.projects[id]
}

// invoicePages is what a run has learned about the pages of a project's list.
type invoicePages struct {
	pages, size, records int            // as the page that was read last says; 0 = not known
	isNewestFirst        bool           // new invoices come on the first page
	pageOf               map[string]int // by id

	next      int          // the page that is read next; 0 = none
	tried     map[int]bool // pages that were read for this batch
	lastShown int          // of them, the last that showed a new invoice; 0 = none
}

// choose is the page that shows most of the invoices; 0 = none is known that
// would show two.
func (p *invoicePages) choose(ids []string) int {
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
func (p *invoicePages) guesses(unplaced int) []int {
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

// learn takes over a page, and returns those of the invoices that it shows.
func (p *invoicePages) learn(page *api.InvoicePage, ids []string) map[string]api.Invoice {
	number := p.next
	p.tried[number] = true
	p.pages, p.records = max(page.Pages, 1), max(page.Records, 0)
	if number < p.pages { // it is full
		p.size = len(page.Invoices)
	}
	shown := map[string]api.Invoice{}
	for _, invoice := range page.Invoices {
		shown[string(invoice.ID)] = invoice
	}
	found := map[string]api.Invoice{}
	for _, id := range ids {
		if invoice, isShown := shown[id]; isShown {
			found[id] = invoice
			if p.pageOf[id] == 0 {
				p.lastShown, p.isNewestFirst = number, number == 1 && p.pages > 1
			}
		}
	}
	for id := range shown {
		p.pageOf[id] = number
	}
	return found
}
