import {
  to = billing_teamwork_invoice.february
  id = "INVOICE_ID"
}

resource "billing_teamwork_invoice" "february" {
  project_id    = 1150
  number        = "2026-02"
  display_date  = "2026-02-28"
  fixed_cost    = 1250
  currency_code = "EUR"
  status        = "completed"
}
