package company

import (
	"cmp"
	"context"
	"sync"
	"time"

	"github.com/projectbilling/terraform-provider-billing/internal/intacct/api"
	"github.com/projectbilling/terraform-provider-billing/internal/reads"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// all is the only scope of records that can be listed.
type all struct{}

// source reads records one at a time, or by page through the query service: first the records, then the lines of all
// of them.
type source[T any] struct {
	objects *api.Objects[T]
	alone   *sync.Map // as in Records
}

// Single reads one record with its lines.
func (s source[T]) Single(ctx context.Context, key string) (T, error) {
	object, err := s.objects.Get(ctx, key)
	if err != nil {
		var none T
		return none, err
	}
	s.alone.Store(key, true)
	return *object, nil
}

// First reads the first page, which tells how many records there are. It estimates the cost of the other pages from
// the cost of this one.
func (s source[T]) First(ctx context.Context, _ all) (reads.Part[T], error) {
	page, err := s.page(ctx, 1)
	if err != nil {
		return reads.Part[T]{Cost: 1}, err
	}
	read, records := api.NewPass(1), s.records(page)
	if err = read.Add(page.TotalCount, idsOf(records), nil); err == nil && page.Next == 0 {
		err = read.End()
	}
	if err != nil {
		return reads.Part[T]{Cost: 1}, err
	}
	part := reads.Part[T]{Records: records, Cost: s.requestsOf(page), Next: page.Next, Total: page.TotalCount}
	if page.Next != 0 {
		further := max(page.TotalCount-len(page.Objects), 1)
		part.Rest = (further + api.LargestPage - 1) / api.LargestPage * part.Cost
	}
	return part, nil
}

// Rest reads the other pages one after the other, because each page tells where the next one begins. It checks the
// bound after each page of up to several thousand records. If a page cannot be read, Rest continues one page length
// further on. It returns an error if the pages do not fit together: each record that it delivered is right, but one that
// exists may be missing.
func (s source[T]) Rest(ctx context.Context, _ all, first reads.Part[T], atMost int, deliver func(int, []reads.Record[T])) error {
	var failure error
	read := api.NewPass(1)
	_ = read.Add(first.Total, idsOf(first.Records), nil) // a first page fits
	last := first.Next + first.Rest/max(first.Cost, 1)*api.LargestPage
	for start, place := first.Next, 1; start != 0 && atMost > 0; place++ {
		page, err := s.page(ctx, start)
		if err != nil {
			failure = cmp.Or(failure, err)
			if start += api.LargestPage; start >= last || ctx.Err() != nil {
				break
			}
			atMost -= first.Cost
			continue
		}
		records := s.records(page)
		deliver(place, records)
		failure = cmp.Or(failure, read.Add(page.TotalCount, idsOf(records), nil))
		start = page.Next
		atMost -= s.requestsOf(page)
		if start == 0 {
			failure = cmp.Or(failure, read.End())
		}
	}
	return failure
}

func idsOf[T any](records []reads.Record[T]) []string {
	ids := make([]string, len(records))
	for i, record := range records {
		ids[i] = record.ID
	}
	return ids
}

// page reads the page of records that begins at start, with their lines.
func (s source[T]) page(ctx context.Context, start int) (*api.Page[T], error) {
	page, err := s.objects.Page(ctx, api.ObjectQuery{}, start, api.LargestPage)
	if err != nil {
		return nil, err
	}
	if page.EndsEarly != nil {
		return nil, page.EndsEarly
	}
	isAll := start == 1 && page.Next == 0
	return page, s.objects.AddLines(ctx, page.Objects, isAll)
}

// requestsOf returns the number of requests for a page: one for the records and, if they own lines, one for each page
// of lines.
func (s source[T]) requestsOf(page *api.Page[T]) int {
	if !s.objects.HasLines() {
		return 1
	}
	lines := s.objects.CountLines(page.Objects)
	return 1 + max(1, (lines+api.LargestPage-1)/api.LargestPage)
}

func (s source[T]) records(page *api.Page[T]) []reads.Record[T] {
	found := make([]reads.Record[T], len(page.Objects))
	for i, object := range page.Objects {
		found[i] = reads.Record[T]{ID: s.objects.Key(object), Value: object}
	}
	return found
}

// readBackTime is how long a read after a write may continue after an interruption of the run.
const readBackTime = 10 * time.Second

func grace(ctx context.Context) (context.Context, context.CancelFunc) {
	return transport.Grace(ctx, readBackTime)
}

// ReadBack reads one record after it was written.
func (s source[T]) ReadBack(ctx context.Context, key string) (T, error) { return s.Single(ctx, key) }

// Cost returns the number of requests for several records that were written at the same time: one query for the
// records and one for their lines. There is no second attempt.
func (s source[T]) Cost(_ all, _ []string, isFirst bool) int {
	switch {
	case !isFirst:
		return 0
	case s.objects.HasLines():
		return 2
	default:
		return 1
	}
}

// Several queries the records with the given keys. Lines that the query does not return are not confirmed: a writer
// that expects some reads its record again.
func (s source[T]) Several(ctx context.Context, _ all, keys []string) (map[string]T, error) {
	list, err := s.objects.Query(ctx, api.ObjectQuery{Filters: []api.Filter{{Field: "key", Operator: api.In, Values: keys}}})
	if err == nil {
		err = s.objects.AddLines(ctx, list.Objects, false)
	}
	if err != nil {
		return nil, err
	}
	found := make(map[string]T, len(list.Objects))
	for _, object := range list.Objects {
		found[s.objects.Key(object)] = object
	}
	return found, nil
}
