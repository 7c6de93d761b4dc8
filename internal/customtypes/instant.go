package customtypes

import (
	"fmt"
	"strings"
	"time"
)

// ParseInstant parses a timestamp with a time zone, in the spellings that systems use: RFC 3339, also with a space for
// the T, without seconds, and with a time zone such as +0000. precision is the unit of its last part: a second or a minute.
func ParseInstant(text string) (instant time.Time, precision time.Duration, err error) {
	text = strings.ToUpper(strings.TrimSpace(text))
	text = strings.ReplaceAll(strings.Replace(text, " ", "T", 1), " ", "") // "2026-03-01 10:00:00 +00:00"
	for _, zone := range []string{"Z07:00", "Z0700", "Z07"} {
		for _, clock := range []struct {
			layout    string
			precision time.Duration
		}{{"15:04:05", time.Second}, {"15:04", time.Minute}} {
			instant, err = time.Parse("2006-01-02T"+clock.layout+zone, text)
			if err == nil {
				return instant, clock.precision, nil
			}
		}
	}
	return time.Time{}, 0, fmt.Errorf("%s is not a timestamp", quoted(text))
}

// SameInstant reports whether a and b are the same instant, to the second or, if one of them has no seconds, to the minute:
// one endpoint may include what another omits. If either is not a timestamp (see ParseInstant), it compares the texts
// regardless of case.
func SameInstant(a, b string) bool {
	first, precision, firstErr := ParseInstant(a)
	second, other, secondErr := ParseInstant(b)
	if firstErr != nil || secondErr != nil {
		return strings.EqualFold(a, b)
	}
	precision = max(precision, other)
	return first.Truncate(precision).Equal(second.Truncate(precision))
}
