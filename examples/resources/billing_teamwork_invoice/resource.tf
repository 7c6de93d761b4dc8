# An invoice over a fixed amount.
resource "billing_teamwork_invoice" "machinery" {
  project_id    = 1149
  number        = "INV00042"
  display_date  = "2015-06-17"
  description   = "New machinery"
  po_number     = "PO00002"
  fixed_cost    = "1200.00"
  currency_code = "USD"
}

# An invoice for the billable time of June and for two expenses. A second apply
# puts the time that was logged meanwhile on it.
data "billing_teamwork_time_logs" "june" {
  project_id           = 1149
  from                 = "2015-06-01"
  to                   = "2015-06-30"
  billable             = true
  available_to_invoice = "INV00043" # unbilled, or on this invoice already
}

resource "billing_teamwork_invoice" "june" {
  project_id   = 1149
  number       = "INV00043"
  display_date = "2015-06-30"
  time_log_ids = data.billing_teamwork_time_logs.june.ids
  expense_ids  = [36, 37]
}

# A completed invoice, protected from then on.
resource "billing_teamwork_invoice" "first_quarter" {
  project_id   = 1149
  number       = "INV00044"
  display_date = "2015-03-31"
  fixed_cost   = "4800.00"
  status       = "completed"
}
