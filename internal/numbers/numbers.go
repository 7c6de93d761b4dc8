// Package numbers knows which numbers of a project's records are taken, as
// those of its invoices, in systems that accept one number any number of times.
// It is what keeps a create from making a record twice, and knows no system.
package numbers

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/projectbilling/terraform-provider-billing/internal/naturalkey"
	"github.com/projectbilling/terraform-provider-billing/internal/reads"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

const (
	// maxCheckedPages bounds how much of a project is read to find out whether a
	// number is taken. A larger project gets a warning that the check was cut.
	maxCheckedPages = 40
	// quietTime is how long a taken number is waited for after the run last did
	// anything about numbers: its holder may be changed by the same run, which
	// begins ten operations at once and says nothing of those that come later.
	quietTime = 500 * time.Millisecond
	// busyTime bounds that wait where the run never pauses.
	busyTime = 10 * time.Second
	// leaveTime bounds the wait for a holder that is being changed.
	leaveTime = 2 * time.Minute
)

// Numbers knows which numbers are taken, project by project: the systems
// themselves accept the same number any number of times. It lists a project once
// a run and keeps up with what the run does. V is a record as the system has it.
type Numbers[V any] struct {
	source   Source[V]
	mu       sync.Mutex
	projects map[int64]*projectNumbers
}

// Source is where records come from.
type Source[V any] struct {
	// List lists the records of a project by at most so many pages.
	List func(ctx context.Context, projectID int64, atMost int) (reads.Listing[V], error)
	// Get reads a record by itself.
	Get func(ctx context.Context, id string) (V, error)
	// Describe says what matters here of a record.
	Describe func(found V) Record
}

// Record is what matters of a record. A Number of "" is none.
type Record struct {
	ID, Number string
	// ProjectID is where the record is; 0 = where it always was.
	ProjectID int64
	// Created is when the record was made (RFC 3339).
	Created string
}

// New makes a Numbers that knows nothing yet.
func New[V any](source Source[V]) *Numbers[V] {
	return &Numbers[V]{source: source, projects: map[int64]*projectNumbers{}}
}

type projectNumbers struct {
	id int64

	mu         sync.Mutex
	isLoaded   bool
	isCut      bool  // the list was longer than what was read
	unlisted   error // why the project may not be listed
	isWarned   bool
	loaded     time.Time
	holders    map[string]string // natural key of a number to the invoice's id; "" = being created
	before     map[string]bool   // ids that were listed before this run made anything
	written    map[string]bool   // ids of the invoices that this run gave their number
	attempted  map[string]bool   // loose keys of the numbers that this run created, or tried to
	planned    map[string]string // id to the key that it has after this run; "" = deleted
	takers     map[string]string // key to the id that was planned to have it last
	hasChanged chan struct{}     // closed when any of this changes
}

func (n *Numbers[V]) project(id int64) *projectNumbers {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.projects[id] == nil {
		n.projects[id] = &projectNumbers{
			id: id, holders: map[string]string{}, before: map[string]bool{}, written: map[string]bool{},
			attempted: map[string]bool{}, planned: map[string]string{}, takers: map[string]string{}, hasChanged: make(chan struct{}),
		}
	}
	return n.projects[id]
}

// change alters a project's numbers and wakes those who wait for that.
func (p *projectNumbers) change(alter func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	alter()
	close(p.hasChanged)
	p.hasChanged = make(chan struct{})
}

// load lists the project unless this run has done so already. A credential that
// may not list it is no error: what could not be checked is a warning.
func (n *Numbers[V]) load(ctx context.Context, p *projectNumbers) error {
	p.mu.Lock()
	isLoaded := p.isLoaded
	p.mu.Unlock()
	if isLoaded {
		return nil
	}
	began := time.Now()
	found, err := n.source.List(ctx, p.id, maxCheckedPages) // which all who come now share
	isForbidden := transport.HasStatus(err, http.StatusForbidden)
	if err != nil && !isForbidden {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.isLoaded {
		return nil
	}
	for _, each := range found.Records {
		record := n.source.Describe(each)
		p.before[record.ID] = true
		key := naturalkey.Of(record.Number)
		if _, known := p.holders[key]; !known && key != "" { // what this run did is newer than the list
			p.holders[key] = record.ID
		}
	}
	p.isLoaded, p.isCut, p.loaded = true, found.IsCut, began
	if isForbidden {
		p.unlisted = err
	}
	return nil
}

// Plan notes the number that an existing invoice is planned to have or keep. It
// returns the id of another invoice that is planned to have the same one; "" =
// none.
func (n *Numbers[V]) Plan(projectID int64, id, number string) (other string) {
	p, key := n.project(projectID), naturalkey.Of(number)
	p.change(func() {
		p.planned[id] = key
		if taker := p.takers[key]; taker != id && p.planned[taker] == key {
			other = taker
		}
		p.takers[key] = id
	})
	return other
}

// Begin says that this run begins to give an invoice another number, or with ""
// to delete it, and returns what to call when that has ended, with its outcome.
func (n *Numbers[V]) Begin(projectID int64, id, number string) (ended func(isDone bool)) {
	p, key := n.project(projectID), naturalkey.Of(number)
	p.change(func() { p.planned[id] = key })
	return func(isDone bool) {
		p.change(func() {
			if !isDone {
				delete(p.planned, id)
				return
			}
			for each, holder := range p.holders {
				if holder == id && each != key {
					delete(p.holders, each)
				}
			}
			if key != "" {
				p.holders[key], p.written[id] = id, true
			}
		})
	}
}

// Claim takes a number for a new invoice. It waits for an invoice of the same
// run that gives the number up. Errors: *ExistsError when the number is taken,
// and those of a list.
func (n *Numbers[V]) Claim(ctx context.Context, projectID int64, number string) error {
	p, key := n.project(projectID), naturalkey.Of(number)
	if err := n.load(ctx, p); err != nil {
		return err
	}
	return n.settle(ctx, p, number, "", func() { p.holders[key], p.attempted[naturalkey.Loose(number)] = "", true })
}

// Renumber makes sure that an existing invoice may take a number: no other has
// it, but for one that the same run renumbers or deletes, so that numbers can be
// swapped. Errors: *ExistsError, and those of a list.
func (n *Numbers[V]) Renumber(ctx context.Context, projectID int64, id, number string) error {
	p := n.project(projectID)
	if err := n.load(ctx, p); err != nil {
		return err
	}
	return n.settle(ctx, p, number, id, func() {})
}

// Made notes the invoice that a claimed number was used for; "" = none was made.
func (n *Numbers[V]) Made(projectID int64, number, id string) {
	p, key := n.project(projectID), naturalkey.Of(number)
	p.change(func() {
		if id == "" {
			if holder, taken := p.holders[key]; taken && holder == "" {
				delete(p.holders, key)
			}
			return
		}
		p.holders[key], p.written[id] = id, true
	})
}

// settle decides whether a number may be used, and then uses it: by the invoice
// with id, or by a new one where id is "".
func (n *Numbers[V]) settle(ctx context.Context, p *projectNumbers, number, id string, use func()) error {
	key := naturalkey.Of(number)
	isQuiet, began := false, time.Now()
	for {
		p.mu.Lock()
		holder, isTaken := p.holders[key]
		after, isAnnounced := p.planned[holder]
		isLeaving := isTaken && isAnnounced && after != key && time.Since(began) < leaveTime
		isFree := !isTaken || id != "" && (holder == id || isLeaving)
		isOurs := isTaken && (holder == "" || p.written[holder] || isAnnounced && after == key)
		if isFree {
			use()
		}
		changed := p.hasChanged
		p.mu.Unlock()
		switch {
		case isFree:
			return nil
		case isLeaving:
			if err := wait(ctx, changed, leaveTime); err != nil {
				return err
			}
		case isOurs:
			return &ExistsError{ProjectID: p.id, Number: number, IsRenumbering: id != "", Holder: holder}
		case !isQuiet:
			isQuiet = wait(ctx, changed, quietTime) != nil || time.Since(began) > busyTime
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
		default:
			return n.decide(ctx, p, number, id, holder, use)
		}
	}
}

// decide asks the system about the holder of a number, whom this run does not
// change: the list may be some minutes old, and somebody may have deleted or
// renumbered it meanwhile.
func (n *Numbers[V]) decide(ctx context.Context, p *projectNumbers, number, id, holder string, use func()) error {
	key := naturalkey.Of(number)
	found, err := n.source.Get(ctx, holder)
	if err != nil && !transport.IsNotFound(err) {
		return err
	}
	exists := &ExistsError{ProjectID: p.id, Number: number, IsRenumbering: id != "", IDs: []string{holder}}
	if err == nil {
		record := n.source.Describe(found)
		if naturalkey.Of(record.Number) == key && (record.ProjectID == 0 || record.ProjectID == p.id) {
			return exists
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.holders[key] != holder { // another resource was faster
		return &ExistsError{ProjectID: p.id, Number: number, IsRenumbering: id != "", Holder: p.holders[key]}
	}
	delete(p.holders, key)
	use()
	return nil
}

// wait waits for a change, at most for d. An error says that there was none.
func wait(ctx context.Context, changed <-chan struct{}, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-changed:
		return nil
	case <-timer.C:
		return errors.New("nothing happened for as long as was waited")
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// Unchecked is the text of the warning that a project was not, or not wholly,
// checked for existing numbers; it is given once a project and run, and "" after
// that.
func (n *Numbers[V]) Unchecked(projectID int64) string {
	p := n.project(projectID)
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.isCut && p.unlisted == nil || p.isWarned {
		return ""
	}
	p.isWarned = true
	name := strconv.FormatInt(projectID, 10)
	if p.unlisted != nil {
		return "The invoices of project " + name + " could not be listed, so whether one of them already has the number of a new invoice " +
			"was not checked: " + p.unlisted.Error()
	}
	return "Project " + name + " has more invoices than are read before a new one is created " +
		"(" + strconv.Itoa(maxCheckedPages) + " pages). Whether one of the others already has the number of a new invoice was not checked."
}
