package api

import (
	"context"

	"golang.org/x/sync/errgroup"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// mostKeys is the maximum number of keys in a filter. Above it, all lines are read, because the size of a request is
// limited (contract section 6).
const mostKeys = LargestPage

// mostReads is how many objects are read at the same time to confirm that they own no lines.
const mostReads = 4

// HasLines reports whether objects of the type own lines.
func (o *Objects[T]) HasLines() bool { return o.kind.lines != nil }

// CountLines returns the number of lines that the objects own, as far as they were read.
func (o *Objects[T]) CountLines(objects []T) int {
	total := 0
	for i := range objects {
		total += len(o.kind.lines.keys(&objects[i]))
	}
	return total
}

// AddLines reads the lines of the objects and sets them, so that each object is what Get returns. It queries the
// lines as objects of their own, in pages of LargestPage (contract section 8). areAll: these are all existing
// objects, so the query does not filter.
//
// A response without rows for an object proves that the object owns no lines only if the response has other rows, all
// on one page. Otherwise, the lines may be hidden from this credential's queries, or may have shifted from one page to
// another, and the object's lines are not set: see ConfirmLines. Errors are those of Query; the objects are then
// unchanged.
func (o *Objects[T]) AddLines(ctx context.Context, objects []T, areAll bool) error {
	if len(objects) == 0 || o.kind.lines == nil {
		return nil
	}
	var owners []string
	if !areAll && len(objects) <= mostKeys {
		for i := range objects {
			owners = append(owners, o.Key(objects[i]))
		}
	}
	rows, isOnePage, err := o.lineRows(ctx, owners)
	if err != nil {
		return err
	}
	byOwner, err := o.linesByOwner(rows)
	if err != nil {
		return err
	}
	for i := range objects {
		if found := byOwner[o.Key(objects[i])]; len(found) > 0 || isOnePage && len(rows) > 0 {
			o.kind.lines.set(&objects[i], found)
		}
	}
	return nil
}

// lineRows queries the lines of the objects with the given keys; none = of all objects.
func (o *Objects[T]) lineRows(ctx context.Context, owners []string) (rows []Row, isOnePage bool, err error) {
	query := Query{Object: o.kind.lines.object, Fields: o.kind.lines.fields}
	if len(owners) > 0 {
		query.Filters = []Filter{{Field: o.kind.lines.owner, Operator: In, Values: owners}}
	}
	result, err := o.client.Query(ctx, query, 0)
	return result.Rows, result.IsOnePage, err
}

// ConfirmLines completes objects whose lines AddLines could not prove to be none. If the query service has returned
// lines of other objects, one more query for these objects alone decides. If it has returned none at all, it may not
// show lines, and each of these objects is read by itself. An object that was deleted in the meantime is omitted.
func (o *Objects[T]) ConfirmLines(ctx context.Context, objects []T) ([]T, error) {
	var unproven []int
	for i := range objects {
		if o.HasLines() && o.kind.lines.keys(&objects[i]) == nil {
			unproven = append(unproven, i)
		}
	}
	switch {
	case len(unproven) == 0:
		return objects, nil
	case len(unproven) < len(objects) && len(unproven) <= mostKeys:
		return objects, o.queryLines(ctx, objects, unproven)
	}
	return o.readSingly(ctx, objects, unproven)
}

// queryLines sets the lines of some of the objects as a query for these alone returns them.
func (o *Objects[T]) queryLines(ctx context.Context, objects []T, chosen []int) error {
	owners := make([]string, len(chosen))
	for i, each := range chosen {
		owners[i] = o.Key(objects[each])
	}
	rows, _, err := o.lineRows(ctx, owners)
	if err != nil {
		return err
	}
	byOwner, err := o.linesByOwner(rows)
	if err != nil {
		return err
	}
	for i, each := range chosen {
		o.kind.lines.set(&objects[each], byOwner[owners[i]])
	}
	return nil
}

// readSingly reads some of the objects again, each with its lines.
func (o *Objects[T]) readSingly(ctx context.Context, objects []T, chosen []int) ([]T, error) {
	isGone := make([]bool, len(objects))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(mostReads)
	for _, each := range chosen {
		group.Go(func() error {
			found, err := o.Get(ctx, o.Key(objects[each]))
			if isGone[each] = transport.IsNotFound(err); isGone[each] {
				return nil
			}
			if err == nil {
				objects[each] = *found
			}
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	left := make([]T, 0, len(objects))
	for i, object := range objects {
		if !isGone[i] {
			left = append(left, object)
		}
	}
	return left, nil
}

// linesByOwner groups the rows of lines by the key of their object, without duplicates.
func (o *Objects[T]) linesByOwner(rows []Row) (map[string][]Row, error) {
	byOwner := map[string][]Row{}
	seen := make(map[lenient.Text]bool, len(rows))
	for _, row := range rows {
		key, owner := row.text("key"), string(row.text(o.kind.lines.owner))
		if key == "" || owner == "" {
			return nil, o.client.incompleteQuery("the response contains a %s without its key or the key of its %s", o.kind.lines.noun, o.kind.noun)
		}
		if !seen[key] {
			seen[key] = true
			byOwner[owner] = append(byOwner[owner], row)
		}
	}
	return byOwner, nil
}
