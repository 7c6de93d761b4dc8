terraform {
  required_providers {
    billing = {
      source = "registry.terraform.io/projectbilling/billing"
    }
  }
}

variable "payment_days" {
  description = "Days after the date of issue when an invoice is due."
  type        = number
  default     = 30
}

variable "today" {
  description = "Day of the report, YYYY-MM-DD. Default: today."
  type        = string
  default     = null
}

locals {
  today  = coalesce(var.today, formatdate("YYYY-MM-DD", plantimestamp()))
  cutoff = formatdate("YYYY-MM-DD", timeadd("${local.today}T00:00:00Z", "-${24 * var.payment_days}h"))
}

# Teamwork does not record payments: what is reported are invoices that nobody
# has completed, past the due date or else past the payment days.
data "billing_teamwork_invoices" "open" {
  type           = "active"
  project_status = "all"
}

# Wethod records payments: what is reported are invoices that are sent and not
# paid. The bound is strict, so the day of the cutoff is not included.
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

# A warning in every plan and apply. It does not change the exit status.
check "overdue" {
  assert {
    condition     = length(local.overdue_in_teamwork) + length(local.overdue_in_wethod) == 0
    error_message = "${length(local.overdue_in_teamwork)} invoices in Teamwork and ${length(local.overdue_in_wethod)} in Wethod are overdue."
  }
}
