// Package sandbox emulates the systems of record that the provider speaks to, each written from its published contract
// and sharing no code with the provider's clients, so that a misreading on one side is caught by the other.
//
// A Box holds the emulated systems behind one handler, each under a path of its own. Around them stand what no system
// has: a log of the requests, their counts, scripted answers and random faults.
package sandbox

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/intacct"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/teamwork"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/wethod"
)

// Seed names what the systems hold at the start.
type Seed string

// The seeds.
const (
	// SeedDemo fills every system with a few records of each kind.
	SeedDemo Seed = "demo"
	// SeedEmpty leaves out the records that the provider manages and keeps what they refer to.
	SeedEmpty Seed = "empty"
)

// Options says how a Box behaves. The zero value is a demo box without limits or faults.
type Options struct {
	// Seed is what the systems hold at the start; default SeedDemo.
	Seed Seed
	// Invoices is the number of plain invoices added to the Teamwork project 1149.
	Invoices int
	// TimeLogs is the number of billable time logs added to the Teamwork project 1149, dated in March 2026.
	TimeLogs int
	// Templates is the number of plain project billing templates added to Intacct.
	Templates int
	// PageSize is the number of records on a page of a Teamwork list that takes no page size; default 50.
	PageSize int
	// UserOffset is how far the clock of the Teamwork site's user is ahead of UTC.
	UserOffset time.Duration
	// Latency is added to each answer.
	Latency time.Duration
	// Rate is the number of Teamwork requests accepted in a RateWindow; 0 is no limit.
	Rate int
	// RateWindow is the span that Rate counts in; default one minute.
	RateWindow time.Duration
	// Faults are drawn at random for each request.
	Faults Faults
	// Exempt says which requests are spared from faults and latency; nil spares none.
	Exempt func(Request) bool
	// Now is the clock; default time.Now.
	Now func() time.Time
	// DiscardRequests keeps the counts of requests and not the requests themselves, for long runs.
	DiscardRequests bool
	// Teamwork chooses among the shapes that answers of Teamwork are known in.
	Teamwork teamwork.Shapes
	// Intacct says how the Intacct company behaves. Its clock is Now unless it has one of its own.
	Intacct intacct.Options
	// Wethod says how the Wethod company behaves. Its clock is Now unless it has one of its own.
	Wethod wethod.Options
}

// Validate reports what in the options no box can be made from.
func (o Options) Validate() error {
	var problems []error
	if o.Seed != "" && o.Seed != SeedDemo && o.Seed != SeedEmpty {
		problems = append(problems, fmt.Errorf("seed %q: want %q or %q", o.Seed, SeedDemo, SeedEmpty))
	}
	numbers := []struct {
		name  string
		value int64
	}{
		{"invoices", int64(o.Invoices)},
		{"time logs", int64(o.TimeLogs)},
		{"templates", int64(o.Templates)},
		{"page size", int64(o.PageSize)},
		{"latency", int64(o.Latency)},
		{"rate", int64(o.Rate)},
		{"rate window", int64(o.RateWindow)},
	}
	for _, number := range numbers {
		if number.value < 0 {
			problems = append(problems, fmt.Errorf("%s: must not be negative", number.name))
		}
	}
	problems = append(problems, o.Faults.validate(), o.Teamwork.Values.Validate(), o.Intacct.Values.Validate(), o.Wethod.Shapes.Values.Validate())
	return errors.Join(problems...)
}

// withDefaults fills in what the options leave out.
func (o Options) withDefaults() Options {
	if o.Seed == "" {
		o.Seed = SeedDemo
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Intacct.Now == nil {
		o.Intacct.Now = o.Now
	}
	if o.Wethod.Now == nil {
		o.Wethod.Now = o.Now
	}
	return o
}

// Box is a set of emulated systems. It is an http.Handler and safe for use by many goroutines at once.
type Box struct {
	options Options
	mounts  []*mount
	dice    *dice

	mu     sync.Mutex
	log    []*Request
	stats  Stats
	flight map[string]inFlight
	rules  []*scriptedRule
	hook   func(Request)
}

// New makes a box. It panics on options that Validate refuses.
func New(options Options) *Box {
	if err := options.Validate(); err != nil {
		panic("sandbox: " + err.Error())
	}
	options = options.withDefaults()
	box := &Box{options: options, dice: newDice(options.Faults)}
	box.mountSystems()
	box.ResetRequests()
	return box
}

// ServeHTTP hands a request to the endpoints of the sandbox itself or to the system it is meant for.
func (b *Box) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if strings.HasPrefix(r.URL.Path, "/sandbox/") {
		b.serveOwn(w, r)
		return
	}
	for _, m := range b.mounts {
		if m.holds(r.URL.Path) {
			b.serveSystem(w, r, m)
			return
		}
	}
	http.Error(w, "no system of the sandbox lives at "+r.URL.Path, http.StatusNotFound)
}
