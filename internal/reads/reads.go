// Package reads answers many reads of single records from few requests.
//
// Terraform asks for one record at a time, ten at once, and never says how
// many there will be. A system, on the other hand, gives a page of records for
// the price of one. The package knows nothing of either: a Source says how to
// read one record and how to list a scope (a project, a site), and a Reader
// chooses.
//
// # The policy
//
// It is the ski-rental problem: singles are rent, a listing is the purchase,
// and how long the season lasts is not known. So the reader rents until what
// it has seen justifies the purchase. For a scope, let
//
//	paid = requests spent so far on reads within the scope,
//	rest = requests that the rest of its listing takes, known from its first part,
//	P    = requests of the whole listing,
//	A    = requests that the other ways would have taken for the records asked for so far.
//
// The listing is read as soon as
//
//	paid + rest <= 2·min(A, P) + 3.
//
// Reads that are in flight count in A before anything is paid for them, which
// is why a thousand records of one project are listed at once. The first part
// is read when a second record of a scope is asked for; it serves the records
// it holds, and until its answer and that of a moment's waiting is there, no
// read of the scope goes its own way.
//
// # The bound
//
// With one scope, A is the number m of different records asked for, and no
// more than 2·min(m, P) + 3 requests are ever sent for m records that exist,
// whatever m and P are:
//
//   - If the listing is read, the condition held at that moment, and nothing is
//     paid afterwards for a record that the listing holds.
//   - If it is never read, at most one request for the first part and one for
//     each record were sent: m + 1. And m < P - 3 in that case: were m >= P - 3,
//     then paid + rest <= (m + 1) + (P - 1) = m + P <= 2m + 3, and the condition
//     would have held. So m + 1 is within twice either.
//
// Where the listing is not worth it yet, and the source can read any part of it, a
// record is looked for in the part where its id is likely to be: that costs what
// a single read does, and serves the records beside it; see guess. Thousands of
// records of one long listing then cost little more than its parts.
//
// Where a system does not tell how long its listing is, P is no bound until its
// end is found, and the rest is bought in portions that grow: see OpenEnded.
//
// A record that the listing does not hold (it is gone, or moved between pages
// while they were read) costs one single read: a listing never proves absence.
//
// Scopes nest, as projects in a site. Where records of several projects are
// asked for, the site's listing is weighed as well, with A the sum over its
// projects of what each would take by itself; it is also read when A reaches P, or
// when the projects have cost as much as it does. A project, for its part, lists only as long as
// all projects together spend no more than single reads would have, and three.
// With P the site's listing, that keeps the site as a whole within a quarter
// above 2·min(m, P), and one request for each read in flight: a property test
// holds it to that. For records of one project, nothing of this comes into play.
// A record of which the site alone is known counts for the site, and is served
// from a project's listing where that turns out to hold it.
//
// # What a reader can rely on
//
// A record is served from a listing until a write touches it: a value is never
// older than the last write of that record by this process, since a listing
// that began before the write's end does not serve it. A listing that fails or
// ends early serves what it has and is not tried again; all else is read
// singly. A caller that gives up returns at once and harms no other; a listing
// that nobody waits for any more is given up.
//
// Records that this process writes are read back in company as well: see Together.
//
// Whoever wants every record of a scope (All) shares the scope's listing with
// the single reads, which pay nothing for it then. A listing stands for its
// scope until this process writes or makes a record of any scope; and where it
// fails, it fails for everybody who wants all of it.
package reads

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/projectbilling/terraform-provider-billing/internal/sharedcall"
)

// Mode says how reads are shared.
type Mode int

const (
	// Auto chooses between single reads and listings; see the package comment.
	Auto Mode = iota
	// List lists the narrowest scope at its first read.
	List
	// Single reads every record by itself.
	Single
)

// Record is a record of a listing.
type Record[V any] struct {
	ID    string
	Value V
}

// Part is the first part of a listing.
type Part[V any] struct {
	Records []Record[V]
	// Cost is how many requests it took, Rest how many the rest will take.
	Cost, Rest int
	// Next is the source's own note of where the rest begins.
	Next int
	// IsOpen: how long the rest is, nobody knows. Rest is then how much of it is
	// worth reading at once, and the source is an OpenEnded.
	IsOpen bool
}

// Source is where records come from. S is what a scope is: a value that says
// which records are in it. Its functions are called side by side.
type Source[S comparable, V any] interface {
	// Single reads one record.
	Single(ctx context.Context, id string) (V, error)
	// First reads the first part of a scope's listing.
	First(ctx context.Context, scope S) (Part[V], error)
	// Rest reads the other parts, by at most so many requests, and delivers each
	// as it comes, with its place: that of the first part is 0. Without an error
	// no place was left out.
	Rest(ctx context.Context, scope S, first Part[V], atMost int, deliver func(place int, records []Record[V])) error
}

// OpenEnded is a Source for a system that does not tell how long its listings
// are. Their rest is bought in portions, each weighed like a rest of its own.
type OpenEnded[S comparable, V any] interface {
	Source[S, V]
	// Further reads a portion: what follows a part, by at most so many requests,
	// as Rest does. It returns what follows the portion, of which Cost is what the
	// portion took; IsOpen is false at the end of the listing.
	Further(ctx context.Context, scope S, after Part[V], atMost int, deliver func(place int, records []Record[V])) (Part[V], error)
}

// Times that decide how long reads wait for company.
const (
	// quietTime is how long the first read of a scope waits for a second one.
	quietTime = 15 * time.Millisecond
	// weighTime is how long reads wait for more of them once the size of the
	// listing is asked for: about what Terraform takes to start ten reads.
	weighTime = 60 * time.Millisecond
)

// Reader shares reads of one kind of record. It is safe for concurrent use.
type Reader[S comparable, V any] struct {
	source  Source[S, V]
	mode    Mode
	singles sharedcall.Group[V]

	mu          sync.Mutex
	scopes      map[S]*scope[S, V]
	writes      map[string]*writes // by record
	endedWrites int                // of any record
}

// writes is what this process did to a record.
type writes struct {
	begun, ended int
}

// New makes a reader.
func New[S comparable, V any](source Source[S, V], mode Mode) *Reader[S, V] {
	return &Reader[S, V]{source: source, mode: mode, scopes: map[S]*scope[S, V]{}, writes: map[string]*writes{}}
}

// Read returns the record with that id. within names the scopes that hold the
// record, the widest first; none means that it has to be read by itself. The
// error is the source's for this very record, or the context's.
func (r *Reader[S, V]) Read(ctx context.Context, id string, within ...S) (V, error) {
	return r.read(ctx, id, within, r.mode == List)
}

// Find is Read for a record of which no narrow scope is known, as after an
// import. List lists the wide one no sooner than Auto does: it may hold far more
// than is asked for.
func (r *Reader[S, V]) Find(ctx context.Context, id string, within ...S) (V, error) {
	return r.read(ctx, id, within, false)
}

// read reads a record; isEager: its narrowest scope is listed at once.
func (r *Reader[S, V]) read(ctx context.Context, id string, within []S, isEager bool) (V, error) {
	if r.mode == Single || len(within) == 0 || r.isWritten(id) {
		return r.single(ctx, id)
	}
	chain := r.arrive(id, within, isEager)
	order := r.inOrder(chain)
	if isEager {
		order = chain[len(chain)-1:]
	}
	var declined []*scope[S, V]
	for _, scope := range order {
		answer, err := r.ask(ctx, scope, id)
		if err != nil || answer.isServed {
			r.settle(declined, nil)
			return answer.value, err
		}
		declined = append(declined, scope)
	}
	if value, isServed, err := r.guess(ctx, chain[len(chain)-1], id); err != nil || isServed {
		r.settle(declined, nil)
		return value, err
	}
	r.settle(declined, chain)
	return r.single(ctx, id)
}

// Writing says that this process begins to write a record, and returns what to
// call when the write has ended, however it ended. From then on the record is
// read by itself.
func (r *Reader[S, V]) Writing(id string) (ended func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.writes[id] == nil {
		r.writes[id] = &writes{}
	}
	r.writes[id].begun++
	for _, scope := range r.scopes {
		delete(scope.records, id)
	}
	return func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.writes[id].ended++
		r.endedWrites++
	}
}

// Creating says that this process begins to make a record, whose id is not
// known yet, and returns what to call when that has ended, however it ended.
// No listing from before stands for the whole scope from then on.
func (r *Reader[S, V]) Creating() (ended func()) {
	return func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.endedWrites++
	}
}

func (r *Reader[S, V]) isWritten(id string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.writes[id] != nil
}

// single reads a record by itself. Those who ask for the same record at the
// same time, with no write in between, share the request; it goes on for the
// others when one of them gives up.
func (r *Reader[S, V]) single(ctx context.Context, id string) (V, error) {
	r.mu.Lock()
	key := id
	if done := r.writes[id]; done != nil { // after a write nobody joins a read from before it
		key = fmt.Sprintf("%s after %d of %d writes", id, done.ended, done.begun)
	}
	r.mu.Unlock()
	return r.singles.Do(ctx, key, func(ctx context.Context) (V, error) { return r.source.Single(ctx, id) })
}

// settle ends a read's way through the scopes that declined it: it was served
// after all, or goes its own way and is paid for in each scope of paying.
func (r *Reader[S, V]) settle(declined, paying []*scope[S, V]) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, scope := range declined {
		scope.declined--
	}
	for _, scope := range paying {
		scope.paid++
	}
}
