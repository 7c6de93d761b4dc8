package transport

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Bounds of a wait that a system asks for (Teamwork contract section 4,
// Intacct contract section 6).
const (
	shortestHint = time.Second
	longestHint  = 120 * time.Second
)

// waitHeaders are the headers by which the systems say how long to wait, in
// seconds or as an HTTP date. Where several are there, the longest wait holds.
func waitHeaders() []string {
	return []string{
		"Retry-After",
		"RetryAfter",                       // Intacct, as one copy of its guide spells it
		"X-IA-Throttle-Retry-After",        // Intacct, concurrency
		"X-IA-TENANT-Throttle-Retry-After", // Intacct, concurrency of the company
		"X-IA-Hour-Rate-Limit-Retry-After", // Intacct, hourly limit
		"X-RateLimit-Retry-After",          // Wethod
	}
}

// resetHeaders say when the limit is lifted: seconds from now, or seconds
// since 1970 (Teamwork contract section 4: its documentation contradicts itself).
func resetHeaders() []string {
	return []string{"X-RateLimit-Reset", "X-Rate-Limit-Reset", "X-IA-CPU-Limit-Reset"}
}

// isRefusal tells whether an answer means "too many requests": 429, or
// Teamwork's older 400 with nothing remaining (contract section 4).
func isRefusal(response *http.Response) bool {
	switch response.StatusCode {
	case http.StatusTooManyRequests:
		return true
	case http.StatusBadRequest:
		for _, name := range []string{"X-RateLimit-Remaining", "X-Rate-Limit-Remaining"} {
			if strings.TrimSpace(response.Header.Get(name)) == "0" {
				return true
			}
		}
	}
	return false
}

// waitHint is how long a failed answer asks to wait, clamped to sensible
// bounds, and whether it asks at all. The reset time of a limit, which comes
// with every answer, counts only where the limit is what failed the request.
func waitHint(header http.Header, refused bool, now time.Time) (time.Duration, bool) {
	var longest time.Duration
	found := false
	consider := func(wait time.Duration) {
		found = true
		longest = max(longest, wait)
	}
	for _, name := range waitHeaders() {
		if wait, ok := parseWait(header.Get(name), now); ok {
			consider(wait)
		}
	}
	if !found && refused {
		for _, name := range resetHeaders() {
			if wait, ok := parseReset(header.Get(name), now); ok {
				consider(wait)
			}
		}
	}
	if !found {
		return 0, false
	}
	return min(max(longest, shortestHint), longestHint), true
}

// parseWait reads seconds (a fraction is allowed) or an HTTP date.
func parseWait(value string, now time.Time) (time.Duration, bool) {
	value = strings.TrimSpace(value)
	if value == "" {
		return 0, false
	}
	if seconds, err := strconv.ParseFloat(value, 64); err == nil {
		return inSeconds(seconds), true
	}
	if date, err := http.ParseTime(value); err == nil {
		return date.Sub(now), true
	}
	return 0, false
}

// epochThreshold tells a moment since 1970 from a number of seconds to wait.
const epochThreshold = 1e9

func parseReset(value string, now time.Time) (time.Duration, bool) {
	seconds, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	if err != nil {
		return 0, false
	}
	if seconds > epochThreshold {
		return time.Unix(int64(min(seconds, 1e12)), 0).Sub(now), true
	}
	return inSeconds(seconds), true
}

// inSeconds converts without overflow: hostile or odd numbers become a bound.
func inSeconds(seconds float64) time.Duration {
	if !(seconds > 0) { // also when it is not a number
		return 0
	}
	return time.Duration(min(seconds, longestHint.Seconds()) * float64(time.Second))
}
