package intacct

import (
	"context"
	"fmt"
	"iter"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/projectbilling/terraform-provider-billing/internal/intacct/api"
	"github.com/projectbilling/terraform-provider-billing/internal/reads"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// company is one company of Sage Intacct during one run of Terraform.
type company struct {
	client    *api.Client
	templates *reads.Reader[api.Template]
}

func newCompany(client *api.Client, mode reads.Mode) *company {
	return &company{client: client, templates: reads.New(templateSource{client: client}, mode)}
}

// readBackTime is how long reading what was just written may outlive an
// interruption of the run.
const readBackTime = 10 * time.Second

// Template reads one template with its milestones, together with others that
// are asked for at the same time.
func (c *company) Template(ctx context.Context, key string) (api.Template, error) {
	return c.templates.Read(ctx, key, allTemplates)
}

// Templates lists the templates of a query, together with those who read single
// ones of them where the query chooses all.
func (c *company) Templates(ctx context.Context, query api.TemplateQuery) ([]api.Template, error) {
	if choosesAll(query) {
		found, err := c.templates.All(ctx, 0, allTemplates)
		return found.Records, err
	}
	found, err := c.client.QueryTemplates(ctx, query)
	return found.Templates, err
}

// choosesAll tells whether a query is the one that shared reads are made by.
func choosesAll(query api.TemplateQuery) bool {
	return query.Milestones && len(query.Filters) == 0 && query.FilterExpression == "" && query.Parameters == (api.FilterParameters{}) &&
		len(query.OrderBy) == 0 && query.MaxResults == 0
}

// eachTemplate gives the templates of a query one after the other. Where they
// are limited, no page is read that the limit does not need.
func (c *company) eachTemplate(ctx context.Context, query api.TemplateQuery) iter.Seq2[api.Template, error] {
	if !choosesAll(query) {
		return c.client.EachTemplate(ctx, query)
	}
	return func(yield func(api.Template, error) bool) {
		found, err := c.Templates(ctx, query)
		for _, template := range found {
			if !yield(template, nil) {
				return
			}
		}
		if err != nil {
			yield(api.Template{}, err)
		}
	}
}

// readBack reads a template that this run has just written. It outlives an
// interruption of the run for a moment, so that what was done is recorded.
func (c *company) readBack(ctx context.Context, key string) (*api.Template, error) {
	ctx, cancel := transport.Grace(ctx, readBackTime)
	defer cancel()
	return c.client.GetTemplate(ctx, key)
}

// templateByName finds the one template with a name, without its milestones.
// That there is none, or more than one, is an error.
func (c *company) templateByName(ctx context.Context, name string) (api.Template, diag.Diagnostics) {
	found, err := c.client.TemplatesByName(ctx, name)
	if err != nil {
		return api.Template{}, explain(fmt.Sprintf("could not look up the template %q", name), err)
	}
	switch len(found) {
	case 0:
		return api.Template{}, diag.Diagnostics{diag.NewErrorDiagnostic(
			summary(fmt.Sprintf("there is no template %q", name)),
			"No project billing template has exactly this name, capital and small letters included, or the credential's user cannot see it.")}
	case 1:
		return found[0], nil
	}
	keys := make([]string, len(found))
	for i, template := range found {
		keys[i] = string(template.Key)
	}
	return api.Template{}, diag.Diagnostics{diag.NewErrorDiagnostic(
		summary(fmt.Sprintf("there are %d templates %q", len(found), name)),
		"Their keys are "+strings.Join(keys, ", ")+". Name the one that is meant by its key.")}
}
