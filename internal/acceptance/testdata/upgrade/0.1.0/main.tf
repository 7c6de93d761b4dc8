terraform {
  required_providers {
    billing = { source = "registry.terraform.io/projectbilling/billing" }
  }
}

variable "word" {
  type    = string
  default = "first"
}

resource "billing_teamwork_invoice" "whole" {
  project_id    = 1149
  number        = "UPGRADE-1"
  display_date  = "20260131"
  description   = "The ${var.word} release"
  po_number     = "PO-1"
  fixed_cost    = "1200.5"
  currency_code = "EUR"
  status        = "completed"
}

resource "billing_teamwork_invoice" "least" {
  project_id   = 1149
  number       = "UPGRADE-2"
  display_date = "2026-01-31"
  description  = var.word == "first" ? null : var.word

  depends_on = [billing_teamwork_invoice.whole] # the same ids each time
}

resource "billing_intacct_project_billing_template" "whole" {
  name           = "Upgrade, whole"
  description    = "The ${var.word} release"
  billing_method = "milestone"
  calculate_on   = "task"
  based_on       = "plannedHours"
  status         = "inactive"
  milestones = [
    { percent_completed = 25, description = "Kick-off" },
    { percent_completed = "50.00", description = "The ${var.word} half" },
    { percent_completed = 100 },
  ]
}

resource "billing_intacct_project_billing_template" "least" {
  name        = "Upgrade, least"
  description = "The ${var.word} release"

  depends_on = [billing_intacct_project_billing_template.whole]
}
