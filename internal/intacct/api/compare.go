package api

import (
	"cmp"
	"slices"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
	"github.com/projectbilling/terraform-provider-billing/internal/naturalkey"
)

// describe tells whether a template may be what these fields create, Intacct's
// defaults for those left out included (contract section 2.1), whatever it does
// to texts.
func (f TemplateFields) describe(template *Template) bool {
	isSame := naturalkey.MayBeSame(string(template.Name), f.Name) &&
		naturalkey.MayBeSame(string(template.Description), f.Description) &&
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
	return lenient.SameNumber(f.PercentCompleted, string(milestone.PercentCompleted)) &&
		naturalkey.MayBeSame(f.Description, string(milestone.Description))
}

// isApplied tells whether a template shows everything that the patch changes.
// Lines that are added or deleted prove that it was carried out, since a patch is
// one transaction, and then texts may be as Intacct has changed them. Without
// such lines texts have to be the very same; sending those again does no harm.
func (p TemplatePatch) isApplied(template *Template) bool {
	isSet := func(wanted *string, found lenient.Text) bool {
		return wanted == nil || naturalkey.MayBeSame(*wanted, string(found))
	}
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
		if !isThere || !change.isApplied(milestone, p.isProvenByLines()) {
			return false
		}
		delete(byKey, change.Key) // it is not one of those added
	}
	return p.areAdded(byKey)
}

// isProvenByLines tells whether the patch adds or deletes lines.
func (p TemplatePatch) isProvenByLines() bool {
	return len(p.DeleteMilestones)+len(p.AddMilestones) > 0
}

func (c MilestoneChange) isApplied(milestone Milestone, isLoose bool) bool {
	return (c.PercentCompleted == nil || lenient.SameNumber(*c.PercentCompleted, string(milestone.PercentCompleted))) &&
		(c.Description == nil || *c.Description == string(milestone.Description) ||
			isLoose && naturalkey.MayBeSame(*c.Description, string(milestone.Description)))
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
