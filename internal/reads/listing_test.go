package reads

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"
)

// listAll calls All the given number of times concurrently, and checks that
// each call returns the site's current records in order.
func listAll(t *testing.T, reader *Reader[string, int], s *site, callers int) {
	t.Helper()
	var want []int
	s.change(func(s *site) { want = slices.Clone(s.versions) })
	var group sync.WaitGroup
	for range callers {
		group.Go(func() {
			found, err := reader.All(t.Context(), 0, "all")
			if err != nil || found.IsCut || !slices.Equal(found.Records, want) {
				t.Errorf("got %d records, cut: %t, %v; want all %d of them in order", len(found.Records), found.IsCut, err, len(want))
			}
		})
	}
	group.Wait()
}

// numbered returns a site whose records differ.
func numbered(records, pageSize int) *site {
	s := newSite(records, pageSize)
	for i := range s.versions {
		s.versions[i] = i
	}
	return s
}

func TestAll_sharesOneListing(t *testing.T) {
	t.Parallel()
	const pages = 20
	tests := map[string]struct {
		do             func(*testing.T, *Reader[string, int], *site)
		singles, pages int
	}{
		"with others who want all": {do: func(t *testing.T, r *Reader[string, int], s *site) {
			listAll(t, r, s, 5)
			listAll(t, r, s, 1)
		}, pages: pages},
		"with single reads that come later": {do: func(t *testing.T, r *Reader[string, int], s *site) {
			listAll(t, r, s, 1)
			readAll(t, r, s, spread(100, 1000), 10)
		}, pages: pages},
		"with single reads that came before": {do: func(t *testing.T, r *Reader[string, int], s *site) {
			readAll(t, r, s, spread(1000, 1000), 10)
			listAll(t, r, s, 1)
		}, pages: pages},
		"with single reads at the same time": {do: func(t *testing.T, r *Reader[string, int], s *site) {
			go readAll(t, r, s, spread(1000, 1000), 10)
			listAll(t, r, s, 1)
			time.Sleep(2 * time.Hour)
		}, pages: pages},
		"with a first page that was not worth going on for": {do: func(t *testing.T, r *Reader[string, int], s *site) {
			readAll(t, r, s, []int{3, 500}, 10)
			listAll(t, r, s, 1)
		}, pages: 1 + pages}, // the page of one of them, and then all others
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := numbered(1000, 50)
				test.do(t, New(s, Auto), s)
				if singles, pages := s.sent(); singles != test.singles || pages != test.pages {
					t.Errorf("%d singles and %d pages, want %d and %d", singles, pages, test.singles, test.pages)
				}
			})
		})
	}
}

// TestAll_costsSingleReadsNothing: the cost of a project's own listing does not
// count against sharing the reads of another.
func TestAll_costsSingleReadsNothing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newSite(2000, 50)
		s.projects = 2
		reader := New(s, Auto)
		if _, err := reader.All(t.Context(), 0, "site", s.project(1)); err != nil {
			t.Fatal(err)
		}
		readAll(t, reader, s, s.in(s.project(0)), 10)
		if singles, pages := s.sent(); singles != 0 || pages != 40 {
			t.Errorf("%d singles and %d pages, want the 20 pages of each project", singles, pages)
		}
	})
}

func TestAll_afterAWriteListsAgain(t *testing.T) {
	t.Parallel()
	tests := map[string]func(*Reader[string, int]) (ended func()){
		"of a record":           func(r *Reader[string, int]) func() { return r.Writing("42") },
		"of a record elsewhere": func(r *Reader[string, int]) func() { return r.Writing("4711") },
		"that makes a record":   func(r *Reader[string, int]) func() { return r.Creating() },
	}
	for name, write := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := numbered(100, 50)
				reader := New(s, Auto)
				listAll(t, reader, s, 1)
				ended := write(reader)
				s.change(func(s *site) { s.versions[42] = 1000 })
				ended()
				listAll(t, reader, s, 3)
				if _, pages := s.sent(); pages != 4 {
					t.Errorf("%d pages, want the 2 pages twice", pages)
				}
			})
		})
	}
}

// TestAll_doesNotTakeAListingFromBeforeAWrite: neither one in progress, nor its
// first page.
func TestAll_doesNotTakeAListingFromBeforeAWrite(t *testing.T) {
	t.Parallel()
	for _, wait := range []time.Duration{10 * time.Millisecond, 30 * time.Millisecond, 100 * time.Millisecond} {
		synctest.Test(t, func(t *testing.T) {
			s := numbered(1000, 50)
			reader := New(s, Auto)
			for _, record := range []int{998, 999} { // enough to read the first page, and no more
				go func() { _, _ = reader.Read(t.Context(), fmt.Sprint(record), "all") }()
			}
			time.Sleep(wait)
			ended := reader.Writing("42")
			s.change(func(s *site) { s.versions[42] = 1000 })
			ended()
			listAll(t, reader, s, 1)
		})
	}
}

func TestAll_isBounded(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := numbered(1000, 50)
		reader := New(s, Auto)
		for _, test := range []struct {
			atMost, records, pages int
		}{
			{atMost: 1, records: 50, pages: 1},
			{atMost: 4, records: 200, pages: 1 + 4},
			{atMost: 3, records: 200, pages: 1 + 4}, // more is already there
			{atMost: 20, records: 1000, pages: 1 + 4 + 20},
			{atMost: 0, records: 1000, pages: 1 + 4 + 20},
		} {
			found, err := reader.All(t.Context(), test.atMost, "all")
			if isCut := test.records < 1000; err != nil || len(found.Records) != test.records || found.IsCut != isCut {
				t.Errorf("at most %d: %d records, cut: %t, %v; want %d, cut: %t", test.atMost, len(found.Records), found.IsCut, err, test.records, isCut)
			}
			if _, pages := s.sent(); pages != test.pages {
				t.Errorf("at most %d: %d pages so far, want %d", test.atMost, pages, test.pages)
			}
		}
	})
}

// TestAll_boundHoldsBesideSingleReads: after a few single reads of a large
// scope, its first page is read, which does not lift the limit for later
// callers.
func TestAll_boundHoldsBesideSingleReads(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newSite(20000, 50)
		reader := New(s, Auto)
		go readAll(t, reader, s, []int{3, 700, 1999}, 3)
		time.Sleep(5 * time.Millisecond)
		found, err := reader.All(t.Context(), 40, "all")
		if err != nil || !found.IsCut || len(found.Records) != 2000 {
			t.Errorf("%d records, cut: %t, %v; want 2000 of a cut listing", len(found.Records), found.IsCut, err)
		}
		time.Sleep(2 * time.Hour)
		if singles, pages := s.sent(); singles != 0 || pages != 40 {
			t.Errorf("%d singles and %d pages, want 40 pages", singles, pages)
		}
	})
}

func TestAll_thatFailsSaysSoAndIsTriedAgain(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		fail, mend func(*site)
		records    int
	}{
		"the first page": {fail: func(s *site) { s.failFirst = true }, mend: func(s *site) { s.failFirst = false }},
		"the third page": {fail: func(s *site) { s.failRest = true }, mend: func(s *site) { s.failRest = false }, records: 100},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := numbered(1000, 50)
				reader := New(s, Auto)
				s.change(test.fail)
				for range 2 {
					go func() {
						found, err := reader.All(t.Context(), 0, "all")
						if err == nil || len(found.Records) != test.records {
							t.Errorf("got %d records and %v, want %d and an error", len(found.Records), err, test.records)
						}
					}()
				}
				time.Sleep(time.Hour)
				s.change(test.mend)
				listAll(t, reader, s, 1)
			})
		})
	}
}

func TestAll_cancellation(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		stays bool
		pages int
	}{
		"of one caller does not harm the other": {stays: true, pages: 20},
		"of all callers ends the listing":       {pages: 11},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := numbered(1000, 50)
				reader := New(s, Auto)
				ctx, cancel := context.WithCancel(t.Context())
				gaveUp := make(chan error, 1)
				go func() {
					_, err := reader.All(ctx, 0, "all")
					gaveUp <- err
				}()
				if test.stays {
					go listAll(t, reader, s, 1)
				}
				time.Sleep(s.latency + s.latency/2) // the first page is there, ten more are on the way
				cancel()
				if err := <-gaveUp; !errors.Is(err, context.Canceled) {
					t.Errorf("the caller that gave up got %v", err)
				}
				time.Sleep(time.Hour)
				if _, pages := s.sent(); pages != test.pages {
					t.Errorf("%d pages, want %d", pages, test.pages)
				}
				listAll(t, reader, s, 1) // complete again, or still
			})
		})
	}
}

// TestAll_joinsNoListingThatIsGivenUp: a caller that arrives between the last
// caller's departure and the listing's end does not get the cancellation.
func TestAll_joinsNoListingThatIsGivenUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := numbered(1000, 50)
		reader := New(s, Auto)
		s.onPage = func(int) { time.Sleep(10 * time.Millisecond) } // and does not notice that it is abandoned
		ctx, cancel := context.WithCancel(t.Context())
		go func() { _, _ = reader.All(ctx, 0, "all") }()
		time.Sleep(5 * time.Millisecond)
		cancel()
		synctest.Wait()
		listAll(t, reader, s, 1)
	})
}

// TestReads_areNeverOlderThanTheLastWrite mixes both ways of reading with writes.
func TestReads_areNeverOlderThanTheLastWrite(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		existing := rapid.IntRange(1, 300).Draw(rt, "existing")
		steps := rapid.SliceOfN(rapid.IntRange(0, 3*existing-1), 1, 100).Draw(rt, "steps")
		mode := rapid.SampledFrom([]Mode{Auto, List, Single}).Draw(rt, "mode")
		synctest.Test(t, func(t *testing.T) {
			s := newSite(existing, 7)
			reader := New(s, mode)
			floor := make([]int, existing) // the least version that a read begun now may see
			for _, step := range steps {
				record := step % existing
				var least []int
				s.change(func(*site) { least = slices.Clone(floor) })
				switch step / existing {
				case 0:
					go func() {
						version, err := reader.Read(context.Background(), fmt.Sprint(record), "all")
						if err != nil || version < least[record] {
							rt.Errorf("record %d: got version %d, %v; want %d or newer", record, version, err, least[record])
						}
					}()
				case 1:
					go func() {
						found, err := reader.All(context.Background(), 0, "all")
						isOld := len(found.Records) != existing
						for i := 0; i < existing && !isOld; i++ {
							isOld = found.Records[i] < least[i]
						}
						if err != nil || isOld {
							rt.Errorf("got %v, %v; want %v or newer", found.Records, err, least)
						}
					}()
				default:
					ended := reader.Writing(fmt.Sprint(record))
					s.change(func(s *site) { s.versions[record]++ })
					time.Sleep(time.Millisecond)
					ended()
					s.change(func(s *site) { floor[record] = s.versions[record] })
				}
				time.Sleep(time.Duration(step%5) * time.Millisecond)
			}
			time.Sleep(time.Hour)
		})
	})
}
