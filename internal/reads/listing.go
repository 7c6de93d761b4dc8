package reads

import (
	"context"
	"math"
)

// Listing is the result of a scope's listing.
type Listing[V any] struct {
	// Records of the scope, without duplicates, in the source's order.
	Records []V
	// IsCut: there are more records, in parts that were not requested.
	IsCut bool
}

// everything is more requests than any listing needs.
const everything = math.MaxInt

// listing is one pass over a scope, part by part. The reader's mutex guards it
// until it has ended; after that it does not change.
type listing[V any] struct {
	// Writes that had ended when the listing began: in total, and by record.
	writesBefore int
	endedBefore  map[string]int

	callers   int // calls of All that wait for it
	wanted    int // the highest number of requests that any of them allows
	limit     int // requests that it may use
	stop      context.CancelFunc
	isStopped bool // it was abandoned because no one waited for it

	parts map[int][]Record[V]
	isCut bool  // by limit
	err   error // why it is incomplete
	ended chan struct{}
}

// begin returns a new listing and its context. The mutex is held.
func (r *Reader[S, V]) begin(ctx context.Context) (context.Context, *listing[V]) {
	begun := &listing[V]{
		writesBefore: r.endedWrites,
		endedBefore:  make(map[string]int, len(r.writes)),
		limit:        everything,
		parts:        map[int][]Record[V]{},
		ended:        make(chan struct{}),
	}
	for id, done := range r.writes {
		begun.endedBefore[id] = done.ended
	}
	ctx, begun.stop = context.WithCancel(context.WithoutCancel(ctx))
	return ctx, begun
}

func (l *listing[V]) end(err error) {
	l.err = err
	l.stop()
	close(l.ended)
}

// isFor reports whether the listing is long enough for a limit of requests.
func (l *listing[V]) isFor(atMost int) bool { return !l.isCut || l.limit >= atMost }

// records returns the listed records up to the first missing part.
func (l *listing[V]) records() []V {
	var all []V
	seen := map[string]bool{}
	for place := 0; ; place++ {
		part, isThere := l.parts[place]
		if !isThere {
			return all
		}
		for _, record := range part {
			if !seen[record.ID] { // it may have moved to a later part in the meantime
				seen[record.ID] = true
				all = append(all, record.Value)
			}
		}
	}
}

// All returns every record of the narrowest of the scopes within, the widest
// first, as in Read. atMost limits the requests that a listing may use for it;
// 0 = no limit. Concurrent calls share one listing, which also serves single
// reads. An existing listing is reused unless this process has written since it
// began. With an error, the records are those before the part that failed.
func (r *Reader[S, V]) All(ctx context.Context, atMost int, within ...S) (Listing[V], error) {
	if atMost == 0 {
		atMost = everything
	}
	r.mu.Lock()
	chain := r.chain(within)
	narrowest, written := chain[len(chain)-1], r.endedWrites
	r.mu.Unlock()
	for {
		l := r.join(ctx, narrowest, atMost, written)
		select {
		case <-l.ended:
		case <-ctx.Done():
		}
		r.part(narrowest, l)
		switch {
		case ctx.Err() != nil:
			return Listing[V]{}, context.Cause(ctx)
		case l.isStopped || l.writesBefore < written:
			continue
		case l.err != nil || l.isFor(atMost):
			return Listing[V]{Records: l.records(), IsCut: l.isCut}, l.err
		}
	}
}

// join returns a listing to wait for: the scope's last one if it is in progress
// or sufficient, else a new one.
func (r *Reader[S, V]) join(ctx context.Context, s *scope[S, V], atMost, written int) *listing[V] {
	r.mu.Lock()
	defer r.mu.Unlock()
	isUpToDate := s.listing != nil && s.listing.writesBefore >= written
	isUnderWay := s.state == probing || s.state == completing
	canGoOn := isUpToDate && (s.state == weighing || s.state == renting)
	willDo := isUpToDate && s.state == over && s.listing.err == nil && s.listing.isFor(atMost)
	needsNew := !isUnderWay && !canGoOn && !willDo
	if needsNew {
		r.probe(ctx, s)
	}
	s.listing.callers++
	s.listing.wanted = max(s.listing.wanted, atMost)
	if canGoOn {
		r.list(ctx, s)
	}
	return s.listing
}

// part ends a call's wait for a listing.
func (r *Reader[S, V]) part(s *scope[S, V], l *listing[V]) {
	r.mu.Lock()
	defer r.mu.Unlock()
	l.callers--
	if s.listing == l {
		s.stopUnwanted()
	}
}
