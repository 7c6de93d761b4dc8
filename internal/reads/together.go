package reads

import (
	"context"
	"sync"
	"time"
)

// slack is the maximum number of requests that Together sends beyond single reads alone.
const slack = 3

const (
	// lullTime is how long written records wait for another write to begin, if
	// there were more concurrent writes before: about as long as a busy
	// Terraform takes to start what it can.
	lullTime = 100 * time.Millisecond
	// Limits of how long records wait for writes in progress: about twice as
	// long as writes have taken so far.
	shortestPatience = 250 * time.Millisecond
	longestPatience  = 2 * time.Second
)

// Several is where written records come from. S is the type of a scope. Its
// functions are called concurrently, but one at a time for the same scope.
type Several[S comparable, V any] interface {
	// ReadBack reads one record by itself.
	ReadBack(ctx context.Context, id string) (V, error)
	// Cost returns how many requests the next Several takes for these records;
	// 0 = there is nothing to try, or nothing more. isFirst: this is the first
	// attempt for this batch.
	Cost(scope S, ids []string, isFirst bool) int
	// Several returns as many of the records as one attempt finds. A missing
	// record proves nothing.
	Several(ctx context.Context, scope S, ids []string) (map[string]V, error)
}

// Together reads back records that are written at the same time. It is safe for
// concurrent use.
//
// Terraform writes ten records at a time and needs each as it is afterwards. A record whose
// write has ended waits until no other write of its scope is in progress, but no longer
// than twice the usual time of a write. Then all waiting records are read together. A
// record that is written alone is read at once, singly.
//
// It is the ski-rental problem again: a request for several records may find
// none of them. So it is sent only while
//
//	spent + cost <= served + 3,
//
// where spent is the number of such requests so far and served is the number of
// single reads that they saved. With m records read back, m - served are read
// singly, so that no more than m + 3 requests are ever sent, whatever the
// source returns. If it returns all, ten records take as long as one request.
//
// A record is never older than its write: the request that reads it begins
// after the write has ended. A record that does not match its writer's
// expectation is read singly, because a list may lag behind.
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
	active   int           // writes in progress, and records that are not read back yet
	most     int           // maximum of active so far
	timer    *time.Timer   // nil = nothing waits
	reading  chan struct{} // holds a value while a batch is read
}

// waiting is a record that waits to be read.
type waiting[V any] struct {
	ctx  context.Context //nolint:containedctx // of the call that waits
	id   string
	fits func(V) bool
	told chan answer[V]
}

// Grace returns a context that outlives an interruption for a moment, so that a
// written record is read back and saved.
type Grace func(context.Context) (context.Context, context.CancelFunc)

// NewTogether returns a Together. In mode Single, it reads every record singly.
func NewTogether[S comparable, V any](source Several[S, V], mode Mode, grace Grace) *Together[S, V] {
	return &Together[S, V]{source: source, mode: mode, grace: grace, scopes: map[S]*company[V]{}}
}

// Write is a write in progress.
type Write[S comparable, V any] struct {
	together *Together[S, V]
	scope    S
	began    time.Time

	ended, left sync.Once
}

// Begin notes that a write of a record in a scope begins. End or ReadBack ends it.
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

// End ends a write whose record is not read back. Ending it twice has no effect.
func (w *Write[S, V]) End() {
	w.end(nil)
	w.leave()
}

// leave removes a write that has ended and whose record was read back.
func (w *Write[S, V]) leave() {
	w.left.Do(func() {
		w.together.mu.Lock()
		defer w.together.mu.Unlock()
		w.together.scopes[w.scope].active--
	})
}

// ReadBack ends the write and reads the record with the given ID, together with
// others that were written at the same time. fits reports whether a record
// matches its writer's expectation. The error is the source's for this record,
// or the context's.
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

// end ends a write once, and lets its record wait for others. If it was the
// last write of its scope, all waiting records are read.
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

// releaseIn releases a scope after d, instead of at the time set before. The
// mutex is held.
func (t *Together[S, V]) releaseIn(d time.Duration, scope S, c *company[V]) {
	if c.timer != nil {
		c.timer.Stop()
	}
	var timer *time.Timer
	timer = time.AfterFunc(d, func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		if c.timer == timer { // otherwise, it came too late
			t.release(scope, c)
		}
	})
	c.timer = timer
}

// patience returns how long a record waits for others. The mutex is held.
func (t *Together[S, V]) patience() time.Duration {
	return min(max(2*t.took/time.Duration(t.writes), shortestPatience), longestPatience)
}

// release reads all waiting records of a scope. The mutex is held.
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

// read serves a batch: together, as far as the budget allows.
func (t *Together[S, V]) read(scope S, c *company[V], batch []*waiting[V]) {
	c.reading <- struct{}{}
	defer func() { <-c.reading }()
	for isFirst := true; len(batch) > 1; isFirst = false {
		ids := make([]string, len(batch))
		for i, record := range batch {
			ids[i] = record.id
		}
		cost := t.source.Cost(scope, ids, isFirst)
		isWorthIt := cost < len(batch)-1 || !isFirst && cost < len(batch) // saving one request is not worth a slower response
		if cost == 0 || !isWorthIt || !t.spend(cost) {
			break
		}
		// A caller that gives up does not affect the others.
		found, err := t.source.Several(context.WithoutCancel(batch[0].ctx), scope, ids)
		if batch = t.serve(batch, found); err != nil {
			break
		}
	}
	for _, record := range batch {
		record.told <- answer[V]{}
	}
}

// spend reports whether a request may be sent, and books it.
func (t *Together[S, V]) spend(cost int) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.spent+cost > t.served+slack {
		return false
	}
	t.spent += cost
	return true
}

// serve returns records to the waiting callers, and returns the ones that
// remain. A record that does not match is among them once, and does not count.
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
