package reads

import (
	"context"
	"sync"
	"time"
)

// slack is how many requests more than single reads alone Together ever takes.
const slack = 3

const (
	// lullTime is how long written records wait for a further write to begin,
	// while there have been more at once before: about what Terraform takes to
	// begin what it has a free hand for, when it is busy.
	lullTime = 100 * time.Millisecond
	// Bounds of how long they wait for writes that are under way: about twice as
	// long as writes have taken so far.
	shortestPatience = 250 * time.Millisecond
	longestPatience  = 2 * time.Second
)

// Several is where records that were written come from. S is what a scope is.
// Its functions are called side by side, but those for one scope one after the
// other.
type Several[S comparable, V any] interface {
	// ReadBack reads one record by itself.
	ReadBack(ctx context.Context, id string) (V, error)
	// Cost is how many requests the next Several takes for these records; 0 =
	// there is nothing to try for them, or nothing more. isFirst: this is the
	// first look at this batch.
	Cost(scope S, ids []string, isFirst bool) int
	// Several reads as many of the records as one look shows. That it shows no
	// more proves nothing about the others.
	Several(ctx context.Context, scope S, ids []string) (map[string]V, error)
}

// Together reads back records that are written at the same time. It is safe for
// concurrent use.
//
// Terraform writes ten records side by side and wants each as it is afterwards.
// A record whose write has ended waits until no other write of its scope is
// under way, and no longer than twice what writes usually take; then all that wait are read
// in company. A record that is written alone is read at once, by itself.
//
// It is the ski-rental problem again: a request for several may show none of
// them. So it is sent only while
//
//	spent + cost <= served + 3,
//
// where spent is what such requests have taken so far and served is how many
// records they have spared a single read. With m records read back, m - served
// are read singly, so that no more than m + 3 requests are ever sent, whatever
// the source shows; where it shows all, ten records take what one request takes.
//
// A record is never older than its write: what it is read by begins after the
// write has ended. One that is not as its writer expects is read by itself: a
// list may lag behind.
type Together[S comparable, V any] struct {
	source Several[S, V]
	mode   Mode
	grace  Grace

	mu     sync.Mutex
	scopes map[S]*company[V]
	spent  int
	served int
	writes int           // that have ended
	took   time.Duration // all of them together
}

// company are the writes and reads of one scope.
type company[V any] struct {
	underWay int // writes
	waiting  []*waiting[V]
	active   int           // writes under way, and records that are not read back yet
	most     int           // of them at once, so far
	timer    *time.Timer   // nil = nothing waits
	reading  chan struct{} // holds something while a batch is read
}

// waiting is a record that waits to be read.
type waiting[V any] struct {
	ctx  context.Context //nolint:containedctx // of the call that waits
	id   string
	fits func(V) bool
	told chan answer[V]
}

// Grace makes a context that outlives an interruption for a moment, so that what
// was written is read and recorded.
type Grace func(context.Context) (context.Context, context.CancelFunc)

// NewTogether makes a Together. Mode Single reads every record by itself.
func NewTogether[S comparable, V any](source Several[S, V], mode Mode, grace Grace) *Together[S, V] {
	return &Together[S, V]{source: source, mode: mode, grace: grace, scopes: map[S]*company[V]{}}
}

// Write is a write under way.
type Write[S comparable, V any] struct {
	together *Together[S, V]
	scope    S
	began    time.Time

	ended, left sync.Once
}

// Begin says that a write of a record in a scope begins. End or ReadBack ends it.
func (t *Together[S, V]) Begin(scope S) *Write[S, V] {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.scopes[scope] == nil {
		t.scopes[scope] = &company[V]{reading: make(chan struct{}, 1)}
	}
	c := t.scopes[scope]
	c.underWay++
	c.active++
	c.most = max(c.most, c.active)
	if c.timer != nil && c.underWay == 1 { // the lull is over
		t.releaseIn(t.patience(), scope, c)
	}
	return &Write[S, V]{together: t, scope: scope, began: time.Now()}
}

// End ends a write whose record is not read back. Ending it twice is nothing.
func (w *Write[S, V]) End() {
	w.end(nil)
	w.leave()
}

// leave forgets a write that has ended and whose record was read back.
func (w *Write[S, V]) leave() {
	w.left.Do(func() {
		w.together.mu.Lock()
		defer w.together.mu.Unlock()
		w.together.scopes[w.scope].active--
	})
}

// ReadBack ends the write and reads the record with that id, in company with
// others that were written at the same time. fits tells whether a record is what
// its writer expects. The error is the source's for this very record, or the
// context's.
func (w *Write[S, V]) ReadBack(ctx context.Context, id string, fits func(V) bool) (V, error) {
	t := w.together
	defer w.leave()
	ctx, cancel := t.grace(ctx)
	defer cancel()
	if t.mode == Single {
		w.end(nil)
		return t.source.ReadBack(ctx, id)
	}
	record := &waiting[V]{ctx: ctx, id: id, fits: fits, told: make(chan answer[V], 1)}
	w.end(record)
	select {
	case answer := <-record.told:
		if answer.isServed {
			return answer.value, nil
		}
	case <-ctx.Done():
		var none V
		return none, context.Cause(ctx)
	}
	return t.source.ReadBack(ctx, id)
}

// end ends a write once, and lets its record wait for company. Where it was the
// last of its scope, all that wait are read.
func (w *Write[S, V]) end(record *waiting[V]) {
	w.ended.Do(func() {
		t := w.together
		t.mu.Lock()
		defer t.mu.Unlock()
		c := t.scopes[w.scope]
		c.underWay--
		t.writes++
		t.took += time.Since(w.began)
		if record != nil {
			c.waiting = append(c.waiting, record)
		}
		switch {
		case len(c.waiting) == 0:
		case c.underWay == 0 && len(c.waiting) >= c.most:
			t.release(w.scope, c)
		case c.underWay == 0:
			t.releaseIn(lullTime, w.scope, c)
		case c.timer == nil:
			t.releaseIn(t.patience(), w.scope, c)
		}
	})
}

// releaseIn releases a scope after d, instead of when it was going to be. The
// mutex is held.
func (t *Together[S, V]) releaseIn(d time.Duration, scope S, c *company[V]) {
	if c.timer != nil {
		c.timer.Stop()
	}
	var timer *time.Timer
	timer = time.AfterFunc(d, func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		if c.timer == timer { // else it came too late
			t.release(scope, c)
		}
	})
	c.timer = timer
}

// patience is how long a record waits for company. The mutex is held.
func (t *Together[S, V]) patience() time.Duration {
	return min(max(2*t.took/time.Duration(t.writes), shortestPatience), longestPatience)
}

// release reads all records of a scope that wait. The mutex is held.
func (t *Together[S, V]) release(scope S, c *company[V]) {
	batch := c.waiting
	c.waiting = nil
	if c.timer != nil {
		c.timer.Stop()
		c.timer = nil
	}
	if len(batch) > 0 {
		go t.read(scope, c, batch)
	}
}

// read serves a batch, as much of it as may be read in company.
func (t *Together[S, V]) read(scope S, c *company[V], batch []*waiting[V]) {
	c.reading <- struct{}{}
	defer func() { <-c.reading }()
	for isFirst := true; len(batch) > 1; isFirst = false {
		ids := make([]string, len(batch))
		for i, record := range batch {
			ids[i] = record.id
		}
		cost := t.source.Cost(scope, ids, isFirst)
		isWorthIt := cost < len(batch)-1 || !isFirst && cost < len(batch) // to spare one request is not worth a longer answer
		if cost == 0 || !isWorthIt || !t.spend(cost) {
			break
		}
		// Whoever gives up harms no other.
		found, err := t.source.Several(context.WithoutCancel(batch[0].ctx), scope, ids)
		if batch = t.serve(batch, found); err != nil {
			break
		}
	}
	for _, record := range batch {
		record.told <- answer[V]{}
	}
}

// spend tells whether a request may be sent, and books it.
func (t *Together[S, V]) spend(cost int) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.spent+cost > t.served+slack {
		return false
	}
	t.spent += cost
	return true
}

// serve tells those whose records were found, and returns the others. A record
// that does not fit is among them once, and not counted.
func (t *Together[S, V]) serve(batch []*waiting[V], found map[string]V) (left []*waiting[V]) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, record := range batch {
		value, isThere := found[record.id]
		switch {
		case !isThere:
			left = append(left, record)
		case record.fits(value):
			t.served++
			record.told <- answer[V]{value: value, isServed: true}
		default:
			record.told <- answer[V]{}
		}
	}
	return left
}
