package reads

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"
)

// TestFind_sharesReadsOfTheWideScope covers records of which only the site is
// known, as after an import.
func TestFind_sharesReadsOfTheWideScope(t *testing.T) {
	t.Parallel()
	for _, mode := range []Mode{Auto, List} {
		for _, test := range []struct{ found, existing, atMost int }{
			{found: 1, existing: 20000, atMost: 1},
			{found: 12, existing: 20000, atMost: 27},
			{found: 1000, existing: 1000, atMost: 23},
		} {
			synctest.Test(t, func(t *testing.T) {
				s := newSite(test.existing, 50)
				s.projects, s.strays = 10, 1
				findAll(t, New(s, mode), s, spread(test.found, test.existing))
				if singles, pages := s.sent(); singles+pages > test.atMost {
					t.Errorf("mode %d, %d of %d: %d singles and %d pages, want at most %d requests", mode, test.found, test.existing, singles, pages, test.atMost)
				}
			})
		}
	}
}

// findAll finds records ten at once, and checks them.
func findAll(t *testing.T, reader *Reader[string, int], s *site, records []int) {
	t.Helper()
	places := make(chan struct{}, 10)
	for _, record := range records {
		places <- struct{}{}
		go func() {
			defer func() { <-places }()
			version, err := reader.Find(t.Context(), fmt.Sprint(record), "site")
			if err != nil || version != s.version(record) {
				t.Errorf("record %d: got version %d, %v", record, version, err)
			}
		}()
	}
	for range cap(places) {
		places <- struct{}{}
	}
}

// TestFind_isServedFromANarrowListing: the project's listing has arrived, or is
// on its way, and contains the record although the caller did not name the
// project.
func TestFind_isServedFromANarrowListing(t *testing.T) {
	t.Parallel()
	for _, mode := range []Mode{Auto, List} {
		synctest.Test(t, func(t *testing.T) {
			s := newSite(2000, 50)
			s.projects = 2
			reader := New(s, mode)
			go readAll(t, reader, s, s.in(s.project(0)), 10)
			synctest.Wait() // its first page is on the way
			findAll(t, reader, s, []int{1998})
			findAll(t, reader, s, []int{1000})
			time.Sleep(2 * time.Hour) // of the bubble's clock, for readAll
			if singles, pages := s.sent(); singles != 0 || pages != 20 {
				t.Errorf("mode %d: %d singles and %d pages, want the 20 pages of the project", mode, singles, pages)
			}
		})
	}
}
