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
	// lookUpGrace is how long a lookup after a write without a clear response may continue after the user has
	// interrupted the run.
	lookUpGrace = 5 * time.Second
	// firstPause and longestPause limit the wait before such a lookup, which gives Intacct time to finish the write.
	firstPause   = 250 * time.Millisecond
	longestPause = 8 * time.Second
)

// DifferentError means that a write has no clear response, and that the object that exists now differs from the one
// to write. Someone else may have written it.
type DifferentError struct {
	Noun, Label string // as in ExistsError
	Name        string
	Key         string
	// Cause is the failure of the write.
	Cause error
}

// Error names the object and returns the failure of the write.
func (e *DifferentError) Error() string {
	return fmt.Sprintf("Sage Intacct did not confirm the creation of the %s %q. A %[1]s with that %[3]s exists now, with the key %[4]s, "+
		"but its values differ: %[5]v", e.Noun, e.Name, e.Label, e.Key, e.Cause)
}

// Unwrap returns the failure of the write.
func (e *DifferentError) Unwrap() error { return e.Cause }

// UnknownOutcomeError means that a write has no clear response, and that a lookup of its outcome failed too. The
// write may have taken effect.
type UnknownOutcomeError struct {
	// Cause is the failure of the write, and LookUp is the failure of the lookup.
	Cause  error
	LookUp error
}

// Error returns both failures.
func (e *UnknownOutcomeError) Error() string {
	return fmt.Sprintf("%v\nThe provider could not find out whether the request took effect anyway: %v", e.Cause, e.LookUp)
}

// Unwrap returns the failure of the write.
func (e *UnknownOutcomeError) Unwrap() error { return e.Cause }

// CreateOnce creates an object exactly once, whatever fails on the way, and returns its key (contract section 5):
//
//   - If an object with that name already exists, it returns an *ExistsError.
//   - After a create without a clear response (none at all, a server error, an unreadable response, or a conflict
//     after one of these), it looks up the name and adopts the object that the create made.
//   - If the create made nothing, it retries with a new idempotency key, at most as often as the client's MaxRetries
//     allows.
//   - If Intacct assigns the name, it sends the create once, because nothing would identify the object. Without a
//     clear response, it returns an *UnclearError.
//
// An interruption ends it, but never between a request and the lookup of its outcome. Further errors:
// *transport.APIError, *transport.NoAnswerError, *DifferentError, *UnknownOutcomeError, and those of QueryPage.
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
	before := o.names.keysBefore() // a later list may contain what this create makes
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

// lookUpCreated returns the key of the object that a failed create may have made; "" = there is none. An existing
// object can be the result only if the create had no clear response and no other create of this run made the object.
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

// isRepeatable reports whether a write that was not carried out, according to a lookup, is worth retrying: after a
// server error, or after a conflict with one of its own attempts. Intacct would refuse it again in any other case.
func isRepeatable(err error, wasUnclear bool) bool {
	var failure *transport.APIError
	if errors.As(err, &failure) && !failure.IsUnreadable && failure.Status < http.StatusInternalServerError {
		return failure.Status == http.StatusRequestTimeout || (wasUnclear && failure.Status == http.StatusConflict)
	}
	return transport.MayHaveTakenEffect(err)
}

// UpdateOnce changes an object exactly once, whatever fails on the way (contract section 5). It looks up a change
// without a clear response, and retries with a new idempotency key only if the object shows that the change was not
// carried out, at most as often as the client's MaxRetries allows. A PATCH is one transaction, so it is carried out
// completely or not at all. An interruption ends it in the same way as CreateOnce. Errors: *transport.APIError, with
// transport.IsNotFound(err) if the object is deleted; *transport.NoAnswerError; *UnknownOutcomeError.
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

// DeleteOnce deletes an object. It is not an error if the object is already deleted. The response in that case is not
// documented: 404 counts as deleted, and after 400 or 422 a query for the key decides (contract section 7.2). Errors:
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

// pause waits before a lookup, longer after each attempt, and not at all if the user has interrupted the run.
func pause(ctx context.Context, attempt int) {
	wait := min(firstPause<<min(attempt, 10), longestPause)
	timer := time.NewTimer(wait + rand.N(wait/10+1)) // spread the retries of writes that failed at the same time
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
