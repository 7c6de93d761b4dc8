package api

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"slices"

	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

const (
	milestoneObject = "projects/project-billing-template-milestone"
	milestonesPath  = "/objects/" + milestoneObject
)

// Milestone is a line of a billing template (contract section 2.2). It is
// written through its template only: see TemplateFields and TemplatePatch.
type Milestone struct {
	Key Text `json:"key"`
	ID  Text `json:"id"` // the same as Key
	// PercentCompleted is the share of the project that must be complete, a
	// decimal number. Whether the scale ends at 1 or at 100 is not documented;
	// examples have both (contract section 2.2).
	PercentCompleted Text `json:"percentCompleted"`
	// PercentToInvoice is the share that is then billed; Intacct computes it.
	PercentToInvoice Text `json:"percentToInvoice"`
	// Description is "" when there is none.
	Description Text `json:"description"`
	Href        Text `json:"href"`
	// Template is the billing template that the milestone belongs to.
	Template Reference `json:"projectBillingTemplate"`
}

// UnmarshalJSON reads percentInvoiced where percentToInvoice is missing: the
// older documentation has that name once (contract section 2.2).
func (m *Milestone) UnmarshalJSON(data []byte) error {
	type plain Milestone
	both := struct {
		*plain
		PercentInvoiced Text `json:"percentInvoiced"`
	}{plain: (*plain)(m)}
	if err := json.Unmarshal(data, &both); err != nil {
		return err
	}
	if m.PercentToInvoice == "" {
		m.PercentToInvoice = both.PercentInvoiced
	}
	return nil
}

// ListMilestones lists references to all milestones of all templates: GET
// /objects/projects/project-billing-template-milestone (contract section 1),
// and POST /services/core/query where there are more than 100.
func (c *Client) ListMilestones(ctx context.Context) ([]Reference, error) {
	return c.listReferences(ctx, milestoneObject)
}

// GetMilestone reads one milestone: GET
// /objects/projects/project-billing-template-milestone/{key} (contract section
// 1). Errors: *Error; IsNotFound(err) when there is none.
func (c *Client) GetMilestone(ctx context.Context, key string) (*Milestone, error) {
	request := transport.Request{Method: http.MethodGet, Path: objectPath(milestonesPath, key)}
	var milestone *Milestone
	meta, err := c.call(ctx, request, &milestone)
	if err != nil {
		return nil, err
	}
	if milestone == nil || milestone.Key == "" {
		return nil, incomplete(request, meta.status, "the answer has no milestone in it")
	}
	return milestone, nil
}

// sortMilestones orders milestones by percentCompleted, then by key. Intacct
// promises no order (contract section 3).
func sortMilestones(milestones []Milestone) {
	slices.SortStableFunc(milestones, func(a, b Milestone) int {
		return cmp.Or(
			comparePercent(string(a.PercentCompleted), string(b.PercentCompleted)),
			compareKeys(string(a.Key), string(b.Key)),
		)
	})
}
