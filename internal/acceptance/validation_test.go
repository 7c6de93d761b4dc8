package acceptance_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/teamwork"
)

func TestValidation_ofInvoices(t *testing.T) {
	site := newSite(t)
	step := func(changes values, phrases ...string) resource.TestStep {
		return resource.TestStep{Config: site.config(invoice(changes)), PlanOnly: true, ExpectError: says(phrases...)}
	}
	site.test(t,
		step(values{"display_date": `"2026-02-30"`}, "display_date", `"2026-02-30" is not a date`, "YYYY-MM-DD, for example 2026-02-28"),
		step(values{"display_date": `"30.1.2026"`}, "display_date", `is not a date`, "YYYY-MM-DD"),
		step(values{"display_date": `""`}, "display_date", `"" is not a date`, "YYYY-MM-DD"),
		step(values{"currency_code": `"usd"`}, "currency_code", "must be three capital letters", `"USD"`),
		step(values{"currency_code": `""`}, "currency_code", "must be three capital letters"),
		step(values{"fixed_cost": "99.999"}, "fixed_cost", `"99.999" has more decimal places than its currency`, "Round it"),
		step(values{"number": `"T-1 "`}, "number", `"T-1 " begins or ends with whitespace`, `Write "T-1"`),
		step(values{"fixed_cost": `"1,200.00"`}, "fixed_cost", `"1,200.00" is not a decimal number`, "without thousands separators"),
		step(values{"fixed_cost": `"1e3"`}, "fixed_cost", "is not a decimal number"),
		step(values{"fixed_cost": `""`}, "fixed_cost", "is not a decimal number"),
		step(values{"number": `""`}, "number", "must not be empty", `"INV00001"`),
		step(values{"description": `""`}, "description", "must not be empty", "omit the attribute"),
		step(values{"po_number": `""`}, "po_number", "must not be empty", "omit the attribute"),
		step(values{"status": `"paid"`}, "status", `"active"`, `"completed"`, `"paid"`),
		step(values{"project_id": "0"}, "project_id", "at least 1"),
		step(values{"project_id": "null"}, "project_id"),
		step(values{"project_id": "1149.5"}, "Not a whole number", "project_id is 1149.5", "Set a whole number"),
		step(values{"project_id": "1e20"}, "Not a whole number", "project_id is 1e+20"),
	)
	if sent := site.requests(); len(sent) > 0 {
		t.Errorf("validation sent %v", sent)
	}
}

func TestValidation_ofDataSources(t *testing.T) {
	site := newSite(t)
	step := func(kind string, arguments values, phrases ...string) resource.TestStep {
		return resource.TestStep{Config: site.config(data(kind, "x", arguments)), PlanOnly: true, ExpectError: says(phrases...)}
	}
	site.test(t,
		step("invoices", values{"project_id": "1149", "project_status": `"all"`}, "project_status", "project_id"),
		step("invoices", values{"type": `"open"`}, "type", `"active"`, `"completed"`, `"all"`),
		step("invoices", values{"project_status": `"late"`}, "project_status", `"active"`, `"archived"`, `"all"`),
		step("invoices", values{"project_id": "0"}, "project_id", "at least 1"),
		step("open_invoice_metrics", values{"project_healths": "[4]"}, "project_healths", "between 0 and 3"),
		step("open_invoice_metrics", values{"project_statuses": `["archived"]`}, "project_statuses", `"active"`, `"deleted"`),
		step("open_invoice_metrics", values{"project_statuses": `["late", null]`}, "project_statuses[1] is null", "Remove it"),
		step("open_invoice_metrics", values{"project_ids": `[null]`}, "project_ids[0] is null", "Remove it"),
		step("open_invoice_metrics", values{"project_ids": `[1149, 0.5]`}, "project_ids[1] is 0.5"),
	)
	if sent := site.requests(); len(sent) > 0 {
		t.Errorf("validation sent %v", sent)
	}
}

func TestValidation_ofTheProvider(t *testing.T) {
	site := newSite(t)
	step := func(arguments, connection values, phrases ...string) resource.TestStep {
		if connection != nil {
			arguments = values{"teamwork": object(connection)}
		}
		return resource.TestStep{
			Config: block("provider \"billing\"", arguments) + invoice(nil), PlanOnly: true, ExpectError: says(phrases...),
		}
	}
	at := func(address string) values { return values{"base_url": address, "api_key": `"key"`} }
	site.test(t,
		step(nil, at(`"http://elsewhere.example.com"`), "teamwork.base_url", "would send the credential unencrypted", "https://"),
		step(nil, at(`"acme.teamwork.com"`), "teamwork.base_url", "https://acme.teamwork.com"),
		step(nil, at(`"https://user:canary@acme.teamwork.com"`), "teamwork.base_url", "must not contain a user name or password"),
		step(nil, at(`"https://acme.teamwork.com/?key=1"`), "teamwork.base_url", "must not have a query"),
		step(nil, at(`"ftp://acme.teamwork.com"`), "teamwork.base_url", "https://"),
		step(nil, values{"api_key": `"a"`, "access_token": `"b"`}, "teamwork.access_token", "cannot be specified when", "teamwork.api_key"),
		step(nil, values{"api_key": `"key\n"`}, "teamwork.api_key", "contains a line break", "trimspace()"),
		step(nil, values{"access_token": `"to\tken"`}, "teamwork.access_token", "control character"),
		step(nil, values{"requests_per_minute": "-1"}, "teamwork.requests_per_minute", "at least 0"),
		step(nil, values{"reads": `"some"`}, "teamwork.reads", `"auto"`, `"list"`, `"single"`),
		step(values{"request_timeout": `"soon"`}, nil, "request_timeout", `"soon" is not a duration`, `"30s"`),
		step(values{"request_timeout": `"0s"`}, nil, "request_timeout", "greater than zero"),
		step(values{"max_retries": "-1"}, nil, "max_retries", "at least 0"),
	)
}

// object renders a nested object.
func object(attributes values) string {
	return strings.TrimSuffix(block("", attributes)[1:], "\n")
}

// Unknown values are neither refused nor misinterpreted.
func TestValidation_unknownValuesPass(t *testing.T) {
	site := newSite(t)
	later := func(value string) string { return "terraform_data." + value + ".output" }
	site.test(t, resource.TestStep{
		Config: site.config(
			block(`resource "terraform_data" "project"`, values{"input": "1149"}),
			block(`resource "terraform_data" "text"`, values{"input": `"T-9"`}),
			block(`resource "terraform_data" "date"`, values{"input": `"20260131"`}),
			block(`resource "terraform_data" "amount"`, values{"input": "12.50"}),
			block(`resource "terraform_data" "currency"`, values{"input": `"EUR"`}),
			block(`resource "terraform_data" "status"`, values{"input": `"completed"`}),
			invoice(values{
				"project_id": later("project"), "number": later("text"), "display_date": later("date"), "description": later("text"),
				"po_number": later("text"), "fixed_cost": later("amount"), "currency_code": later("currency"), "status": later("status"),
			}),
			data("invoices", "x", values{"project_id": later("project"), "type": later("status")}),
			data("open_invoice_metrics", "x", values{"project_ids": "[" + later("project") + "]"}),
		),
		Check: site.holds(teamwork.Invoice{
			Number: "T-9", DisplayDate: "20260131", Description: "T-9", PONumber: "T-9", FixedCost: "12.5", CurrencyCode: "EUR", Status: "completed",
		}),
	})
}
