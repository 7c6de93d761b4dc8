package customtypes

import (
	"fmt"
	"time"
)

// compactDate is the layout of the wire format, YYYYMMDD.
const compactDate = "20060102"

// ParseDate parses a calendar day written YYYY-MM-DD or, as some systems spell it, YYYYMMDD. The result is midnight UTC of
// that day. A date has no time zone of its own (design section 3).
//
// The error, for any other spelling and for a day that does not exist, contains the value and how to write it.
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
		"write a valid date as YYYY-MM-DD, for example 2026-02-28", quoted(s))
}

// SameDate reports whether a and b spell the same day. If either is not a date (see ParseDate), it compares the texts
// themselves, so it is an equivalence relation over all strings (design section 3).
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
