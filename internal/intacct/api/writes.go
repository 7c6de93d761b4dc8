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

// DifferentError says that a write has no clear answer, and that the template
// which is there now is not what was to be written. Someone else may have
// written it.
type DifferentError struct {
	Name string
	Key  string
	// Cause is the failure of the write.
	Cause error
}

// Error names the template and gives the failure of the write.
func (e *DifferentError) Error() string {
	return fmt.Sprintf("the creation of billing template %q has no clear answer, and the billing template of that name "+
		"that is there now, with the key %s, differs from it: %v", e.Name, e.Key, e.Cause)
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

// CreateTemplateOnce makes a template, once whatever happens on the way, and
// returns its key (contract section 5):
//
//   - a template of that name from before is an *ExistsError;
//   - a creation without a clear answer (none at all, a server error, an
//     answer that cannot be read, a conflict after one of these) is looked up by
//     name, and what it made is adopted;
//   - where it made nothing it is tried again with a new idempotency key, at
//     most as often as the client's MaxRetries say.
//
// An interruption ends it, but never between a request that was sent and the
// look-up of what became of it. Further errors: *transport.APIError,
// *transport.NoAnswerError, *DifferentError, *UnknownOutcomeError, and those of
// QueryPage.
func (c *Client) CreateTemplateOnce(ctx context.Context, fields TemplateFields) (string, error) {
	if err := c.checkFree(ctx, fields.Name); err != nil {
		return "", err
	}
	before := c.names.keysBefore() // what is read later may hold what this creation makes
	wasUnclear := false
	for attempt := 0; ; attempt++ {
		key, err := c.CreateTemplate(ctx, fields, NewIdempotencyKey())
		if err == nil {
			c.names.add(fields.Name, key)
			return key, nil
		}
		wasUnclear = wasUnclear || transport.MayHaveTakenEffect(err)
		if !wasUnclear && !MayBeConflict(err) {
			return "", err
		}
		if wasUnclear {
			pause(ctx, attempt)
		}
		found, lookUpErr := c.lookUpCreated(ctx, fields, before, wasUnclear, err)
		switch {
		case lookUpErr != nil:
			return "", lookUpErr
		case found != "":
			c.names.add(fields.Name, found)
			return found, nil
		case !isRepeatable(err, wasUnclear) || attempt >= c.maxRetries || ctx.Err() != nil:
			return "", err
		}
	}
}

// lookUpCreated finds the template that a failed creation may have made, and
// returns its key; "" = there is none. Only after a creation without a clear
// answer can a template that is found be what this creation made, and not if
// another creation of this run made it.
func (c *Client) lookUpCreated(ctx context.Context, fields TemplateFields, before map[string]bool, wasUnclear bool, failure error) (string, error) {
	ctx, cancel := transport.Grace(ctx, lookUpGrace)
	defer cancel()
	look := func() ([]Template, error) { return c.TemplatesByName(ctx, fields.Name) }
	if wasUnclear {
		look = func() ([]Template, error) { return c.templatesLike(ctx, fields.Name, before) }
	}
	found, err := look()
	switch {
	case err != nil && wasUnclear:
		return "", &UnknownOutcomeError{Cause: failure, LookUp: err}
	case err != nil || len(found) == 0:
		return "", nil
	case len(found) > 1 || !wasUnclear || c.names.isOurs(fields.Name, string(found[0].Key)):
		return "", exists(fields.Name, found)
	}
	template, err := c.GetTemplate(ctx, string(found[0].Key))
	if err != nil {
		return "", &UnknownOutcomeError{Cause: failure, LookUp: err}
	}
	if !fields.describe(template) {
		return "", &DifferentError{Name: fields.Name, Key: string(template.Key), Cause: failure}
	}
	return string(template.Key), nil
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

// UpdateTemplateOnce changes a template, once whatever happens on the way
// (contract section 5): a change without a clear answer is looked up, and sent
// again with a new idempotency key only where the template shows that it was
// not carried out, at most as often as the client's MaxRetries say. A PATCH is
// one transaction, so it was carried out whole or not at all. An interruption
// ends it as it ends CreateTemplateOnce. Errors: *transport.APIError, with transport.IsNotFound(err)
// when the template is gone; *transport.NoAnswerError; *UnknownOutcomeError.
func (c *Client) UpdateTemplateOnce(ctx context.Context, key string, patch TemplatePatch) error {
	wasUnclear := false
	for attempt := 0; ; attempt++ {
		err := c.UpdateTemplate(ctx, key, patch, NewIdempotencyKey())
		if err == nil {
			return nil
		}
		wasUnclear = wasUnclear || transport.MayHaveTakenEffect(err)
		if !wasUnclear {
			return err
		}
		pause(ctx, attempt)
		isDone, lookUpErr := c.lookUpChanged(ctx, key, patch)
		switch {
		case transport.IsNotFound(lookUpErr):
			return lookUpErr
		case lookUpErr != nil:
			return &UnknownOutcomeError{Cause: err, LookUp: lookUpErr}
		case isDone:
			return nil
		case !isRepeatable(err, wasUnclear) || attempt >= c.maxRetries || ctx.Err() != nil:
			return err
		}
	}
}

func (c *Client) lookUpChanged(ctx context.Context, key string, patch TemplatePatch) (bool, error) {
	ctx, cancel := transport.Grace(ctx, lookUpGrace)
	defer cancel()
	template, err := c.GetTemplate(ctx, key)
	if err != nil {
		return false, err
	}
	return patch.isApplied(template), nil
}

// DeleteTemplateOnce deletes a template; one that is gone already is no error.
// What Intacct answers for such a one is not documented: 404 is taken at its
// word, and after 400 or 422 a query on the key decides (contract section
// 7.2). Errors: *transport.APIError, *transport.NoAnswerError.
func (c *Client) DeleteTemplateOnce(ctx context.Context, key string) error {
	err := c.DeleteTemplate(ctx, key)
	if err == nil || transport.IsNotFound(err) {
		return nil
	}
	if !transport.HasStatus(err, http.StatusBadRequest, http.StatusUnprocessableEntity) {
		return err
	}
	if exists, lookUpErr := c.TemplateExists(ctx, key); lookUpErr == nil && !exists {
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
