package intacct

import (
	"slices"
	"strconv"

	"github.com/shopspring/decimal"
)

// Template is a project billing template as the company keeps it (contract 2.1).
type Template struct {
	// Key is a number in digits; it is the id as well.
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
	// EntityID is the id of the entity that the template belongs to; empty at the top level.
	EntityID string
	// Milestones are the lines, in the order in which they came to be. The wire shows them in any order.
	Milestones []Milestone
}

// StatusDeleted is the status of a deleted template in a company that keeps those.
const StatusDeleted = "deleted"

// Milestone is a line of a template (contract 2.2).
type Milestone struct {
	// Key is a number in digits; it is the id as well.
	Key string
	// PercentCompleted is a decimal number, kept with two decimals.
	PercentCompleted string
	// Description is nil where there is none.
	Description *string
}

// Entity is a part of the company that records can belong to.
type Entity struct {
	Key, ID, Name string
}

// clone gives a copy that shares nothing with t.
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

// line gives the place of the milestone with key, or -1.
func (t *Template) line(key string) int {
	return slices.IndexFunc(t.Milestones, func(milestone Milestone) bool { return milestone.Key == key })
}

// step gives what is invoiced when milestone is reached: what lies between it and the one before it in the order of their
// percentages (contract 2.2).
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

// percent reads the percentage of a milestone. It was checked before it was kept.
func percent(milestone Milestone) decimal.Decimal {
	return decimal.RequireFromString(milestone.PercentCompleted)
}

// number reads a key. Keys are made by the company or checked when they are set.
func number(key string) int {
	value, err := strconv.Atoi(key)
	if err != nil || value < 1 || strconv.Itoa(value) != key {
		panic("intacct sandbox: the key " + strconv.Quote(key) + " is no whole number from 1")
	}
	return value
}

// byNumber compares two keys.
func byNumber(a, b string) int { return number(a) - number(b) }
