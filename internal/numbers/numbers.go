// Package numbers tracks which numbers of a project's records, such as its
// invoices, are taken, in systems that accept the same number any number of
// times. It keeps a create from creating a record twice, and does not depend on
// any system.
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
	// maxCheckedPages limits how much of a project is read to find out whether
	// a number is taken. For a larger project, the user gets a warning that the
	// check is incomplete.
	maxCheckedPages = 40
	// quietTime is how long to wait for a taken number after the last activity
	// of the run on numbers: the same run may still change the holder. It
	// begins ten operations at once and does not announce later ones.
	quietTime = 500 * time.Millisecond
	// busyTime limits that wait if the run never pauses.
	busyTime = 10 * time.Second
	// leaveTime limits the wait for a holder that is being changed.
	leaveTime = 2 * time.Minute
)

// Numbers tracks which numbers are taken, by project, because the systems
// accept the same number any number of times. It lists a project once per run
// and keeps track of what the run does. V is a record on the wire.
type Numbers[V any] struct {
	source   Source[V]
	mu       sync.Mutex
	projects map[int64]*projectNumbers
}

// Source is where records come from.
type Source[V any] struct {
	// List lists the records of a project with at most atMost pages.
	List func(ctx context.Context, projectID int64, atMost int) (reads.Listing[V], error)
	// Get reads a single record.
	Get func(ctx context.Context, id string) (V, error)
	// Describe returns the parts of a record that are relevant here.
	Describe func(found V) Record
}

// Record holds the relevant parts of a record. A Number of "" means none.
type Record struct {
	ID, Number string
	// ProjectID is the record's project; 0 = unchanged.
	ProjectID int64
	// Created is when the record was created (RFC 3339).
	Created string
}

// New returns an empty Numbers.
func New[V any](source Source[V]) *Numbers[V] {
	return &Numbers[V]{source: source, projects: map[int64]*projectNumbers{}}
}

type projectNumbers struct {
	id int64

	mu         sync.Mutex
	isLoaded   bool
	isCut      bool  // the list was longer than the part that was read
	unlisted   error // why the project could not be listed
	isWarned   bool
	loaded     time.Time
	holders    map[string]string // loose key of a number, as from naturalkey.Loose, to the invoice's ID; "" = being created
	before     map[string]bool   // IDs that were listed before this run created anything
	written    map[string]bool   // IDs of the invoices that got their number in this run
	attempted  map[string]bool   // loose keys of the numbers that this run created, or tried to
	planned    map[string]string // ID to the key after this run; "" = deleted
	takers     map[string]string // key to the ID that was last planned to have it
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

// change alters a project's numbers and wakes the goroutines that wait for a change.
func (p *projectNumbers) change(alter func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	alter()
	close(p.hasChanged)
	p.hasChanged = make(chan struct{})
}

// load lists the project unless this run has already done so. A credential
// without permission to list it is not an error: the incomplete check is a
// warning.
func (n *Numbers[V]) load(ctx context.Context, p *projectNumbers) error {
	p.mu.Lock()
	isLoaded := p.isLoaded
	p.mu.Unlock()
	if isLoaded {
		return nil
	}
	began := time.Now()
	found, err := n.source.List(ctx, p.id, maxCheckedPages) // shared by all concurrent callers
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
		key := naturalkey.Loose(record.Number)
		if _, known := p.holders[key]; !known && key != "" { // the changes of this run are newer than the list
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
// returns the ID of another invoice that is planned to have the same number; ""
// = none.
func (n *Numbers[V]) Plan(projectID int64, id, number string) (other string) {
	p, key := n.project(projectID), naturalkey.Loose(number)
	p.change(func() {
		p.planned[id] = key
		if taker := p.takers[key]; taker != id && p.planned[taker] == key {
			other = taker
		}
		p.takers[key] = id
	})
	return other
}

// Begin notes that this run begins to give an invoice another number, or with
// "" to delete it, and returns the function to call with the outcome when that
// has ended.
func (n *Numbers[V]) Begin(projectID int64, id, number string) (ended func(isDone bool)) {
	p, key := n.project(projectID), naturalkey.Loose(number)
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
// run that gives up the number. Errors: *ExistsError if the number is taken,
// and those of a list.
func (n *Numbers[V]) Claim(ctx context.Context, projectID int64, number string) error {
	p, key := n.project(projectID), naturalkey.Loose(number)
	if err := n.load(ctx, p); err != nil {
		return err
	}
	return n.settle(ctx, p, number, "", func() { p.holders[key], p.attempted[naturalkey.Loose(number)] = "", true })
}

// Create creates an invoice with a number that is claimed for it. send sends the
// create and returns the invoice's ID. After a create that may have taken effect,
// the number stays claimed. warning is as from Unchecked. Errors are those of Claim
// and of send.
func (n *Numbers[V]) Create(ctx context.Context, projectID int64, number string, send func() (id string, err error)) (id, warning string, err error) {
	err = n.Claim(ctx, projectID, number)
	warning = n.Unchecked(projectID)
	if err != nil {
		return "", warning, err
	}
	id, err = send()
	if err == nil || !transport.MayHaveTakenEffect(err) {
		n.Made(projectID, number, id)
	}
	return id, warning, err
}

// Renumber makes sure that an existing invoice may take a number: no other
// invoice has it, except one that the same run renumbers or deletes, so that
// numbers can be swapped. Errors: *ExistsError, and those of a list.
func (n *Numbers[V]) Renumber(ctx context.Context, projectID int64, id, number string) error {
	p := n.project(projectID)
	if err := n.load(ctx, p); err != nil {
		return err
	}
	return n.settle(ctx, p, number, id, func() {})
}

// Made notes the invoice that uses a claimed number; "" = none was created.
func (n *Numbers[V]) Made(projectID int64, number, id string) {
	p, key := n.project(projectID), naturalkey.Loose(number)
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

// settle decides whether a number may be used, and then marks it as used: by
// the invoice with id, or by a new one if id is "".
func (n *Numbers[V]) settle(ctx context.Context, p *projectNumbers, number, id string, use func()) error {
	key := naturalkey.Loose(number)
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

// decide asks the system about the holder of a number that this run does not
// change: the list may be some minutes old, and someone may have deleted or
// renumbered the holder in the meantime.
func (n *Numbers[V]) decide(ctx context.Context, p *projectNumbers, number, id, holder string, use func()) error {
	key := naturalkey.Loose(number)
	found, err := n.source.Get(ctx, holder)
	if err != nil && !transport.IsNotFound(err) {
		return err
	}
	exists := &ExistsError{ProjectID: p.id, Number: number, IsRenumbering: id != "", IDs: []string{holder}}
	if err == nil {
		record := n.source.Describe(found)
		if naturalkey.Loose(record.Number) == key && (record.ProjectID == 0 || record.ProjectID == p.id) {
			exists.Stored = record.Number
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

// wait waits at most d for a change. It returns an error if there was none.
func wait(ctx context.Context, changed <-chan struct{}, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-changed:
		return nil
	case <-timer.C:
		return errors.New("nothing changed during the wait")
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// Unchecked returns the warning that a project was not, or not completely,
// checked for existing numbers. It returns the warning once per project and
// run, and "" after that.
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
		return "The invoices of project " + name + " could not be listed, so the provider did not check whether one of them already has the number " +
			"of a new invoice: " + p.unlisted.Error()
	}
	return "Project " + name + " has more invoices than the provider reads before it creates a new one " +
		"(" + strconv.Itoa(maxCheckedPages) + " pages). It did not check whether one of the others already has the number of a new invoice."
}
