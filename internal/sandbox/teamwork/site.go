// Package teamwork emulates a Teamwork.com site as far as its published contract tells: project invoices, expenses, time
// entries and currency codes of API v1, and time logs and metrics of API v3. It is strict: what the contract does not
// name is refused, so that a client which sends it is caught.
package teamwork

import (
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/quirks"
)

// Edition is the age of the site that answers resemble; the contract's sources show three (contract 2.2).
type Edition int

// The editions.
const (
	// Edition2025 is the newest: lists carry totals, every invoice its pricing and due date.
	Edition2025 Edition = iota
	// Edition2015 is the oldest: lists without totals, line items without date and hours, no STATUS on reads, and ""
	// in place of a zero fixed cost everywhere.
	Edition2015
	// Edition2018 lies between: lists without totals, line items with date and hours, STATUS on reads.
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

// CreatedID is where and how a create tells the new id (contract 2.3).
type CreatedID int

// The places of a new id.
const (
	// IDNumber is a number in the body.
	IDNumber CreatedID = iota
	// IDString is a string in the body.
	IDString
	// IDHeader is the header id, and nothing in the body.
	IDHeader
)

// Shapes chooses among the shapes that answers are known in, and among what real sites do to the records that clients
// write. The zero value is the usual one.
type Shapes struct {
	// Edition is the age of the site.
	Edition Edition
	// LineItemNames is the spelling of names on line items.
	LineItemNames LineItemNames
	// CreatedID is where a create tells the new id.
	CreatedID CreatedID
	// HideStatus leaves "STATUS":"OK" out of the answers to reads; those to writes always have it.
	HideStatus bool
	// MoneyAsSent keeps a fixed cost in the spelling it was sent in, and leaves zeros at the end out of the other
	// amounts: "600" instead of "600.00".
	MoneyAsSent bool
	// ResetAsEpoch gives x-ratelimit-reset as seconds of the epoch instead of seconds from now (contract 4).
	ResetAsEpoch bool
	// Values says how the site changes the values that clients write; SetValues changes it later.
	Values quirks.Values
	// SoftDelete keeps deleted invoices, with the status StatusDeleted; SetSoftDelete changes it later.
	SoftDelete bool
	// PageHeaders is how lists tell of their pages; SetPageHeaders changes it later.
	PageHeaders PageHeaders
	// BilledExpensesWritable lets clients change and delete expenses that are on an invoice. Whether a site does is
	// unknown (contract, "Open", 2); without it they are refused, as the site does with time logs.
	BilledExpensesWritable bool
	// IgnoreInvoicedType makes the time entries of a project ignore the parameter invoicedType (contract, "Open", 6).
	IgnoreInvoicedType bool
	// HideUserPerspective leaves dateUserPerspective out of time entries.
	HideUserPerspective bool
}

// Options says how a site behaves.
type Options struct {
	// Now is the clock; default time.Now.
	Now func() time.Time
	// PageSize is the number of invoices or expenses on a page; default 50.
	PageSize int
	// UserOffset is how far the clock of the site's user is ahead of UTC; days of time entries are counted by it.
	UserOffset time.Duration
	// Rate is the number of requests accepted in a RateWindow; 0 is no limit.
	Rate int
	// RateWindow is the span that Rate counts in; default one minute.
	RateWindow time.Duration
	// Shapes chooses among the known shapes of answers.
	Shapes Shapes
}

// Site is an emulated Teamwork site. It is an http.Handler and safe for use by many goroutines at once.
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
	invoices    []*Invoice // by id, ascending
	byID        map[int]*Invoice
	projects    map[int]*Project
	timeLogs    map[int]*TimeLog
	expenses    map[int]*Expense
	nextTimeLog int
	nextExpense int
	// What lists have found since the last change that can matter to one. The key of expenses is their project, 0 for all;
	// that of time logs is the text of a timeChoice.
	lists        map[listing][]*Invoice
	expenseLists map[int][]*Expense
	timeLists    map[string][]*TimeLog
}

// firstID is the id of the first invoice that is created after the seed, as in the documentation's example.
const firstID = 99

// New makes a site that holds nothing yet.
func New(options Options) *Site {
	if options.Now == nil {
		options.Now = time.Now
	}
	if options.PageSize <= 0 {
		options.PageSize = 50 // the default is undocumented; 50 is the usual one of v1 lists (contract 5)
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

// now gives the time in the resolution of the wire.
func (s *Site) now() time.Time { return s.options.Now().UTC().Truncate(time.Second) }

// sortedKeys gives the keys of records in ascending order.
func sortedKeys[V any](records map[int]V) []int { return slices.Sorted(maps.Keys(records)) }
