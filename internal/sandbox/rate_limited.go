package sandbox

import (
	"net/http"
	"strconv"
	"time"
)

// LimitSpelling is a way in which a system reports a rate limit. The Teamwork contract (section 4) lists all of them
// because its sources contradict each other.
type LimitSpelling string

// The spellings.
const (
	// RetryAfterSeconds is 429 with Retry-After in seconds.
	RetryAfterSeconds LimitSpelling = "Retry-After in seconds"
	// RetryAfterDate is 429 with Retry-After as an HTTP date.
	RetryAfterDate LimitSpelling = "Retry-After as a date"
	// ResetDelta is 429 with x-ratelimit-reset in seconds from now.
	ResetDelta LimitSpelling = "x-ratelimit-reset in seconds"
	// ResetEpoch is 429 with x-ratelimit-reset in seconds since the epoch.
	ResetEpoch LimitSpelling = "x-ratelimit-reset as epoch"
	// DashedReset is 429 with X-Rate-Limit-Reset in seconds from now.
	DashedReset LimitSpelling = "X-Rate-Limit-Reset in seconds"
	// BadRequestLimit is 400 with x-ratelimit-remaining 0.
	BadRequestLimit LimitSpelling = "400 with x-ratelimit-remaining"
	// DashedBadRequestLimit is 400 with X-Rate-Limit-Remaining 0.
	DashedBadRequestLimit LimitSpelling = "400 with X-Rate-Limit-Remaining"
)

// limitOfFaults is the limit that simulated rate limits report.
const limitOfFaults = "150"

// RateLimited refuses the request in the given spelling and asks the client to retry after span, rounded up to whole
// seconds.
func RateLimited(spelling LimitSpelling, span time.Duration) Fault {
	return Fault{name: "rate limited: " + string(spelling), answer: func(o occasion) Answer {
		status := http.StatusTooManyRequests
		if spelling == BadRequestLimit || spelling == DashedBadRequestLimit {
			status = http.StatusBadRequest
		}
		answer := o.systemError(status, "Rate limit exceeded")
		for name, value := range limitHeaders(spelling, o.now, span) {
			answer.Header.Set(name, value)
		}
		return answer
	}}
}

// limitHeaders returns the headers of a spelling.
func limitHeaders(spelling LimitSpelling, now time.Time, span time.Duration) map[string]string {
	delta := strconv.FormatInt(int64((span+time.Second-1)/time.Second), 10)
	end := now.Add(span + time.Second - 1).Truncate(time.Second)
	switch spelling {
	case RetryAfterDate:
		return map[string]string{"Retry-After": end.UTC().Format(http.TimeFormat)}
	case ResetDelta, BadRequestLimit:
		return limitTriple("X-Ratelimit-", delta)
	case ResetEpoch:
		return limitTriple("X-Ratelimit-", strconv.FormatInt(end.Unix(), 10))
	case DashedReset, DashedBadRequestLimit:
		return limitTriple("X-Rate-Limit-", delta)
	default:
		return map[string]string{"Retry-After": delta}
	}
}

// limitTriple returns the headers for limit, remaining, and reset with prefix.
func limitTriple(prefix, reset string) map[string]string {
	return map[string]string{prefix + "Limit": limitOfFaults, prefix + "Remaining": "0", prefix + "Reset": reset}
}
