package transport

import (
	"errors"
	"net/http"
	"slices"
)

// Outcome is the effect of a failed request.
type Outcome int

const (
	// NotSent means that the request had no effect, because it did not reach the system.
	NotSent Outcome = iota
	// Declined means that the system reported that it did not carry out the request.
	Declined
	// Unknown means that the request may have taken effect. A write has to be looked up
	// before it is sent again.
	Unknown
)

// OutcomeOf returns the outcome of a failed request from the outermost error
// that has one: the errors of this package, and any with a method Outcome. An
// error without one occurred before there was a request.
func OutcomeOf(err error) Outcome {
	var says interface{ Outcome() Outcome }
	if errors.As(err, &says) {
		return says.Outcome()
	}
	return NotSent
}

// WithOutcome returns an error with another outcome than its own.
func WithOutcome(err error, outcome Outcome) error {
	return &outcomeError{error: err, outcome: outcome}
}

type outcomeError struct {
	error
	outcome Outcome
}

func (e *outcomeError) Unwrap() error    { return e.error }
func (e *outcomeError) Outcome() Outcome { return e.outcome }

// MayHaveTakenEffect reports whether a failed write may have taken effect
// anyway.
func MayHaveTakenEffect(err error) bool { return OutcomeOf(err) == Unknown }

// HasStatus reports whether the system responded to a request with one of these
// statuses. The status of a preceding request, such as fetching a token, does
// not count.
func HasStatus(err error, statuses ...int) bool {
	var failure *APIError
	return OutcomeOf(err) != NotSent && errors.As(err, &failure) && slices.Contains(statuses, failure.Status)
}

// IsNotFound reports whether the record does not exist: only a 404 from the
// system itself counts. A gateway's page proves nothing.
func IsNotFound(err error) bool {
	var failure *APIError
	return HasStatus(err, http.StatusNotFound) && errors.As(err, &failure) && !failure.IsWebPage
}

// IsRejected reports whether the system understood a request and declined its
// content, rather than its credentials, its permissions, a missing record, or a
// limit.
func IsRejected(err error) bool { return OutcomeOf(err) == Declined && IsRejectedNow(err) }

// IsRejectedNow reports the same for the last attempt alone: an earlier one
// that was lost may have taken effect. That is enough for a write that is
// idempotent, such as a deletion.
func IsRejectedNow(err error) bool {
	var failure *APIError
	if !errors.As(err, &failure) || failure.IsUnreadable || failure.IsWebPage || failure.IsLimited || failure.IsRedirect() {
		return false
	}
	others := []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusRequestTimeout}
	return OutcomeOf(err) != NotSent && failure.Status < http.StatusInternalServerError && !slices.Contains(others, failure.Status)
}

// IsRedirect reports whether the response is a redirect.
func (e *APIError) IsRedirect() bool { return e.Status >= 300 && e.Status <= 399 }
