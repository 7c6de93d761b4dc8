# Lists the invoices of one project that were issued in the first half of 2026.
# Both bounds are exclusive.
data "billing_wethod_invoices" "first_half" {
  project_id = 12

  issue_date = {
    after  = "2025-12-31"
    before = "2026-07-01"
  }
}

# Lists all invoices that were changed after a point in time, in any time zone.
data "billing_wethod_invoices" "recent" {
  updated_at = {
    after = "2026-01-01T20:00:00+02:00"
  }
}

# Amounts are decimal strings, in a currency that Wethod does not state.
output "paid_in_first_half" {
  value = sum(concat([0], [
    for invoice in data.billing_wethod_invoices.first_half.invoices : tonumber(invoice.value) if invoice.status == "paid"
  ]))
}
