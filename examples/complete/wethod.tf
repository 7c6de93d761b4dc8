# Lists the invoices of 2024 that the token's user can see.
data "billing_wethod_invoices" "year" {
  issue_date = {
    after  = "2023-12-31"
    before = "2025-01-01"
  }
}

locals {
  # Wethod does not state the currency of a value. The sums make sense only for
  # projects whose budgets have the same currency.
  wethod_values = {
    for invoice in data.billing_wethod_invoices.year.invoices :
    tostring(invoice.project_id) => tonumber(invoice.value)...
  }
}
