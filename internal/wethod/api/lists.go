package api

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// PageSize is the number of records to request per page, the maximum that the
// service returns (contract section 4).
const PageSize = 100

// FullPage returns how many records a full page of a list has, by the number of
// records on its first page: a shorter one is the last. Usually that is
// PageSize. But a first page with 25 or 50 records may have been cut to a smaller
// limit than the requested one, so only the next page proves whether the list
// ends there.
func FullPage(first int) int {
	if first == PageSize/4 || first == PageSize/2 {
		return first
	}
	return PageSize
}

// Limits for reading a list.
const (
	// MostPages stops a list that never ends: a hundred thousand records.
	MostPages = 1000
	// MostStalePages is how many full pages in a row may contain no new record.
	// Up to this number, records may have moved between pages; beyond it, the
	// service returns the same page forever.
	MostStalePages = 3
)

// list describes a list of the service: a bare array, paged by limit and offset.
type list[T any] struct {
	path, noun string // of one record
	parameters url.Values
	bounds     []upperBound[T]
	id         func(*T) lenient.Integer
}

// newList returns a list that is restricted by fields and by the parameters that more adds.
func newList[T any](path, noun string, fields []field[T], id func(*T) lenient.Integer, more func(url.Values)) (list[T], error) {
	parameters, err := parameters(fields)
	if err != nil {
		return list[T]{}, err
	}
	more(parameters)
	return list[T]{path: path, noun: noun, parameters: parameters, bounds: upperBounds(fields), id: id}, nil
}

// all reads a whole list. The order of the service is not documented, so each
// record is returned once, in its first version, by ascending ID.
func all[T any](ctx context.Context, c *Client, l list[T]) ([]T, error) {
	records := []T{}
	for record, err := range each(ctx, c, l) {
		if err != nil {
			return nil, err
		}
		records = append(records, record)
	}
	slices.SortFunc(records, func(a, b T) int { return cmp.Compare(l.id(&a), l.id(&b)) })
	return records, nil
}

// each reads a list by offset until a page is not full, and returns each record
// once. If the service returns shorter pages than requested, it continues in
// their steps, until a page contains nothing new.
func each[T any](ctx context.Context, c *Client, l list[T]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		seen := map[lenient.Integer]bool{}
		offset, stale, full := 0, 0, PageSize
		for range MostPages {
			page, err := page(ctx, c, l, offset)
			if err != nil {
				yield(none, err)
				return
			}
			if offset == 0 {
				full = FullPage(len(page))
			}
			before := len(seen)
			for _, record := range page {
				id := l.id(&record)
				if seen[id] {
					continue
				}
				seen[id] = true
				isAdmitted, err := l.admits(&record)
				if err != nil {
					yield(none, c.unusable(l.path, "%v", err))
					return
				}
				if isAdmitted && !yield(record, nil) {
					return
				}
			}
			isNew := len(seen) > before
			if len(page) < full || len(page) < PageSize && !isNew {
				return
			}
			if stale++; isNew {
				stale = 0
			}
			if stale == MostStalePages {
				yield(none, c.unusable(l.path, "the list does not advance: the last %d pages, up to offset %d, contain no new %s",
					stale, offset, l.noun))
				return
			}
			offset += len(page) // the service may return more than requested
		}
		yield(none, c.unusable(l.path, "the list did not end after %d pages and %d %ss; restrict it, for example to a period of time",
			MostPages, len(seen), l.noun))
	}
}

// page reads the page that begins at offset.
func page[T any](ctx context.Context, c *Client, l list[T], offset int) ([]T, error) {
	request := transport.Request{Method: http.MethodGet, Path: l.path, Query: url.Values{}}
	for name := range l.parameters {
		request.Query.Set(name, l.parameters.Get(name))
	}
	request.Query.Set("limit", strconv.Itoa(PageSize))
	request.Query.Set("offset", strconv.Itoa(offset))
	var records *[]T
	answer, err := c.call(ctx, request, &records)
	if err != nil {
		return nil, err
	}
	if records == nil { // null
		return nil, c.wire.Lacking(request, answer, "the response contains no list of %ss", l.noun)
	}
	for i := range *records {
		if l.id(&(*records)[i]) < 1 {
			return nil, c.wire.Lacking(request, answer, "entry %d of the list, at offset %d, has no ID", i, offset)
		}
	}
	return *records, nil
}

// admits reports whether a record is below the bounds that are not sent.
func (l list[T]) admits(record *T) (bool, error) {
	for _, bound := range l.bounds {
		isAdmitted, err := bound.admits(record)
		if err != nil {
			return false, fmt.Errorf("the %s of %s %d %w", bound.name, l.noun, l.id(record), err)
		}
		if !isAdmitted {
			return false, nil
		}
	}
	return true, nil
}

// unusable returns the error for a list that can be decoded but not used.
func (c *Client) unusable(path, format string, arguments ...any) error {
	request := transport.Request{Method: http.MethodGet, Path: path}
	failure := c.wire.Lacking(request, &transport.Answer{Status: http.StatusOK}, format, arguments...)
	failure.IsUnreadable = false
	return failure
}
