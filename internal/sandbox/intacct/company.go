// Package intacct emulates a Sage Intacct company according to its contract: project billing templates with their
// milestones, contract billing templates, projects and their observed percentages, the query service, the model
// service, and OAuth of the REST API v1. It is strict. It refuses what the contract does not name, so that a client
// that sends it is caught. What the contract leaves open, such as the order of lines, differs each time, so that a
// client that depends on it is caught as well.
package intacct

import (
	"math/rand/v2"
	"sync"
	"time"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/quirks"
)

// Options configures a company.
type Options struct {
	// Now is the clock. Defaults to time.Now.
	Now func() time.Time
	// Shuffle seeds the arbitrary orders: those of the lines of a template, and of the rows of a query without an order.
	Shuffle uint64
	// TokenLife is the lifetime of an access token. Defaults to 12 hours, which is 43200 seconds (contract 4).
	TokenLife time.Duration
	// TokenUses is the number of requests after which an access token is refused; 0 means no limit. It does not apply to
	// the fixed AccessToken.
	TokenUses int
	// MaxConcurrent is the number of requests that the company handles at once (contract 6); 0 means no limit. Token
	// requests do not count.
	MaxConcurrent int
	// RetryAfter is how long a client beyond MaxConcurrent is asked to wait, in whole seconds. Defaults to one second.
	RetryAfter time.Duration
	// Shapes selects among the known response formats.
	Shapes Shapes
	// Values configures how the company changes the values that clients write. SetValues changes it later.
	Values quirks.Values
	// SoftDelete keeps deleted templates, with the status StatusDeleted. SetSoftDelete changes it later.
	SoftDelete bool
	// NumbersProjects makes the company assign an ID to a project that has none, as document sequencing does (contract
	// 15).
	NumbersProjects bool
}

// Company is an emulated Intacct company. It is an http.Handler and safe for concurrent use.
type Company struct {
	options    Options
	operations []operation
	tokens     tokens
	kept       idempotency
	flight     flight
	support    support

	mu            sync.Mutex
	values        *quirks.Changer
	softDelete    bool
	random        *rand.Rand
	nextTemplate  int
	nextMilestone int
	templates     []*Template // by key, ascending
	byKey         map[string]*Template
	owners        map[string]*Template // by the keys of their milestones
	names         map[string]int       // the number of templates with a name, excluding deleted ones
	inUse         map[string]bool      // by key
	shown         map[string]string    // the line that was first when a template was last read, by template key
	entities      map[string]Entity    // by ID
	objects       map[string]object    // what can be queried, by name
	entries       map[string]*entries  // by object
	referents     []Referent
}

// The keys of the first records of an empty company. The demo's records have the same keys, as in the examples of the
// documentation.
const (
	firstTemplate  = 12
	firstMilestone = 23
)

// New returns a company without records.
func New(options Options) *Company {
	if options.Now == nil {
		options.Now = time.Now
	}
	if options.TokenLife <= 0 {
		options.TokenLife = 12 * time.Hour
	}
	if options.RetryAfter <= 0 {
		options.RetryAfter = time.Second
	}
	company := &Company{
		options:       options,
		operations:    append(operations(), entryOperations()...),
		values:        quirks.NewChanger(options.Values),
		softDelete:    options.SoftDelete,
		random:        rand.New(rand.NewPCG(options.Shuffle, 0)),
		nextTemplate:  firstTemplate,
		nextMilestone: firstMilestone,
		byKey:         map[string]*Template{},
		owners:        map[string]*Template{},
		names:         map[string]int{},
		inUse:         map[string]bool{},
		shown:         map[string]string{},
		entities:      map[string]Entity{},
		objects:       map[string]object{},
		entries:       map[string]*entries{},
		referents:     referents(),
	}
	for _, kind := range entryKinds() {
		company.addKind(kind)
	}
	company.objects[templateObject] = company.templateTable()
	company.objects[milestoneObject] = company.milestoneTable()
	return company
}
