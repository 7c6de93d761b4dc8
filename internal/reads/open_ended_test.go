package reads

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"
)

// openSite is a site that does not return the number of pages of its lists.
type openSite struct{ site *site }

func (s openSite) Single(ctx context.Context, id string) (int, error) { return s.site.Single(ctx, id) }

func (s openSite) Rest(context.Context, string, Part[int], int, func(int, []Record[int])) error {
	return nil // what is no longer than its first part has none
}

func (s openSite) First(ctx context.Context, scope string) (Part[int], error) {
	first, err := s.site.First(ctx, scope)
	first.Rest = 0
	if len(first.Records) == s.site.pageSize {
		first.Rest, first.Next, first.IsOpen = 1, 1, true
	}
	return first, err
}

func (s openSite) Further(ctx context.Context, scope string, after Part[int], atMost int, deliver func(int, []Record[int])) (Part[int], error) {
	next := Part[int]{Next: after.Next, Rest: 2 * after.Rest, IsOpen: true}
	for next.Cost < min(after.Rest, atMost) && next.IsOpen {
		records, err := s.site.Page(ctx, scope, next.Next)
		next.Cost++
		if err != nil {
			return next, err
		}
		deliver(next.Next, records)
		next.Next++
		next.IsOpen = len(records) == s.site.pageSize
	}
	return next, nil
}

// The length of the listing is unknown, and that adds hardly any cost.
func TestOpenEnded_requests(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ managed, existing, atMost int }{
		{1, 1, 1},
		{2, 10000, 7},
		{12, 10000, 30},
		{300, 300, 4},
		{250, 250, 3},
		{1000, 1000, 11},
		{5000, 5000, 51 + 20},
		{300, 10000, 230},
		{3000, 10000, 230},
	} {
		t.Run(fmt.Sprintf("%d of %d", test.managed, test.existing), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := newSite(test.existing, 100)
				s.order = "mixed"
				readAll(t, New(openSite{s}, Auto), s, spread(test.managed, test.existing), 10)
				if singles, pages := s.sent(); singles+pages > test.atMost {
					t.Errorf("%d singles and %d pages, want at most %d requests", singles, pages, test.atMost)
				}
			})
		})
	}
}

// The bound of the package comment, except for the request that finds the end
// and requests in flight when a portion ends.
func TestOpenEnded_atMostTwiceTheBetterWay(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		existing := rapid.IntRange(1, 3000).Draw(rt, "existing")
		managed := rapid.IntRange(1, min(existing, 800)).Draw(rt, "managed")
		pageSize := rapid.SampledFrom([]int{1, 7, 50, 100}).Draw(rt, "pageSize")
		parallelism := rapid.IntRange(1, 30).Draw(rt, "parallelism")
		records := rapid.Permutation(spread(managed, existing)).Draw(rt, "records")
		synctest.Test(t, func(t *testing.T) {
			s := newSite(existing, pageSize)
			s.order = rapid.SampledFrom([]string{"", "falling", "mixed"}).Draw(rt, "order")
			readAll(t, New(openSite{s}, Auto), s, records, parallelism)
			singles, pages := s.sent()
			if better := min(managed, s.pagesOf("all")); singles+pages > 2*better+4+parallelism {
				t.Errorf("%d singles and %d pages where the better way takes %d requests", singles, pages, better)
			}
		})
	})
}

func TestOpenEnded_listings(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := numbered(1000, 50)
		reader := New(openSite{s}, Auto)
		for _, test := range []struct{ atMost, records int }{{1, 50}, {4, 200}, {3, 200}, {21, 1000}, {0, 1000}} {
			found, err := reader.All(t.Context(), test.atMost, "all")
			if isCut := test.records < 1000; err != nil || len(found.Records) != test.records || found.IsCut != isCut {
				t.Errorf("at most %d: %d records, cut: %t, %v; want %d, cut: %t", test.atMost, len(found.Records), found.IsCut, err, test.records, isCut)
			}
		}
		listAll(t, reader, s, 3)
		readAll(t, reader, s, spread(1000, 1000), 10)
		if singles, pages := s.sent(); singles != 0 || pages != 1+4+21 {
			t.Errorf("%d singles and %d pages", singles, pages)
		}
		if _, err := New(openSite{s}, List).Read(t.Context(), "999", "all"); err != nil {
			t.Error(err)
		}
		time.Sleep(time.Hour) // for the end of the listing, which no one waits for
	})
}

// A portion that fails costs single reads, and lets no one wait forever.
func TestOpenEnded_failures(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newSite(1000, 50)
		s.failRest = true
		reader := New(openSite{s}, Auto)
		readAll(t, reader, s, spread(1000, 1000), 10)
		if _, err := reader.All(t.Context(), 0, "all"); err == nil {
			t.Error("a listing that failed was taken for whole")
		}
		s.change(func(s *site) { s.failRest = false })
		listAll(t, reader, s, 2)
	})
}

// A caller that gives up while portions are read does not affect the others.
func TestOpenEnded_cancellation(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newSite(3000, 50)
		reader := New(openSite{s}, Auto)
		ctx, cancel := context.WithCancel(t.Context())
		go func() { _, _ = reader.All(ctx, 0, "all") }()
		time.Sleep(70 * time.Millisecond)
		cancel()
		time.Sleep(time.Hour)
		readAll(t, reader, s, spread(100, 3000), 10)
		listAll(t, reader, s, 1)
	})
}
