package intacct

import (
	"slices"
	"strconv"

	"github.com/shopspring/decimal"
)

// Template is a project billing template as the company stores it (contract 2.1).
type Template struct {
	// Key is a number, as digits. It is also the ID.
	Key         string
	Name        string
	Description string
	// BillingMethod is percentCompleted or milestone.
	BillingMethod string
	// CalculateOn is project or task.
	CalculateOn string
	// BasedOn is plannedHours, estimatedHours, budgetedHours or observedPercentCompleted.
	BasedOn string
	// Status is active, inactive or StatusDeleted.
	Status string
	// EntityID is the ID of the entity that the template belongs to, or empty at the top level.
	EntityID string
	// Milestones are the lines, in order of creation. The wire shows them in any order.
	Milestones []Milestone
}

// StatusDeleted is the status of a deleted template in a company that keeps deleted templates.
const StatusDeleted = "deleted"

// Milestone is a line of a template (contract 2.2).
type Milestone struct {
	// Key is a number, as digits. It is also the ID.
	Key string
	// PercentCompleted is a decimal number, stored with two decimals.
	PercentCompleted string
	// Description is nil if there is none.
	Description *string
}

// Entity is a part of the company that records can belong to.
type Entity struct {
	Key, ID, Name string
}

// clone returns a copy that shares nothing with t.
func (t Template) clone() Template {
	t.Milestones = slices.Clone(t.Milestones)
	for i, milestone := range t.Milestones {
		if milestone.Description != nil {
			description := *milestone.Description
			t.Milestones[i].Description = &description
		}
	}
	return t
}

// line returns the index of the milestone with key, or -1.
func (t *Template) line(key string) int {
	return slices.IndexFunc(t.Milestones, func(milestone Milestone) bool { return milestone.Key == key })
}

// step returns the percentage to invoice when milestone is reached: the difference to the previous one in the order of
// their percentages (contract 2.2).
func (t *Template) step(milestone Milestone) decimal.Decimal {
	reached, before := percent(milestone), decimal.Zero
	for _, other := range t.Milestones {
		earlier := percent(other).Cmp(reached)
		if earlier == 0 {
			earlier = byNumber(other.Key, milestone.Key)
		}
		if earlier < 0 {
			before = decimal.Max(before, percent(other))
		}
	}
	return reached.Sub(before)
}

// percent returns the percentage of a milestone, which was checked before it was stored.
func percent(milestone Milestone) decimal.Decimal {
	return decimal.RequireFromString(milestone.PercentCompleted)
}

// number parses a key. The company assigns keys or checks them when they are set.
func number(key string) int {
	value, err := strconv.Atoi(key)
	if err != nil || value < 1 || strconv.Itoa(value) != key {
		panic("intacct sandbox: the key " + strconv.Quote(key) + " is not a positive whole number")
	}
	return value
}

// byNumber compares two keys.
func byNumber(a, b string) int { return number(a) - number(b) }
