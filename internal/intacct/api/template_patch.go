package api

import (
	"encoding/json"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
)

// TemplatePatch is what changes of a template. A nil pointer leaves a field as
// it is, and so does a milestone that is not mentioned (contract section 3).
// The name cannot be changed.
type TemplatePatch struct {
	Description   *string
	BillingMethod *string
	CalculateOn   *string
	BasedOn       *string
	Status        *string

	// DeleteMilestones are the keys of milestones to delete. They are sent
	// first, then the changes, then the new ones.
	DeleteMilestones []string
	ChangeMilestones []MilestoneChange
	AddMilestones    []MilestoneFields
}

// MilestoneChange is what changes of the milestone with that key.
type MilestoneChange struct {
	Key              string
	PercentCompleted *string // sent as it is spelled; nil = as it is
	// Description: nil = as it is, "" = none, which is sent as null.
	Description *string
}

// IsEmpty tells whether the patch changes nothing.
func (p TemplatePatch) IsEmpty() bool {
	return p.Description == nil && p.BillingMethod == nil && p.CalculateOn == nil && p.BasedOn == nil && p.Status == nil &&
		len(p.DeleteMilestones) == 0 && len(p.ChangeMilestones) == 0 && len(p.AddMilestones) == 0
}

// MarshalJSON writes the body of a PATCH (contract section 3): only what is
// set, and milestones only where some change, since nothing is said about an
// empty array.
func (p TemplatePatch) MarshalJSON() ([]byte, error) {
	type deletion struct {
		Key       string `json:"key"`
		Operation string `json:"ia::operation"`
	}
	lines := make([]any, 0, len(p.DeleteMilestones)+len(p.ChangeMilestones)+len(p.AddMilestones))
	for _, key := range p.DeleteMilestones {
		lines = append(lines, deletion{Key: key, Operation: "delete"})
	}
	for _, change := range p.ChangeMilestones {
		lines = append(lines, change)
	}
	for _, addition := range p.AddMilestones {
		lines = append(lines, addition)
	}
	return lenient.Encode(struct {
		Description   *string `json:"description,omitempty"`
		BillingMethod *string `json:"billingMethod,omitempty"`
		CalculateOn   *string `json:"calculateOn,omitempty"`
		BasedOn       *string `json:"basedOn,omitempty"`
		Status        *string `json:"status,omitempty"`
		Milestones    []any   `json:"milestones,omitempty"`
	}{p.Description, p.BillingMethod, p.CalculateOn, p.BasedOn, p.Status, lines})
}

// MarshalJSON writes one changed line.
func (c MilestoneChange) MarshalJSON() ([]byte, error) {
	line := struct {
		Key              string          `json:"key"`
		PercentCompleted *string         `json:"percentCompleted,omitempty"`
		Description      json.RawMessage `json:"description,omitempty"`
	}{Key: c.Key, PercentCompleted: c.PercentCompleted}
	if c.Description != nil {
		line.Description = json.RawMessage("null")
		if *c.Description != "" {
			description, err := lenient.Encode(*c.Description)
			if err != nil {
				return nil, err
			}
			line.Description = description
		}
	}
	return lenient.Encode(line)
}
