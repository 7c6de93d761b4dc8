package api

import (
	"context"
	"net/http"
	"slices"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// ObjectQuery chooses objects by the query service. The zero value means all of
// them, without their lines.
type ObjectQuery struct {
	Filters          []Filter
	FilterExpression string // as in Query
	Parameters       FilterParameters
	// OrderBy sorts the objects; those that it leaves equal come in the order of
	// their keys.
	OrderBy []Order
	// Lines: read the lines too, by one more query, where the type has lines.
	Lines bool
	// MaxResults is the largest number of objects to read; 0 = no limit.
	MaxResults int
}

// List are the objects of a query, each once.
type List[T any] struct {
	// Objects are as Get gives them, without lines where those were not asked for.
	Objects []T
	// TotalCount is how many there were, the ones not read included.
	TotalCount int
	// IsCut: there are more objects than these, as in QueryResult.
	IsCut bool
}

// Page is one page of a query's objects, without their lines.
type Page[T any] struct {
	Objects []T
	// TotalCount is how many objects there were on all pages; -1 when Intacct
	// does not say.
	TotalCount int
	// Next is where the next page starts; 0 = this is the last.
	Next int
	// EndsEarly is an error where this is the last page, and Intacct says that
	// there are more objects than it gave.
	EndsEarly error
}

// query is a query for objects as any other.
func (o *Objects[T]) query(q ObjectQuery) Query {
	return Query{
		Object: o.kind.object, Fields: o.kind.fields,
		Filters: q.Filters, FilterExpression: q.FilterExpression, Parameters: q.Parameters, OrderBy: q.OrderBy,
	}
}

// Query reads objects, by pages of LargestPage, and where asked for the lines of
// all of them by one more query: POST /services/core/query (contract section 8).
// Errors are those of QueryPage.
func (o *Objects[T]) Query(ctx context.Context, query ObjectQuery) (List[T], error) {
	result, err := o.rows(ctx, query)
	if err != nil {
		return List[T]{}, err
	}
	list := List[T]{TotalCount: result.TotalCount, IsCut: result.IsCut}
	if list.Objects, err = o.objectsOf(result.Rows); err != nil {
		return List[T]{}, err
	}
	if query.Lines {
		err = o.AddLines(ctx, list.Objects, len(query.Filters) == 0 && query.MaxResults == 0)
	}
	if err != nil {
		return List[T]{}, err
	}
	return list, nil
}

// rows reads the rows of a query for objects.
func (o *Objects[T]) rows(ctx context.Context, query ObjectQuery) (QueryResult, error) {
	result, err := o.client.Query(ctx, o.query(query), query.MaxResults)
	return result, o.missing(err, http.StatusNotFound, http.StatusBadRequest)
}

// Page reads the page of objects that starts at number start, from 1, with at
// most size of them; 0 = LargestPage. It ignores the query's Lines and
// MaxResults. Errors are those of QueryPage.
func (o *Objects[T]) Page(ctx context.Context, query ObjectQuery, start, size int) (*Page[T], error) {
	asked := o.query(query)
	asked.Start, asked.Size = start, size
	page, err := o.client.QueryPage(ctx, asked)
	if err != nil {
		return nil, o.missing(err, http.StatusNotFound, http.StatusBadRequest)
	}
	objects, err := o.objectsOf(page.Rows)
	if err != nil {
		return nil, err
	}
	return &Page[T]{Objects: objects, TotalCount: page.TotalCount, Next: page.Next, EndsEarly: page.endsEarly}, nil
}

// Named finds every object with exactly that name, case included, without its
// lines: what people know it by, which is one value for most types. Whether there
// can be more than one is not documented (contract section 12). Errors are those
// of QueryPage.
func (o *Objects[T]) Named(ctx context.Context, name ...string) ([]T, error) {
	caseSensitive := true
	query := ObjectQuery{Parameters: FilterParameters{CaseSensitiveComparison: &caseSensitive}}
	for i, field := range o.kind.name {
		query.Filters = append(query.Filters, Filter{Field: field, Operator: Equal, Values: []string{name[i]}})
	}
	result, err := o.rows(ctx, query)
	if err != nil {
		return nil, err
	}
	return o.objectsOf(slices.DeleteFunc(result.Rows, func(row Row) bool { return !slices.Equal(o.nameOf(row), name) }))
}

// nameOf is what people know an object by.
func (o *Objects[T]) nameOf(row Row) []string {
	name := make([]string, len(o.kind.name))
	for i, field := range o.kind.name {
		name[i] = string(row.text(field))
	}
	return name
}

// Exists tells whether an object with that key can be seen, by a query and not by
// a GET: the second opinion where an answer other than 404 leaves it open
// (contract section 7.2). Errors are those of QueryPage.
func (o *Objects[T]) Exists(ctx context.Context, key string) (bool, error) {
	page, err := o.Page(ctx, ObjectQuery{Filters: []Filter{{Field: "key", Operator: Equal, Values: []string{key}}}}, 1, 1)
	if err != nil {
		return false, err
	}
	return len(page.Objects) > 0, page.EndsEarly
}

// mostKeys is how many keys a filter names at most. Above it, all lines are
// read: a request's body is bounded (contract section 6).
const mostKeys = LargestPage

// HasLines tells whether objects of the type own lines.
func (o *Objects[T]) HasLines() bool { return o.kind.lines != nil }

// CountLines is how many lines the objects own, as far as they were read.
func (o *Objects[T]) CountLines(objects []T) int {
	total := 0
	for i := range objects {
		total += o.kind.lines.count(&objects[i])
	}
	return total
}

// AddLines reads the lines of the objects and sets them, so that each object is
// what Get gives: one query, by pages of LargestPage, on the lines as an object of
// their own (contract section 8). areAll says that these are all the objects that
// there are, and spares the filter. Errors are those of QueryPage; the objects are
// then as they were.
func (o *Objects[T]) AddLines(ctx context.Context, objects []T, areAll bool) error {
	if len(objects) == 0 || o.kind.lines == nil {
		return nil
	}
	query := Query{Object: o.kind.lines.object, Fields: o.kind.lines.fields}
	if !areAll && len(objects) <= mostKeys {
		keys := make([]string, len(objects))
		for i := range objects {
			keys[i] = o.Key(objects[i])
		}
		query.Filters = []Filter{{Field: o.kind.lines.owner, Operator: In, Values: keys}}
	}
	result, err := o.client.Query(ctx, query, 0)
	if err != nil {
		return err
	}
	byOwner, err := o.linesByOwner(result.Rows)
	if err != nil {
		return err
	}
	for i := range objects {
		o.kind.lines.set(&objects[i], byOwner[o.Key(objects[i])])
	}
	return nil
}

// objectsOf makes objects of rows, each once: a row that moved to the next page
// while the pages were read comes twice.
func (o *Objects[T]) objectsOf(rows []Row) ([]T, error) {
	objects := make([]T, 0, len(rows))
	seen := make(map[lenient.Text]bool, len(rows))
	for _, row := range rows {
		key := row.text("key")
		if key == "" {
			return nil, o.client.incompleteQuery("the answer has a %s without a key in it", o.kind.noun)
		}
		if !seen[key] {
			seen[key] = true
			objects = append(objects, o.kind.of(row))
		}
	}
	return objects, nil
}

// linesByOwner sorts the rows of lines, each once, by the key of their object.
func (o *Objects[T]) linesByOwner(rows []Row) (map[string][]Row, error) {
	byOwner := map[string][]Row{}
	seen := make(map[lenient.Text]bool, len(rows))
	for _, row := range rows {
		key, owner := row.text("key"), string(row.text(o.kind.lines.owner))
		if key == "" || owner == "" {
			return nil, o.client.incompleteQuery("the answer has a %s without its key or that of its %s in it", o.kind.lines.noun, o.kind.noun)
		}
		if !seen[key] {
			seen[key] = true
			byOwner[owner] = append(byOwner[owner], row)
		}
	}
	return byOwner, nil
}

// incompleteQuery is an answer of the query service that lacks something.
func (c *Client) incompleteQuery(format string, arguments ...any) error {
	request := transport.Request{Method: http.MethodPost, Path: queryPath}
	return c.wire.Lacking(request, &transport.Answer{Status: http.StatusOK}, format, arguments...)
}
