// Package company is the connection to one company of Sage Intacct during one
// run of Terraform: the client, and the reads that the run's resources share.
package company

import (
	"context"
	"fmt"
	"iter"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/projectbilling/terraform-provider-billing/internal/intacct/api"
	"github.com/projectbilling/terraform-provider-billing/internal/reads"
	"github.com/projectbilling/terraform-provider-billing/internal/record"
)

// Name is the system's attribute of the provider block, Title its name in
// sentences, DefaultBaseURL the address of its API.
const (
	Name           = "intacct"
	Title          = "Sage Intacct"
	DefaultBaseURL = "https://api.intacct.com/ia/api/v1"
)

// Company is one company of Sage Intacct. It is safe for concurrent use.
type Company struct {
	// Client sends requests; Reads shares the reads of templates, Written those of
	// templates that were written at the same time.
	Client  *api.Client
	Reads   *reads.Reader[allTemplates, api.Template]
	Written *reads.Together[allTemplates, api.Template]
	// Departures knows the templates that this run deletes.
	Departures record.Departures
}

// New makes a company. It makes no network call.
func New(client *api.Client, mode reads.Mode) *Company {
	return &Company{
		Client:  client,
		Reads:   reads.New[allTemplates, api.Template](templateSource{client: client}, mode),
		Written: reads.NewTogether[allTemplates, api.Template](queriedTemplates{client: client}, mode, grace),
	}
}

// Origin is where the company is: the credential tells which it is, unless it
// is a ready token.
func (c *Company) Origin() record.Origin {
	return record.Origin{Address: c.Client.Address(), Account: c.Client.Company()}
}

// Writing says that a template begins to be written.
func (c *Company) Writing() *reads.Write[allTemplates, api.Template] {
	return c.Written.Begin(allTemplates{})
}

// Template reads one template with its milestones, together with others that
// are asked for at the same time.
func (c *Company) Template(ctx context.Context, key string) (api.Template, error) {
	return c.Reads.Read(ctx, key, allTemplates{})
}

// Templates lists the templates of a query, together with those who read single
// ones of them where the query chooses all.
func (c *Company) Templates(ctx context.Context, query api.TemplateQuery) ([]api.Template, error) {
	if choosesAll(query) {
		found, err := c.Reads.All(ctx, 0, allTemplates{})
		return found.Records, err
	}
	found, err := c.Client.QueryTemplates(ctx, query)
	return found.Templates, err
}

// choosesAll tells whether a query is the one that shared reads are made by.
func choosesAll(query api.TemplateQuery) bool {
	return query.Milestones && len(query.Filters) == 0 && query.FilterExpression == "" && query.Parameters == (api.FilterParameters{}) &&
		len(query.OrderBy) == 0 && query.MaxResults == 0
}

// EachTemplate gives the templates of a query one after the other. Where they
// are limited, no page is read that the limit does not need.
func (c *Company) EachTemplate(ctx context.Context, query api.TemplateQuery) iter.Seq2[api.Template, error] {
	if !choosesAll(query) {
		return c.Client.EachTemplate(ctx, query)
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

// TemplateByName finds the one template with a name, without its milestones.
// That there is none, or more than one, is an error.
func (c *Company) TemplateByName(ctx context.Context, name string) (api.Template, diag.Diagnostics) {
	found, err := c.Client.TemplatesByName(ctx, name)
	if err != nil {
		return api.Template{}, Explain(fmt.Sprintf("could not look up the template %q", name), err)
	}
	switch len(found) {
	case 0:
		return api.Template{}, diag.Diagnostics{diag.NewErrorDiagnostic(
			Summary(fmt.Sprintf("there is no template %q", name)),
			"No project billing template has exactly this name, capital and small letters included, or the credential's user cannot see it.")}
	case 1:
		return found[0], nil
	}
	keys := make([]string, len(found))
	for i, template := range found {
		keys[i] = string(template.Key)
	}
	return api.Template{}, diag.Diagnostics{diag.NewErrorDiagnostic(
		Summary(fmt.Sprintf("there are %d templates %q", len(found), name)),
		"Their keys are "+strings.Join(keys, ", ")+". Choose one by its key instead.")}
}
