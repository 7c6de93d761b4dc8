package api

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
)

const milestoneObject = "projects/project-billing-template-milestone"

// Milestone is a line of a billing template (contract section 2.2). It is
// written through its template only: see TemplateFields and TemplatePatch.
type Milestone struct {
	Key lenient.Text `json:"key"`
	ID  lenient.Text `json:"id"` // the same as Key
	// PercentCompleted is the share of the project that must be complete, a
	// decimal number. Whether the scale ends at 1 or at 100 is not documented;
	// examples have both (contract section 2.2).
	PercentCompleted lenient.Text `json:"percentCompleted"`
	// PercentToInvoice is the share that is then billed; Intacct computes it.
	PercentToInvoice lenient.Text `json:"percentToInvoice"`
	// Description is "" when there is none.
	Description lenient.Text `json:"description"`
	Href        lenient.Text `json:"href"`
	// Template is the billing template that the milestone belongs to.
	Template Reference `json:"projectBillingTemplate"`
}

// UnmarshalJSON reads percentInvoiced where percentToInvoice is missing: the
// older documentation has that name once (contract section 2.2).
func (m *Milestone) UnmarshalJSON(data []byte) error {
	type plain Milestone
	both := struct {
		*plain
		PercentInvoiced lenient.Text `json:"percentInvoiced"`
	}{plain: (*plain)(m)}
	if err := json.Unmarshal(data, &both); err != nil {
		return err
	}
	if m.PercentToInvoice == "" {
		m.PercentToInvoice = both.PercentInvoiced
	}
	return nil
}

// sortMilestones orders milestones by percentCompleted, then by key. Intacct
// promises no order (contract section 3).
func sortMilestones(milestones []Milestone) {
	slices.SortStableFunc(milestones, func(a, b Milestone) int {
		return cmp.Or(
			lenient.CompareNumbers(string(a.PercentCompleted), string(b.PercentCompleted)),
			compareKeys(string(a.Key), string(b.Key)),
		)
	})
}

// compareKeys orders keys, which are numbers of any length.
func compareKeys(a, b string) int {
	return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(a, b))
}
