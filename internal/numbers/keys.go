package numbers

import (
	"fmt"
	"time"

	"github.com/projectbilling/terraform-provider-billing/internal/naturalkey"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// ExistsError means that a project already has an invoice with the number
// planned for another one.
type ExistsError struct {
	ProjectID int64
	Number    string
	// IDs lists the invoices that have the number. It is empty if another
	// resource of the same run has it or is about to get it. Holder then
	// contains the ID of that resource, if it has one.
	IDs    []string
	Holder string
	// Stored is the number of the only invoice with it, as the system has it; "" =
	// unknown. It may differ in what systems are known to change: see naturalkey.Loose.
	Stored string
	// IsRenumbering: the number was planned for an existing invoice.
	IsRenumbering bool
	// MayBeOurs: the invoices were found after a create without a clear response,
	// which may have created one of them.
	MayBeOurs bool
}

// Error returns what exists already.
func (e *ExistsError) Error() string {
	if len(e.IDs) == 0 {
		return fmt.Sprintf("another resource of this run has the number %q in project %d", e.Number, e.ProjectID)
	}
	return fmt.Sprintf("project %d already has an invoice with number %s (ID %s)", e.ProjectID, e.number(), e.IDs[0])
}

// Outcome is Unknown if the create may have made one of the invoices.
func (e *ExistsError) Outcome() transport.Outcome {
	if e.MayBeOurs {
		return transport.Unknown
	}
	return transport.NotSent
}

// number returns the number in quotes, with the system's spelling if that differs.
func (e *ExistsError) number() string {
	if e.Stored == "" || naturalkey.Of(e.Stored) == naturalkey.Of(e.Number) {
		return fmt.Sprintf("%q", e.Number)
	}
	return fmt.Sprintf("%q, which differs from %q only in case, spacing, or escaping", e.Stored, e.Number)
}

// ClockSlack is the maximum expected difference between the clocks of system and provider.
const ClockSlack = 15 * time.Minute

// Unaccounted returns the invoices of a project that did not exist before this
// run created its first one, that this run did not create, and that no other
// create of this run can have created: a create without a response may have
// created each of them.
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

// WasThere reports whether an invoice was in the project before this run
// created anything there: a create that returns its ID has not created it.
func (n *Numbers[V]) WasThere(projectID int64, id string) bool {
	p := n.project(projectID)
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.before[id]
}

// isRecent reports whether an invoice was created after this run listed the
// project. The mutex is held.
func (p *projectNumbers) isRecent(record Record) bool {
	created, err := time.Parse(time.RFC3339, record.Created)
	return err == nil && created.After(p.loaded.Add(-ClockSlack))
}
