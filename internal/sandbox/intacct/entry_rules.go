package intacct

import "github.com/shopspring/decimal"

// contractTemplateRule checks the contract's rules for lines (14): the percentages of predefinedPercentages add up to 100,
// and each value of a line is allowed with certain methods only.
func contractTemplateRule(template *Entry) *problem {
	isPredefined := template.Values["method"] == "predefinedPercentages"
	sum := decimal.Zero
	for _, line := range template.Lines {
		percent, hasPercent := line.Values["percentToBill"]
		_, hasOffset := line.Values["periodOffset"]
		_, hasStep := line.Values["stepPercent"]
		switch {
		case (hasPercent || hasOffset) && !isPredefined:
			return businessRule("periodOffset and percentToBill are only allowed with predefinedPercentages")
		case hasStep && (isPredefined || template.Values["isStepBilling"] != "true"):
			return businessRule("stepPercent is only allowed with step billing by a percentage of completion")
		}
		if hasPercent {
			sum = sum.Add(decimal.RequireFromString(percent))
		}
	}
	if isPredefined && !sum.Equal(decimal.NewFromInt(100)) {
		return businessRule("The percentages to bill add up to %s and must add up to 100", sum)
	}
	if template.Values["source"] == "budgetedHours" && template.Values["method"] == "taskPercentComplete" {
		return businessRule("budgetedHours are only allowed with projects")
	}
	return nil
}

// dropMarkups removes the markups that do not match the pricing: an official example sends one, and its response has
// none (contract 15).
func dropMarkups(project *Entry) {
	for _, of := range []string{"labor", "expense"} {
		if project.Values["ratesAndPricing."+of+"Pricing"] != "costPlusFee" {
			delete(project.Values, "ratesAndPricing."+of+"Markup")
		}
	}
}

// progressOf returns the value of a computed field of a project: the latest observed percentage, and the values that a
// user has set.
func (c *Company) progressOf(project *Entry, name string) (string, bool) {
	if name != "progress.observedPercentComplete" {
		value, found := project.Values[name]
		return value, found
	}
	latest := ""
	var value string
	for _, observed := range c.entries[observedObject].sorted {
		if date := observed.Values["asOfDate"]; observed.Values["project"] == project.Key && date > latest {
			latest, value = date, observed.Values["percentComplete"]
		}
	}
	return value, latest != ""
}
