package transport

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"time"
)

// IsUnderway reports whether a system may still be carrying out a write that
// failed: the client stopped waiting for the response, or a gateway did. What the
// write creates may appear at any time, so nothing that is missing now proves
// that it had no effect.
func IsUnderway(err error) bool {
	return errors.Is(err, errAttemptTimeout) || HasStatus(err, http.StatusGatewayTimeout)
}

// IsAccepted reports whether a system responded to a write with success, in a
// response that cannot be read or lacks what it should contain. The write is
// done. A page for a browser is not the system's response, whatever its status.
func IsAccepted(err error) bool {
	var failure *APIError
	return errors.As(err, &failure) && succeeded(failure.Status) && failure.Outcome() == Unknown && !failure.IsWebPage
}

// MayRepeat reports whether a write may be sent again if nothing is found that it
// may have done.
func MayRepeat(err error) bool { return !IsUnderway(err) && !IsAccepted(err) }

// LookUps yields once for each time that what a write without a clear response
// may have done is to be looked up, and waits in between: a list may lag behind,
// and the write may still be on its way. It looks for longer if the write is
// underway. It ends early when the context ends. cause is the failure of the
// write.
func LookUps(ctx context.Context, cause error) iter.Seq[int] {
	waits := []time.Duration{0, 250 * time.Millisecond, 750 * time.Millisecond, 2 * time.Second}
	if IsUnderway(cause) {
		waits = append(waits, 4*time.Second, 8*time.Second)
	}
	return func(yield func(int) bool) {
		for i, wait := range waits {
			if Pause(ctx, wait) != nil || !yield(i) {
				return
			}
		}
	}
}

// Pause waits for d, or until the context ends, whose cause is then the error.
func Pause(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return context.Cause(ctx)
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
