package transport

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
)

// Limits of a wait that a system requests (Teamwork contract section 4, Intacct
// contract section 6). If it requests more than the maximum, the client does
// not wait: the error tells the user when to try again.
const (
	shortestWait = time.Second
	longestWait  = 120 * time.Second
)

// waitHeaders returns the headers with which the systems say how long to wait,
// in seconds or as an HTTP date. If there are several, the longest wait
// applies.
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

// resetHeaders returns the headers that say when the limit is lifted: seconds
// from now, or seconds since 1970 (Teamwork contract section 4: its
// documentation contradicts itself).
func resetHeaders() []string {
	return []string{"X-RateLimit-Reset", "X-Rate-Limit-Reset", "X-IA-CPU-Limit-Reset"}
}

// isLimited reports whether a response means "too many requests": 429, or
// Teamwork's older 400 with nothing remaining (contract section 4).
func isLimited(response *http.Response) bool {
	switch response.StatusCode {
	case http.StatusTooManyRequests:
		return true
	case http.StatusBadRequest:
		for _, name := range []string{"X-RateLimit-Remaining", "X-Rate-Limit-Remaining"} {
			if firstOf(response.Header.Get(name)) == "0" {
				return true
			}
		}
	}
	return false
}

// firstOf returns the first of a header's values: an intermediary may have
// joined several of one name, as in "3, 3".
func firstOf(value string) string {
	first, _, _ := strings.Cut(value, ",")
	return strings.TrimSpace(first)
}

// HeaderCount parses a count from a header; isThere is false if the header is
// missing. If there are several values, the first counts. A header that is not
// a count is an error: a list could be cut off.
func HeaderCount(header http.Header, name string) (count int, isThere bool, err error) {
	count, isThere, err = lenient.Text(firstOf(header.Get(name))).Count()
	if err != nil {
		return 0, false, fmt.Errorf("the header %s %w", name, err)
	}
	return count, isThere, nil
}

// waitHint returns how long a failed response asks to wait, and whether it asks
// at all. The reset time of a limit, which comes with every response, counts
// only if the limit caused the failure.
func waitHint(response *http.Response, now time.Time) (wait time.Duration, asks bool) {
	consider := func(names []string, parse func(string, time.Time) (time.Duration, bool)) {
		for _, name := range names {
			if each, ok := parse(response.Header.Get(name), now); ok {
				wait, asks = max(wait, each), true
			}
		}
	}
	consider(waitHeaders(), parseWait)
	if !asks && isLimited(response) {
		consider(resetHeaders(), parseReset)
	}
	if !asks {
		return 0, false
	}
	return max(wait, shortestWait), true
}

// parseWait parses seconds (a fraction is allowed) or an HTTP date.
func parseWait(value string, now time.Time) (time.Duration, bool) {
	if date, err := http.ParseTime(strings.TrimSpace(value)); err == nil {
		return date.Sub(now), true
	}
	seconds, err := strconv.ParseFloat(firstOf(value), 64)
	return inSeconds(seconds), err == nil
}

// From these values on, a number is a moment since 1970 rather than a number of
// seconds to wait: in seconds, and in milliseconds.
const (
	firstMoment      = 1e9
	firstMilliMoment = 1e11
)

func parseReset(value string, now time.Time) (time.Duration, bool) {
	seconds, err := strconv.ParseFloat(firstOf(value), 64)
	switch {
	case err != nil:
		return 0, false
	case seconds >= firstMilliMoment:
		return inSeconds(seconds/1000 - float64(now.Unix())), true
	case seconds >= firstMoment:
		return inSeconds(seconds - float64(now.Unix())), true
	}
	return inSeconds(seconds), true
}

// inSeconds converts without overflow: hostile or odd numbers become the nearest limit.
func inSeconds(seconds float64) time.Duration {
	const most = 100 * 365 * 24 * time.Hour
	if !(seconds > 0) { // also true for NaN
		return 0
	}
	return time.Duration(min(seconds, most.Seconds()) * float64(time.Second))
}
