package api

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// UnclearError says that a creation which Intacct was to name has no clear
// answer. It may have made one of the objects that are there since, and is not
// repeated: nothing would tell the second from the first.
type UnclearError struct {
	Noun string // as in ExistsError
	// Since are the objects that are there now and were not before.
	Since []Found
	// Cause is the failure of the creation.
	Cause error
}

// Found is an object in words.
type Found struct{ Key, Name string }

// Error gives the failure of the creation and names what may have come of it.
func (e *UnclearError) Error() string {
	if len(e.Since) == 0 {
		return fmt.Sprintf("%v\nIt was not sent again. No %s was made since, as far as can be seen", e.Cause, e.Noun)
	}
	since := make([]string, len(e.Since))
	for i, each := range e.Since {
		since[i] = fmt.Sprintf("%q with the key %s", each.Name, each.Key)
	}
	return fmt.Sprintf("%v\nIt was not sent again. Made since: %s", e.Cause, strings.Join(since, ", "))
}

// Unwrap gives the failure of the creation.
func (e *UnclearError) Unwrap() error { return e.Cause }

// createNameless makes an object that Intacct gives a name to. It is sent once,
// and again only where that is certain not to have been carried out.
func (o *Objects[T]) createNameless(ctx context.Context, creation Creation) (string, error) {
	if err := o.names.withoutPermission(o.listNames(ctx)); err != nil {
		return "", err
	}
	before := o.names.keysBefore()
	key, err := o.post(ctx, creation, NewIdempotencyKey(), transport.RetryLimited)
	if err == nil {
		o.names.add(key)
		return key, nil
	}
	if !transport.MayHaveTakenEffect(err) {
		return "", err
	}
	pause(ctx, 0)
	ctx, cancel := transport.Grace(ctx, lookUpGrace)
	defer cancel()
	since, lookUpErr := o.madeSince(ctx, creation, before)
	if lookUpErr != nil {
		return "", &UnknownOutcomeError{Cause: err, LookUp: lookUpErr}
	}
	return "", &UnclearError{Noun: o.kind.noun, Since: since, Cause: err}
}

// madeSince are the objects that were not there before and that this run did not
// make. Where it is not known what was there before, they are those that look like
// what was to be made.
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

// joined is a name in one text.
func joined(name []string) string { return strings.Join(name, ", ") }
