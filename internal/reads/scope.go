package reads

import (
	"context"
	"slices"
	"time"
)

// state is how far a scope's listing has come.
type state int

const (
	// idle: nothing is known; too few reads have come to ask for the first part.
	idle state = iota
	// gathering: one read waits a moment for a second.
	gathering
	// probing: the first part is being read.
	probing
	// weighing: the first part is there, and reads wait a moment for more.
	weighing
	// renting: so far, reads are cheaper by themselves.
	renting
	// completing: the rest is being read.
	completing
	// over: all that the listing will ever give is there.
	over
)

// scope is a set of records that can be listed. Its fields are guarded by the
// reader's mutex.
type scope[S comparable, V any] struct {
	name     S
	parent   *scope[S, V]
	children []*scope[S, V]

	state   state
	seen    map[string]bool // records asked for
	direct  int             // of them, those of which no narrower scope was named
	isEager bool            // it is listed whatever that costs
	records map[string]*V   // records that were listed
	waiting map[string][]chan answer[V]
	timer   *time.Timer

	paid     int // requests spent on reads within, in every way
	declined int // reads that were told to see for themselves, and did not pay yet
	first    Part[V]
	listing  *listing[V] // the last one that was begun; nil = none
	atlas    atlas       // of that listing's parts
}

// answer is what a waiting read is told: the record, or to see for itself.
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

// chain returns scopes that nest, the widest first. The mutex is held.
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

// inOrder is the order in which scopes are asked for a record: first those
// that cost nothing more, since their listing is there or on its way, the
// narrowest before the others, and before them all those within the narrowest,
// which may hold the record too; then the widest first, which may turn out to
// be worth it.
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

// ask returns a record from the scope's listing, or the word that the scope
// does not serve it.
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

// find returns the record from the scope's listing, or from that of a narrower
// one which the reader did not know of; nil when none has it.
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

// mayServe moves the scope on, now that one more read has come, and tells
// whether that read is to wait.
func (r *Reader[S, V]) mayServe(ctx context.Context, s *scope[S, V]) bool {
	switch s.state {
	case idle, gathering:
		switch {
		case s.holdsOneScope():
			return false // the narrower one is as good, and shorter
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
			return false // part by part is as cheap, and ends where the reads do
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

// holdsOneScope tells whether all reads so far are of one narrower scope.
func (s *scope[S, V]) holdsOneScope() bool { return len(s.children) == 1 && s.direct == 0 }

// isEntered tells whether something was paid within the scope already, so that
// a read that comes alone has waited for company before.
func (s *scope[S, V]) isEntered() bool { return s.paid > 0 }

// isWorthListing tells whether the policy lists the scope now. The mutex is held.
func (s *scope[S, V]) isWorthListing() bool { return s.ledger().isWorthListing() }

// ledger is what the policy decides by. The mutex is held.
func (s *scope[S, V]) ledger() ledger {
	l := s.account()
	if around := s.parent; around != nil && !around.holdsOneScope() {
		l.around = &ledger{asked: len(around.seen), paid: around.paid}
	}
	return l
}

// account is the ledger without what is around it.
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

// list reads the rest: all of it where that is worth it for single reads, else
// as much as the callers of All want. The mutex is held.
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
	l.stop() // what the probe needed
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

// weighNext goes on after a portion of a listing of unknown length: with the
// next one, where that is worth it or all of it is wanted, else with single
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

// spend books requests on the scope and on those around it, unless somebody
// wants all records anyway.
func (s *scope[S, V]) spend(requests int) {
	if s.listing.callers > 0 {
		return
	}
	for each := s; each != nil; each = each.parent {
		each.paid += requests
	}
}

// keep takes over listed records, and serves those who wait for them. A record
// that was written since the listing began is left to a single read.
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

// finish ends the listing; those who still wait see for themselves. What went
// wrong goes wrong for single reads too, where there is a caller to tell.
func (r *Reader[S, V]) finish(s *scope[S, V], err error) {
	s.state = over
	s.listing.end(err)
	s.tellAll()
}

// release ends a wait for company, unless the scope has moved on.
func (r *Reader[S, V]) release(s *scope[S, V], from, to state) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if s.state == from {
		s.state = to
		s.tellAll()
	}
}

// tellAll sends everybody who waits on their own way.
func (s *scope[S, V]) tellAll() {
	for _, all := range s.waiting {
		for _, told := range all {
			s.declined++
			told <- answer[V]{}
		}
	}
	clear(s.waiting)
}

// leave forgets a read whose caller gave up, and gives up a listing that
// nobody waits for any more.
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

// stopUnwanted gives up a listing that nobody waits for.
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
