// Package reads serves many reads of single records with few requests.
//
// Terraform requests one record at a time, ten at once, and never announces how
// many there will be. A system, on the other hand, returns a page of records
// for the price of one. The package depends on neither: a Source reads one
// record and lists a scope (a project, a site), and a Reader chooses between
// the two.
//
// # The policy
//
// It is the ski-rental problem: single reads are rent, a listing is the
// purchase, and the length of the season is unknown. So the reader rents until
// the requests so far justify the purchase. For a scope, let
//
//	paid = requests spent so far on reads within the scope,
//	rest = requests that the rest of its listing takes, known from its first part,
//	P    = requests of the whole listing,
//	A    = requests that the other ways would have taken for the records requested so far.
//
// The listing is read as soon as
//
//	paid + rest <= 2·min(A, P) + 3.
//
// Reads in flight count toward A before any request is spent on them, so a
// thousand records of one project are listed at once. The first part is read
// when a second record of a scope is requested. It serves the records that it
// contains, and no read of the scope proceeds on its own until the first part
// has arrived and a short wait is over.
//
// # The bound
//
// With one scope, A is the number m of distinct records requested, and no more
// than 2·min(m, P) + 3 requests are ever sent for m existing records, for any m
// and P:
//
//   - If the listing is read, the condition held at that moment, and no request
//     is spent afterwards on a record that the listing contains.
//   - If it is never read, at most one request for the first part and one for
//     each record were sent: m + 1. In that case, m < P - 3: if m >= P - 3, then
//     paid + rest <= (m + 1) + (P - 1) = m + P <= 2m + 3, and the condition
//     would have held. So m + 1 is within twice either.
//
// If the listing is not worth reading yet, and the source can read any part of it,
// the reader looks for a record in the part where its ID is likely to be. That
// costs as much as a single read and serves the neighboring records too; see
// guess. Thousands of records of one long listing then cost little more than its
// parts.
//
// If a system does not return the length of its listing, P is unlimited until
// its end is found, and the rest is bought in growing portions: see OpenEnded.
//
// A record that is not in the listing (it was deleted, or moved between pages
// during the listing) costs one single read: a listing never proves absence.
//
// Scopes nest, such as projects in a site. If records of several projects are
// requested, the reader also considers the site's listing, where A is the sum
// over its projects of what each would take by itself. It also reads the site's
// listing when A reaches P, or when the projects have cost as much as it does.
// A project lists only as long as all projects together spend no more than
// single reads would, plus three. With P as the size of the site's listing,
// that keeps the site as a whole within a quarter above 2·min(m, P), plus one
// request for each read in flight; a property test verifies this. None of this
// applies to records of a single project. A record whose project is unknown
// counts for the site, and is served from a project's listing if that contains
// it.
//
// # Guarantees
//
// A record is served from a listing until a write touches it. A value is never
// older than the last write of that record by this process, because a listing
// that began before the write ended does not serve it. A listing that fails or
// ends early serves what it has and is not tried again; everything else is read
// singly. A caller that gives up returns at once and does not affect others. A
// listing that no one waits for anymore is abandoned.
//
// Records that this process writes are also read back together: see Together.
//
// Callers that need every record of a scope (All) share the scope's listing
// with the single reads, which then pay nothing for it. A listing represents
// its scope until this process writes or creates a record of any scope. If it
// fails, it fails for everyone who needs all of it.
package reads

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/projectbilling/terraform-provider-billing/internal/sharedcall"
)

// Mode selects how reads are shared.
type Mode int

const (
	// Auto chooses between single reads and listings; see the package comment.
	Auto Mode = iota
	// List lists the narrowest scope on its first read.
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
	// Cost is the number of requests it took. Rest is the number that the rest will take.
	Cost, Rest int
	// Next is the source's own note of where the rest begins, and Total of how
	// many records there are.
	Next, Total int
	// IsOpen: the length of the rest is unknown. Rest is then the number of
	// requests worth sending at once, and the source is an OpenEnded.
	IsOpen bool
}

// Source is where records come from. S is the type of a scope: a value that
// identifies the records in it. Its functions are called concurrently.
type Source[S comparable, V any] interface {
	// Single reads one record.
	Single(ctx context.Context, id string) (V, error)
	// First reads the first part of a scope's listing.
	First(ctx context.Context, scope S) (Part[V], error)
	// Rest reads the other parts with at most atMost requests, and delivers
	// each as it arrives, with its place (the first part is 0). If it returns
	// no error, it has skipped no place.
	Rest(ctx context.Context, scope S, first Part[V], atMost int, deliver func(place int, records []Record[V])) error
}

// OpenEnded is a Source for a system that does not return the length of its
// listings. The rest is bought in portions, each considered like a rest of its
// own.
type OpenEnded[S comparable, V any] interface {
	Source[S, V]
	// Further reads a portion: what follows a part, with at most atMost requests,
	// like Rest. It returns what follows the portion; its Cost is the cost of the
	// portion. IsOpen is false at the end of the listing.
	Further(ctx context.Context, scope S, after Part[V], atMost int, deliver func(place int, records []Record[V])) (Part[V], error)
}

// Times that reads wait to be shared.
const (
	// quietTime is how long the first read of a scope waits for a second one.
	quietTime = 15 * time.Millisecond
	// weighTime is how long reads wait for more reads once the size of the
	// listing is requested: about as long as Terraform takes to start ten
	// reads.
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

// writes counts the writes of this process to a record.
type writes struct {
	begun, ended int
}

// New returns a reader.
func New[S comparable, V any](source Source[S, V], mode Mode) *Reader[S, V] {
	return &Reader[S, V]{source: source, mode: mode, scopes: map[S]*scope[S, V]{}, writes: map[string]*writes{}}
}

// Read returns the record with the given ID. within lists the scopes that
// contain the record, the widest first. If it is empty, the record is read
// singly. The error is the source's for this record, or the context's.
func (r *Reader[S, V]) Read(ctx context.Context, id string, within ...S) (V, error) {
	return r.read(ctx, id, within, r.mode == List)
}

// Find is Read for a record without a known narrow scope, as after an import.
// In mode List, it lists the wide scope no sooner than Auto does, because that
// may contain far more than is requested.
func (r *Reader[S, V]) Find(ctx context.Context, id string, within ...S) (V, error) {
	return r.read(ctx, id, within, false)
}

// read reads a record. isEager: its narrowest scope is listed at once.
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

// Writing notes that this process begins to write a record, and returns the
// function to call when the write has ended, successfully or not. From then on,
// the record is read singly.
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

// Creating notes that this process begins to create a record, whose ID is not
// known yet, and returns the function to call when that has ended, successfully
// or not. From then on, no earlier listing represents the whole scope.
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

// single reads a record by itself. Concurrent requests for the same record,
// without a write in between, share the request. It continues for the others if
// one of them gives up.
func (r *Reader[S, V]) single(ctx context.Context, id string) (V, error) {
	r.mu.Lock()
	key := id
	if done := r.writes[id]; done != nil { // after a write, no one joins a read from before it
		key = fmt.Sprintf("%s after %d of %d writes", id, done.ended, done.begun)
	}
	r.mu.Unlock()
	return r.singles.Do(ctx, key, func(ctx context.Context) (V, error) { return r.source.Single(ctx, id) })
}

// settle ends a read's way through the scopes that declined it: it was served
// after all, or it is read singly and counts in each scope of paying.
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
