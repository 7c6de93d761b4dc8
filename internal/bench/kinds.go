package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/projectbilling/terraform-provider-billing/internal/commandline"
)

// seeded returns the sandbox's flags for a seed.
func seeded(flag string, n int) []string { return []string{"-seed", "empty", flag, strconv.Itoa(n)} }

// providers is the start of every configuration of the provider. If the sandbox
// has no limit, the provider is configured without one too.
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

// attributes are values of a record in a state.
type attributes map[string]any

// kind is a kind of record to measure.
type kind interface {
	// name returns the kind's name in the plural.
	name() string
	// system returns its system's name in the sandbox's statistics.
	system() string
	// seed returns the sandbox's flags that create n records, and no others, at the start.
	seed(n int) []string
	// configuration declares n records, just as the sandbox seeds them.
	configuration(n int) string
	// plain declares n terraform_data with the values that configuration sets for
	// each record: Terraform's own cost grows with the number of values.
	plain(n int) string
	// typeName returns the resource's type.
	typeName() string
	// records returns the attributes that identify each of the n seeded records,
	// in order.
	records(ctx context.Context, sandbox *commandline.Sandbox, n int) ([]attributes, error)
}

// invoices are invoices of one project in Teamwork.
type invoices struct{}

func (invoices) name() string        { return "invoices" }
func (invoices) system() string      { return "teamwork" }
func (invoices) seed(n int) []string { return seeded("-invoices", n) }

// values returns the configured values of each invoice.
func (invoices) values() string {
	return `
  project_id    = 1149
  number        = format("GEN%05d", count.index + 1)
  display_date  = "2026-01-02"
  description   = "Generated invoice ${count.index + 1}"
  fixed_cost    = "100.00"
  currency_code = "USD"
`
}

func (i invoices) configuration(n int) string {
	return providers + managed("billing_teamwork_invoice", n, i.values())
}

func (i invoices) plain(n int) string {
	return managed("terraform_data", n, "input = {"+i.values()+"}")
}

// managed declares n resources of a type.
func managed(typeName string, n int, attributes string) string {
	return fmt.Sprintf("\nresource %q \"record\" {\n  count = %d\n%s\n}\n", typeName, n, attributes)
}

func (invoices) typeName() string { return "billing_teamwork_invoice" }

func (invoices) records(ctx context.Context, sandbox *commandline.Sandbox, n int) ([]attributes, error) {
	found := make([]attributes, n)
	for page := 1; ; page++ {
		var list struct {
			Invoices []struct{ ID, Number string }
		}
		path := fmt.Sprintf("/teamwork/projects/1149/invoices.json?type=all&page=%d", page)
		if err := ask(ctx, sandbox, http.MethodGet, path, nil, &list); err != nil {
			return nil, err
		}
		for _, invoice := range list.Invoices {
			if i := seedNumber(invoice.Number); i > 0 && i <= n {
				found[i-1] = attributes{"id": invoice.ID, "project_id": 1149}
			}
		}
		if len(list.Invoices) == 0 {
			return found, nil
		}
	}
}

// seedNumber returns the number of a record that the sandbox has generated, or
// 0 for other records.
func seedNumber(name string) int {
	digits, _ := strings.CutPrefix(name, "GEN")
	number, _ := strconv.Atoi(digits) // 0 if it is not a number
	return number
}

// ask sends a request to a system of the sandbox and decodes the response.
func ask(ctx context.Context, sandbox *commandline.Sandbox, method, path string, body []byte, result any) error {
	answer, err := sandbox.Call(ctx, method, path, body)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(answer, result); err != nil {
		return fmt.Errorf("%s %s: %w", method, path, err)
	}
	return nil
}

// templates are project billing templates of Sage Intacct with their milestones.
type templates struct{}

func (templates) name() string        { return "templates" }
func (templates) system() string      { return "intacct" }
func (templates) seed(n int) []string { return seeded("-templates", n) }

// values returns the configured values of each template.
func (templates) values() string {
	return `
  name        = format("GEN%05d", count.index + 1)
  description = "Generated template ${count.index + 1}"
  milestones = [for percent in count.index % 2 == 1 ? ["25.00", "60.00", "100.00"] : ["50.00", "100.00"] : {
    percent_completed = percent
    description       = "Invoice at ${trimsuffix(percent, ".00")}%"
  }]
`
}

func (t templates) configuration(n int) string {
	return providers + managed("billing_intacct_project_billing_template", n, t.values())
}

func (t templates) plain(n int) string {
	return managed("terraform_data", n, "input = {"+t.values()+"}")
}

func (templates) typeName() string { return "billing_intacct_project_billing_template" }

func (templates) records(ctx context.Context, sandbox *commandline.Sandbox, n int) ([]attributes, error) {
	const largestPage = 4000
	found := make([]attributes, n)
	for start := 1; start <= n; start += largestPage {
		query, err := json.Marshal(map[string]any{
			"object": "projects/project-billing-template", "fields": []string{"key", "name"},
			"orderBy": []map[string]string{{"key": "asc"}}, "start": start, "size": largestPage,
		})
		if err != nil {
			return nil, err
		}
		var list struct {
			Result []struct{ Key, Name string } `json:"ia::result"`
		}
		if err := ask(ctx, sandbox, http.MethodPost, "/intacct/ia/api/v1/services/core/query", query, &list); err != nil {
			return nil, err
		}
		for _, template := range list.Result {
			if i := seedNumber(template.Name); i > 0 && i <= n {
				found[i-1] = attributes{"id": template.Key}
			}
		}
	}
	return found, nil
}
