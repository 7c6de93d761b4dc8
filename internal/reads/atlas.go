package reads

import (
	"context"
	"strconv"
)

// Pager is a Source that can read any single part of a scope's listing with one
// request.
type Pager[S comparable, V any] interface {
	// Page reads the part at a place; 0 = the first part.
	Page(ctx context.Context, scope S, place int) ([]Record[V], error)
}

// atlas tracks where the records of a scope are in its listing. Systems mostly
// list records in the order of creation, which is the order of their IDs. If a
// part is not in order, the atlas draws no conclusions. Its zero value is
// empty.
type atlas struct {
	places    int          // of the whole listing
	spans     map[int]span // parts that were read, by place
	underWay  map[int]chan struct{}
	direction int64 // 1 = IDs rise, -1 = they fall; 0 = unknown
	isMixed   bool  // IDs neither rise nor fall
}

// span is the first and the last ID of a part, in the listing's direction. A
// part that could not be read has none.
type span struct {
	first, last int64
	isEmpty     bool
}

// learn adds the IDs of a part.
func (a *atlas) learn(place int, ids []string) {
	if a.spans == nil {
		a.spans, a.underWay = map[int]span{}, map[int]chan struct{}{}
	}
	found := span{isEmpty: len(ids) == 0}
	for i, id := range ids {
		number, err := strconv.ParseInt(id, 10, 64)
		if err != nil {
			a.isMixed = true
			return
		}
		if i == 0 {
			found.first = number
		} else if step := number - found.last; a.direction == 0 && step != 0 {
			a.direction = step / max(step, -step)
		} else if step*a.direction <= 0 {
			a.isMixed = true
		}
		found.last = number
	}
	a.spans[place] = found
}

// isUseful reports whether the atlas can locate parts.
func (a *atlas) isUseful() bool { return a.direction != 0 && !a.isMixed }

// locate returns the place where a record is likely to be, among those that
// were not read yet; false if there is none.
func (a *atlas) locate(id string) (place int, isLikely bool) {
	number, err := strconv.ParseInt(id, 10, 64)
	if err != nil || !a.isUseful() {
		return 0, false
	}
	before, after := -1, a.places
	for each, span := range a.spans {
		switch {
		case span.isEmpty:
		case (number-span.last)*a.direction > 0:
			before = max(before, each)
		case (number-span.first)*a.direction < 0:
			after = min(after, each)
		default:
			return 0, false // the record would have been there
		}
	}
	if before < 0 || after-before < 2 {
		return 0, false
	}
	place = before + 1
	if perPlace := a.idsPerPlace(before, after); perPlace > 0 {
		distance := (number - a.spans[before].last) * a.direction
		place = before + int(min((distance-1)/perPlace+1, int64(after-before-1)))
	}
	if _, isRead := a.spans[place]; isRead { // it could not be read, or was empty
		return 0, false
	}
	return place, true
}

// idsPerPlace returns how many IDs a part covers between two places that were
// read, or in all places that were read if the second is the end of the list.
func (a *atlas) idsPerPlace(before, after int) int64 {
	if end, isRead := a.spans[after]; isRead && !end.isEmpty {
		between, ids := int64(after-before-1), (end.first-a.spans[before].last)*a.direction-1
		return max(1, (ids+between-1)/between)
	}
	return max(1, ((a.spans[before].last-a.spans[0].first)*a.direction+1)/int64(before+1))
}

// guess serves a record from the part of a scope's listing where it is likely
// to be, which costs as much as a single read and serves other records too. It
// is for scopes whose whole listing is not worth reading yet.
//
// A read pays for at most one part, and for a single read if the part does not
// contain the record: two requests for a record. No part is read twice, and
// each part without the wanted record costs one single read: two requests for a
// part. So the bound of the package comment holds, and if guesses are right,
// records cost little more than the parts that contain them.
func (r *Reader[S, V]) guess(ctx context.Context, s *scope[S, V], id string) (value V, isServed bool, err error) {
	pager, _ := r.source.(Pager[S, V])
	for hasPaid := false; ; {
		r.mu.Lock()
		if found := s.find(id); found != nil {
			r.mu.Unlock()
			return *found, true, nil
		}
		place, isLikely := s.atlas.locate(id)
		if !r.isPaged(s) || !isLikely || hasPaid && s.atlas.underWay[place] == nil {
			r.mu.Unlock()
			return value, false, nil
		}
		read := s.atlas.underWay[place]
		if read == nil {
			hasPaid = true
			read = r.readPlace(ctx, pager, s, place)
		}
		r.mu.Unlock()
		select {
		case <-read:
		case <-ctx.Done():
			return value, false, context.Cause(ctx)
		}
	}
}

// readPlace starts reading a part. The mutex is held.
func (r *Reader[S, V]) readPlace(ctx context.Context, pager Pager[S, V], s *scope[S, V], place int) chan struct{} {
	s.spend(1)
	read := make(chan struct{})
	s.atlas.underWay[place] = read
	go func() {
		defer close(read)
		records, err := pager.Page(context.WithoutCancel(ctx), s.name, place)
		if err != nil { // the records in it are read singly
			records = nil
		}
		r.mu.Lock()
		defer r.mu.Unlock()
		delete(s.atlas.underWay, place)
		s.atlas.learn(place, idsOf(records))
		r.keep(s, place, records)
	}()
	return read
}

func idsOf[V any](records []Record[V]) []string {
	ids := make([]string, len(records))
	for i, record := range records {
		ids[i] = record.ID
	}
	return ids
}

// isPaged reports whether a scope is read part by part: all reads are of this
// scope, its whole listing is not worth reading yet, and its parts can be
// located. The mutex is held.
func (r *Reader[S, V]) isPaged(s *scope[S, V]) bool {
	_, canPage := r.source.(Pager[S, V])
	isAlone := len(s.children) == 0 && (s.parent == nil || s.parent.holdsOneScope())
	return canPage && isAlone && s.state == renting && s.atlas.isUseful()
}
