# An existing invoice that is paid: import it as shown below
resource "billing_wethod_invoice" "paid" {
  project_id     = 12
  value          = "1000.50"
  issue_date     = "2024-06-15"
  invoice_number = "INV-2024-001"

  vat_rate_id     = 3
  payment_term_id = 2

  paid         = true
  payment_date = "2024-07-01"
}
