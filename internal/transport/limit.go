package transport

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"

	"golang.org/x/sync/semaphore"
	"golang.org/x/time/rate"
)

// minuteWithMargin is the period in which at most RequestsPerMinute requests
// are sent: a minute, and a little more because the network can delay requests
// unevenly.
const minuteWithMargin = 60*time.Second + 500*time.Millisecond

// rateLimited lets at most n requests pass in any minute, and up to n of them
// at once: a run of few requests never waits.
//
// One token bucket cannot guarantee that (a bucket of n that refills at n per
// minute lets nearly 2n pass in its first minute). n buckets of one token each,
// used in turn, can: a request goes when the n-th before it is a minute old.
// Each bucket is created on first use, so the cost of a limit depends on the
// requests sent, not on the size of the limit.
type rateLimited struct {
	next     http.RoundTripper
	aMinute  int
	mutex    sync.Mutex
	slots    []*rate.Limiter // guarded by mutex
	requests int             // guarded by mutex
}

func limitRate(next http.RoundTripper, requestsPerMinute int) http.RoundTripper {
	if requestsPerMinute <= 0 {
		return next
	}
	return &rateLimited{next: next, aMinute: requestsPerMinute}
}

// slot returns the next bucket in turn.
func (l *rateLimited) slot() *rate.Limiter {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	turn := l.requests % l.aMinute
	l.requests++
	if turn == len(l.slots) {
		l.slots = append(l.slots, rate.NewLimiter(rate.Every(minuteWithMargin), 1))
	}
	return l.slots[turn]
}

func (l *rateLimited) RoundTrip(request *http.Request) (*http.Response, error) {
	if err := l.slot().Wait(request.Context()); err != nil {
		if request.Context().Err() == nil { // the limiter does not begin a wait that would exceed the deadline
			err = fmt.Errorf("the limit of %d requests per minute leaves no room before the deadline: %w",
				l.aMinute, context.DeadlineExceeded)
		}
		return nil, waitError(request.Context(), err)
	}
	return l.next.RoundTrip(request)
}

// concurrencyLimited limits the number of requests in flight. attempt reads the
// response body below it, so a request is over when this returns.
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
