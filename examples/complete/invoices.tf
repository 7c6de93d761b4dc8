locals {
  project_id = 1149

  # The amount to bill at each stage of the project. The provider compares
  # amounts and dates by value, so the spellings differ here on purpose.
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
  description = "Whether completed invoices are protected. Set to false before you destroy them."
  type        = bool
  default     = true
}

# Bills its time logs and expenses. Completed, and therefore protected.
resource "billing_teamwork_invoice" "support" {
  project_id   = local.project_id
  number       = "2026-SUPPORT"
  display_date = "2026-03-31"
  description  = "Support by the hour"
  status       = "completed"

  protect_completed = var.protect_completed
}
