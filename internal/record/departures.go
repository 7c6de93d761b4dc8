package record

import (
	"context"
	"sync"
	"time"
)

const (
	// quietTime is how long to wait for a record after the run last deleted
	// anything: a run begins ten operations at once and does not announce later
	// ones.
	quietTime = 500 * time.Millisecond
	// busyTime limits that wait if the run never pauses. leaveTime limits the wait
	// for a record that is being deleted.
	busyTime  = 10 * time.Second
	leaveTime = 2 * time.Minute
)

// Departures tracks which records this run deletes, so that a new record that
// needs the name of one of them can wait for it. It is safe for concurrent use.
// The zero value is ready to use.
type Departures struct {
	mu      sync.Mutex
	leaving map[string]bool // by ID: false = deleted
	changed chan struct{}   // closed when that changes
}

// Begin notes that this run begins to delete a record, and returns the function
// to call with the outcome when the deletion has ended.
func (d *Departures) Begin(id string) (ended func(isGone bool)) {
	d.change(func() { d.leaving[id] = true })
	return func(isGone bool) {
		d.change(func() {
			delete(d.leaving, id)
			if isGone {
				d.leaving[id] = false
			}
		})
	}
}

func (d *Departures) change(alter func()) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.leaving == nil {
		d.leaving = map[string]bool{}
	}
	alter()
	if d.changed != nil {
		close(d.changed)
	}
	d.changed = make(chan struct{})
}

// Await waits for records that this run deletes, or is about to delete, and
// reports whether all of them are deleted.
func (d *Departures) Await(ctx context.Context, ids []string) bool {
	began := time.Now()
	for {
		haveLeft, areLeaving, changed := d.look(ids)
		patience := quietTime
		if areLeaving {
			patience = leaveTime
		}
		switch {
		case haveLeft:
			return true
		case !areLeaving && time.Since(began) > busyTime:
			return false
		}
		timer := time.NewTimer(patience)
		select {
		case <-changed:
			timer.Stop()
		case <-timer.C:
			return false
		case <-ctx.Done():
			timer.Stop()
			return false
		}
	}
}

// look reports whether all of the records are deleted, whether all others are
// being deleted, and returns the channel that is closed when that changes.
func (d *Departures) look(ids []string) (haveLeft, areLeaving bool, changed <-chan struct{}) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.changed == nil {
		d.changed = make(chan struct{})
	}
	haveLeft, areLeaving = true, true
	for _, id := range ids {
		isLeaving, isKnown := d.leaving[id]
		haveLeft = haveLeft && isKnown && !isLeaving
		areLeaving = areLeaving && isKnown
	}
	return haveLeft, areLeaving, d.changed
}
