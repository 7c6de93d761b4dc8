# An invoice for each stage
locals {
  stages = {
    "2026-DESIGN" = { date = "2026-04-30", amount = "1200.00" }
    "2026-BUILD"  = { date = "2026-05-31", amount = "4800.00" }
  }
}

resource "billing_teamwork_invoice" "stage" {
  for_each = local.stages

  project_id   = 1149
  number       = each.key
  display_date = each.value.date
  fixed_cost   = each.value.amount
}
