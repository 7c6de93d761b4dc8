# A completed, protected invoice
resource "billing_teamwork_invoice" "first_quarter" {
  project_id   = 1149
  number       = "INV00044"
  display_date = "2026-03-31"
  fixed_cost   = "4800.00"
  status       = "completed"
}
