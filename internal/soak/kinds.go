package main

import (
	"fmt"
	"slices"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/intacct"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/teamwork"
)

// kind is a kind of record that a campaign makes.
type kind struct {
	name string
	// prepare adds what the given number of records require to the systems.
	// Optional.
	prepare func(box *sandbox.Box, number int)
	// configuration declares the given number of records with a text that can
	// change.
	configuration func(server *sandbox.Server, number int, text string) string
	// compare counts the records that the system has twice, and those that are
	// missing, superfluous, or have a different text.
	compare func(box *sandbox.Box, number int, text string) (duplicates, lost int)
	// records returns the records in the systems of a box, by ID.
	records func(box *sandbox.Box) map[string]held
	// copyAsStranger adds records to another box with the IDs and names of those
	// in a box, as if someone else had created them there a year earlier.
	copyAsStranger func(own, other *sandbox.Box)
}

// prepared returns a box with everything that a kind's records require.
func (k kind) prepared(options sandbox.Options, number int) *sandbox.Box {
	box := sandbox.New(options)
	if k.prepare != nil {
		k.prepare(box, number)
	}
	return box
}

// project is the project of the invoices, and billProject that of Wethod's
// invoices.
const (
	project     = 1149
	billProject = 12
)

// header is the start of all configurations: a provider that soon gives up on a
// hanging request, because the campaign has many of them.
const header = `terraform {
  required_providers {
    billing = { source = "registry.terraform.io/projectbilling/billing" }
  }
}

provider "billing" {
  max_retries     = 6
  request_timeout = "2s"
%s}

`

func kinds() []kind {
	return []kind{
		{
			name: "invoice", prepare: logTime, configuration: invoices, compare: compareInvoices,
			records: recordsOfInvoices, copyAsStranger: copyInvoices,
		},
		{
			name: "expense", configuration: expenses, compare: compareExpenses,
			records: recordsOfExpenses, copyAsStranger: copyExpenses,
		},
		{
			name: "template", configuration: templates, compare: compareTemplates,
			records: recordsOfTemplates, copyAsStranger: copyTemplates,
		},
		{
			name: "bill", configuration: bills, compare: compareBills,
			records: recordsOfBills, copyAsStranger: copyBills,
		},
		entryKind("contract template", intacct.ContractTemplates, "description", contractTemplates, isWholeContractTemplate),
		entryKind("project", intacct.Projects, "description", projects, isWholeProject),
		observedKind(),
	}
}

// firstTimeLog is the ID of the first time log that logTime adds.
const firstTimeLog = 100001

// logTime adds a time log for each record.
func logTime(box *sandbox.Box, number int) { box.Teamwork().GenerateTimeLogs(number) }

func invoices(server *sandbox.Server, number int, text string) string {
	return fmt.Sprintf(header, server.Block("teamwork", "requests_per_minute = 0")) +
		fmt.Sprintf(`resource "billing_teamwork_invoice" "each" {
  count        = %d
  project_id   = %d
  number       = "SOAK-${count.index}"
  display_date = "2026-01-31"
  fixed_cost   = 100 + count.index
  description  = %q
  status       = count.index %% 5 == 0 ? "completed" : "active"
  time_log_ids = count.index %% 2 == 0 ? [%d + count.index] : null

  protect_completed = false
}
`, number, project, text, firstTimeLog)
}

func compareInvoices(box *sandbox.Box, number int, text string) (duplicates, lost int) {
	found := map[string]int{}
	for _, invoice := range box.Teamwork().Invoices() {
		found[invoice.Number]++
		if invoice.Description != text {
			lost++ // a change that did not arrive
		}
		lost += unbilled(box, invoice)
	}
	return count(found, "SOAK-%d", number, lost)
}

// unbilled counts the entries that are missing from an invoice, and those that
// should not be on it.
func unbilled(box *sandbox.Box, invoice teamwork.Invoice) int {
	var index int
	if _, err := fmt.Sscanf(invoice.Number, "SOAK-%d", &index); err != nil {
		return 0
	}
	var want []int
	if index%2 == 0 {
		want = []int{firstTimeLog + index}
	}
	if !slices.Equal(invoice.TimeLogIDs, want) {
		return 1
	}
	for _, id := range want {
		if log, _ := box.Teamwork().TimeLog(id); log.InvoiceID != invoice.ID {
			return 1
		}
	}
	return 0
}

func expenses(server *sandbox.Server, number int, text string) string {
	return fmt.Sprintf(header, server.Block("teamwork", "requests_per_minute = 0")) +
		fmt.Sprintf(`resource "billing_teamwork_expense" "each" {
  count       = %d
  project_id  = %d
  name        = "Soak ${count.index}"
  date        = "2026-01-31"
  cost        = 100.25 + count.index
  description = %q
}
`, number, project, text)
}

// lastSeeded is the ID of the last expense that every site has from the start.
const lastSeeded = 39

func compareExpenses(box *sandbox.Box, number int, text string) (duplicates, lost int) {
	found := map[string]int{}
	for _, expense := range box.Teamwork().Expenses() {
		if expense.ID <= lastSeeded {
			continue
		}
		found[expense.Name]++
		if expense.Description != text {
			lost++
		}
	}
	return count(found, "Soak %d", number, lost)
}

func templates(server *sandbox.Server, number int, text string) string {
	return fmt.Sprintf(header, server.Block("intacct")) +
		fmt.Sprintf(`resource "billing_intacct_project_billing_template" "each" {
  count       = %d
  name        = "Soak ${count.index}"
  description = %q
  milestones = [
    { percent_completed = 25 },
    { percent_completed = "100", description = %q },
  ]
}
`, number, text, text)
}

func compareTemplates(box *sandbox.Box, number int, text string) (duplicates, lost int) {
	found := map[string]int{}
	for _, template := range box.Intacct().BillingTemplates() {
		found[template.Name]++
		if template.Description != text || len(template.Milestones) != 2 {
			lost++
		}
	}
	return count(found, "Soak %d", number, lost)
}

// bills declares invoices in Wethod. One in five is paid as soon as it exists,
// which the campaign's company allows.
func bills(server *sandbox.Server, number int, text string) string {
	return fmt.Sprintf(header, server.Block("wethod")) +
		fmt.Sprintf(`resource "billing_wethod_invoice" "each" {
  count          = %d
  project_id     = %d
  invoice_number = "SOAK-${count.index}"
  issue_date     = "2026-01-31"
  value          = count.index + 100
  notes          = %q
  paid           = count.index %% 5 == 0
  payment_date   = count.index %% 5 == 0 ? "2026-02-28" : null

  protect_sent = false
}
`, number, billProject, text)
}

func compareBills(box *sandbox.Box, number int, text string) (duplicates, lost int) {
	found, paid := map[string]int{}, 0
	for _, invoice := range box.Wethod().Invoices() {
		if invoice.InvoiceNumber != nil {
			found[*invoice.InvoiceNumber]++
		}
		if invoice.Notes == nil || *invoice.Notes != text {
			lost++
		}
		if invoice.PaymentDate == "2026-02-28" {
			paid++
		}
	}
	if number > 0 && paid != (number+4)/5 {
		lost++ // a payment that did not arrive
	}
	return count(found, "SOAK-%d", number, lost)
}

// count compares the found names with the given number of records with numbered
// names.
func count(found map[string]int, name string, number, lost int) (duplicates, total int) {
	for i := range number {
		name := fmt.Sprintf(name, i)
		if found[name] == 0 {
			lost++
		} else {
			duplicates += found[name] - 1
		}
		delete(found, name)
	}
	for _, left := range found {
		lost += left // missing from the state
	}
	return duplicates, lost
}
