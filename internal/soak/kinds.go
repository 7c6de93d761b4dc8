package main

import (
	"fmt"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/intacct"
)

// kind is a kind of record that a campaign makes.
type kind struct {
	name string
	// configuration declares so many records with a text that can change.
	configuration func(server *sandbox.Server, number int, text string) string
	// compare counts the records that the system has twice, and those that it
	// lacks, has too many of, or has with another text.
	compare func(box *sandbox.Box, number int, text string) (duplicates, lost int)
	// records gives those that the systems of a box hold, by id.
	records func(box *sandbox.Box) map[string]held
	// copyAsStranger gives another site records with the ids and names of the
	// campaign's own, which somebody else made there before.
	copyAsStranger func(own, other *sandbox.Box)
	// setUp makes what records refer to; nil = nothing.
	setUp func(box *sandbox.Box)
}

// newBox makes a box for records of the kind.
func (k kind) newBox(options sandbox.Options) *sandbox.Box {
	box := sandbox.New(options)
	if k.setUp != nil {
		k.setUp(box)
	}
	return box
}

// project is the one that invoices are made in.
const project = 1149

// header is what both configurations begin with: a provider that gives up on a
// hanging request soon, for the campaign has many of them.
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
		{name: "invoice", configuration: invoices, compare: compareInvoices, records: invoiceRecords, copyAsStranger: copyInvoices},
		{name: "template", configuration: templates, compare: compareTemplates, records: templateRecords, copyAsStranger: copyTemplates},
		entryKind("contract template", intacct.ContractTemplates, "description", contractTemplates, isWholeContractTemplate),
		entryKind("project", intacct.Projects, "description", projects, isWholeProject),
		observedKind(),
	}
}

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

  protect_completed = false
}
`, number, project, text)
}

func compareInvoices(box *sandbox.Box, number int, text string) (duplicates, lost int) {
	found := map[string]int{}
	for _, invoice := range box.Teamwork().Invoices() {
		found[invoice.Number]++
		if invoice.Description != text {
			lost++ // a change that did not arrive
		}
	}
	return count(found, "SOAK-%d", number, lost)
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

// count compares what was found with so many records of numbered names.
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
		lost += left // forgotten by the state
	}
	return duplicates, lost
}
