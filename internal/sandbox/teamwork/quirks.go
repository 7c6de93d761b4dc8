package teamwork

import "github.com/projectbilling/terraform-provider-billing/internal/sandbox/quirks"

// PageHeaders is how lists report their pages in X-Page, X-Pages, and X-Records (contract 5).
type PageHeaders int

// The ways to report pages.
const (
	// PageHeadersPlain sends one number in each header.
	PageHeadersPlain PageHeaders = iota
	// PageHeadersForgotten omits the headers.
	PageHeadersForgotten
	// PageHeadersFirstOnly sends one number in each header on the first page, and omits the headers on the others.
	PageHeadersFirstOnly
	// PageHeadersFolded sends each number twice, as when a proxy folds two headers with the same name into one: "3, 3".
	PageHeadersFolded
	// PageHeadersUnreadable sends a word instead of a number in each header.
	PageHeadersUnreadable
)

// SetValues makes the site change the values that clients write from now on. Random draws restart with the seed of
// values. It panics on values that Validate refuses.
func (s *Site) SetValues(values quirks.Values) {
	changer := quirks.NewChanger(values)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.values = changer
}

// SetSoftDelete sets whether the site keeps invoices that clients delete from now on. Single reads and lists of the
// type all return them with the status StatusDeleted, and clients cannot change them anymore. Deleting one again
// succeeds.
func (s *Site) SetSoftDelete(keep bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.softDelete = keep
}

// SetPageHeaders sets how lists report their pages from now on.
func (s *Site) SetPageHeaders(headers PageHeaders) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pageHeaders = headers
}
