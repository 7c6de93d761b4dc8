package api

import (
	"errors"
	"fmt"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
)

// meta is what comes with a page: counts and the way to the next one.
type meta struct {
	TotalCount lenient.Text `json:"totalCount"`
	Start      lenient.Text `json:"start"`
	Next       lenient.Text `json:"next"`
}

// bounds are what a page's meta says about the list.
type bounds struct {
	// total is how many records there are on all pages; -1 = it does not say.
	total int
	// next is where the next page starts; 0 = this is the last.
	next int
}

// bounds reads the meta of the page that was asked for by start and size, and
// has so many rows. Official samples have a next of 101 with 3 records in all,
// and of 0, so next is followed only where it leads on (contract section 8).
// Where nothing is said of the end, a full page is followed by another one.
//
// It is an error if a count cannot be read, if it is another page than the one
// that was asked for, and if the way through the pages has no end.
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
		return bounds{}, fmt.Errorf("asked for the records from number %d, the answer has those from number %d", start, given)
	case leadsOn && !hasTotal:
		return bounds{}, errors.New("the answer has more pages and does not say how many records there are")
	case leadsOn:
		return bounds{total: total, next: next}, nil
	case !hasTotal && !hasNext && rows >= size:
		return bounds{total: total, next: start + rows}, nil
	}
	return bounds{total: total}, nil
}

// endsEarly is an error where the page that starts at number start and has so
// many rows is the last one, and there are more records.
func (b bounds) endsEarly(start, rows int) error {
	if last := start - 1 + rows; b.next == 0 && last < b.total {
		return fmt.Errorf("the answer ends after %d of %d records", last, b.total)
	}
	return nil
}
