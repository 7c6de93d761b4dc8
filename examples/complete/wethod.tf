# What was invoiced in 2024, as far as the token's user may see it.
data "billing_wethod_invoices" "year" {
  issue_date = {
    after  = "2023-12-31"
    before = "2025-01-01"
  }
}

locals {
  # Wethod does not say in which currency a value is; the sums only make sense
  # for projects whose budgets share one.
  wethod_values = {
    for invoice in data.billing_wethod_invoices.year.invoices :
    tostring(invoice.project_id) => tonumber(invoice.value)...
  }
}
