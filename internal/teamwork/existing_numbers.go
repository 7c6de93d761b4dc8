package teamwork

import (
	"context"
	"fmt"
	"strconv"
	"sync"

	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/api"
)

// maxCheckedPages bounds how much of a project is read to find out whether a
// number is taken. A larger project gets a warning that the check was cut.
const maxCheckedPages = 40

// ExistsError says that a project already has an invoice with the number that
// a new one was to have.
type ExistsError struct {
	ProjectID int64
	Number    string
	// IDs of the invoices that have it; empty when it is another resource of
	// the same run that has it, or is about to.
	IDs []string
}

// Error says what is there.
func (e *ExistsError) Error() string {
	if len(e.IDs) == 0 {
		return fmt.Sprintf("another resource of this run has the number %q in project %d", e.Number, e.ProjectID)
	}
	return fmt.Sprintf("project %d already has an invoice with number %q (id %s)", e.ProjectID, e.Number, e.IDs[0])
}

// numberRegister knows which numbers are taken, project by project: Teamwork
// itself accepts the same number any number of times. It lists a project once
// a run and keeps up with what the run does.
type numberRegister struct {
	mu       sync.Mutex
	projects map[int64]*projectNumbers
}

type projectNumbers struct {
	mu       sync.Mutex
	isLoaded bool
	isCut    bool
	warned   bool
	ids      map[string]string // number to invoice id; "" = being created
	written  map[string]bool   // ids of the invoices that this run gave their number
}

func (r *numberRegister) project(id int64) *projectNumbers {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.projects == nil {
		r.projects = map[int64]*projectNumbers{}
	}
	if r.projects[id] == nil {
		r.projects[id] = &projectNumbers{ids: map[string]string{}, written: map[string]bool{}}
	}
	return r.projects[id]
}

// load lists the project unless this run has done so already.
func (p *projectNumbers) load(ctx context.Context, site *Site, projectID int64) error {
	p.mu.Lock()
	isLoaded := p.isLoaded
	p.mu.Unlock()
	if isLoaded {
		return nil
	}
	found, err := site.Invoices(ctx, everyInvoice(projectID), maxCheckedPages) // which all who come now share
	if err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.isLoaded {
		return nil
	}
	for _, invoice := range found.Records {
		if _, known := p.ids[string(invoice.Number)]; !known { // what this run did is newer than the list
			p.ids[string(invoice.Number)] = string(invoice.ID)
		}
	}
	p.isLoaded, p.isCut = true, found.IsCut
	return nil
}

// claim takes a number for a new invoice. It fails with *ExistsError when the
// number is taken.
func (s *Site) claim(ctx context.Context, projectID int64, number string) error {
	project := s.numbers.project(projectID)
	if err := project.load(ctx, s, projectID); err != nil {
		return err
	}
	taken, id := project.take(number)
	if !taken {
		return nil
	}
	if id == "" {
		return &ExistsError{ProjectID: projectID, Number: number}
	}
	// The list may be some minutes old: somebody may have deleted or renumbered
	// the invoice meanwhile.
	invoice, err := s.client.GetInvoice(ctx, id)
	switch {
	case api.IsNotFound(err), err == nil && string(invoice.Number) != number:
		if !project.takeOver(number, id) {
			return &ExistsError{ProjectID: projectID, Number: number}
		}
		return nil
	case err != nil:
		return err
	case project.hasWritten(id): // importing it would make two resources of one invoice
		return &ExistsError{ProjectID: projectID, Number: number}
	}
	return &ExistsError{ProjectID: projectID, Number: number, IDs: []string{id}}
}

// take claims a number that is free; else it tells who has it.
func (p *projectNumbers) take(number string) (taken bool, id string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if id, taken := p.ids[number]; taken {
		return true, id
	}
	p.ids[number] = ""
	return false, ""
}

// takeOver claims a number whose invoice turned out to be gone, unless another
// resource was faster.
func (p *projectNumbers) takeOver(number, goneID string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ids[number] != goneID {
		return false
	}
	p.ids[number] = ""
	return true
}

// record notes that this run has given an invoice a number.
func (p *projectNumbers) record(number, id string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ids[number] = id
	p.written[id] = true
}

func (p *projectNumbers) hasWritten(id string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.written[id]
}

// release frees a number, unless another invoice has it by now.
func (p *projectNumbers) release(number, id string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ids[number] == id {
		delete(p.ids, number)
	}
}

// renumbered keeps up with an invoice whose number this run has changed.
func (s *Site) renumbered(projectID int64, id, before, after string) {
	if before == after {
		return
	}
	project := s.numbers.project(projectID)
	project.release(before, id)
	project.record(after, id)
}

// cutWarning is the text of the warning that a project was too large to be
// checked whole; it is given once a project and run, and "" after that.
func (p *projectNumbers) cutWarning(projectID int64) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.isCut || p.warned {
		return ""
	}
	p.warned = true
	return "Project " + strconv.FormatInt(projectID, 10) + " has more invoices than are read before a new one is created " +
		"(" + strconv.Itoa(maxCheckedPages) + " pages). Whether one of the others already has the number of a new invoice was not checked."
}
