package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

const queryPath = "/services/core/query"

// LargestPage is the largest number of rows that a page of a query can have
// (contract section 6).
const LargestPage = 4000

// Query asks for rows of any object (contract section 8).
type Query struct {
	// Object is the type, as in projects/project-billing-template.
	Object string
	// Fields are names, dotted names of related objects as in vendor.id, or
	// aggregates as in max:vendor.creditLimit. There is no wildcard.
	Fields  []string
	Filters []Filter
	// FilterExpression combines the filters, as in (1 and 2) or 3; "" = all of
	// them must hold. See ParseExpression.
	FilterExpression string
	Parameters       FilterParameters
	// OrderBy sorts the rows. Each page is evaluated on its own, so more than
	// one page needs an order in which no two rows are equal. When it is empty,
	// rows come in the order of their keys, unless Fields has an aggregate:
	// rows of groups have no key.
	OrderBy []Order
	// Start is the first row, from 1; 0 = 1.
	Start int
	// Size is the number of rows of a page, at most LargestPage, which is also
	// what 0 means. It is always sent: the default is not documented.
	Size int
}

// QueryPage is one page of a query's rows.
type QueryPage struct {
	Rows []Row
	// TotalCount is how many rows the query had when this page was read, on
	// all its pages; -1 when Intacct does not say.
	TotalCount int
	// Next is where the next page starts; 0 = this is the last.
	Next int
}

// QueryResult are the rows of a query.
type QueryResult struct {
	Rows []Row
	// TotalCount is how many rows there were, the ones not read included.
	TotalCount int
	// Cut: there are more rows than these, since no more were asked for, or
	// since Intacct gave no next page although its count says that there is one.
	Cut bool
}

// body is the query as it is sent.
func (q Query) body() (any, error) {
	var wire struct {
		Object           string            `json:"object"`
		Fields           []string          `json:"fields,omitempty"`
		Filters          []Filter          `json:"filters,omitempty"`
		FilterExpression string            `json:"filterExpression,omitempty"`
		Parameters       *FilterParameters `json:"filterParameters,omitempty"`
		OrderBy          []Order           `json:"orderBy,omitempty"`
		Start            int               `json:"start"`
		Size             int               `json:"size"`
	}
	for _, filter := range q.Filters {
		if err := filter.Check(); err != nil {
			return nil, err
		}
	}
	expression, err := ParseExpression(q.FilterExpression, len(q.Filters))
	if err != nil {
		return nil, fmt.Errorf("filter expression: %w", err)
	}
	if q.FilterExpression != "" {
		wire.FilterExpression = expression.String()
	}
	if q.Parameters != (FilterParameters{}) {
		wire.Parameters = &q.Parameters
	}
	wire.Object, wire.Fields, wire.Filters, wire.OrderBy = q.Object, q.Fields, q.Filters, q.OrderBy
	if len(wire.OrderBy) == 0 && !q.isAggregate() {
		wire.OrderBy = []Order{{Field: "key"}}
	}
	wire.Start, wire.Size = max(q.Start, 1), q.Size
	if wire.Size <= 0 || wire.Size > LargestPage {
		wire.Size = LargestPage
	}
	return wire, nil
}

func (q Query) isAggregate() bool {
	return slices.ContainsFunc(q.Fields, func(field string) bool { return strings.Contains(field, ":") })
}

// QueryPage reads one page: POST /services/core/query (contract section 8).
// Like any read it is repeated after failures. Errors: *Error;
// *ExpressionError, or that of Filter.Check, before anything is sent.
func (c *Client) QueryPage(ctx context.Context, query Query) (*QueryPage, error) {
	body, err := query.body()
	if err != nil {
		return nil, err
	}
	request := transport.Request{Method: http.MethodPost, Path: queryPath, Body: body, Retry: transport.RetryAlways}
	var rows *[]json.RawMessage
	meta, err := c.call(ctx, request, &rows)
	if err != nil {
		return nil, err
	}
	if rows == nil {
		return nil, incomplete(request, meta.status, "the answer has no rows in it")
	}
	start := max(query.Start, 1)
	if err := meta.check(request, start, len(*rows)); err != nil {
		return nil, err
	}
	page := &QueryPage{Rows: make([]Row, len(*rows)), TotalCount: -1, Next: meta.next(start, len(*rows))}
	if total, ok := meta.TotalCount.number(); ok {
		page.TotalCount = total
	}
	for i, raw := range *rows {
		if err := json.Unmarshal(raw, &page.Rows[i]); err != nil {
			return nil, incomplete(request, meta.status, "row %d of the answer cannot be read (%v)", i+1, err)
		}
	}
	return page, nil
}

// Query reads a query's rows page by page, at most maxResults of them; 0 =
// all. Rows that are made or deleted meanwhile can shift others from one page
// to the next, so a result of several pages does not prove absence.
func (c *Client) Query(ctx context.Context, query Query, maxResults int) (QueryResult, error) {
	var result QueryResult
	if maxResults < 0 {
		return result, errors.New("the number of results cannot be negative")
	}
	if maxResults > 0 && (query.Size <= 0 || query.Size > maxResults) {
		query.Size = min(maxResults, LargestPage)
	}
	query.Start = max(query.Start, 1)
	for first := query.Start; ; {
		page, err := c.QueryPage(ctx, query)
		if err != nil {
			return QueryResult{}, err
		}
		result.Rows = append(result.Rows, page.Rows...)
		result.TotalCount = page.TotalCount
		if page.TotalCount < 0 {
			result.TotalCount = first - 1 + len(result.Rows)
		}
		if maxResults > 0 && len(result.Rows) >= maxResults {
			result.Cut = len(result.Rows) > maxResults || page.Next != 0
			result.Rows = result.Rows[:maxResults]
			return result, nil
		}
		if page.Next == 0 {
			result.Cut = first-1+len(result.Rows) < result.TotalCount && len(result.Rows) > 0
			return result, nil
		}
		query.Start = page.Next
	}
}
