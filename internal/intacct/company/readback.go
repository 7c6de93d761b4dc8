package company

import (
	"context"
	"time"

	"github.com/projectbilling/terraform-provider-billing/internal/intacct/api"
	"github.com/projectbilling/terraform-provider-billing/internal/reads"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// readBackTime is how long reading what was just written may outlive an
// interruption of the run.
const readBackTime = 10 * time.Second

func grace(ctx context.Context) (context.Context, context.CancelFunc) {
	return transport.Grace(ctx, readBackTime)
}

// queriedTemplates reads templates that were written at the same time, by one
// query for their keys and one for their milestones.
type queriedTemplates struct {
	client *api.Client
}

var _ reads.Several[allTemplates, api.Template] = queriedTemplates{}

// ReadBack reads one template.
func (q queriedTemplates) ReadBack(ctx context.Context, key string) (api.Template, error) {
	return templateSource(q).Single(ctx, key)
}

// Cost is the two queries, which leave nothing to try.
func (queriedTemplates) Cost(_ allTemplates, _ []string, isFirst bool) int {
	if isFirst {
		return 2
	}
	return 0
}

// Several queries the templates with those keys.
func (q queriedTemplates) Several(ctx context.Context, _ allTemplates, keys []string) (map[string]api.Template, error) {
	list, err := q.client.QueryTemplates(ctx, api.TemplateQuery{
		Filters: []api.Filter{{Field: "key", Operator: api.In, Values: keys}}, Milestones: true,
	})
	if err != nil {
		return nil, err
	}
	found := make(map[string]api.Template, len(list.Templates))
	for _, template := range list.Templates {
		found[string(template.Key)] = template
	}
	return found, nil
}
