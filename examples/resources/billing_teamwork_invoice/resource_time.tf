# The time of a month, and two expenses
data "billing_teamwork_time_logs" "june" {
  project_id           = 1149
  from                 = "2026-06-01"
  to                   = "2026-06-30"
  billable             = true
  available_to_invoice = "INV00043" # unbilled, or on this invoice already
}

# The next apply adds time that is logged later to the invoice.
resource "billing_teamwork_invoice" "june" {
  project_id   = 1149
  number       = "INV00043"
  display_date = "2026-06-30"
  time_log_ids = data.billing_teamwork_time_logs.june.ids
  expense_ids  = [36, 37]
}
