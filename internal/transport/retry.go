package transport

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// RetryPolicy says which failures of a request may be answered by sending the
// same request again.
type RetryPolicy int

const (
	// RetryByMethod repeats GET, HEAD, PUT and DELETE like RetryAlways, since
	// doing them twice is doing them once, and any other method like
	// RetryLimited.
	RetryByMethod RetryPolicy = iota
	// RetryAlways repeats after "too many requests", after a server error, and
	// where no answer came or one that cannot be read: for requests that change
	// nothing or can be repeated without harm.
	RetryAlways
	// RetryUnanswered repeats after "too many requests" and where no answer came
	// or one that cannot be read, but not after a server error: for writes that
	// carry an idempotency key, whose failures the system replays.
	RetryUnanswered
	// RetryLimited repeats only after "too many requests", which says that the
	// request was not carried out.
	RetryLimited
	// RetryNever makes one attempt.
	RetryNever
)

// Waits between attempts where the system names none: they double from the
// first to the largest, with jitter.
const (
	firstBackoff   = 250 * time.Millisecond
	largestBackoff = 8 * time.Second
)

// policy is how the chain treats one request; it travels in the request's context.
type policy struct {
	retry RetryPolicy
	// isWrite: the request may change something, so its answer is worth waiting
	// for even when the user interrupts the run.
	isWrite bool
	// mayHaveActed: an attempt has left that was not one too many, so the request
	// may have taken effect whatever became of later attempts.
	mayHaveActed bool
	// wasLost: an attempt has left and got no answer that can be read.
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

// retrying repeats failed attempts, at most maxRetries times.
func retrying(next http.RoundTripper, maxRetries int, defaultLimitWait time.Duration) http.RoundTripper {
	client := &retryablehttp.Client{
		// Redirects are answers to look at, never to follow: they could carry
		// the credentials to another host.
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

// mayRetry is a retryablehttp.CheckRetry that goes by the request's policy. It
// never turns an answer into an error: one that arrived after the user
// interrupted the run still counts (see writeGrace). It sees the outcome of
// every attempt, and keeps in mind whether one may have taken effect.
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
		// The library knows which errors no repetition cures: certificates, schemes.
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

// backoff is a retryablehttp.Backoff: as long as the system asks, which mayRetry
// has found to be bearable, and else a doubling wait with jitter.
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

// lastOutcome hands on the last answer or error as it is, without the
// library's own sentence about giving up.
func lastOutcome(response *http.Response, err error, _ int) (*http.Response, error) {
	return response, err
}
