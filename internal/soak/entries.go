package main

import (
	"fmt"
	"maps"
	"strings"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/intacct"
)

// entryKind returns a kind of records that the sandbox's company stores as
// entries. changing is the field with the text that can change, and isWhole
// reports whether the rest of an entry is complete.
func entryKind(name, object, changing string, configuration func(*sandbox.Server, int, string) string, isWhole func(intacct.Entry, string) bool) kind {
	return kind{
		name: name, configuration: configuration,
		compare: func(box *sandbox.Box, number int, text string) (duplicates, lost int) {
			found := map[string]int{}
			for _, entry := range box.Intacct().Entries(object) {
				found[entry.Values["id"]]++
				if entry.Values[changing] != text || !isWhole(entry, text) {
					lost++ // a change that did not arrive
				}
			}
			return count(found, "Soak %d", number, lost)
		},
		records: func(box *sandbox.Box) map[string]held {
			found := map[string]held{}
			for _, entry := range box.Intacct().Entries(object) {
				found[entry.Key] = held{name: entry.Values["id"], whole: text(entry)}
			}
			return found
		},
		copyAsStranger: func(own, other *sandbox.Box) {
			for _, entry := range own.Intacct().Entries(object) {
				entry.Values = maps.Clone(entry.Values)
				entry.Values[changing] = "a stranger's"
				other.Intacct().AddEntry(object, entry)
			}
		},
	}
}

// step returns a number that changes with the text.
func step(text string) int { return 1 + strings.Count(text, "changed") }

func contractTemplates(server *sandbox.Server, number int, text string) string {
	return fmt.Sprintf(header, server.Block("intacct")) +
		fmt.Sprintf(`resource "billing_intacct_contract_billing_template" "each" {
  count       = %d
  template_id = "Soak ${count.index}"
  description = %q
  lines = [
    { period_offset = 0, percent_to_bill = "33.33333333" },
    { period_offset = %d, percent_to_bill = "66.66666667" },
  ]
}
`, number, text, step(text))
}

func isWholeContractTemplate(template intacct.Entry, text string) bool {
	return len(template.Lines) == 2 && template.Lines[1].Values["periodOffset"] == fmt.Sprint(step(text))
}

func projects(server *sandbox.Server, number int, text string) string {
	return fmt.Sprintf(header, server.Block("intacct")) +
		fmt.Sprintf(`resource "billing_intacct_project" "each" {
  count                   = %d
  project_id              = "Soak ${count.index}"
  name                    = "Soak"
  category                = "contract"
  description             = %q
  customer_id             = "CUST-0010%d"
  budgeted_billing_amount = 100
  budgeted_cost           = %[3]d
  default_rate            = 80
}
`, number, text, step(text))
}

func isWholeProject(project intacct.Entry, text string) bool {
	return project.Values["budget.billingAmount"] == "100" && project.Values["budget.budgetedCost"] == fmt.Sprint(step(text)) &&
		project.Values["ratesAndPricing.defaultRate"] == "80" && project.Values["customer"] == fmt.Sprintf("CUST-0010%d", step(text))
}

// observedKind returns the kind of observed percentages. All belong to one project
// and differ in their dates.
func observedKind() kind {
	of := entryKind("observed percentage", intacct.ObservedPercents, "notes", observed, func(intacct.Entry, string) bool { return true })
	of.prepare = func(box *sandbox.Box, _ int) {
		box.Intacct().AddEntry(intacct.Projects, intacct.Entry{Values: map[string]string{"id": "P-1", "name": "Soak", "category": "contract"}})
	}
	of.compare = func(box *sandbox.Box, number int, text string) (duplicates, lost int) {
		found := map[string]int{}
		for _, entry := range box.Intacct().Entries(intacct.ObservedPercents) {
			found[entry.Values["asOfDate"]]++
			if entry.Values["notes"] != text || entry.Values["percentComplete"] != fmt.Sprint(10*step(text)) {
				lost++
			}
		}
		return count(found, "20%02d-01-31", number, lost)
	}
	records := of.records
	of.records = func(box *sandbox.Box) map[string]held {
		found := records(box)
		for _, entry := range box.Intacct().Entries(intacct.ObservedPercents) {
			found[entry.Key] = held{name: entry.Values["asOfDate"], whole: found[entry.Key].whole}
		}
		return found
	}
	return of
}

func observed(server *sandbox.Server, number int, text string) string {
	return fmt.Sprintf(header, server.Block("intacct")) +
		fmt.Sprintf(`resource "billing_intacct_project_observed_percent_completed" "each" {
  count            = %d
  project_id       = "P-1"
  as_of_date       = format("20%%02d-01-31", count.index)
  percent_complete = %d
  notes            = %q
}
`, number, 10*step(text), text)
}
