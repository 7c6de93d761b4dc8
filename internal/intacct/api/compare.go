package api

import (
	"cmp"
	"slices"
)

// describe tells whether a template is what these fields create, Intacct's
// defaults for those left out included (contract section 2.1).
func (f TemplateFields) describe(template *Template) bool {
	isSame := string(template.Name) == f.Name &&
		string(template.Description) == f.Description &&
		string(template.BillingMethod) == cmp.Or(f.BillingMethod, BillingMethodPercentCompleted) &&
		string(template.CalculateOn) == cmp.Or(f.CalculateOn, CalculateOnProject) &&
		string(template.BasedOn) == cmp.Or(f.BasedOn, BasedOnEstimatedHours) &&
		string(template.Status) == cmp.Or(f.Status, StatusActive)
	if !isSame || len(template.Milestones) != len(f.Milestones) {
		return false
	}
	unmatched := slices.Clone(template.Milestones)
	for _, wanted := range f.Milestones {
		at := slices.IndexFunc(unmatched, wanted.describe)
		if at < 0 {
			return false
		}
		unmatched = slices.Delete(unmatched, at, at+1)
	}
	return true
}

// describe tells whether a milestone is what these fields create: the same
// number, whatever its spelling, and the same description.
func (f MilestoneFields) describe(milestone Milestone) bool {
	return SamePercent(f.PercentCompleted, string(milestone.PercentCompleted)) && f.Description == string(milestone.Description)
}

// isApplied tells whether a template shows everything that the patch changes.
func (p TemplatePatch) isApplied(template *Template) bool {
	isSet := func(wanted *string, found Text) bool { return wanted == nil || *wanted == string(found) }
	if !isSet(p.Description, template.Description) ||
		!isSet(p.BillingMethod, template.BillingMethod) ||
		!isSet(p.CalculateOn, template.CalculateOn) ||
		!isSet(p.BasedOn, template.BasedOn) ||
		!isSet(p.Status, template.Status) {
		return false
	}
	byKey := make(map[string]Milestone, len(template.Milestones))
	for _, milestone := range template.Milestones {
		byKey[string(milestone.Key)] = milestone
	}
	for _, key := range p.DeleteMilestones {
		if _, isThere := byKey[key]; isThere {
			return false
		}
	}
	for _, change := range p.ChangeMilestones {
		milestone, isThere := byKey[change.Key]
		if !isThere || !change.isApplied(milestone) {
			return false
		}
		delete(byKey, change.Key) // it is not one of those added
	}
	return p.areAdded(byKey)
}

func (c MilestoneChange) isApplied(milestone Milestone) bool {
	return (c.PercentCompleted == nil || SamePercent(*c.PercentCompleted, string(milestone.PercentCompleted))) &&
		(c.Description == nil || *c.Description == string(milestone.Description))
}

// areAdded tells whether each new milestone is there, using up those found.
func (p TemplatePatch) areAdded(found map[string]Milestone) bool {
	for _, addition := range p.AddMilestones {
		isThere := false
		for key, milestone := range found {
			if addition.describe(milestone) {
				delete(found, key)
				isThere = true
				break
			}
		}
		if !isThere {
			return false
		}
	}
	return true
}
