package api

import (
	"errors"
	"fmt"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
)

// meta is the information about a page: counts and the start of the next page.
type meta struct {
	TotalCount lenient.Text `json:"totalCount"`
	Start      lenient.Text `json:"start"`
	Next       lenient.Text `json:"next"`
}

// bounds describes a list according to the meta of a page.
type bounds struct {
	// total is the number of records on all pages; -1 = unknown.
	total int
	// next is where the next page starts; 0 = this is the last page.
	next int
}

// bounds reads the meta of the page that was requested with start and size and has the given number of rows. Official
// samples have a next of 101 with 3 records in all, and a next of 0, so bounds follows next only if it leads on
// (contract section 8). If the meta does not give the end, bounds expects another page after a full one.
//
// It is an error if a count cannot be read, if the page is not the requested one, or if the pages have no end.
func (m meta) bounds(start, size, rows int) (bounds, error) {
	given, hasStart, startErr := m.Start.Count()
	total, hasTotal, totalErr := m.TotalCount.Count()
	next, hasNext, nextErr := m.Next.Count()
	for name, err := range map[string]error{"start": startErr, "totalCount": totalErr, "next": nextErr} {
		if err != nil {
			return bounds{}, fmt.Errorf("%s of the page %w", name, err)
		}
	}
	leadsOn := hasNext && rows > 0 && next > start && (!hasTotal || next <= total)
	if !hasTotal {
		total = -1
	}
	switch {
	case hasStart && given != start && rows > 0:
		return bounds{}, fmt.Errorf("requested records from number %d, but the response starts with number %d", start, given)
	case leadsOn && !hasTotal:
		return bounds{}, errors.New("the response has more pages but does not contain the number of records")
	case leadsOn:
		return bounds{total: total, next: next}, nil
	case !hasTotal && !hasNext && rows >= size:
		return bounds{total: total, next: start + rows}, nil
	}
	return bounds{total: total}, nil
}

// endsEarly returns an error if the page with the given start and number of rows is the last one, but there are more
// records.
func (b bounds) endsEarly(start, rows int) error {
	if last := start - 1 + rows; b.next == 0 && last < b.total {
		return fmt.Errorf("the response ends after %d of %d records", last, b.total)
	}
	return nil
}
