package site

import (
	"context"
	"fmt"
	"math"

	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/api"
)

// TimeEntries lists the time entries of a query, all pages, each entry once, in
// the site's order. Calls at the same time share one list.
func (s *Site) TimeEntries(ctx context.Context, query api.TimeEntryQuery) ([]api.TimeEntry, error) {
	found, err := s.timeEntries.Do(ctx, fmt.Sprint(query), func(ctx context.Context) ([]api.TimeEntry, error) {
		return all(ctx, s.Client.TimeEntries(query))
	})
	if err == nil {
		s.Entries.TimeLogs.Saw(found)
	}
	return found, err
}

// all reads every page of a list, and gives each record once.
func all[V api.Listed](ctx context.Context, list api.List[V]) ([]V, error) {
	first, err := list.Page(ctx, 1)
	if err != nil {
		return nil, err
	}
	var found []V
	seen := map[string]bool{}
	add := func(_ int, page *api.Page[V]) (isNews bool) {
		for _, record := range page.Records {
			if !seen[record.ListedID()] {
				seen[record.ListedID()], isNews = true, true
				found = append(found, record)
			}
		}
		return isNews
	}
	add(1, first)
	return found, list.Further(ctx, first.Pages, math.MaxInt, add)
}
