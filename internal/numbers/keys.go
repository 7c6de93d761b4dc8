package numbers

import (
	"fmt"
	"time"

	"github.com/projectbilling/terraform-provider-billing/internal/naturalkey"
)

// ExistsError says that a project already has an invoice with the number that
// another one was to have.
type ExistsError struct {
	ProjectID int64
	Number    string
	// IDs of the invoices that have it; empty when it is another resource of the
	// same run that has it or is about to, which Holder names where it has an id.
	IDs    []string
	Holder string
	// IsRenumbering: the number was to go to an invoice that exists.
	IsRenumbering bool
}

// Error says what is there.
func (e *ExistsError) Error() string {
	if len(e.IDs) == 0 {
		return fmt.Sprintf("another resource of this run has the number %q in project %d", e.Number, e.ProjectID)
	}
	return fmt.Sprintf("project %d already has an invoice with number %q (ID %s)", e.ProjectID, e.Number, e.IDs[0])
}

// ClockSlack is how far the clocks of system and provider may differ.
const ClockSlack = 15 * time.Minute

// Unaccounted returns those of a project's invoices that were not there before
// this run made its first, that this run did not make, and that no other create
// of this run can have made: each may be what a create without an answer made.
func (n *Numbers[V]) Unaccounted(projectID int64, number string, found []V) []V {
	p := n.project(projectID)
	p.mu.Lock()
	defer p.mu.Unlock()
	var unaccounted []V
	for _, each := range found {
		record := n.source.Describe(each)
		id, key := record.ID, naturalkey.Loose(record.Number)
		isOurs := key == naturalkey.Loose(number)
		isKnown := p.before[id] || p.written[id] || !isOurs && p.attempted[key]
		if !isKnown && (isOurs || !p.isCut && p.unlisted == nil || p.isRecent(record)) {
			unaccounted = append(unaccounted, each)
		}
	}
	return unaccounted
}

// WasThere tells whether an invoice was in the project before this run made
// anything there: a create that answers with its id has not made it.
func (n *Numbers[V]) WasThere(projectID int64, id string) bool {
	p := n.project(projectID)
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.before[id]
}

// isRecent tells whether an invoice was created since this run listed the
// project. The mutex is held.
func (p *projectNumbers) isRecent(record Record) bool {
	created, err := time.Parse(time.RFC3339, record.Created)
	return err == nil && created.After(p.loaded.Add(-ClockSlack))
}
