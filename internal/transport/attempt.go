package transport

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"
)

// maxAnswerBytes limits the memory that one response can take. A page of 4,000
// records, the largest that any of the systems returns, is about 4 MiB.
const maxAnswerBytes = 16 << 20

// writeGrace is how long a write that is already sent can wait for its response
// after the user has interrupted the run: long enough to learn the ID of a
// created record, short enough that the run ends within seconds.
const writeGrace = 5 * time.Second

var (
	// errAttemptTimeout is the cause of an attempt that took longer than request_timeout.
	errAttemptTimeout = errors.New("no complete response within the request timeout")
	// errAnswerTooLarge stops reading a response over maxAnswerBytes. It is not retried.
	errAnswerTooLarge = fmt.Errorf("the response is larger than %d MiB and was cut off", maxAnswerBytes>>20)
)

// attempt makes one attempt. It limits the attempt's time and reads the whole
// response, so that a body that breaks off or never ends is a failed attempt
// and not a surprise during decoding.
type attempt struct {
	next     http.RoundTripper
	timeout  time.Duration
	maxBytes int64
}

// RoundTrip returns a response whose body is in memory.
func (a *attempt) RoundTrip(request *http.Request) (*http.Response, error) {
	if err := request.Context().Err(); err != nil { // writeGrace is only for writes that are already sent
		return nil, waitError(request.Context(), err)
	}
	ctx, cancel := a.bound(request.Context())
	defer cancel()
	attempted := request.WithContext(ctx)
	if retry := policyOf(ctx).retry; retry == RetryLimited || retry == RetryNever {
		attempted.GetBody = nil // with it, net/http itself resends requests with an idempotency key
	}
	response, err := a.next.RoundTrip(attempted)
	if err != nil {
		return nil, cause(ctx, err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, a.maxBytes+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("the response broke off: %w", cause(ctx, err))
	case int64(len(body)) > a.maxBytes:
		return nil, errAnswerTooLarge
	}
	if _, err := response.Location(); err != nil && !errors.Is(err, http.ErrNoLocation) {
		response.Header.Del("Location") // http.Client would fail on an address that it cannot parse
	}
	response.Body = newWholeBody(response, body)
	return response, nil
}

// bound returns a context with the attempt's own timeout. A write outlives the
// caller's interruption by writeGrace; a read does not.
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
// few steps that must not be left unfinished when a run is interrupted.
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

// cause prefers the reason why a context ended over net/http's description of
// how it noticed.
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
