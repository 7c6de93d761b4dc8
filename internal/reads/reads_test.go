package reads

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"
)

// site is a system with numbered records in pages, some of them in projects.
type site struct {
	pageSize int
	projects int // number of projects that contain the records; 0 = none
	strays   int // the project is unknown for one record in strays; 0 = for none
	latency  time.Duration
	side     int    // pages read concurrently
	order    string // of a listing: "" = rising IDs, "falling" or "mixed"

	mu       sync.Mutex
	versions []int // of each record; -1 = deleted
	singles  int
	pages    int

	failFirst, failRest bool
	skip                map[int]bool // records that are missed between pages
	onPage              func(page int)
}

func newSite(records, pageSize int) *site {
	return &site{pageSize: pageSize, latency: 20 * time.Millisecond, side: 10, versions: make([]int, records)}
}

var errGone = errors.New("gone")

// sent returns the number of requests so far.
func (s *site) sent() (singles, pages int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.singles, s.pages
}

// version returns the site's version of a record; -1 = deleted.
func (s *site) version(record int) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.versions[record]
}

// change changes the site while reads may be going on.
func (s *site) change(change func(*site)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(s)
}

// fails returns which pages fail.
func (s *site) fails() (first, rest bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.failFirst, s.failRest
}

func (s *site) project(record int) string {
	if s.projects == 0 {
		return "all"
	}
	return fmt.Sprint("project ", record%s.projects)
}

// scopesOf returns the known scopes of a record.
func (s *site) scopesOf(record int) []string {
	switch {
	case s.projects == 0:
		return []string{s.project(record)}
	case s.strays > 0 && record%s.strays == 0:
		return []string{"site"}
	default:
		return []string{"site", s.project(record)}
	}
}

func (s *site) in(scope string) []int {
	var records []int
	for record := range s.versions {
		if scope == "site" || s.project(record) == scope {
			records = append(records, record)
		}
	}
	switch s.order {
	case "falling":
		slices.Reverse(records)
	case "mixed":
		slices.SortFunc(records, func(a, b int) int { return cmp.Compare(a*7919%10007, b*7919%10007) })
	}
	return records
}

func (s *site) Single(ctx context.Context, id string) (int, error) {
	var record int
	if _, err := fmt.Sscan(id, &record); err != nil {
		return 0, err
	}
	s.mu.Lock()
	s.singles++
	version := s.versions[record]
	s.mu.Unlock()
	if err := wait(ctx, s.latency); err != nil {
		return 0, err
	}
	if version < 0 {
		return 0, errGone
	}
	return version, nil
}

func (s *site) page(ctx context.Context, scope string, page int) ([]Record[int], error) {
	s.mu.Lock()
	s.pages++
	all := s.in(scope)
	var records []Record[int]
	for _, record := range all[min((page-1)*s.pageSize, len(all)):min(page*s.pageSize, len(all))] {
		if s.versions[record] >= 0 && !s.skip[record] {
			records = append(records, Record[int]{ID: fmt.Sprint(record), Value: s.versions[record]})
		}
	}
	s.mu.Unlock()
	if s.onPage != nil {
		s.onPage(page)
	}
	return records, wait(ctx, s.latency)
}

func (s *site) pagesOf(scope string) int {
	return max(1, (len(s.in(scope))+s.pageSize-1)/s.pageSize)
}

// Page reads one part of a listing.
func (s *site) Page(ctx context.Context, scope string, place int) ([]Record[int], error) {
	records, err := s.page(ctx, scope, place+1)
	if _, failRest := s.fails(); err == nil && failRest && place == 2 {
		err = errors.New("the third page failed")
	}
	return records, err
}

func (s *site) First(ctx context.Context, scope string) (Part[int], error) {
	records, err := s.page(ctx, scope, 1)
	if failFirst, _ := s.fails(); err == nil && failFirst {
		err = errors.New("the first page failed")
	}
	return Part[int]{Records: records, Cost: 1, Rest: s.pagesOf(scope) - 1}, err
}

func (s *site) Rest(ctx context.Context, scope string, first Part[int], atMost int, deliver func(int, []Record[int])) error {
	var group sync.WaitGroup
	places := make(chan struct{}, s.side)
	for page := 2; page <= min(first.Rest, atMost)+1; page++ {
		if _, failRest := s.fails(); failRest && page == 3 {
			group.Wait()
			return errors.New("the third page failed")
		}
		places <- struct{}{}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		group.Go(func() {
			defer func() { <-places }()
			if records, err := s.page(ctx, scope, page); err == nil {
				deliver(page-1, records)
			}
		})
	}
	group.Wait()
	return ctx.Err()
}

func wait(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// readAll reads each record once, concurrently, as Terraform does.
func readAll(t interface{ Errorf(string, ...any) }, reader *Reader[string, int], s *site, records []int, parallelism int) {
	var next atomic.Int64
	var group sync.WaitGroup
	for range parallelism {
		group.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(records) {
					return
				}
				record := records[i]
				within := s.scopesOf(record)
				version, err := reader.Read(context.Background(), fmt.Sprint(record), within...)
				switch want := s.version(record); {
				case want < 0:
					if !errors.Is(err, errGone) {
						t.Errorf("record %d is gone, got %v, %v", record, version, err)
					}
				case err != nil || version != want:
					t.Errorf("record %d: got version %d, %v; want %d", record, version, err, want)
				}
			}
		})
	}
	group.Wait()
	time.Sleep(time.Hour) // of the bubble's clock, for goroutines that no one waits for
}

// spread selects managed records evenly from all existing ones.
func spread(managed, existing int) []int {
	records := make([]int, managed)
	for i := range records {
		records[i] = i * existing / managed
	}
	return records
}

func TestAuto_requestsOfTheBars(t *testing.T) {
	t.Parallel()
	tests := []struct {
		managed, existing, pageSize, atMost int
	}{
		{1, 1, 50, 1},
		{1, 20000, 50, 1},
		{12, 20000, 50, 27},
		{1000, 1000, 50, 23},
		{1000, 1000, 250, 7},
		{1000, 20000, 50, 803},
		{5000, 5000, 50, 115},
		{50, 5000, 50, 60},
		{12, 20000, 50, 16},
	}
	for _, test := range tests {
		t.Run(fmt.Sprintf("%d of %d by %d", test.managed, test.existing, test.pageSize), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := newSite(test.existing, test.pageSize)
				readAll(t, New(s, Auto), s, spread(test.managed, test.existing), 10)
				if singles, pages := s.sent(); singles+pages > test.atMost {
					t.Errorf("%d singles and %d pages, want at most %d requests", singles, pages, test.atMost)
				}
			})
		})
	}
}

// TestAuto_boundOverTheWholeGrid verifies the bound of the package comment from
// one record to 5,000 of 20,000.
func TestAuto_boundOverTheWholeGrid(t *testing.T) {
	t.Parallel()
	sizes := []int{1, 2, 12, 50, 100, 500, 1000, 5000, 20000}
	for _, existing := range sizes {
		for _, managed := range sizes {
			if managed > min(existing, 5000) {
				continue
			}
			t.Run(fmt.Sprintf("%d of %d", managed, existing), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					s := newSite(existing, 50)
					readAll(t, New(s, Auto), s, spread(managed, existing), 10)
					singles, pages := s.sent()
					if better := min(managed, s.pagesOf("all")); singles+pages > 2*better+3 {
						t.Errorf("%d singles and %d pages where the better way takes %d requests", singles, pages, better)
					}
				})
			})
		}
	}
}

// TestAuto_atMostTwiceTheBetterWay verifies the bound of the package comment
// over random sizes, parallelism, latency and order.
func TestAuto_atMostTwiceTheBetterWay(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		existing := rapid.IntRange(1, 3000).Draw(rt, "existing")
		managed := rapid.IntRange(1, min(existing, 800)).Draw(rt, "managed")
		pageSize := rapid.SampledFrom([]int{1, 7, 50, 250}).Draw(rt, "pageSize")
		parallelism := rapid.IntRange(1, 30).Draw(rt, "parallelism")
		latency := time.Duration(rapid.IntRange(0, 200).Draw(rt, "latency")) * time.Millisecond
		order := rapid.SampledFrom([]string{"", "falling", "mixed"}).Draw(rt, "order")
		records := rapid.Permutation(spread(managed, existing)).Draw(rt, "records")
		synctest.Test(t, func(t *testing.T) {
			s := newSite(existing, pageSize)
			s.latency, s.order = latency, order
			readAll(rt, New(s, Auto), s, records, parallelism)
			singles, pages := s.sent()
			if better := min(managed, s.pagesOf("all")); singles+pages > 2*better+3 {
				rt.Errorf("%d singles and %d pages where the better way takes %d requests", singles, pages, better)
			}
		})
	})
}
