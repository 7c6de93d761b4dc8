package site

import (
	"context"
	"fmt"
	"math"

	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/api"
)

// TimeEntries lists the time entries of a query from all pages, without duplicates,
// in the site's order. Concurrent calls share one list.
func (s *Site) TimeEntries(ctx context.Context, query api.TimeEntryQuery) ([]api.TimeEntry, error) {
	found, err := s.timeEntries.Do(ctx, fmt.Sprint(query), func(ctx context.Context) ([]api.TimeEntry, error) {
		return all(ctx, s.Client.TimeEntries(query))
	})
	if err == nil {
		s.Entries.TimeLogs.Saw(found)
	}
	return found, err
}

// all reads every page of a list and returns the records without duplicates.
func all[V api.Listed](ctx context.Context, list api.List[V]) ([]V, error) {
	first, err := list.Page(ctx, 1)
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	found := news(seen, first)
	more, err := further(ctx, list, first.Pages, seen)
	return append(found, more...), err
}

// further reads the pages of a list after the first and returns the records that
// were not seen before.
func further[V api.Listed](ctx context.Context, list api.List[V], pages int, seen map[string]bool) (found []V, err error) {
	err = list.Further(ctx, pages, math.MaxInt, func(_ int, page *api.Page[V]) (isNews bool) {
		fresh := news(seen, page)
		found = append(found, fresh...)
		return len(fresh) > 0
	})
	return found, err
}

// news returns the records of a page that were not seen before.
func news[V api.Listed](seen map[string]bool, page *api.Page[V]) (fresh []V) {
	for _, record := range page.Records {
		if !seen[record.ListedID()] {
			seen[record.ListedID()] = true
			fresh = append(fresh, record)
		}
	}
	return fresh
}
