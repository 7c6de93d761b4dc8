package transport

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// RetryPolicy selects the failures of a request after which the same request
// may be sent again.
type RetryPolicy int

const (
	// RetryByMethod retries GET, HEAD, PUT and DELETE like RetryAlways, because
	// they are idempotent, and any other method like RetryLimited.
	RetryByMethod RetryPolicy = iota
	// RetryAlways retries after "too many requests", after a server error, and
	// after a missing or unreadable response: for requests that change nothing
	// or can be repeated without harm.
	RetryAlways
	// RetryUnanswered retries after "too many requests" and after a missing or
	// unreadable response, but not after a server error: for writes that carry
	// an idempotency key, whose failures the system replays.
	RetryUnanswered
	// RetryLimited retries only after "too many requests", which means that the
	// request was not carried out.
	RetryLimited
	// RetryNever makes one attempt.
	RetryNever
)

// Waits between attempts if the system does not specify one: they double from
// the first to the largest, with jitter.
const (
	firstBackoff   = 250 * time.Millisecond
	largestBackoff = 8 * time.Second
)

// policy is how the chain treats one request; it travels in the request's context.
type policy struct {
	retry RetryPolicy
	// isWrite: the request may change something, so it is worth waiting for its
	// response even if the user interrupts the run.
	isWrite bool
	// mayHaveActed: an attempt was sent and was not refused as one too many, so
	// the request may have taken effect regardless of later attempts.
	mayHaveActed bool
	// wasLost: an attempt was sent and got no readable response.
	wasLost bool
}

type policyKey struct{}

func withPolicy(ctx context.Context, request Request) context.Context {
	readOnly := request.Method == http.MethodGet || request.Method == http.MethodHead ||
		(request.Method == http.MethodPost && request.Retry == RetryAlways)
	effective := &policy{retry: request.Retry, isWrite: !readOnly}
	if effective.retry == RetryByMethod {
		switch request.Method {
		case http.MethodGet, http.MethodHead, http.MethodPut, http.MethodDelete:
			effective.retry = RetryAlways
		default:
			effective.retry = RetryLimited
		}
	}
	return context.WithValue(ctx, policyKey{}, effective)
}

func policyOf(ctx context.Context) *policy {
	if found, ok := ctx.Value(policyKey{}).(*policy); ok {
		return found
	}
	return &policy{}
}

// retrying retries failed attempts, at most maxRetries times.
func retrying(next http.RoundTripper, maxRetries int, defaultLimitWait time.Duration) http.RoundTripper {
	client := &retryablehttp.Client{
		// Redirects are returned, never followed: they could carry the
		// credentials to another host.
		HTTPClient: &http.Client{
			Transport:     next,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		RetryMax:     maxRetries,
		CheckRetry:   mayRetry,
		Backoff:      backoff(defaultLimitWait),
		ErrorHandler: lastOutcome,
	}
	return &retryablehttp.RoundTripper{Client: client}
}

// mayRetry is a retryablehttp.CheckRetry that follows the request's policy. It
// never turns a response into an error: one that arrived after the user
// interrupted the run still counts (see writeGrace). It sees the outcome of
// every attempt, and remembers whether one may have taken effect.
func mayRetry(ctx context.Context, response *http.Response, err error) (bool, error) {
	policy := policyOf(ctx)
	lost := (err != nil && !neverLeft(err)) || (err == nil && whyUnreadable(response) != nil)
	policy.wasLost = policy.wasLost || lost
	if lost || (err == nil && !isLimited(response)) {
		policy.mayHaveActed = true
	}
	if ctx.Err() != nil {
		return false, nil //nolint:nilerr // the outcome counts, not the interruption
	}
	retry := policy.retry
	if retry == RetryNever {
		return false, nil
	}
	if err != nil {
		_, waiting := errors.AsType[*notSentError](err)
		if retry == RetryLimited || waiting || errors.Is(err, errAnswerTooLarge) {
			return false, nil
		}
		// The library recognizes errors that no retry can fix: certificates, schemes.
		retryable, _ := retryablehttp.DefaultRetryPolicy(ctx, nil, err)
		return retryable, nil
	}
	if wait, _ := waitHint(response, time.Now()); wait > longestWait {
		return false, nil
	}
	if isLimited(response) {
		return true, nil
	}
	if lost {
		return retry != RetryLimited, nil
	}
	serverFault := response.StatusCode >= 500 && response.StatusCode != http.StatusNotImplemented
	return serverFault && retry == RetryAlways, nil
}

// backoff is a retryablehttp.Backoff: it waits as long as the system requests,
// which mayRetry has found acceptable, or else uses a doubling wait with
// jitter.
func backoff(defaultLimitWait time.Duration) retryablehttp.Backoff {
	return func(_, _ time.Duration, attempts int, response *http.Response) time.Duration {
		if response != nil {
			if hint, ok := waitHint(response, time.Now()); ok {
				return min(hint, longestWait)
			}
			if isLimited(response) && defaultLimitWait > 0 {
				return jitter(defaultLimitWait)
			}
		}
		return jitter(min(firstBackoff<<min(attempts, 10), largestBackoff))
	}
}

// jitter spreads waits over the tenth above d, so that requests that failed
// together do not all come back together.
func jitter(d time.Duration) time.Duration {
	return d + rand.N(d/10+1)
}

// lastOutcome returns the last response or error unchanged, without the
// library's own sentence about giving up.
func lastOutcome(response *http.Response, err error, _ int) (*http.Response, error) {
	return response, err
}
