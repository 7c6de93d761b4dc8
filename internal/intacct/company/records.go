package company

import (
	"context"
	"errors"
	"iter"
	"sync"

	"github.com/projectbilling/terraform-provider-billing/internal/intacct/api"
	"github.com/projectbilling/terraform-provider-billing/internal/reads"
	"github.com/projectbilling/terraform-provider-billing/internal/record"
)

// Records reads and writes the records of one kind in a company. It combines the reads and writes of a run. It is
// safe for concurrent use.
type Records[T any] struct {
	objects *api.Objects[T]
	// reads shares the reads of records. written shares the reads of records that were written at the same time.
	reads   *reads.Reader[all, T]
	written *reads.Together[all, T]
	// alone has the keys of the records that were read by themselves.
	alone *sync.Map
	// departures tracks the records that this run deletes.
	departures record.Departures
}

func newRecords[T any](objects *api.Objects[T], mode reads.Mode) *Records[T] {
	source := source[T]{objects: objects, alone: &sync.Map{}}
	return &Records[T]{
		objects: objects, alone: source.alone,
		reads:   reads.New[all, T](source, mode),
		written: reads.NewTogether[all, T](source, mode, grace),
	}
}

// Read returns one record with its lines. It combines reads that are requested at the same time. If a shared read finds
// no lines, Read reads the record by itself, which proves it.
func (r *Records[T]) Read(ctx context.Context, key string) (T, error) {
	r.alone.Delete(key)
	found, err := r.ReadKnown(ctx, key)
	if err != nil || !r.objects.HasLines() || r.objects.CountLines([]T{found}) > 0 {
		return found, err
	}
	if _, isProven := r.alone.Load(key); isProven {
		return found, nil
	}
	single, err := r.objects.Get(ctx, key)
	if err != nil {
		return found, err
	}
	return *single, nil
}

// ReadKnown is Read for a record that is known to have no lines: that a shared read finds none is no news.
func (r *Records[T]) ReadKnown(ctx context.Context, key string) (T, error) {
	return r.reads.Read(ctx, key, all{})
}

// Writing marks the beginning of a write to a record.
func (r *Records[T]) Writing() *reads.Write[all, T] { return r.written.Begin(all{}) }

// Update sends the changes of a record. isSent is false if nothing changes.
func (r *Records[T]) Update(ctx context.Context, key string, patch api.Patch) (isSent bool, err error) {
	if patch.IsEmpty() { // for example, an empty set of lines instead of none
		return false, nil
	}
	defer r.reads.Writing(key)()
	return true, r.objects.UpdateOnce(ctx, key, patch)
}

// Delete deletes a record. It is not an error if the record is already deleted.
func (r *Records[T]) Delete(ctx context.Context, key string) error {
	defer r.reads.Writing(key)()
	ended := r.departures.Begin(key)
	err := r.objects.DeleteOnce(ctx, key)
	ended(err == nil)
	return err
}

// List returns the records of a query. A query for all records shares its requests with reads of single records.
func (r *Records[T]) List(ctx context.Context, query api.ObjectQuery) ([]T, error) {
	if r.choosesAll(query) {
		return r.all(ctx, query)
	}
	found, err := r.objects.Query(ctx, query)
	return found.Objects, err
}

// all returns all records from shared reads. If the pages of those do not fit together, it reads them again.
func (r *Records[T]) all(ctx context.Context, query api.ObjectQuery) ([]T, error) {
	found, err := r.reads.All(ctx, 0, all{})
	if _, isShifted := errors.AsType[*api.ShiftedError](err); isShifted {
		again, err := r.objects.Query(ctx, query)
		return again.Objects, err
	}
	if err != nil {
		return found.Records, err
	}
	return r.objects.ConfirmLines(ctx, found.Records)
}

// choosesAll reports whether a query is the same as that of shared reads.
func (r *Records[T]) choosesAll(query api.ObjectQuery) bool {
	isWhole := query.Lines || !r.objects.HasLines()
	return isWhole && len(query.Filters) == 0 && query.FilterExpression == "" && query.Parameters == (api.FilterParameters{}) &&
		len(query.OrderBy) == 0 && query.MaxResults == 0
}

// Each yields the records of a query one by one. If their number is limited, it reads only the pages that the limit
// requires.
func (r *Records[T]) Each(ctx context.Context, query api.ObjectQuery) iter.Seq2[T, error] {
	if !r.choosesAll(query) {
		return r.objects.Each(ctx, query)
	}
	return func(yield func(T, error) bool) {
		found, err := r.List(ctx, query)
		for _, each := range found {
			if !yield(each, nil) {
				return
			}
		}
		if err != nil {
			var none T
			yield(none, err)
		}
	}
}
