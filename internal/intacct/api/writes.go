package api

import (
	"context"
	"net/http"
	"time"

	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// lookUpGrace is how long a lookup after a write without a clear response may continue after the user has interrupted
// the run.
const lookUpGrace = 5 * time.Second

// CreateOnce creates an object exactly once, whatever fails on the way, and returns its key (contract section 5):
//
//   - If an object with that name already exists, it returns an *ExistsError.
//   - After a create without a clear response (none at all, a server error, an unreadable response, or a conflict
//     after one of these), it looks up the name several times and adopts the object that the create made.
//   - If it finds none, it sends the create again only if the first one cannot take effect anymore: see attempts.
//     Otherwise, it returns an *UnconfirmedError.
//   - After a conflict without an object of that name, it names those with a similar name: *SimilarError.
//   - If Intacct assigns the name, it sends the create once, because nothing would identify the object. Without a
//     clear response, it returns an *UnclearError.
//
// An interruption ends it, but never between a request and the lookup of its outcome. Further errors:
// *transport.APIError, *transport.NoAnswerError, *DifferentError, *UnknownOutcomeError, and those of Query.
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
	tries := o.client.newAttempts()
	for {
		key, answer, err := o.post(ctx, creation, tries.idempotencyKey)
		if err == nil {
			o.names.add(key, name...)
			return key, nil
		}
		switch tries.failed(answer, err); {
		case tries.unclear == nil && tries.mayReconnect(ctx, err):
			continue
		case tries.unclear == nil && MayBeConflict(err):
			return "", o.conflict(ctx, name, err)
		case tries.unclear == nil:
			return "", err
		}
		found, lookUpErr := o.lookUpCreated(ctx, creation, before, tries.unclear)
		switch {
		case lookUpErr != nil:
			return "", lookUpErr
		case found != "":
			o.names.add(found, name...)
			return found, nil
		case !mayFollow(tries.unclear):
			return "", &UnconfirmedError{Noun: o.kind.noun, Label: o.kind.label, Name: joined(name), Cause: tries.unclear}
		case !tries.mayRepeat(ctx, err):
			return "", err
		}
	}
}

// lookUpCreated returns the key of the object that a create without a clear response has made; "" = there is none.
func (o *Objects[T]) lookUpCreated(ctx context.Context, creation Creation, before map[string]bool, failure error) (key string, err error) {
	grace, cancel := transport.Grace(ctx, lookUpGrace)
	defer cancel()
	err = &UnknownOutcomeError{Cause: failure, LookUp: errInterrupted}
	for range transport.LookUps(grace, failure) {
		key, err = o.findCreated(grace, creation, before, failure)
		if key != "" || err != nil || ctx.Err() != nil {
			break
		}
	}
	return key, err
}

// findCreated looks for the object once. Another one than the create describes, or more than one, is an error. So is
// one that another create of this run made.
func (o *Objects[T]) findCreated(ctx context.Context, creation Creation, before map[string]bool, failure error) (string, error) {
	name := creation.Name
	found, err := o.like(ctx, name, before)
	switch {
	case err != nil:
		return "", &UnknownOutcomeError{Cause: failure, LookUp: err}
	case len(found) == 0:
		return "", nil
	case len(found) > 1 || o.names.isOurs(name, o.Key(found[0])):
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

// conflict explains a create that Intacct has refused, perhaps because the name is taken: by an object with that name,
// or with one that Intacct regards as the same, such as one in capitals.
func (o *Objects[T]) conflict(ctx context.Context, name []string, refusal error) error {
	ctx, cancel := transport.Grace(ctx, lookUpGrace)
	defer cancel()
	found, err := o.Named(ctx, name...)
	if exists := o.exists(name, found); exists != nil {
		return exists
	}
	if err != nil || o.kind.isExact {
		return refusal
	}
	rows, err := o.similar(ctx, name)
	if err != nil || len(rows) == 0 {
		return refusal
	}
	similar := &SimilarError{Noun: o.kind.noun, Label: o.kind.label, Cause: refusal}
	for _, row := range rows {
		similar.Found = append(similar.Found, Found{Key: string(row.text("key")), Name: joined(o.nameOf(row))})
	}
	return similar
}

// UpdateOnce changes an object exactly once, whatever fails on the way (contract section 5). It looks up a change
// without a clear response several times. If the object does not show the change, it sends the change again only if
// the first one cannot take effect anymore: see attempts. A PATCH is one transaction, so it is carried out completely
// or not at all. An interruption ends it in the same way as CreateOnce. Errors: *transport.APIError, with
// transport.IsNotFound(err) if the object is deleted; *transport.NoAnswerError; *UnconfirmedError;
// *UnknownOutcomeError; *LinesError.
func (o *Objects[T]) UpdateOnce(ctx context.Context, key string, patch Patch) error {
	if patch.AreFirst && len(patch.AddLines) > 0 {
		if err := o.checkNoLines(ctx, key); err != nil {
			return err
		}
	}
	tries := o.client.newAttempts()
	for {
		answer, err := o.patch(ctx, key, patch, tries.idempotencyKey)
		if err == nil {
			return nil
		}
		switch tries.failed(answer, err); {
		case tries.unclear == nil && tries.mayReconnect(ctx, err):
			continue
		case tries.unclear == nil:
			return err
		}
		isDone, lookUpErr := o.lookUpChanged(ctx, key, patch, tries.unclear)
		switch {
		case transport.IsNotFound(lookUpErr):
			return lookUpErr
		case lookUpErr != nil:
			return &UnknownOutcomeError{Cause: err, LookUp: lookUpErr}
		case isDone:
			return nil
		case !mayFollow(tries.unclear):
			return &UnconfirmedError{Noun: o.kind.noun, Key: key, Cause: tries.unclear}
		case !tries.mayRepeat(ctx, err):
			return err
		}
	}
}

// checkNoLines makes sure that an object has no lines before its first ones are added: a query may not have shown
// them, and they would then be added again.
func (o *Objects[T]) checkNoLines(ctx context.Context, key string) error {
	_, lines, err := o.get(ctx, key)
	if err != nil {
		return err
	}
	if len(lines) > 0 {
		return &LinesError{Noun: o.kind.noun, Key: key, LineNoun: o.kind.lines.noun, Count: len(lines)}
	}
	return nil
}

func (o *Objects[T]) lookUpChanged(ctx context.Context, key string, patch Patch, failure error) (isDone bool, err error) {
	grace, cancel := transport.Grace(ctx, lookUpGrace)
	defer cancel()
	err = errInterrupted
	for range transport.LookUps(grace, failure) {
		var object Row
		var lines []Row
		object, lines, err = o.get(grace, key)
		isDone = err == nil && patch.isApplied(object, lines, !mayFollow(failure))
		if isDone || err != nil || ctx.Err() != nil {
			break
		}
	}
	return isDone, err
}

// DeleteOnce deletes an object. It is not an error if the object is already deleted. The response in that case is not
// documented: 404 counts as deleted, and after 400 or 422 a query for the key decides (contract section 7.2). A success
// other than the documented 204 counts only if a read then finds nothing. Errors: *transport.APIError,
// *transport.NoAnswerError.
func (o *Objects[T]) DeleteOnce(ctx context.Context, key string) error {
	err := o.Delete(ctx, key)
	if transport.IsNotFound(err) {
		err = o.gone(ctx, key, err)
	}
	if err == nil || transport.IsNotFound(err) {
		return nil
	}
	if transport.IsAccepted(err) {
		if _, _, readErr := o.get(ctx, key); transport.IsNotFound(readErr) {
			return nil
		}
		return err
	}
	if !transport.HasStatus(err, http.StatusBadRequest, http.StatusUnprocessableEntity) {
		return err
	}
	if exists, lookUpErr := o.Exists(ctx, key); lookUpErr == nil && !exists {
		return nil
	}
	return err
}
