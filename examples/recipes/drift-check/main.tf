terraform {
  required_providers {
    billing = {
      source = "registry.terraform.io/projectbilling/billing"
    }
  }
}

locals {
  stages = {
    "2026-DESIGN" = { date = "2026-01-31", amount = "1200.00" }
    "2026-BUILD"  = { date = "2026-02-28", amount = "4800.00" }
  }
}

resource "billing_teamwork_invoice" "stage" {
  for_each = local.stages

  project_id   = 1149
  number       = each.key
  display_date = each.value.date
  fixed_cost   = each.value.amount
}

# Keep the data source outside the check block. Inside it, Terraform would read
# the data source again in every apply, and every plan would have changes.
data "billing_teamwork_open_invoice_metrics" "late" {
  project_statuses = ["late"]
}

check "late_projects" {
  assert {
    condition     = data.billing_teamwork_open_invoice_metrics.late.open_invoice_count == 0
    error_message = "Late projects have open invoices. Complete those that are sent."
  }
}
