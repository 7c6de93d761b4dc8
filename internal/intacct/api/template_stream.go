package api

import (
	"context"
	"iter"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
)

// EachTemplate gives the templates of a query one after the other, each once,
// at most MaxResults of them: POST /services/core/query (contract section 8).
// A page, and where asked for the milestones of its templates by one more
// query, is read only when the templates before it are used up, so a caller
// who has enough of them spares the rest. An error ends it: one of QueryPage,
// or that Intacct gave fewer templates than it says there are.
func (c *Client) EachTemplate(ctx context.Context, query TemplateQuery) iter.Seq2[Template, error] {
	return func(yield func(Template, error) bool) {
		seen := map[lenient.Text]bool{}
		for start := 1; start != 0; {
			page, err := c.fullPage(ctx, query, start)
			if err != nil {
				yield(Template{}, err)
				return
			}
			for _, template := range page.Templates {
				if seen[template.Key] { // it moved to this page while the one before was read
					continue
				}
				seen[template.Key] = true
				if !yield(template, nil) || len(seen) == query.MaxResults { // 0 = all
					return
				}
			}
			if page.EndsEarly != nil {
				yield(Template{}, page.EndsEarly)
				return
			}
			start = page.Next
		}
	}
}

// fullPage reads a page of a query, with the milestones that it asks for.
func (c *Client) fullPage(ctx context.Context, query TemplateQuery, start int) (*TemplatePage, error) {
	page, err := c.TemplatePage(ctx, query, start, query.MaxResults)
	if err == nil && query.Milestones {
		areAll := len(query.Filters) == 0 && start == 1 && page.Next == 0
		err = c.AddMilestones(ctx, page.Templates, areAll)
	}
	return page, err
}
