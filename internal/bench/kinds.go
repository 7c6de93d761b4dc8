package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/projectbilling/terraform-provider-billing/internal/realcli"
)

// seeded are the sandbox's flags of a seed.
func seeded(flag string, n int) []string { return []string{"-seed", "empty", flag, strconv.Itoa(n)} }

// providers is the head of every configuration of the provider. Where the
// sandbox has no limit, the provider is told to keep none either.
const providers = `
terraform {
  required_providers {
    billing = { source = "registry.terraform.io/projectbilling/billing" }
  }
}

variable "requests_per_minute" { type = number }

provider "billing" {
  teamwork = { requests_per_minute = var.requests_per_minute }
}
`

// kind is a kind of records that is measured.
type kind interface {
	// name is the kind's name in the plural.
	name() string
	// system is its system's name in the sandbox's statistics.
	system() string
	// seed are the sandbox's flags that make n records, and no others, at the start.
	seed(n int) []string
	// configuration declares n records, just as the sandbox seeds them.
	configuration(n int) string
	// plain declares n terraform_data whose state is about as large.
	plain(n int) string
	// address is the address of the record that is seeded as number i, counted from 0.
	address(i int) string
	// importIDs tells what the seeded records are imported by, in order.
	importIDs(ctx context.Context, sandbox *realcli.Sandbox, n int) ([]string, error)
}

// invoices are invoices of one project in Teamwork.
type invoices struct{}

func (invoices) name() string        { return "invoices" }
func (invoices) system() string      { return "teamwork" }
func (invoices) seed(n int) []string { return seeded("-invoices", n) }

func (invoices) configuration(n int) string {
	return providers + fmt.Sprintf(`
resource "billing_teamwork_invoice" "record" {
  count         = %d
  project_id    = 1149
  number        = format("GEN%%05d", count.index + 1)
  display_date  = "2026-01-02"
  description   = "Generated invoice ${count.index + 1}"
  fixed_cost    = "100.00"
  currency_code = "USD"
}
`, n)
}

func (invoices) plain(n int) string {
	return fmt.Sprintf(`
resource "terraform_data" "record" {
  count = %d
  input = format("GEN%%05d %%-150s", count.index + 1, "Generated invoice ${count.index + 1}")
}
`, n)
}

func (invoices) address(i int) string { return fmt.Sprintf("billing_teamwork_invoice.record[%d]", i) }

func (invoices) importIDs(ctx context.Context, sandbox *realcli.Sandbox, n int) ([]string, error) {
	ids := make([]string, n)
	for page := 1; ; page++ {
		answer, err := sandbox.Call(ctx, http.MethodGet, fmt.Sprintf("/teamwork/projects/1149/invoices.json?type=all&page=%d", page), nil)
		if err != nil {
			return nil, err
		}
		var list struct {
			Invoices []struct {
				ID     json.Number `json:"id"`
				Number string      `json:"number"`
			} `json:"invoices"`
		}
		if err := json.Unmarshal(answer, &list); err != nil {
			return nil, fmt.Errorf("page %d of the seeded invoices: %w", page, err)
		}
		if len(list.Invoices) == 0 {
			return ids, nil
		}
		for _, invoice := range list.Invoices {
			number, isSeeded := strings.CutPrefix(invoice.Number, "GEN")
			if i, err := strconv.Atoi(number); isSeeded && err == nil && i <= n {
				ids[i-1] = invoice.ID.String()
			}
		}
	}
}

// templates are project billing templates of Sage Intacct with their milestones.
type templates struct{}

func (templates) name() string        { return "templates" }
func (templates) system() string      { return "intacct" }
func (templates) seed(n int) []string { return seeded("-templates", n) }

func (templates) configuration(n int) string {
	return providers + fmt.Sprintf(`
resource "billing_intacct_project_billing_template" "record" {
  count       = %d
  name        = format("GEN%%05d", count.index + 1)
  description = "Generated template ${count.index + 1}"
  milestones = [for percent in count.index %% 2 == 1 ? ["25.00", "60.00", "100.00"] : ["50.00", "100.00"] : {
    percent_completed = percent
    description       = "Invoice at ${trimsuffix(percent, ".00")}%%"
  }]
}
`, n)
}

func (templates) plain(n int) string {
	return fmt.Sprintf(`
resource "terraform_data" "record" {
  count = %d
  input = format("GEN%%05d %%-350s", count.index + 1, "Generated template ${count.index + 1}")
}
`, n)
}

func (templates) address(i int) string {
	return fmt.Sprintf("billing_intacct_project_billing_template.record[%d]", i)
}

func (templates) importIDs(_ context.Context, _ *realcli.Sandbox, n int) ([]string, error) {
	ids := make([]string, n)
	for i := range ids {
		ids[i] = fmt.Sprintf("name:GEN%05d", i+1)
	}
	return ids, nil
}
