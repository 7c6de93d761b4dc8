package api

import (
	"context"
	"iter"
)

// Each yields the records of the list one after the other, without duplicates, in
// the site's order. It reads a page only after the records before it are used up, so
// a caller that stops early saves the remaining requests. It ends after an error.
// Like Further, it does not prove absence.
func (l List[V]) Each(ctx context.Context) iter.Seq2[V, error] {
	return func(yield func(V, error) bool) {
		seen := map[string]bool{}
		pages := 1
		for number := 1; number <= pages; number++ {
			page, err := l.Page(ctx, number)
			if err != nil {
				var none V
				yield(none, err)
				return
			}
			isNews := false
			for _, record := range page.Records {
				if seen[record.ListedID()] {
					continue
				}
				seen[record.ListedID()], isNews = true, true
				if !yield(record, nil) {
					return
				}
			}
			if !isNews {
				return // the end, or a site that would go on forever
			}
			pages = max(pages, page.Pages) // a page without a count must not end the list; a list that has shrunk ends with an empty page
		}
	}
}
