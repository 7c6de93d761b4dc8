terraform {
  required_providers {
    billing = {
      source = "registry.terraform.io/projectbilling/billing"
    }
  }
}

variable "month" {
  description = "Month to bill, as YYYY-MM."
  type        = string
  default     = "2026-03"

  validation {
    condition     = can(regex("^[0-9]{4}-(0[1-9]|1[0-2])$", var.month))
    error_message = "Write the month as YYYY-MM, for example 2026-03."
  }
}

locals {
  first_day  = "${var.month}-01"
  next_month = formatdate("YYYY-MM-01", timeadd("${local.first_day}T00:00:00Z", "768h"))
  last_day   = formatdate("YYYY-MM-DD", timeadd("${local.next_month}T00:00:00Z", "-24h"))

  # An empty cell is "" in Terraform. The provider expects null for "not set".
  invoices = {
    for row in csvdecode(file("${path.module}/invoices.csv")) : row.number => {
      for column, cell in row : column => trimspace(cell) == "" ? null : trimspace(cell)
    }
  }
}

# Lists the billable time of the month for each invoice without a fixed amount.
data "billing_teamwork_time_logs" "month" {
  for_each = { for number, invoice in local.invoices : number => invoice if invoice.fixed_cost == null }

  project_id           = each.value.project_id
  from                 = local.first_day
  to                   = local.last_day
  billable             = true
  available_to_invoice = each.key
}

resource "billing_teamwork_invoice" "month" {
  for_each = local.invoices

  project_id    = each.value.project_id
  number        = each.key
  display_date  = local.last_day
  fixed_cost    = each.value.fixed_cost
  currency_code = each.value.currency_code
  po_number     = each.value.po_number
  time_log_ids  = each.value.fixed_cost == null ? data.billing_teamwork_time_logs.month[each.key].ids : null
}

# Reads the invoices back, with the totals that Teamwork computes.
data "billing_teamwork_invoices" "billed" {
  for_each = toset([for invoice in local.invoices : invoice.project_id])

  project_id = each.key
  type       = "all"

  depends_on = [billing_teamwork_invoice.month]
}

output "amounts" {
  description = "Amount of each invoice: the fixed amount, or the cost of its time and expenses."
  value = {
    for invoice in flatten([for project in data.billing_teamwork_invoices.billed : project.invoices]) :
    invoice.number => "${invoice.currency_code} ${coalesce(invoice.fixed_cost, invoice.total_cost)}"
    if contains(keys(local.invoices), invoice.number)
  }
}
