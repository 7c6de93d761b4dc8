package api

import (
	"context"
	"net/http"
	"slices"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// ObjectQuery selects objects with the query service. The zero value selects all objects, without their lines.
type ObjectQuery struct {
	Filters          []Filter
	FilterExpression string // as in Query
	Parameters       FilterParameters
	// OrderBy sorts the objects. Ties are sorted by key.
	OrderBy []Order
	// Lines: also read the lines, with one more query, if the type has lines.
	Lines bool
	// MaxResults is the maximum number of objects to read; 0 = no limit.
	MaxResults int
}

// List holds the objects of a query, without duplicates.
type List[T any] struct {
	// Objects are as Get returns them, without lines unless requested.
	Objects []T
	// TotalCount is the total number, including objects that were not read.
	TotalCount int
	// IsCut: there are more objects than these, as in QueryResult.
	IsCut bool
}

// Page is one page of a query's objects, without their lines.
type Page[T any] struct {
	Objects []T
	// TotalCount is the number of objects on all pages; -1 = Intacct does not return it.
	TotalCount int
	// Next is where the next page starts; 0 = this is the last page.
	Next int
	// EndsEarly is an error if this is the last page, but Intacct reports more objects than it returned.
	EndsEarly error

	keys []string // of all rows
}

// query returns a query for objects.
func (o *Objects[T]) query(q ObjectQuery) Query {
	return Query{
		Object: o.kind.object, Fields: o.kind.fields,
		Filters: q.Filters, FilterExpression: q.FilterExpression, Parameters: q.Parameters, OrderBy: q.OrderBy,
	}
}

// Query returns objects. It reads pages of LargestPage and, if requested, the lines of all objects with one more
// query: POST /services/core/query (contract section 8). Errors are those of QueryPage.
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
	if query.Lines && err == nil {
		list.Objects, err = o.ConfirmLines(ctx, list.Objects)
	}
	if err != nil {
		return List[T]{}, err
	}
	return list, nil
}

// rows returns the rows of a query for objects.
func (o *Objects[T]) rows(ctx context.Context, query ObjectQuery) (QueryResult, error) {
	result, err := o.client.Query(ctx, o.query(query), query.MaxResults)
	return result, o.missing(err, http.StatusNotFound, http.StatusBadRequest)
}

// Page returns the page that starts at object number start, counted from 1, with at most size objects; 0 =
// LargestPage. It ignores the query's Lines and MaxResults. Errors are those of QueryPage.
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
	return &Page[T]{Objects: objects, TotalCount: page.TotalCount, Next: page.Next, EndsEarly: page.endsEarly, keys: page.keys()}, nil
}

// Named returns every object with exactly that name, case-sensitive, without its lines. The name is what identifies
// an object for users, one value for most types. It is not documented whether more than one object can have it
// (contract section 12). Errors are those of QueryPage.
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

// nameOf returns what identifies an object for users.
func (o *Objects[T]) nameOf(row Row) []string {
	name := make([]string, len(o.kind.name))
	for i, field := range o.kind.name {
		name[i] = string(row.text(field))
	}
	return name
}

// Exists reports whether a query finds an object with the key. It serves as a second check if the response to another
// request, other than 404, leaves that open (contract section 7.2). Errors are those of QueryPage.
func (o *Objects[T]) Exists(ctx context.Context, key string) (bool, error) {
	page, err := o.Page(ctx, ObjectQuery{Filters: []Filter{{Field: "key", Operator: Equal, Values: []string{key}}}}, 1, 1)
	if err != nil {
		return false, err
	}
	return len(page.Objects) > 0, page.EndsEarly
}

// objectsOf returns the objects of rows, without duplicates: a row that moves to the next page while the pages are
// read appears twice.
func (o *Objects[T]) objectsOf(rows []Row) ([]T, error) {
	objects := make([]T, 0, len(rows))
	seen := make(map[lenient.Text]bool, len(rows))
	for _, row := range rows {
		key := row.text("key")
		if key == "" {
			return nil, o.client.incompleteQuery("the response contains a %s without a key", o.kind.noun)
		}
		if !seen[key] {
			seen[key] = true
			objects = append(objects, o.kind.of(row))
		}
	}
	return objects, nil
}

// incompleteQuery returns the error for an incomplete response of the query service.
func (c *Client) incompleteQuery(format string, arguments ...any) error {
	request := transport.Request{Method: http.MethodPost, Path: queryPath}
	return c.wire.Lacking(request, &transport.Answer{Status: http.StatusOK}, format, arguments...)
}
