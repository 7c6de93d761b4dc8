// Package teamwork emulates a Teamwork.com site according to its published contract: project invoices, expenses, time
// entries, and currency codes of API v1, and time logs and metrics of API v3. It is strict. It refuses what the contract
// does not name, so that a client that sends it is caught.
package teamwork

import (
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/quirks"
)

// Edition is the age of the site that responses follow. The contract's sources show three (contract 2.2).
type Edition int

// The editions.
const (
	// Edition2025 is the newest: lists contain totals, and every invoice contains its pricing and due date.
	Edition2025 Edition = iota
	// Edition2015 is the oldest: lists without totals, line items without date and hours, no STATUS on reads, and ""
	// instead of a zero fixed cost everywhere.
	Edition2015
	// Edition2018 is in between: lists without totals, line items with date and hours, STATUS on reads.
	Edition2018
)

// LineItemNames is the spelling of a person's names on a line item (contract 8, quirk 3).
type LineItemNames int

// The spellings of names.
const (
	// NamesTogether is user-firstname and user-lastname.
	NamesTogether LineItemNames = iota
	// NamesApart is user-first-name and user-last-name.
	NamesApart
)

// CreatedID is where and how a create returns the new ID (contract 2.3).
type CreatedID int

// The locations of a new ID.
const (
	// IDNumber is a number in the body.
	IDNumber CreatedID = iota
	// IDString is a string in the body.
	IDString
	// IDHeader is the header id, with nothing in the body.
	IDHeader
)

// Shapes selects among the known response formats, and among the changes that real sites make to the records that
// clients write. The zero value selects the usual ones.
type Shapes struct {
	// Edition is the age of the site.
	Edition Edition
	// LineItemNames is the spelling of names on line items.
	LineItemNames LineItemNames
	// CreatedID is where a create returns the new ID.
	CreatedID CreatedID
	// HideStatus omits "STATUS":"OK" from the responses to reads. Responses to writes always contain it.
	HideStatus bool
	// MoneyAsSent keeps a fixed cost in the spelling in which it was sent, and omits trailing zeros from the other
	// amounts: "600" instead of "600.00".
	MoneyAsSent bool
	// ResetAsEpoch returns x-ratelimit-reset in seconds since the epoch instead of seconds from now (contract 4).
	ResetAsEpoch bool
	// Values configures how the site changes the values that clients write. SetValues changes it later.
	Values quirks.Values
	// SoftDelete keeps deleted invoices, with the status StatusDeleted. SetSoftDelete changes it later.
	SoftDelete bool
	// PageHeaders is how lists report their pages. SetPageHeaders changes it later.
	PageHeaders PageHeaders
	// BilledExpensesWritable lets clients change and delete expenses that are on an invoice. Whether a site allows this is
	// unknown (contract, "Open", 2). Without it, they are refused, as the site does for time logs.
	BilledExpensesWritable bool
	// IgnoreInvoicedType makes the time entries of a project ignore the parameter invoicedType (contract, "Open", 6).
	IgnoreInvoicedType bool
	// HideUserPerspective omits dateUserPerspective from time entries.
	HideUserPerspective bool
}

// Options configures a site.
type Options struct {
	// Now is the clock. Defaults to time.Now.
	Now func() time.Time
	// PageSize is the number of invoices or expenses per page. Defaults to 50.
	PageSize int
	// UserOffset is how far the clock of the site's user is ahead of UTC. It determines the days of time entries.
	UserOffset time.Duration
	// Rate is the number of requests accepted per RateWindow; 0 means no limit.
	Rate int
	// RateWindow is the time window of Rate. Defaults to one minute.
	RateWindow time.Duration
	// Shapes selects among the known response formats.
	Shapes Shapes
}

// Site is an emulated Teamwork site. It is an http.Handler and safe for concurrent use.
type Site struct {
	options    Options
	operations []operation
	currencies map[string]bool
	limit      *limit

	mu          sync.Mutex
	values      *quirks.Changer
	softDelete  bool
	pageHeaders PageHeaders
	nextID      int
	invoices    []*Invoice // by ID, ascending
	byID        map[int]*Invoice
	projects    map[int]*Project
	timeLogs    map[int]*TimeLog
	expenses    map[int]*Expense
	nextTimeLog int
	nextExpense int
	// Results of lists, cached since the last change that can affect them. The key of expenses is their project, 0 for
	// all; that of time logs is the text of a timeChoice.
	lists        map[listing][]*Invoice
	expenseLists map[int][]*Expense
	timeLists    map[string][]*TimeLog
}

// firstID is the ID of the first invoice created after the seed, as in the documentation's example.
const firstID = 99

// New returns a site without records.
func New(options Options) *Site {
	if options.Now == nil {
		options.Now = time.Now
	}
	if options.PageSize <= 0 {
		options.PageSize = 50 // the default is undocumented; 50 is usual for v1 lists (contract 5)
	}
	if options.RateWindow <= 0 {
		options.RateWindow = time.Minute
	}
	site := &Site{
		options:      options,
		operations:   operations(),
		currencies:   map[string]bool{},
		limit:        &limit{},
		values:       quirks.NewChanger(options.Shapes.Values),
		softDelete:   options.Shapes.SoftDelete,
		pageHeaders:  options.Shapes.PageHeaders,
		nextID:       firstID,
		byID:         map[int]*Invoice{},
		projects:     map[int]*Project{},
		timeLogs:     map[int]*TimeLog{},
		expenses:     map[int]*Expense{},
		nextTimeLog:  1,
		nextExpense:  1,
		lists:        map[listing][]*Invoice{},
		expenseLists: map[int][]*Expense{},
		timeLists:    map[string][]*TimeLog{},
	}
	for _, currency := range currencyCodes() {
		site.currencies[currency.Code] = true
	}
	return site
}

// now returns the time in the resolution of the wire.
func (s *Site) now() time.Time { return s.options.Now().UTC().Truncate(time.Second) }

// sortedKeys returns the keys of records in ascending order.
func sortedKeys[V any](records map[int]V) []int { return slices.Sorted(maps.Keys(records)) }
