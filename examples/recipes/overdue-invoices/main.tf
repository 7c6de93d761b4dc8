terraform {
  required_providers {
    billing = {
      source = "registry.terraform.io/projectbilling/billing"
    }
  }
}

variable "payment_days" {
  description = "Number of days after the date of issue until an invoice is due."
  type        = number
  default     = 30
}

variable "today" {
  description = "Day of the report, as YYYY-MM-DD. Defaults to today."
  type        = string
  default     = null
}

locals {
  today  = coalesce(var.today, formatdate("YYYY-MM-DD", plantimestamp()))
  cutoff = formatdate("YYYY-MM-DD", timeadd("${local.today}T00:00:00Z", "-${24 * var.payment_days}h"))
}

# Teamwork does not record payments. The report lists invoices that are not
# completed and are past the due date or, without one, past the payment days.
data "billing_teamwork_invoices" "open" {
  type           = "active"
  project_status = "all"
}

# Wethod records payments. The report lists invoices that are sent and not paid.
# The bound is exclusive, so it does not include the day of the cutoff.
data "billing_wethod_invoices" "issued" {
  issue_date = {
    before = local.cutoff
  }
}

locals {
  overdue_in_teamwork = [
    for invoice in data.billing_teamwork_invoices.open.invoices : {
      number = invoice.number
      client = invoice.company_name
      amount = "${coalesce(invoice.currency_code, "?")} ${coalesce(invoice.fixed_cost, invoice.total_cost, "0")}"
      issued = invoice.display_date
    }
    if try(
      timecmp("${invoice.due_date}T00:00:00Z", "${local.today}T00:00:00Z"),
      timecmp("${invoice.display_date}T00:00:00Z", "${local.cutoff}T00:00:00Z"),
    ) < 0
  ]

  overdue_in_wethod = [
    for invoice in data.billing_wethod_invoices.issued.invoices : {
      number     = invoice.invoice_number
      project_id = invoice.project_id
      amount     = invoice.value
      issued     = invoice.issue_date
    }
    if invoice.status == "sent"
  ]
}

output "overdue_in_teamwork" {
  value = local.overdue_in_teamwork
}

output "overdue_in_wethod" {
  value = local.overdue_in_wethod
}

# Prints a warning in every plan and apply. Does not change the exit status.
check "overdue" {
  assert {
    condition     = length(local.overdue_in_teamwork) + length(local.overdue_in_wethod) == 0
    error_message = "${length(local.overdue_in_teamwork)} invoices in Teamwork and ${length(local.overdue_in_wethod)} in Wethod are overdue."
  }
}
