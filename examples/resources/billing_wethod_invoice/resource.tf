# A draft
resource "billing_wethod_invoice" "design" {
  project_id     = 12
  value          = "1200.50"
  issue_date     = "2026-03-31"
  invoice_number = "2026-007" # the provider uses it to recognize the invoice
  purchase_order = "PO-77"
  notes          = "Design, as agreed"
}
