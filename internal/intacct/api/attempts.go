package api

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// errInterrupted is why a lookup did not take place.
var errInterrupted = errors.New("the run was interrupted")

// attempts are the requests for one logical write: at most MaxRetries + 1 of them.
//
// An attempt without a response is followed by one with the same idempotency key: if the first one was carried out, or
// still is, Intacct replays its response or reports a conflict, so that the write cannot take effect twice. Intacct
// also replays a failure that it has stored, so an attempt that got a server error is followed by one with a new key
// (contract section 5), unless a gateway gave up before Intacct had finished: see mayFollow.
type attempts struct {
	idempotencyKey string
	left           int
	pause          time.Duration // before the last attempt after none found a connection
	// unclear is the failure of an attempt that may have taken effect, the one that forbids another attempt if there is
	// one; nil = no attempt may have taken effect.
	unclear error
}

func (c *Client) newAttempts() *attempts {
	return &attempts{idempotencyKey: NewIdempotencyKey(), left: c.maxRetries, pause: firstPause}
}

// failed notes that an attempt has failed. answer is nil if there is no response.
func (a *attempts) failed(answer *transport.Answer, err error) {
	if transport.MayHaveTakenEffect(err) && (a.unclear == nil || !mayFollow(err)) {
		a.unclear = err
	}
	if answer != nil && answer.Status >= http.StatusInternalServerError {
		a.idempotencyKey = NewIdempotencyKey()
	}
}

// mayFollow reports whether another attempt may follow one that failed and shows no effect: it got no response at all,
// so that the idempotency key protects the next one, or it can no longer take effect.
func mayFollow(err error) bool {
	_, isSilence := errors.AsType[*transport.NoAnswerError](err)
	return isSilence || transport.MayRepeat(err)
}

// mayRepeat reports whether a write that shows no effect is to be sent again, and counts that attempt: after a failure
// that says nothing about the write itself, or after a conflict with one of its own attempts. Intacct would refuse it
// again in any other case.
func (a *attempts) mayRepeat(ctx context.Context, last error) bool {
	isOwnConflict := a.unclear != nil && transport.HasStatus(last, http.StatusConflict)
	if a.left <= 0 || ctx.Err() != nil || !mayFollow(last) || !isOwnConflict && !isTransient(last) {
		return false
	}
	a.left--
	return true
}

// mayReconnect reports whether a write that found no connection is to be sent again, waits, and counts that attempt.
func (a *attempts) mayReconnect(ctx context.Context, last error) bool {
	failure, isSilence := errors.AsType[*transport.NoAnswerError](last)
	if !isSilence || failure.Path == tokenPath || failure.Outcome() != transport.NotSent || a.left <= 0 {
		return false
	}
	a.left--
	a.pause *= 2
	return transport.Pause(ctx, a.pause) == nil
}

// isTransient reports whether a failure says nothing about the write itself.
func isTransient(err error) bool {
	failure, isAnswer := errors.AsType[*transport.APIError](err)
	return transport.MayHaveTakenEffect(err) &&
		(!isAnswer || failure.IsWebPage || failure.Status >= http.StatusInternalServerError || failure.Status == http.StatusRequestTimeout)
}
