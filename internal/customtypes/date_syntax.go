package customtypes

import (
	"fmt"
	"time"
)

// compactDate is the layout of the wire form, YYYYMMDD.
const compactDate = "20060102"

// ParseDate reads a calendar date written YYYY-MM-DD or, as some systems spell it, YYYYMMDD. The result is
// midnight UTC of that day; a date has no time zone of its own (design section 3).
//
// The error, for any other spelling and for a day no calendar has, names the value and how to write it.
func ParseDate(s string) (time.Time, error) {
	for _, layout := range []string{time.DateOnly, compactDate} {
		if len(s) != len(layout) {
			continue
		}
		if day, err := time.Parse(layout, s); err == nil {
			return day, nil
		}
	}
	return time.Time{}, fmt.Errorf("%s is not a date: "+
		"write a day that exists as YYYY-MM-DD, for example 2026-02-28", quoted(s))
}

// SameDate tells whether a and b spell the same day. Where either is not a date (see ParseDate) the texts
// themselves are compared, so it is an equivalence relation over all strings (design section 3).
func SameDate(a, b string) bool {
	if a == b {
		return true
	}
	x, err := ParseDate(a)
	if err != nil {
		return false
	}
	y, err := ParseDate(b)
	if err != nil {
		return false
	}
	return x.Equal(y)
}
