package site

import "sync"

// Refreshed tracks which records this run has read for their state. Terraform reads
// a record before it plans its change, but not when it plans the change once more
// during the apply, which is another run. It is safe for concurrent use.
type Refreshed struct{ ids sync.Map }

// Add notes that the record with the ID was read.
func (r *Refreshed) Add(id string) { r.ids.Store(id, true) }

// Has reports whether the record with the ID was read.
func (r *Refreshed) Has(id string) bool {
	_, wasRead := r.ids.Load(id)
	return wasRead
}
