locals {
  project_id = 1149

  # What is to be billed at which stage of the project. Amounts and dates are
  # compared by their meaning, so the spellings differ here on purpose.
  stages = {
    "2026-DESIGN" = { date = "2026-01-31", amount = 1200, description = "Design" }
    "2026-BUILD"  = { date = "20260228", amount = "4800.00", description = "Building" }
    "2026-TRAIN"  = { date = "2026-03-31", amount = "600.5", description = "Training" }
  }
}

resource "billing_teamwork_invoice" "stage" {
  for_each = local.stages

  project_id    = local.project_id
  number        = each.key
  display_date  = each.value.date
  description   = each.value.description
  po_number     = "PO00002"
  fixed_cost    = each.value.amount
  currency_code = "USD"
}

variable "protect_completed" {
  description = "Whether completed invoices are protected; false before they are destroyed."
  type        = bool
  default     = true
}

# Billed by its time logs and expenses, completed once it is sent, and protected from then on.
resource "billing_teamwork_invoice" "support" {
  project_id   = local.project_id
  number       = "2026-SUPPORT"
  display_date = "2026-03-31"
  description  = "Support by the hour"
  status       = "completed"

  protect_completed = var.protect_completed
}
