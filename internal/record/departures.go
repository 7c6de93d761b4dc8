package record

import (
	"context"
	"sync"
	"time"
)

const (
	// quietTime is how long a record is waited for after the run last deleted
	// anything: a run begins ten operations at once and says nothing of those that
	// come later.
	quietTime = 500 * time.Millisecond
	// busyTime bounds that wait where the run never pauses, leaveTime the wait for
	// a record that is being deleted.
	busyTime  = 10 * time.Second
	leaveTime = 2 * time.Minute
)

// Departures knows which records this run deletes, so that a new record which
// needs the name of one of them can wait for it. It is safe for concurrent use;
// its zero value is ready.
type Departures struct {
	mu      sync.Mutex
	leaving map[string]bool // by id: false = it has left
	changed chan struct{}   // closed when that changes
}

// Begin says that this run begins to delete a record, and returns what to call
// when that has ended, with its outcome.
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
// tells whether all of them have left.
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

// look tells whether all of the records have left, whether all that have not
// are leaving, and what is closed when that changes.
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
