package reads

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"
)

func TestModes_listAlwaysListsAndSingleNever(t *testing.T) {
	t.Parallel()
	tests := []struct {
		mode           Mode
		singles, pages int
	}{
		{List, 0, 20},
		{Single, 3, 0},
	}
	for _, test := range tests {
		synctest.Test(t, func(t *testing.T) {
			s := newSite(1000, 50)
			readAll(t, New(s, test.mode), s, []int{3, 700, 999}, 10)
			if singles, pages := s.sent(); singles != test.singles || pages != test.pages {
				t.Errorf("mode %d: %d singles and %d pages, want %d and %d", test.mode, singles, pages, test.singles, test.pages)
			}
		})
	}
}

func TestRead_laterReadersAreServedFromTheListing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newSite(100, 50)
		reader := New(s, Auto)
		records := spread(100, 100)
		readAll(t, reader, s, records, 10)
		singles, pages := s.sent()
		readAll(t, reader, s, records, 10)
		if singlesNow, pagesNow := s.sent(); singlesNow != singles || pagesNow != pages {
			t.Errorf("%d requests for records that were listed", singlesNow-singles+pagesNow-pages)
		}
	})
}

func TestRead_withoutAScopeIsSingle(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newSite(10, 50)
		reader := New(s, List)
		_, err := reader.Read(t.Context(), "3")
		if singles, pages := s.sent(); err != nil || singles != 1 || pages != 0 {
			t.Errorf("got %v with %d singles and %d pages, want one single", err, singles, pages)
		}
	})
}

func TestRead_manySmallProjectsAreReadFromTheSitesListing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newSite(1000, 50)
		s.projects = 200
		readAll(t, New(s, Auto), s, spread(1000, 1000), 10)
		singles, pages := s.sent()
		if better := s.pagesOf("site"); singles+pages > 2*better+3 {
			t.Errorf("%d singles and %d pages, the site has %d pages", singles, pages, better)
		}
	})
}

// TestRead_nestedScopesStayWithinTheBetterWay: with projects, the two ways are
// single reads and the site's listing, and the bound is slightly wider.
func TestRead_nestedScopesStayWithinTheBetterWay(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		existing := rapid.IntRange(1, 2000).Draw(rt, "existing")
		managed := rapid.IntRange(1, min(existing, 600)).Draw(rt, "managed")
		projects := rapid.IntRange(1, 100).Draw(rt, "projects")
		strays := rapid.SampledFrom([]int{0, 0, 1, 2, 10, 100}).Draw(rt, "strays")
		records := rapid.Permutation(spread(managed, existing)).Draw(rt, "records")
		parallelism := rapid.IntRange(1, 20).Draw(rt, "parallelism")
		pageSize := rapid.SampledFrom([]int{1, 7, 50, 250}).Draw(rt, "pageSize")
		synctest.Test(t, func(t *testing.T) {
			s := newSite(existing, pageSize)
			s.projects, s.strays = projects, strays
			readAll(rt, New(s, Auto), s, records, parallelism)
			singles, pages := s.sent()
			if better := min(managed, s.pagesOf("site")); singles+pages > 2*better+better/4+parallelism+3 {
				rt.Errorf("%d singles and %d pages where the better way takes %d requests", singles, pages, better)
			}
		})
	})
}

func TestListing_neverProvesAbsence(t *testing.T) {
	t.Parallel()
	tests := map[string]func(*site){
		"a page fails":                   func(s *site) { s.failRest = true },
		"the first page fails":           func(s *site) { s.failFirst = true },
		"records slip between the pages": func(s *site) { s.skip = map[int]bool{0: true, 57: true, 199: true} },
		"some records are gone":          func(s *site) { s.versions[7], s.versions[150] = -1, -1 },
	}
	for name, change := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := newSite(200, 50)
				change(s)
				readAll(t, New(s, Auto), s, spread(200, 200), 10) // checks each result
			})
		})
	}
}

func TestRead_isNeverOlderThanTheLastWrite(t *testing.T) {
	t.Parallel()
	t.Run("a record that is written after it was listed", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			s := newSite(100, 50)
			reader := New(s, Auto)
			records := spread(100, 100)
			readAll(t, reader, s, records, 10)
			ended := reader.Writing("42")
			s.versions[42] = 1
			ended()
			readAll(t, reader, s, records, 10) // checks the version
			if singles, _ := s.sent(); singles != 1 {
				t.Errorf("%d singles, want one for the record that was written", singles)
			}
		})
	})
	t.Run("a record that is written while the listing is read", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			s := newSite(1000, 50)
			reader := New(s, List)
			s.onPage = func(page int) {
				if page == 20 { // the page with the record was read, and its response is on its way
					ended := reader.Writing("999")
					s.mu.Lock()
					s.versions[999] = 1
					s.mu.Unlock()
					ended()
				}
			}
			readAll(t, reader, s, []int{999}, 1)
		})
	})
}

func TestCancellation_ofOneCallerDoesNotHarmTheOthers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newSite(1000, 50)
		reader := New(s, List)
		ctx, cancel := context.WithCancel(t.Context())
		impatient := make(chan error, 1)
		go func() {
			_, err := reader.Read(ctx, "998", "all")
			impatient <- err
		}()
		patient := make(chan error, 1)
		go func() {
			_, err := reader.Read(t.Context(), "999", "all")
			patient <- err
		}()
		synctest.Wait()
		start := time.Now()
		cancel()
		if err := <-impatient; !errors.Is(err, context.Canceled) || time.Since(start) != 0 {
			t.Errorf("the caller that gave up got %v after %v", err, time.Since(start))
		}
		if err := <-patient; err != nil {
			t.Errorf("the other caller got %v", err)
		}
		if singles, pages := s.sent(); pages != 20 || singles != 0 {
			t.Errorf("%d pages and %d singles, want the 20 pages", pages, singles)
		}
	})
}

func TestCancellation_ofAllCallersEndsTheListing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newSite(10000, 50)
		reader := New(s, List)
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() {
			_, err := reader.Read(ctx, "9999", "all")
			done <- err
		}()
		time.Sleep(30 * time.Millisecond) // the first page has arrived, others are on their way
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
		time.Sleep(time.Hour)
		if _, pages := s.sent(); pages > 30 {
			t.Errorf("%d pages were read for nobody", pages)
		}
		if _, err := reader.Read(t.Context(), "5000", "all"); err != nil {
			t.Errorf("a later reader got %v", err)
		}
	})
}

func TestRead_ofOneRecordAtTheSameTimeIsOneRequest(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newSite(10, 50)
		reader := New(s, Single)
		for range 5 {
			go func() { _, _ = reader.Read(context.Background(), "3", "all") }()
		}
		time.Sleep(time.Hour)
		if singles, _ := s.sent(); singles != 1 {
			t.Errorf("%d requests, want 1", singles)
		}
	})
}
