package api

import (
	"cmp"
	"slices"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
)

// Values of a contract billing template's fields (contract section 14). Intacct's default method is
// MethodPredefinedPercentages. There is no default source.
const (
	MethodPredefinedPercentages   = "predefinedPercentages"
	MethodProjectPercentComplete  = "projectPercentComplete"
	MethodTaskPercentComplete     = "taskPercentComplete"
	SourceEstimatedHours          = BasedOnEstimatedHours
	SourcePlannedHours            = BasedOnPlannedHours
	SourceBudgetedHours           = BasedOnBudgetedHours
	SourceObservedPercentComplete = BasedOnObservedPercentCompleted
)

// TemplatePlaces is the maximum number of decimals in the percentages of a contract billing template.
const TemplatePlaces = 8

// ContractTemplate is a contract billing template (contract section 14). Every value is Intacct's own text; "" =
// missing.
type ContractTemplate struct {
	Key           lenient.Text
	ID            lenient.Text // assigned by users; cannot be changed
	Href          lenient.Text
	Description   lenient.Text
	Method        lenient.Text
	Source        lenient.Text
	IsStepBilling lenient.Text // true or false
	Status        lenient.Text
	Created       lenient.Text // a moment that never changes
	// Lines are ordered by periodOffset, stepPercent and key. They are nil if they were
	// not requested or not proven to be none.
	Lines []ContractLine
}

// ContractLine is a line of a contract billing template.
type ContractLine struct {
	Key           lenient.Text
	PeriodOffset  lenient.Text // months, a whole number
	PercentToBill lenient.Text // of 100
	StepPercent   lenient.Text // of 100
	Href          lenient.Text
}

// contractTemplates describes contract billing templates.
func contractTemplates() kind[ContractTemplate] {
	return kind[ContractTemplate]{
		object: "contracts/billing-template",
		noun:   "contract billing template",
		fields: []string{"key", "id", "description", "method", "source", "isStepBilling", "status", "href", createdField},
		of: func(row Row) ContractTemplate {
			return ContractTemplate{
				Key: row.text("key"), ID: row.text("id"), Href: row.text("href"), Description: row.text("description"), Method: row.text("method"),
				Source: row.text("source"), IsStepBilling: row.text("isStepBilling"), Status: row.text("status"), Created: row.text(createdField),
			}
		},
		key:   func(template *ContractTemplate) lenient.Text { return template.Key },
		name:  []string{"id"},
		label: "id",
		lines: &lines[ContractTemplate]{
			object: "contracts/billing-template-line",
			noun:   "line",
			member: "lines",
			owner:  "contractBillingTemplate.key",
			fields: []string{"key", "id", "periodOffset", "percentToBill", "stepPercent", "href", "contractBillingTemplate.key"},
			set:    setContractLines,
			keys: func(template *ContractTemplate) []lenient.Text {
				return keysOf(template.Lines, func(line ContractLine) lenient.Text { return line.Key })
			},
		},
	}
}

func setContractLines(template *ContractTemplate, rows []Row) {
	template.Lines = make([]ContractLine, len(rows))
	for i, row := range rows {
		template.Lines[i] = ContractLine{
			Key: row.text("key"), PeriodOffset: row.text("periodOffset"), PercentToBill: row.text("percentToBill"),
			StepPercent: row.text("stepPercent"), Href: row.text("href"),
		}
	}
	slices.SortStableFunc(template.Lines, func(a, b ContractLine) int {
		return cmp.Or(
			lenient.CompareNumbers(string(a.PeriodOffset), string(b.PeriodOffset)),
			lenient.CompareNumbers(string(a.StepPercent), string(b.StepPercent)),
			compareKeys(string(a.Key), string(b.Key)),
		)
	})
}
