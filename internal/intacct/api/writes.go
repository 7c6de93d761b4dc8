package api

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"time"

	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

const (
	// lookUpGrace is how long a look-up after a write without a clear answer may
	// go on once the user has interrupted the run.
	lookUpGrace = 5 * time.Second
	// firstPause and longestPause bound the wait before such a look-up, which
	// gives Intacct the time to finish what it is at.
	firstPause   = 250 * time.Millisecond
	longestPause = 8 * time.Second
)

// DifferentError says that a write has no clear answer, and that the object
// which is there now is not what was to be written. Someone else may have written
// it.
type DifferentError struct {
	Noun, Label string // as in ExistsError
	Name        string
	Key         string
	// Cause is the failure of the write.
	Cause error
}

// Error names the object and gives the failure of the write.
func (e *DifferentError) Error() string {
	return fmt.Sprintf("the creation of %s %q has no clear answer, and the %[1]s of that %[3]s that is there now, with the key %[4]s, "+
		"differs from it: %[5]v", e.Noun, e.Name, e.Label, e.Key, e.Cause)
}

// Unwrap gives the failure of the write.
func (e *DifferentError) Unwrap() error { return e.Cause }

// UnknownOutcomeError says that a write has no clear answer, and that what
// became of it could not be found out either. It may have taken effect.
type UnknownOutcomeError struct {
	// Cause is the failure of the write, LookUp that of the look-up.
	Cause  error
	LookUp error
}

// Error gives both failures.
func (e *UnknownOutcomeError) Error() string {
	return fmt.Sprintf("%v\nWhether it took effect all the same could not be found out: %v", e.Cause, e.LookUp)
}

// Unwrap gives the failure of the write.
func (e *UnknownOutcomeError) Unwrap() error { return e.Cause }

// CreateOnce makes an object, once whatever happens on the way, and returns its
// key (contract section 5):
//
//   - an object of that name from before is an *ExistsError;
//   - a creation without a clear answer (none at all, a server error, an
//     answer that cannot be read, a conflict after one of these) is looked up by
//     name, and what it made is adopted;
//   - where it made nothing it is tried again with a new idempotency key, at
//     most as often as the client's MaxRetries say;
//   - one that Intacct is to name is sent once, since nothing would recognize what
//     it made: without a clear answer it is an *UnclearError.
//
// An interruption ends it, but never between a request that was sent and the
// look-up of what became of it. Further errors: *transport.APIError,
// *transport.NoAnswerError, *DifferentError, *UnknownOutcomeError, and those of
// QueryPage.
func (o *Objects[T]) CreateOnce(ctx context.Context, creation Creation) (string, error) {
	name := creation.Name
	if name == nil {
		return o.createNameless(ctx, creation)
	}
	ended, err := o.begin(name)
	if err != nil {
		return "", err
	}
	defer ended()
	if err := o.checkFree(ctx, name...); err != nil {
		return "", err
	}
	before := o.names.keysBefore() // what is read later may hold what this creation makes
	wasUnclear := false
	for attempt := 0; ; attempt++ {
		key, err := o.Create(ctx, creation, NewIdempotencyKey())
		if err == nil {
			o.names.add(key, name...)
			return key, nil
		}
		wasUnclear = wasUnclear || transport.MayHaveTakenEffect(err)
		if !wasUnclear && !MayBeConflict(err) {
			return "", err
		}
		if wasUnclear {
			pause(ctx, attempt)
		}
		found, lookUpErr := o.lookUpCreated(ctx, creation, before, wasUnclear, err)
		switch {
		case lookUpErr != nil:
			return "", lookUpErr
		case found != "":
			o.names.add(found, name...)
			return found, nil
		case !isRepeatable(err, wasUnclear) || attempt >= o.client.maxRetries || ctx.Err() != nil:
			return "", err
		}
	}
}

// lookUpCreated finds the object that a failed creation may have made, and
// returns its key; "" = there is none. Only after a creation without a clear
// answer can an object that is found be what this creation made, and not if
// another creation of this run made it.
func (o *Objects[T]) lookUpCreated(ctx context.Context, creation Creation, before map[string]bool, wasUnclear bool, failure error) (string, error) {
	ctx, cancel := transport.Grace(ctx, lookUpGrace)
	defer cancel()
	name := creation.Name
	look := func() ([]T, error) { return o.Named(ctx, name...) }
	if wasUnclear {
		look = func() ([]T, error) { return o.like(ctx, name, before) }
	}
	found, err := look()
	switch {
	case err != nil && wasUnclear:
		return "", &UnknownOutcomeError{Cause: failure, LookUp: err}
	case err != nil || len(found) == 0:
		return "", nil
	case len(found) > 1 || !wasUnclear || o.names.isOurs(name, o.Key(found[0])):
		return "", o.exists(name, found)
	}
	object, lines, err := o.get(ctx, o.Key(found[0]))
	if err != nil {
		return "", &UnknownOutcomeError{Cause: failure, LookUp: err}
	}
	key := string(object.text("key"))
	if !creation.describes(object, lines) {
		return "", &DifferentError{Noun: o.kind.noun, Label: o.kind.label, Name: joined(name), Key: key, Cause: failure}
	}
	return key, nil
}

// isRepeatable tells whether a write that was looked up and found not carried
// out is worth sending again: after a server's failure, or a conflict with an
// attempt of our own. Any other refusal would only be repeated.
func isRepeatable(err error, wasUnclear bool) bool {
	var failure *transport.APIError
	if errors.As(err, &failure) && !failure.IsUnreadable && failure.Status < http.StatusInternalServerError {
		return failure.Status == http.StatusRequestTimeout || (wasUnclear && failure.Status == http.StatusConflict)
	}
	return transport.MayHaveTakenEffect(err)
}

// UpdateOnce changes an object, once whatever happens on the way (contract
// section 5): a change without a clear answer is looked up, and sent again with a
// new idempotency key only where the object shows that it was not carried out, at
// most as often as the client's MaxRetries say. A PATCH is one transaction, so it
// was carried out whole or not at all. An interruption ends it as it ends
// CreateOnce. Errors: *transport.APIError, with transport.IsNotFound(err) when the
// object is gone; *transport.NoAnswerError; *UnknownOutcomeError.
func (o *Objects[T]) UpdateOnce(ctx context.Context, key string, patch Patch) error {
	wasUnclear := false
	for attempt := 0; ; attempt++ {
		err := o.Update(ctx, key, patch, NewIdempotencyKey())
		if err == nil {
			return nil
		}
		wasUnclear = wasUnclear || transport.MayHaveTakenEffect(err)
		if !wasUnclear {
			return err
		}
		pause(ctx, attempt)
		isDone, lookUpErr := o.lookUpChanged(ctx, key, patch)
		switch {
		case transport.IsNotFound(lookUpErr):
			return lookUpErr
		case lookUpErr != nil:
			return &UnknownOutcomeError{Cause: err, LookUp: lookUpErr}
		case isDone:
			return nil
		case !isRepeatable(err, wasUnclear) || attempt >= o.client.maxRetries || ctx.Err() != nil:
			return err
		}
	}
}

func (o *Objects[T]) lookUpChanged(ctx context.Context, key string, patch Patch) (bool, error) {
	ctx, cancel := transport.Grace(ctx, lookUpGrace)
	defer cancel()
	object, lines, err := o.get(ctx, key)
	if err != nil {
		return false, err
	}
	return patch.isApplied(object, lines), nil
}

// DeleteOnce deletes an object; one that is gone already is no error. What
// Intacct answers for such a one is not documented: 404 is taken at its word, and
// after 400 or 422 a query on the key decides (contract section 7.2). Errors:
// *transport.APIError, *transport.NoAnswerError.
func (o *Objects[T]) DeleteOnce(ctx context.Context, key string) error {
	err := o.Delete(ctx, key)
	if transport.IsNotFound(err) {
		err = o.gone(ctx, key, err)
	}
	if err == nil || transport.IsNotFound(err) {
		return nil
	}
	if !transport.HasStatus(err, http.StatusBadRequest, http.StatusUnprocessableEntity) {
		return err
	}
	if exists, lookUpErr := o.Exists(ctx, key); lookUpErr == nil && !exists {
		return nil
	}
	return err
}

// pause waits before a look-up, longer after each attempt, and not at all for
// a user who has interrupted the run.
func pause(ctx context.Context, attempt int) {
	wait := min(firstPause<<min(attempt, 10), longestPause)
	timer := time.NewTimer(wait + rand.N(wait/10+1)) // spread, so that writes that failed together do not return together
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
