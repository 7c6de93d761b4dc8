package transport

import (
	"context"
	"fmt"
	"net/http"
	"sync/atomic"
	"time"

	"golang.org/x/sync/semaphore"
	"golang.org/x/time/rate"
)

// minuteWithMargin is the span in which at most RequestsPerMinute requests are
// sent: a minute, and a little more for what the way to the system shortens or
// stretches.
const minuteWithMargin = 60*time.Second + 500*time.Millisecond

// rateLimited lets at most n requests pass in any minute, and up to n of them
// at once: a run of few requests never waits.
//
// One token bucket cannot promise that (a bucket of n that refills at n a
// minute lets nearly 2n pass in its first minute). n buckets of one token
// each, taken in turn, can: a request goes when the n-th before it is a minute
// old.
type rateLimited struct {
	next  http.RoundTripper
	slots []*rate.Limiter
	turn  atomic.Uint64
}

func limitRate(next http.RoundTripper, requestsPerMinute int) http.RoundTripper {
	if requestsPerMinute <= 0 {
		return next
	}
	slots := make([]*rate.Limiter, requestsPerMinute)
	for i := range slots {
		slots[i] = rate.NewLimiter(rate.Every(minuteWithMargin), 1)
	}
	return &rateLimited{next: next, slots: slots}
}

func (l *rateLimited) RoundTrip(request *http.Request) (*http.Response, error) {
	slot := l.slots[(l.turn.Add(1)-1)%uint64(len(l.slots))]
	if err := slot.Wait(request.Context()); err != nil {
		if request.Context().Err() == nil { // the limiter does not begin a wait that would outlast the time given
			err = fmt.Errorf("the limit of %d requests a minute leaves no room within the time given: %w",
				len(l.slots), context.DeadlineExceeded)
		}
		return nil, waitError(request.Context(), err)
	}
	return l.next.RoundTrip(request)
}

// concurrencyLimited lets at most so many requests be in flight. The answer's
// body is read below it (see attempt), so a request is over when this returns.
type concurrencyLimited struct {
	next   http.RoundTripper
	places *semaphore.Weighted
}

func limitConcurrency(next http.RoundTripper, maxConcurrent int) http.RoundTripper {
	if maxConcurrent <= 0 {
		return next
	}
	return &concurrencyLimited{next: next, places: semaphore.NewWeighted(int64(maxConcurrent))}
}

func (l *concurrencyLimited) RoundTrip(request *http.Request) (*http.Response, error) {
	if err := l.places.Acquire(request.Context(), 1); err != nil {
		return nil, waitError(request.Context(), err)
	}
	defer l.places.Release(1)
	return l.next.RoundTrip(request)
}

// notSentError marks a request that was given up before it was sent.
type notSentError struct{ err error }

func (e *notSentError) Error() string { return e.err.Error() }
func (e *notSentError) Unwrap() error { return e.err }

func waitError(ctx context.Context, err error) error {
	return &notSentError{err: cause(ctx, err)}
}
