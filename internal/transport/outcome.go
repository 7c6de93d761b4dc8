package transport

import (
	"errors"
	"net/http"
	"slices"
)

// Outcome is what became of a request that failed.
type Outcome int

const (
	// NotSent means that nothing of it was carried out, since nothing reached the system.
	NotSent Outcome = iota
	// Declined means that the system has said that it did not carry it out.
	Declined
	// Unknown means that it may have been carried out. A write has to be looked up before
	// it is sent again.
	Unknown
)

// OutcomeOf is the outcome of a failed request, by the outermost error that
// says so: those of this package, and any with a method Outcome. An error that
// says nothing came before there was a request.
func OutcomeOf(err error) Outcome {
	var says interface{ Outcome() Outcome }
	if errors.As(err, &says) {
		return says.Outcome()
	}
	return NotSent
}

// WithOutcome is an error whose outcome is another than what it says itself.
func WithOutcome(err error, outcome Outcome) error {
	return &outcomeError{error: err, outcome: outcome}
}

type outcomeError struct {
	error
	outcome Outcome
}

func (e *outcomeError) Unwrap() error    { return e.error }
func (e *outcomeError) Outcome() Outcome { return e.outcome }

// MayHaveTakenEffect tells whether a failed write could have been carried out
// all the same.
func MayHaveTakenEffect(err error) bool { return OutcomeOf(err) == Unknown }

// HasStatus tells whether the system answered a request with one of these
// statuses. The status of what comes before a request, such as the fetching of
// a token, does not count.
func HasStatus(err error, statuses ...int) bool {
	var failure *APIError
	return OutcomeOf(err) != NotSent && errors.As(err, &failure) && slices.Contains(statuses, failure.Status)
}

// IsNotFound tells whether the record is gone: 404 from the system itself, and
// nothing else. A gateway's page proves nothing.
func IsNotFound(err error) bool {
	var failure *APIError
	return HasStatus(err, http.StatusNotFound) && errors.As(err, &failure) && !failure.IsWebPage
}

// IsRejected tells whether the system understood a request and declined it for
// what it asks: neither for credentials or permissions, nor for what is not
// there, nor for its limits.
func IsRejected(err error) bool { return OutcomeOf(err) == Declined && IsRejectedNow(err) }

// IsRejectedNow tells the same of the last attempt alone: an earlier one that
// was lost may have been carried out. That is enough for a write that comes to
// the same when it is carried out twice, such as a deletion.
func IsRejectedNow(err error) bool {
	var failure *APIError
	if !errors.As(err, &failure) || failure.IsUnreadable || failure.IsWebPage || failure.IsLimited || failure.IsRedirect() {
		return false
	}
	return failure.Status < http.StatusInternalServerError &&
		!HasStatus(err, http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusRequestTimeout)
}

// IsRedirect tells whether the answer leads elsewhere.
func (e *APIError) IsRedirect() bool { return e.Status >= 300 && e.Status <= 399 }
