package teamwork

import "github.com/projectbilling/terraform-provider-billing/internal/sandbox/quirks"

// PageHeaders is how lists tell of their pages in X-Page, X-Pages and X-Records (contract 5).
type PageHeaders int

// The ways to tell of pages.
const (
	// PageHeadersPlain is one number in each header.
	PageHeadersPlain PageHeaders = iota
	// PageHeadersForgotten is none of the headers.
	PageHeadersForgotten
	// PageHeadersFirstOnly is plain on the first page and none of the headers on the others.
	PageHeadersFirstOnly
	// PageHeadersFolded is each number twice, as a proxy folds two headers of one name into one: "3, 3".
	PageHeadersFolded
	// PageHeadersUnreadable is a word in each header, where a number belongs.
	PageHeadersUnreadable
)

// SetValues makes the site change the values that clients write from now on. Draws start anew with the seed of values.
// It panics on values that their Validate refuses.
func (s *Site) SetValues(values quirks.Values) {
	changer := quirks.NewChanger(values)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.values = changer
}

// SetSoftDelete says whether invoices that clients delete are kept from now on: they are read with the status
// StatusDeleted, alone and in lists of the type all, and cannot be changed any more. Deleting one again succeeds.
func (s *Site) SetSoftDelete(keep bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.softDelete = keep
}

// SetPageHeaders says how lists tell of their pages from now on.
func (s *Site) SetPageHeaders(headers PageHeaders) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pageHeaders = headers
}
