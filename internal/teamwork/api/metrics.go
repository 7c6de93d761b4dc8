package api

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// MetricQuery filters the projects that a metric covers. The client omits a filter
// that is nil or empty. On the wire, a list is one comma-separated value (contract
// section 7).
type MetricQuery struct {
	OnlyStarredProjects     *bool
	MatchAllProjectTags     *bool
	IncludeArchivedProjects *bool
	ProjectTagIDs           []int64
	ProjectStatuses         []string // active, current, late, upcoming, completed, deleted
	ProjectOwnerIDs         []int64
	ProjectIDs              []int64
	ProjectHealths          []int64 // 0 not set, 1 bad, 2 ok, 3 good
	ProjectCompanyIDs       []int64
	ProjectCategoryIDs      []int64
}

func (q MetricQuery) values() url.Values {
	values := url.Values{}
	setBool := func(name string, value *bool) {
		if value != nil {
			values.Set(name, strconv.FormatBool(*value))
		}
	}
	setNumbers := func(name string, numbers []int64) {
		if len(numbers) == 0 {
			return
		}
		texts := make([]string, len(numbers))
		for i, number := range numbers {
			texts[i] = strconv.FormatInt(number, 10)
		}
		values.Set(name, strings.Join(texts, ","))
	}
	setBool("onlyStarredProjects", q.OnlyStarredProjects)
	setBool("matchAllProjectTags", q.MatchAllProjectTags)
	setBool("includeArchivedProjects", q.IncludeArchivedProjects)
	setNumbers("projectTagIds", q.ProjectTagIDs)
	setNumbers("projectOwnerIds", q.ProjectOwnerIDs)
	setNumbers("projectIds", q.ProjectIDs)
	setNumbers("projectHealths", q.ProjectHealths)
	setNumbers("projectCompanyIds", q.ProjectCompanyIDs)
	setNumbers("projectCategoryIds", q.ProjectCategoryIDs)
	if len(q.ProjectStatuses) > 0 {
		values.Set("projectStatuses", strings.Join(q.ProjectStatuses, ","))
	}
	return values
}

// OpenInvoiceCount counts the invoices that are not completed on the projects
// that the caller can access: GET
// /projects/api/v3/projects/metrics/invoice.json (contract section 7).
func (c *Client) OpenInvoiceCount(ctx context.Context, query MetricQuery) (int64, error) {
	return c.metric(ctx, "invoice", query)
}

// UnbilledCount counts the unbilled expenses on the projects that the caller can
// access: GET /projects/api/v3/projects/metrics/unbilled.json (contract section 12).
func (c *Client) UnbilledCount(ctx context.Context, query MetricQuery) (int64, error) {
	return c.metric(ctx, "unbilled", query)
}

func (c *Client) metric(ctx context.Context, name string, query MetricQuery) (int64, error) {
	request := transport.Request{
		Method: http.MethodGet,
		Path:   "/projects/api/v3/projects/metrics/" + name + ".json",
		Query:  query.values(),
	}
	var result struct {
		Data *struct {
			Value lenient.Text `json:"value"`
		} `json:"data"`
	}
	answer, err := c.wire.Call(ctx, request, &result)
	if err != nil {
		return 0, err
	}
	if result.Data == nil { // a response without a count does not mean zero
		return 0, c.wire.Lacking(request, answer, "the response contains no count")
	}
	count, isThere, err := result.Data.Value.Count()
	if !isThere || err != nil {
		return 0, c.wire.Lacking(request, answer, "the response contains no count")
	}
	return int64(count), nil
}
