package intacct

import "fmt"

// quarters returns a line for each percentage, three months apart.
func quarters(percentages ...string) []EntryLine {
	var lines []EntryLine
	for i, percentage := range percentages {
		lines = append(lines, EntryLine{Values: map[string]string{"periodOffset": fmt.Sprint(3 * (i + 1)), "percentToBill": percentage}})
	}
	return lines
}

// demoContractTemplates returns the template of the documentation's example, and one that bills by steps.
func demoContractTemplates() []Entry {
	return []Entry{
		{
			Values: map[string]string{"id": "202AN4PER_QUARTERLY", "description": "Four quarters", "source": "estimatedHours"},
			Lines:  quarters("5", "25", "45", "25"),
		},
		{
			Values: map[string]string{
				"id": "STEPS", "description": "By steps of completion", "method": "projectPercentComplete", "source": "plannedHours",
				"isStepBilling": "true",
			},
			Lines: []EntryLine{{Values: map[string]string{"stepPercent": "50"}}, {Values: map[string]string{"stepPercent": "100"}}},
		},
	}
}

// demoProjects returns the project of the documentation's example, and a child of it.
func demoProjects() []Entry {
	return []Entry{
		{Values: map[string]string{
			"id": "P-0045", "name": "Implementation Project", "category": "contract", "billingType": "fixedFee", "customer": "CUST-00101",
			"contractAmount": "15000.00", "billingOverMax": "preventBilling", "budget.billingAmount": "15000.00", "startDate": "2026-01-01",
		}},
		{Values: map[string]string{"id": "P-0046", "name": "Training", "category": "contract", "parent": "P-0045"}},
	}
}
