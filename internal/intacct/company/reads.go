package company

import (
	"cmp"
	"context"

	"github.com/projectbilling/terraform-provider-billing/internal/intacct/api"
	"github.com/projectbilling/terraform-provider-billing/internal/reads"
)

// allTemplates is the only scope of templates that can be listed.
type allTemplates struct{}

// templateSource reads templates, one at a time or by page of the query
// service: the templates first, then the milestones of all of them.
type templateSource struct {
	client *api.Client
}

var _ reads.Source[allTemplates, api.Template] = templateSource{}

// Single reads one template with its milestones.
func (s templateSource) Single(ctx context.Context, key string) (api.Template, error) {
	template, err := s.client.GetTemplate(ctx, key)
	if err != nil {
		return api.Template{}, err
	}
	return *template, nil
}

// First reads the first page, which says how many templates there are. What
// the others will take is reckoned from what it took.
func (s templateSource) First(ctx context.Context, _ allTemplates) (reads.Part[api.Template], error) {
	page, err := s.page(ctx, 1)
	if err != nil {
		return reads.Part[api.Template]{Cost: 1}, err
	}
	part := reads.Part[api.Template]{Records: records(page), Cost: requestsOf(page), Next: page.Next}
	if page.Next != 0 {
		further := max(page.TotalCount-len(page.Templates), 1)
		part.Rest = (further + api.LargestPage - 1) / api.LargestPage * part.Cost
	}
	return part, nil
}

// Rest reads the other pages, one after the other: each says where the next
// begins. A bound is kept by page, of which one is thousands of templates. A
// page that cannot be read costs none of those after it, which begin a page's
// length later.
func (s templateSource) Rest(ctx context.Context, _ allTemplates, first reads.Part[api.Template], atMost int, deliver func(int, []reads.Record[api.Template])) error {
	var failure error
	last := first.Next + first.Rest/max(first.Cost, 1)*api.LargestPage
	for start, place := first.Next, 1; start != 0 && atMost > 0; place++ {
		page, err := s.page(ctx, start)
		if err != nil {
			failure = cmp.Or(failure, err)
			if start += api.LargestPage; start >= last || ctx.Err() != nil {
				break
			}
			atMost -= first.Cost
			continue
		}
		deliver(place, records(page))
		start = page.Next
		atMost -= requestsOf(page)
	}
	return failure
}

// page reads the page of templates that begins at start, with milestones.
func (s templateSource) page(ctx context.Context, start int) (*api.TemplatePage, error) {
	page, err := s.client.TemplatePage(ctx, api.TemplateQuery{}, start, api.LargestPage)
	if err != nil {
		return nil, err
	}
	if page.EndsEarly != nil {
		return nil, page.EndsEarly
	}
	isAll := start == 1 && page.Next == 0
	return page, s.client.AddMilestones(ctx, page.Templates, isAll)
}

// requestsOf is how many requests a page took: one for the templates, and one
// for each page of their milestones.
func requestsOf(page *api.TemplatePage) int {
	milestones := 0
	for _, template := range page.Templates {
		milestones += len(template.Milestones)
	}
	return 1 + max(1, (milestones+api.LargestPage-1)/api.LargestPage)
}

func records(page *api.TemplatePage) []reads.Record[api.Template] {
	found := make([]reads.Record[api.Template], len(page.Templates))
	for i, template := range page.Templates {
		found[i] = reads.Record[api.Template]{ID: string(template.Key), Value: template}
	}
	return found
}
