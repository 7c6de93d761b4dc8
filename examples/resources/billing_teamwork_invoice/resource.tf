# A fixed amount
resource "billing_teamwork_invoice" "machinery" {
  project_id    = 1149
  number        = "INV00042"
  display_date  = "2026-06-17"
  description   = "New machinery"
  po_number     = "PO00002"
  fixed_cost    = "1200.00"
  currency_code = "USD"
}
