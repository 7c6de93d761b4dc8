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

// LargestPage is the maximum number of rows on a page of a query (contract section 6).
const LargestPage = 4000

// Query selects rows of any object (contract section 8).
type Query struct {
	// Object is the type, as in projects/project-billing-template.
	Object string
	// Fields are names, dotted names of related objects as in vendor.id, or
	// aggregates as in max:vendor.creditLimit. There is no wildcard.
	Fields  []string
	Filters []Filter
	// FilterExpression combines the filters, as in (1 and 2) or 3; "" = all of them must match. See ParseExpression.
	FilterExpression string
	Parameters       FilterParameters
	// OrderBy sorts the rows. Ties are sorted by key, because each page is evaluated on its own. If Fields has an
	// aggregate, rows are groups, which have no key and must fit on one page.
	OrderBy []Order
	// Start is the first row, from 1; 0 = 1.
	Start int
	// Size is the number of rows per page, at most LargestPage; 0 = LargestPage. It is always sent, because the
	// default is not documented.
	Size int
}

// QueryPage is one page of a query's rows.
type QueryPage struct {
	Rows []Row
	// TotalCount is the number of rows on all pages of the query when this page was read; -1 = Intacct does not
	// return it.
	TotalCount int
	// Next is where the next page starts; 0 = this is the last page.
	Next int
	// endsEarly: this is the last page, but there are more rows than on all pages.
	endsEarly error
}

// QueryResult holds the rows of a query.
type QueryResult struct {
	Rows []Row
	// TotalCount is the total number of rows, including those that were not read.
	TotalCount int
	// IsCut: there are more rows than these, but no more were requested.
	IsCut bool
	// IsOnePage: one request returned the rows, so they are from one moment.
	IsOnePage bool
}

// queryBody is the body of a query.
type queryBody struct {
	Object           string            `json:"object"`
	Fields           []string          `json:"fields,omitempty"`
	Filters          []Filter          `json:"filters,omitempty"`
	FilterExpression string            `json:"filterExpression,omitempty"`
	Parameters       *FilterParameters `json:"filterParameters,omitempty"`
	OrderBy          []Order           `json:"orderBy,omitempty"`
	Start            int               `json:"start"`
	Size             int               `json:"size"`
}

func (q Query) body() (*queryBody, error) {
	var wire queryBody
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
	wire.Object, wire.Fields, wire.Filters, wire.OrderBy = q.Object, q.Fields, q.Filters, slices.Clone(q.OrderBy)
	if !q.isAggregate() && !slices.ContainsFunc(q.OrderBy, func(by Order) bool { return by.Field == "key" }) {
		wire.OrderBy = append(wire.OrderBy, Order{Field: "key"})
	}
	wire.Start, wire.Size = max(q.Start, 1), q.Size
	if wire.Size <= 0 || wire.Size > LargestPage {
		wire.Size = LargestPage
	}
	return &wire, nil
}

func (q Query) isAggregate() bool {
	return slices.ContainsFunc(q.Fields, func(field string) bool { return strings.Contains(field, ":") })
}

// QueryPage returns one page: POST /services/core/query (contract section 8). Like any read, it retries after
// failures. Errors: *transport.APIError; *ExpressionError or an error of Filter.Check before anything is sent.
func (c *Client) QueryPage(ctx context.Context, query Query) (*QueryPage, error) {
	body, err := query.body()
	if err != nil {
		return nil, err
	}
	request := transport.Request{Method: http.MethodPost, Path: queryPath, Body: body, Retry: transport.RetryAlways}
	var rows *[]json.RawMessage
	answer, meta, err := c.call(ctx, request, &rows)
	if err != nil {
		return nil, err
	}
	if rows == nil {
		return nil, c.wire.Lacking(request, answer, "the response does not contain rows")
	}
	bounds, err := meta.bounds(body.Start, body.Size, len(*rows))
	if err != nil {
		return nil, c.wire.Lacking(request, answer, "%s", err.Error())
	}
	page := &QueryPage{Rows: make([]Row, len(*rows)), TotalCount: bounds.total, Next: bounds.next}
	if err := bounds.endsEarly(body.Start, len(*rows)); err != nil {
		page.endsEarly = c.wire.Lacking(request, answer, "%s", err.Error())
	}
	for i, raw := range *rows {
		if err := json.Unmarshal(raw, &page.Rows[i]); err != nil {
			return nil, c.wire.Lacking(request, answer, "row %d of the response cannot be read (%v)", i+1, err)
		}
	}
	return page, nil
}

// Query returns a query's rows page by page, at most maxResults of them; 0 = all. Each page is evaluated on its own, so
// rows that are created or deleted in the meantime shift others across the borders of pages. If the pages do not fit
// together, Query starts over once, and then fails: it never returns fewer rows than there are. Errors are those of
// QueryPage, *ShiftedError, that Intacct returned fewer rows than it reports, or more groups than fit on one page.
func (c *Client) Query(ctx context.Context, query Query, maxResults int) (QueryResult, error) {
	if maxResults < 0 {
		return QueryResult{}, errors.New("the number of results cannot be negative")
	}
	isAggregate := query.isAggregate()
	if isAggregate || query.Size <= 0 {
		query.Size = LargestPage
	}
	if maxResults > 0 {
		query.Size = min(query.Size, maxResults)
	}
	query.Start = max(query.Start, 1)
	// Without keys, a row that is on two pages cannot be told from two equal rows.
	isKeyAdded := !isAggregate && len(query.Fields) > 0 && !slices.Contains(query.Fields, "key") && maxResults != query.Size
	if isKeyAdded {
		query.Fields = append(slices.Clone(query.Fields), "key")
	}
	result, err := c.pages(ctx, query, maxResults)
	if _, isShifted := errors.AsType[*ShiftedError](err); isShifted {
		result, err = c.pages(ctx, query, maxResults)
	}
	if isKeyAdded {
		for i, row := range result.Rows {
			result.Rows[i] = slices.DeleteFunc(row, func(field Field) bool { return field.Name == "key" })
		}
	}
	return result, err
}

// pages reads the pages of a query once.
func (c *Client) pages(ctx context.Context, query Query, maxResults int) (QueryResult, error) {
	isAggregate := query.isAggregate()
	read := NewPass(query.Start)
	var result QueryResult
	for {
		page, err := c.QueryPage(ctx, query)
		if err != nil {
			return QueryResult{}, err
		}
		if err := read.Add(page.TotalCount, page.keys(), page.endsEarly); err != nil {
			return QueryResult{}, err
		}
		result.Rows, result.IsOnePage = append(result.Rows, page.Rows...), read.pages == 1
		result.TotalCount = page.TotalCount
		if page.TotalCount < 0 {
			result.TotalCount = read.first - 1 + len(result.Rows)
		}
		switch {
		case maxResults > 0 && len(result.Rows) >= maxResults:
			result.IsCut = len(result.Rows) > maxResults || page.Next != 0 || page.endsEarly != nil
			result.Rows = result.Rows[:maxResults]
			return result, nil
		case page.endsEarly != nil:
			return QueryResult{}, page.endsEarly
		case page.Next == 0 && isAggregate: // it is not documented what the total of groups counts
			return result, nil
		case page.Next == 0:
			return result, read.End()
		case isAggregate:
			return QueryResult{}, fmt.Errorf("there are more than %d groups, which cannot be read in pages; restrict the query with filters, "+
				"or set max_results", LargestPage)
		}
		query.Start = page.Next
	}
}

// keys returns the keys of the rows; "" = a row has none.
func (p *QueryPage) keys() []string {
	keys := make([]string, len(p.Rows))
	for i, row := range p.Rows {
		keys[i] = string(row.text("key"))
	}
	return keys
}
