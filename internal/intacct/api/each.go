package api

import (
	"context"
	"errors"
	"iter"
)

// errEnough ends a pass over pages because the caller needs no more objects.
var errEnough = errors.New("enough")

// Each yields the objects of a query one by one, without duplicates, at most MaxResults of them: POST
// /services/core/query (contract section 8). It reads a page and, if requested, the lines of its objects with one
// more query only when the previous objects are used up, so that a caller can stop early. If the pages do not fit
// together, it starts over once. An error ends the sequence: an error of QueryPage, *ShiftedError, or that Intacct
// returned fewer objects than it reports.
func (o *Objects[T]) Each(ctx context.Context, query ObjectQuery) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		seen := map[string]bool{}
		err := o.eachOnce(ctx, query, seen, yield)
		if _, isShifted := errors.AsType[*ShiftedError](err); isShifted {
			err = o.eachOnce(ctx, query, seen, yield)
		}
		if err != nil && !errors.Is(err, errEnough) {
			var none T
			yield(none, err)
		}
	}
}

// eachOnce makes one pass over the pages. It yields objects that are not seen yet.
func (o *Objects[T]) eachOnce(ctx context.Context, query ObjectQuery, seen map[string]bool, yield func(T, error) bool) error {
	read := NewPass(1)
	for start := 1; start != 0; {
		page, err := o.fullPage(ctx, query, start)
		if err != nil {
			return err
		}
		shifted := read.Add(page.TotalCount, page.keys, page.EndsEarly)
		for _, object := range page.Objects {
			key := o.Key(object)
			if seen[key] {
				continue
			}
			seen[key] = true
			if !yield(object, nil) || len(seen) == query.MaxResults { // 0 = all
				return errEnough
			}
		}
		if shifted != nil {
			return shifted
		}
		if page.EndsEarly != nil {
			return page.EndsEarly
		}
		start = page.Next
	}
	return read.End()
}

// fullPage reads a page of a query, with lines if the query requests them.
func (o *Objects[T]) fullPage(ctx context.Context, query ObjectQuery, start int) (*Page[T], error) {
	page, err := o.Page(ctx, query, start, query.MaxResults)
	if err != nil || !query.Lines {
		return page, err
	}
	areAll := len(query.Filters) == 0 && start == 1 && page.Next == 0
	if err = o.AddLines(ctx, page.Objects, areAll); err == nil {
		page.Objects, err = o.ConfirmLines(ctx, page.Objects)
	}
	return page, err
}
