data "billing_teamwork_time_logs" "march" {
  project_id           = 1149
  from                 = "2026-03-01"
  to                   = "2026-03-31"
  billable             = true
  available_to_invoice = "2026-03"
}

resource "billing_teamwork_invoice" "march" {
  project_id   = 1149
  number       = "2026-03"
  display_date = "2026-03-31"
  time_log_ids = data.billing_teamwork_time_logs.march.ids
  expense_ids  = [billing_teamwork_expense.train.id]
}
