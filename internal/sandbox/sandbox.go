// Package sandbox emulates the systems of record that the provider connects to. Each is written from its published
// contract and shares no code with the provider's clients, so that one side catches the other's misreadings.
//
// A Box holds the emulated systems behind one handler, each under its own path. It adds what the systems themselves do
// not have: a log of the requests, their counts, scripted responses, and random faults.
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

// Seed selects the initial contents of the systems.
type Seed string

// The seeds.
const (
	// SeedDemo fills every system with a few records of each kind.
	SeedDemo Seed = "demo"
	// SeedEmpty omits the records that the provider manages and keeps the records that they refer to.
	SeedEmpty Seed = "empty"
)

// Options configures a Box. The zero value is a demo box without limits or faults.
type Options struct {
	// Seed selects the initial contents of the systems. Defaults to SeedDemo.
	Seed Seed
	// Invoices is the number of plain invoices added to the Teamwork project 1149.
	Invoices int
	// TimeLogs is the number of billable time logs to add to the Teamwork project 1149, dated in March 2026.
	TimeLogs int
	// Templates is the number of plain project billing templates added to Intacct.
	Templates int
	// PageSize is the number of records per page of a Teamwork list without a page size parameter. Defaults to 50.
	PageSize int
	// UserOffset is how far the clock of the Teamwork site's user is ahead of UTC.
	UserOffset time.Duration
	// Latency is added to each response.
	Latency time.Duration
	// Rate is the number of Teamwork requests accepted per RateWindow; 0 means no limit.
	Rate int
	// RateWindow is the time window of Rate. Defaults to one minute.
	RateWindow time.Duration
	// Faults are drawn at random for each request.
	Faults Faults
	// Exempt reports whether a request is exempt from faults and latency. If it is nil, no request is exempt.
	Exempt func(Request) bool
	// Now is the clock. Defaults to time.Now.
	Now func() time.Time
	// DiscardRequests keeps only the counts of requests instead of the requests themselves, for long runs.
	DiscardRequests bool
	// Teamwork selects among the known response formats of Teamwork.
	Teamwork teamwork.Shapes
	// Intacct configures the Intacct company. Its clock is Now unless it has its own.
	Intacct intacct.Options
	// Wethod configures the Wethod company. Its clock is Now unless it has its own.
	Wethod wethod.Options
}

// Validate reports options that New does not accept.
func (o Options) Validate() error {
	var problems []error
	if o.Seed != "" && o.Seed != SeedDemo && o.Seed != SeedEmpty {
		problems = append(problems, fmt.Errorf("seed %q: must be %q or %q", o.Seed, SeedDemo, SeedEmpty))
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

// withDefaults fills in omitted options.
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

// Box is a set of emulated systems. It is an http.Handler and safe for concurrent use.
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

// New returns a box. It panics on options that Validate refuses.
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

// ServeHTTP passes a request to the endpoints of the sandbox itself or to the system that it addresses.
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
	http.Error(w, "the sandbox has no system at "+r.URL.Path, http.StatusNotFound)
}
