package api

import (
	"context"
	"iter"
)

// Each yields the objects of a query one by one, without duplicates, at most MaxResults of them: POST
// /services/core/query (contract section 8). It reads a page and, if requested, the lines of its objects with one
// more query only when the previous objects are used up, so that a caller can stop early. An error ends the sequence:
// an error of QueryPage, or that Intacct returned fewer objects than it reports.
func (o *Objects[T]) Each(ctx context.Context, query ObjectQuery) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		seen := map[string]bool{}
		for start := 1; start != 0; {
			page, err := o.fullPage(ctx, query, start)
			if err != nil {
				yield(none, err)
				return
			}
			for _, object := range page.Objects {
				key := o.Key(object)
				if seen[key] { // it moved to this page while the one before was read
					continue
				}
				seen[key] = true
				if !yield(object, nil) || len(seen) == query.MaxResults { // 0 = all
					return
				}
			}
			if page.EndsEarly != nil {
				yield(none, page.EndsEarly)
				return
			}
			start = page.Next
		}
	}
}

// fullPage reads a page of a query, with lines if the query requests them.
func (o *Objects[T]) fullPage(ctx context.Context, query ObjectQuery, start int) (*Page[T], error) {
	page, err := o.Page(ctx, query, start, query.MaxResults)
	if err == nil && query.Lines {
		areAll := len(query.Filters) == 0 && start == 1 && page.Next == 0
		err = o.AddLines(ctx, page.Objects, areAll)
	}
	return page, err
}
