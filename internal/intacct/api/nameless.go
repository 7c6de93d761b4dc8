package api

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// UnclearError means that a create whose name Intacct assigns has no clear response. It may have made one of the
// objects in Since. It is not retried, because nothing would distinguish a second object from the first.
type UnclearError struct {
	Noun string // as in ExistsError
	// Since are the objects that exist now but did not exist before.
	Since []Found
	// Cause is the failure of the create.
	Cause error
}

// Found identifies an object in messages.
type Found struct{ Key, Name string }

// Error returns the failure of the create and lists the objects that it may have made.
func (e *UnclearError) Error() string {
	if len(e.Since) == 0 {
		return fmt.Sprintf("%v\nThe provider did not retry the request. No %s has been created since then, as far as the provider can see", e.Cause, e.Noun)
	}
	return fmt.Sprintf("%v\nThe provider did not retry the request. Created since then: %s", e.Cause, listed(e.Since))
}

func listed(found []Found) string {
	texts := make([]string, len(found))
	for i, each := range found {
		texts[i] = fmt.Sprintf("%q with the key %s", each.Name, each.Key)
	}
	return strings.Join(texts, ", ")
}

// Unwrap returns the failure of the create.
func (e *UnclearError) Unwrap() error { return e.Cause }

// createNameless creates an object whose name Intacct assigns. It sends the request once, and again only if the first
// one was certainly not carried out.
func (o *Objects[T]) createNameless(ctx context.Context, creation Creation) (string, error) {
	if err := o.names.withoutPermission(o.listNames(ctx)); err != nil {
		return "", err
	}
	before := o.names.keysBefore()
	key, _, err := o.post(ctx, creation, NewIdempotencyKey())
	if err == nil {
		o.names.add(key)
		return key, nil
	}
	if !transport.MayHaveTakenEffect(err) {
		return "", err
	}
	grace, cancel := transport.Grace(ctx, lookUpGrace)
	defer cancel()
	since, lookUpErr := []Found(nil), errInterrupted
	for range transport.LookUps(grace, err) {
		since, lookUpErr = o.madeSince(grace, creation, before)
		if len(since) > 0 || lookUpErr != nil || ctx.Err() != nil {
			break
		}
	}
	if lookUpErr != nil {
		return "", &UnknownOutcomeError{Cause: err, LookUp: lookUpErr}
	}
	return "", &UnclearError{Noun: o.kind.noun, Since: since, Cause: err}
}

// madeSince returns the objects that did not exist before and that this run did not create. If it is not known what
// existed before, it returns those that look like the object to create.
func (o *Objects[T]) madeSince(ctx context.Context, creation Creation, before map[string]bool) ([]Found, error) {
	result, err := o.rows(ctx, ObjectQuery{})
	if err != nil {
		return nil, err
	}
	made := o.names.foreign(nil)
	var since []Found
	for _, row := range result.Rows {
		key := string(row.text("key"))
		if made[key] || before[key] || before == nil && !creation.Values.given().areIn(row, true) {
			continue
		}
		since = append(since, Found{Key: key, Name: joined(o.nameOf(row))})
	}
	slices.SortFunc(since, func(a, b Found) int { return compareKeys(a.Key, b.Key) })
	return since, nil
}

// joined returns a name as one text.
func joined(name []string) string { return strings.Join(name, ", ") }
