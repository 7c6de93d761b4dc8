package api

import (
	"context"
	"slices"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
)

// TemplateQuery chooses templates by the query service. The zero value means
// all of them, without their milestones.
type TemplateQuery struct {
	Filters          []Filter
	FilterExpression string // as in Query
	Parameters       FilterParameters
	// OrderBy sorts the templates; those that it leaves equal come in the order
	// of their keys.
	OrderBy []Order
	// Milestones: read the milestones too, by one more query.
	Milestones bool
	// MaxResults is the largest number of templates to read; 0 = no limit.
	MaxResults int
}

// TemplateList are the templates of a query, each once.
type TemplateList struct {
	// Templates are as GetTemplate gives them; their Milestones are nil where
	// they were not asked for.
	Templates []Template
	// TotalCount is how many there were, the ones not read included.
	TotalCount int
	// IsCut: there are more templates than these, as in QueryResult.
	IsCut bool
}

// TemplatePage is one page of a query's templates, without their milestones.
type TemplatePage struct {
	Templates []Template
	// TotalCount is how many templates there were on all pages; -1 when
	// Intacct does not say.
	TotalCount int
	// Next is where the next page starts; 0 = this is the last.
	Next int
	// EndsEarly is an error where this is the last page, and Intacct says that
	// there are more templates than it gave.
	EndsEarly error
}

// query is a template query as any other.
func (q TemplateQuery) query() Query {
	return Query{
		Object: templateObject,
		Fields: []string{
			"key", "id", "name", "description", "billingMethod", "calculateOn", "basedOn", "status", "href",
			"entity.key", "entity.id", "entity.name",
		},
		Filters:          q.Filters,
		FilterExpression: q.FilterExpression,
		Parameters:       q.Parameters,
		OrderBy:          q.OrderBy,
	}
}

// QueryTemplates reads templates, by pages of LargestPage, and where asked
// for the milestones of all of them by one more query: POST
// /services/core/query (contract section 8). Errors are those of QueryPage.
func (c *Client) QueryTemplates(ctx context.Context, query TemplateQuery) (TemplateList, error) {
	result, err := c.Query(ctx, query.query(), query.MaxResults)
	if err != nil {
		return TemplateList{}, err
	}
	list := TemplateList{TotalCount: result.TotalCount, IsCut: result.IsCut}
	if list.Templates, err = c.templatesOf(result.Rows); err != nil {
		return TemplateList{}, err
	}
	if query.Milestones {
		err = c.AddMilestones(ctx, list.Templates, len(query.Filters) == 0 && query.MaxResults == 0)
	}
	if err != nil {
		return TemplateList{}, err
	}
	return list, nil
}

// TemplatePage reads the page of templates that starts at number start, from
// 1, with at most size of them; 0 = LargestPage. It ignores the query's
// Milestones and MaxResults. Errors are those of QueryPage.
func (c *Client) TemplatePage(ctx context.Context, query TemplateQuery, start, size int) (*TemplatePage, error) {
	asked := query.query()
	asked.Start, asked.Size = start, size
	page, err := c.QueryPage(ctx, asked)
	if err != nil {
		return nil, err
	}
	templates, err := c.templatesOf(page.Rows)
	if err != nil {
		return nil, err
	}
	return &TemplatePage{Templates: templates, TotalCount: page.TotalCount, Next: page.Next, EndsEarly: page.endsEarly}, nil
}

// TemplatesByName finds every template with exactly that name, case included,
// without its milestones. Whether there can be more than one is not documented
// (contract section 12). Errors are those of QueryPage.
func (c *Client) TemplatesByName(ctx context.Context, name string) ([]Template, error) {
	caseSensitive := true
	list, err := c.QueryTemplates(ctx, TemplateQuery{
		Filters:    []Filter{{Field: "name", Operator: Equal, Values: []string{name}}},
		Parameters: FilterParameters{CaseSensitiveComparison: &caseSensitive},
	})
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(list.Templates, func(found Template) bool { return string(found.Name) != name }), nil
}

// TemplateExists tells whether a template with that key can be seen, by a
// query and not by a GET: the second opinion where an answer other than 404
// leaves it open (contract section 7.2). Errors are those of QueryPage.
func (c *Client) TemplateExists(ctx context.Context, key string) (bool, error) {
	page, err := c.TemplatePage(ctx, TemplateQuery{
		Filters: []Filter{{Field: "key", Operator: Equal, Values: []string{key}}},
	}, 1, 1)
	if err != nil {
		return false, err
	}
	return len(page.Templates) > 0, page.EndsEarly
}

// mostKeys is how many keys a filter names at most. Above it, all milestones
// are read: a request's body is bounded (contract section 6).
const mostKeys = LargestPage

// AddMilestones reads the milestones of the templates and sets them, so that
// each template is what GetTemplate gives: one query, by pages of LargestPage,
// on the milestones as an object of their own (contract section 8). areAll
// says that these are all the templates that there are, and spares the
// filter. Errors are those of QueryPage; the templates are then as they were.
func (c *Client) AddMilestones(ctx context.Context, templates []Template, areAll bool) error {
	if len(templates) == 0 {
		return nil
	}
	query := Query{
		Object: milestoneObject,
		Fields: []string{
			"key", "id", "percentCompleted", "percentToInvoice", "description", "href", "projectBillingTemplate.key",
		},
	}
	if !areAll && len(templates) <= mostKeys {
		keys := make([]string, len(templates))
		for i, template := range templates {
			keys[i] = string(template.Key)
		}
		query.Filters = []Filter{{Field: "projectBillingTemplate.key", Operator: In, Values: keys}}
	}
	result, err := c.Query(ctx, query, 0)
	if err != nil {
		return err
	}
	byTemplate, err := c.milestonesOf(result.Rows)
	if err != nil {
		return err
	}
	for i := range templates {
		milestones := append(lenient.List[Milestone]{}, byTemplate[templates[i].Key]...)
		sortMilestones(milestones)
		templates[i].Milestones = milestones
	}
	return nil
}
