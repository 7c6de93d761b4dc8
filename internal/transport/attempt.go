package transport

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"
)

// maxAnswerBytes bounds the memory that one answer may take. A page of 4,000
// records, the largest that any of the systems gives, is about 4 MiB.
const maxAnswerBytes = 16 << 20

// writeGrace is how long a write that is already on its way may still wait for
// its answer after the user has interrupted the run: long enough to learn the
// id of what was just created, short enough that the run ends within seconds.
const writeGrace = 5 * time.Second

var (
	// errAttemptTimeout is the cause of an attempt that took longer than request_timeout.
	errAttemptTimeout = errors.New("no complete answer within the request time-out")
	// errAnswerTooLarge ends the reading of an answer over maxAnswerBytes. It is not retried.
	errAnswerTooLarge = fmt.Errorf("the answer is larger than %d MiB and was cut off", maxAnswerBytes>>20)
)

// attempt makes one attempt: it bounds its time and reads its answer whole, so
// that a body which breaks off or never ends is a failed attempt and not a
// surprise to whoever decodes it.
type attempt struct {
	next     http.RoundTripper
	timeout  time.Duration
	maxBytes int64
}

// RoundTrip returns a response whose body is in memory.
func (a *attempt) RoundTrip(request *http.Request) (*http.Response, error) {
	if err := request.Context().Err(); err != nil { // writeGrace is for writes on their way, not to set out
		return nil, waitError(request.Context(), err)
	}
	ctx, cancel := a.bound(request.Context())
	defer cancel()
	attempted := request.WithContext(ctx)
	if retry := policyOf(ctx).retry; retry == RetryLimited || retry == RetryNever {
		attempted.GetBody = nil // with it, net/http sends what carries an idempotency key again by itself
	}
	response, err := a.next.RoundTrip(attempted)
	if err != nil {
		return nil, cause(ctx, err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, a.maxBytes+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("the answer broke off: %w", cause(ctx, err))
	case int64(len(body)) > a.maxBytes:
		return nil, errAnswerTooLarge
	}
	if _, err := response.Location(); err != nil && !errors.Is(err, http.ErrNoLocation) {
		response.Header.Del("Location") // http.Client would make an error of an address that cannot be read
	}
	response.Body = newWholeBody(response, body)
	return response, nil
}

// bound gives an attempt its own time. A write outlives the caller's
// interruption by writeGrace; a read does not.
func (a *attempt) bound(ctx context.Context) (context.Context, context.CancelFunc) {
	if policyOf(ctx).isWrite {
		var cancel context.CancelFunc
		ctx, cancel = Grace(ctx, writeGrace)
		if a.timeout <= 0 {
			return ctx, cancel
		}
		timed, cancelTimed := context.WithTimeoutCause(ctx, a.timeout, errAttemptTimeout)
		return timed, func() { cancelTimed(); cancel() }
	}
	if a.timeout <= 0 {
		return context.WithCancel(ctx)
	}
	return context.WithTimeoutCause(ctx, a.timeout, errAttemptTimeout)
}

// Grace returns a context that outlives its parent's cancellation by d: for the
// few steps that must not be left half done when a run is interrupted.
func Grace(parent context.Context, d time.Duration) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancelCause(context.WithoutCancel(parent))
	stop := context.AfterFunc(parent, func() {
		timer := time.NewTimer(d)
		defer timer.Stop()
		select {
		case <-timer.C:
			cancel(context.Cause(parent))
		case <-ctx.Done():
		}
	})
	return ctx, func() { stop(); cancel(context.Canceled) }
}

// cause prefers the reason for which a context ended over net/http's account
// of how it noticed.
func cause(ctx context.Context, err error) error {
	if ctx.Err() == nil {
		return err
	}
	if reason := context.Cause(ctx); reason != nil {
		return reason
	}
	return err
}

func succeeded(status int) bool { return status >= 200 && status <= 299 }
