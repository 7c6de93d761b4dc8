resource "billing_teamwork_expense" "diesel" {
  project_id  = 1149
  name        = "Diesel"
  date        = "2026-06-18"
  cost        = "80.00"
  description = "200 liters"
}

# The invoice that bills it.
resource "billing_teamwork_invoice" "fuel" {
  project_id   = 1149
  number       = "INV00045"
  display_date = "2026-06-30"
  expense_ids  = [billing_teamwork_expense.diesel.id]
}
