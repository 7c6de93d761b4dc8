package api

import (
	"context"
	"net/http"

	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// Reference points at an object. Key is the number that addresses it; for
// billing templates and their milestones ID is the same (contract section 1).
type Reference struct {
	Key  Text `json:"key"`
	ID   Text `json:"id"`
	Href Text `json:"href"`
}

// next is where the page after this one starts; 0 = this is the last. Official
// samples have a next of 101 with 3 records in all, and of 0, so next is
// followed only where it leads on (contract section 8).
func (m meta) next(start, rows int) int {
	next, ok := m.Next.number()
	if !ok || rows == 0 || next <= start {
		return 0
	}
	if total, ok := m.TotalCount.number(); ok && next > total {
		return 0
	}
	return next
}

// check tells whether an answer is the page that was asked for, and whether
// the way through the pages has an end.
func (m meta) check(request transport.Request, start, rows int) error {
	if given, ok := m.Start.number(); ok && given != start && rows > 0 {
		return incomplete(request, m.status, "asked for the records from number %d, the answer has those from number %d", start, given)
	}
	if _, counted := m.TotalCount.number(); !counted && m.next(start, rows) != 0 {
		return incomplete(request, m.status, "the answer has more pages and does not say how many records there are")
	}
	return nil
}

// listReferences reads a whole collection: GET on its path. That gives the
// first 100 references, and no parameter for the others is documented (contract
// section 1); where there are more, all of them are read by the query service.
func (c *Client) listReferences(ctx context.Context, object string) ([]Reference, error) {
	request := transport.Request{Method: http.MethodGet, Path: "/objects/" + object}
	var first *[]Reference
	meta, err := c.call(ctx, request, &first)
	if err != nil {
		return nil, err
	}
	if first == nil {
		return nil, incomplete(request, meta.status, "the answer has no list in it")
	}
	if err := meta.check(request, 1, len(*first)); err != nil {
		return nil, err
	}
	if meta.next(1, len(*first)) == 0 {
		return *first, nil
	}
	result, err := c.Query(ctx, Query{Object: object, Fields: []string{"key", "id", "href"}}, 0)
	if err != nil {
		return nil, err
	}
	list := make([]Reference, 0, len(result.Rows))
	seen := make(map[Text]bool, len(result.Rows))
	for _, row := range result.Rows {
		reference := Reference{Key: row.text("key"), ID: row.text("id"), Href: row.text("href")}
		if !seen[reference.Key] { // one that moved to the next page meanwhile comes twice
			seen[reference.Key] = true
			list = append(list, reference)
		}
	}
	return list, nil
}
