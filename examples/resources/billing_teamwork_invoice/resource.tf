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

# One billed by the time and expenses put on it, and completed.
resource "billing_teamwork_invoice" "hours" {
  project_id   = 1149
  number       = "INV00043"
  display_date = "2015-06-30"
  status       = "completed"
}
