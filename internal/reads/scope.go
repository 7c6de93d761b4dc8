package reads

import (
	"context"
	"slices"
	"time"
)

// state is the progress of a scope's listing.
type state int

const (
	// idle: nothing is known; there were too few reads to request the first part.
	idle state = iota
	// gathering: one read waits briefly for a second.
	gathering
	// probing: the first part is being read.
	probing
	// weighing: the first part has arrived, and reads wait briefly for more reads.
	weighing
	// renting: so far, single reads are cheaper.
	renting
	// completing: the rest is being read.
	completing
	// over: the listing has ended.
	over
)

// scope is a set of records that can be listed. The reader's mutex guards its
// fields.
type scope[S comparable, V any] struct {
	name     S
	parent   *scope[S, V]
	children []*scope[S, V]

	state   state
	seen    map[string]bool // records requested
	direct  int             // of these, records without a narrower scope
	isEager bool            // it is listed at any cost
	records map[string]*V   // records that were listed
	waiting map[string][]chan answer[V]
	timer   *time.Timer

	paid     int // requests spent on reads within, of any kind
	declined int // reads that were sent to read singly, and have not paid yet
	first    Part[V]
	listing  *listing[V] // the last one that began; nil = none
	atlas    atlas       // of that listing's parts
}

// answer is what a waiting read gets: the record, or the word to read it singly.
type answer[V any] struct {
	value    V
	isServed bool
}

// arrive registers a read in every scope, before any of them decides.
func (r *Reader[S, V]) arrive(id string, within []S, isEager bool) []*scope[S, V] {
	r.mu.Lock()
	defer r.mu.Unlock()
	chain := r.chain(within)
	for i, s := range chain {
		if len(s.seen) == 0 && s.parent != nil {
			s.parent.children = append(s.parent.children, s)
		}
		if i == len(chain)-1 {
			s.isEager = s.isEager || isEager
			if !s.seen[id] {
				s.direct++
			}
		}
		s.seen[id] = true
	}
	return chain
}

// chain returns nested scopes, the widest first. The mutex is held.
func (r *Reader[S, V]) chain(within []S) []*scope[S, V] {
	chain := make([]*scope[S, V], len(within))
	var parent *scope[S, V]
	for i, name := range within {
		found := r.scopes[name]
		if found == nil {
			found = &scope[S, V]{
				name: name, parent: parent,
				seen: map[string]bool{}, records: map[string]*V{}, waiting: map[string][]chan answer[V]{},
			}
			r.scopes[name] = found
		}
		chain[i], parent = found, found
	}
	return chain
}

// inOrder returns the order in which scopes are asked for a record. Scopes that
// cost nothing more come first, because their listing has arrived or is on its
// way: those within the narrowest, which may also contain the record, then the
// narrowest before the others. The rest follow with the widest first, because
// its listing may turn out to be worth it.
func (r *Reader[S, V]) inOrder(chain []*scope[S, V]) []*scope[S, V] {
	r.mu.Lock()
	defer r.mu.Unlock()
	order := make([]*scope[S, V], 0, 2*len(chain))
	for _, s := range chain[len(chain)-1].children {
		if s.state == probing || s.state == completing {
			order = append(order, s)
		}
	}
	for _, s := range slices.Backward(chain) {
		switch s.state {
		case probing, weighing, completing, over:
			order = append(order, s)
		}
	}
	return append(order, chain...)
}

// ask returns a record from the scope's listing, or that the scope does not
// serve it.
func (r *Reader[S, V]) ask(ctx context.Context, s *scope[S, V], id string) (answer[V], error) {
	r.mu.Lock()
	if value := s.find(id); value != nil {
		r.mu.Unlock()
		return answer[V]{value: *value, isServed: true}, nil
	}
	if !r.mayServe(ctx, s) {
		s.declined++
		r.mu.Unlock()
		return answer[V]{}, nil
	}
	told := make(chan answer[V], 1)
	s.waiting[id] = append(s.waiting[id], told)
	r.mu.Unlock()
	select {
	case answer := <-told:
		return answer, nil
	case <-ctx.Done():
		r.leave(s, id, told)
		return answer[V]{}, context.Cause(ctx)
	}
}

// find returns the record from the scope's listing, or from a narrower one that
// the caller did not name; nil if none contains it.
func (s *scope[S, V]) find(id string) *V {
	if value := s.records[id]; value != nil {
		return value
	}
	for _, child := range s.children {
		if value := child.find(id); value != nil {
			return value
		}
	}
	return nil
}

// mayServe advances the scope's state for one more read, and reports whether
// that read should wait.
func (r *Reader[S, V]) mayServe(ctx context.Context, s *scope[S, V]) bool {
	switch s.state {
	case idle, gathering:
		switch {
		case s.holdsOneScope():
			return false // the narrower one is just as good, and shorter
		case s.isEager || len(s.seen) > 1 && s.ledger().mayCost(1):
			r.probe(ctx, s)
		case len(s.seen) > 1:
			return false
		case s.state == idle && !s.isEntered():
			s.state = gathering
			s.timer = time.AfterFunc(quietTime, func() { r.release(s, gathering, idle) })
		case s.state == idle:
			return false
		}
	case weighing, renting:
		if r.isPaged(s) {
			return false // part by part is just as cheap, and ends with the reads
		}
		if s.isWorthListing() {
			r.list(ctx, s)
		} else if s.state == renting {
			return false
		}
	case over:
		return false
	}
	return true
}

// holdsOneScope reports whether all reads so far are of one narrower scope.
func (s *scope[S, V]) holdsOneScope() bool { return len(s.children) == 1 && s.direct == 0 }

// isEntered reports whether requests were already spent within the scope, so
// that a read that comes alone has already waited for others.
func (s *scope[S, V]) isEntered() bool { return s.paid > 0 }

// isWorthListing reports whether the policy lists the scope now. The mutex is held.
func (s *scope[S, V]) isWorthListing() bool { return s.ledger().isWorthListing() }

// ledger returns the basis for the policy's decisions. The mutex is held.
func (s *scope[S, V]) ledger() ledger {
	l := s.account()
	if around := s.parent; around != nil && !around.holdsOneScope() {
		l.around = &ledger{asked: len(around.seen), paid: around.paid}
	}
	return l
}

// account returns the ledger without the enclosing scope.
func (s *scope[S, V]) account() ledger {
	l := ledger{
		asked: len(s.seen), paid: s.paid, declined: s.declined, others: s.direct,
		cost: s.first.Cost, rest: s.first.Rest, isOpen: s.first.IsOpen, isSplit: len(s.children) > 0,
		isMisled: s.atlas.isMixed && len(s.atlas.spans) > 1,
	}
	for _, child := range s.children {
		l.others += child.account().cheapest()
	}
	return l
}

// probe begins a listing: it reads the first part. The mutex is held.
func (r *Reader[S, V]) probe(ctx context.Context, s *scope[S, V]) {
	s.state = probing
	s.stopTimer()
	ctx, s.listing = r.begin(ctx)
	l := s.listing
	go func() {
		first, err := r.source.First(ctx, s.name)
		r.mu.Lock()
		defer r.mu.Unlock()
		s.spend(max(first.Cost, 1))
		if err != nil {
			r.finish(s, err)
			return
		}
		s.first = Part[V]{Cost: first.Cost, Rest: first.Rest, Next: first.Next, IsOpen: first.IsOpen}
		s.atlas = atlas{places: 1 + first.Rest}
		s.atlas.learn(0, idsOf(first.Records))
		r.keep(s, 0, first.Records)
		switch {
		case first.Rest == 0:
			r.finish(s, nil)
		case l.callers > 0 || s.isEager || s.isWorthListing():
			r.list(ctx, s)
		default:
			s.state = weighing
			s.timer = time.AfterFunc(weighTime, func() { r.release(s, weighing, renting) })
		}
	}()
}

// list reads the rest: all of it if that is worth it for single reads, else as
// much as the callers of All need. The mutex is held.
func (r *Reader[S, V]) list(ctx context.Context, s *scope[S, V]) {
	l, rest := s.listing, s.first.Rest
	isWorthIt := len(s.waiting) > 0 && (s.isEager || s.isWorthListing())
	if l.callers > 0 && !isWorthIt {
		l.limit = l.wanted
	}
	if left := l.limit - s.first.Cost; rest > left {
		rest = max(left, 0)
		l.isCut = !s.first.IsOpen || rest == 0
	}
	s.state = completing
	s.stopTimer()
	l.stop() // the context of the probe
	s.spend(rest)
	ctx, l.stop = context.WithCancel(context.WithoutCancel(ctx))
	after, atMost := s.first, l.limit-s.first.Cost
	deliver := func(place int, records []Record[V]) {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.keep(s, place, records)
	}
	go func() {
		if source, isOpen := r.source.(OpenEnded[S, V]); isOpen && after.IsOpen {
			next, err := source.Further(ctx, s.name, after, rest, deliver)
			r.mu.Lock()
			defer r.mu.Unlock()
			r.weighNext(ctx, s, next, err)
			return
		}
		err := r.source.Rest(ctx, s.name, after, atMost, deliver)
		r.mu.Lock()
		defer r.mu.Unlock()
		r.finish(s, err)
	}()
}

// weighNext continues after a portion of a listing of unknown length: with the
// next portion if that is worth it or all of it is needed, else with single
// reads. The mutex is held.
func (r *Reader[S, V]) weighNext(ctx context.Context, s *scope[S, V], next Part[V], err error) {
	s.first.Cost += next.Cost
	s.first.Rest, s.first.Next, s.first.IsOpen = next.Rest, next.Next, next.IsOpen
	isWanted := s.listing.callers > 0 || s.isEager || len(s.waiting) > 0 && s.isWorthListing()
	switch {
	case err != nil || !next.IsOpen || s.listing.isCut || s.listing.isStopped:
		s.first.Rest = 0
		r.finish(s, err)
	case isWanted:
		r.list(ctx, s)
	default:
		s.state = renting
		s.tellAll()
	}
}

// spend books requests on the scope and on its enclosing scopes, unless a
// caller needs all records anyway.
func (s *scope[S, V]) spend(requests int) {
	if s.listing.callers > 0 {
		return
	}
	for each := s; each != nil; each = each.parent {
		each.paid += requests
	}
}

// keep stores listed records and serves the reads that wait for them. A record
// that was written after the listing began is left to a single read.
func (r *Reader[S, V]) keep(s *scope[S, V], place int, records []Record[V]) {
	s.listing.parts[place] = records
	for i, record := range records {
		if done := r.writes[record.ID]; done != nil && (done.begun > done.ended || done.ended > s.listing.endedBefore[record.ID]) {
			continue
		}
		s.records[record.ID] = &records[i].Value
		for _, told := range s.waiting[record.ID] {
			told <- answer[V]{value: record.Value, isServed: true}
		}
		delete(s.waiting, record.ID)
	}
}

// finish ends the listing. Reads that still wait are then read singly. An error
// of the listing also occurs in single reads, which have a caller to report it
// to.
func (r *Reader[S, V]) finish(s *scope[S, V], err error) {
	s.state = over
	s.listing.end(err)
	s.tellAll()
}

// release ends a wait for more reads, unless the scope has moved on.
func (r *Reader[S, V]) release(s *scope[S, V], from, to state) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if s.state == from {
		s.state = to
		s.tellAll()
	}
}

// tellAll sends all waiting reads to read singly.
func (s *scope[S, V]) tellAll() {
	for _, all := range s.waiting {
		for _, told := range all {
			s.declined++
			told <- answer[V]{}
		}
	}
	clear(s.waiting)
}

// leave removes a read whose caller gave up, and abandons a listing that no one
// waits for anymore.
func (r *Reader[S, V]) leave(s *scope[S, V], id string, told chan answer[V]) {
	r.mu.Lock()
	defer r.mu.Unlock()
	left := s.waiting[id][:0]
	for _, each := range s.waiting[id] {
		if each != told {
			left = append(left, each)
		}
	}
	s.waiting[id] = left
	if len(left) == 0 {
		delete(s.waiting, id)
	}
	select {
	case answer := <-told: // the answer came too late
		if !answer.isServed {
			s.declined--
		}
	default:
	}
	s.stopUnwanted()
}

// stopUnwanted abandons a listing that no one waits for.
func (s *scope[S, V]) stopUnwanted() {
	isUnderWay := s.state == probing || s.state == completing
	if isUnderWay && len(s.waiting) == 0 && s.listing.callers == 0 {
		s.listing.isStopped = true
		s.listing.stop()
	}
}

func (s *scope[S, V]) stopTimer() {
	if s.timer != nil {
		s.timer.Stop()
	}
}
