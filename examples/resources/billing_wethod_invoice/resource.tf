# A draft. The number lets the provider recognize the invoice whatever happens.
resource "billing_wethod_invoice" "design" {
  project_id     = 12
  value          = "1200.50"
  issue_date     = "2026-03-31"
  invoice_number = "2026-007"
  purchase_order = "PO-77"
  notes          = "Design, as agreed"
}

# An invoice that was sent, and paid on a day.
resource "billing_wethod_invoice" "january" {
  project_id     = 12
  value          = "1000.50"
  issue_date     = "2024-06-15"
  invoice_number = "INV-2024-001"

  vat_rate_id     = 3
  payment_term_id = 2

  paid         = true
  payment_date = "2024-07-01"
}
