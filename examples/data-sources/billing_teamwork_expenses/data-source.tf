# Lists the expenses of a project that no invoice bills.
data "billing_teamwork_expenses" "unbilled" {
  project_id = 1149
  unbilled   = true
}

output "unbilled_cost" {
  value = data.billing_teamwork_expenses.unbilled.total_cost
}

# Finds the expenses of June for an invoice in the same configuration: unbilled
# expenses, and expenses that the invoice already bills. Looks up the ID of the
# invoice by its number, because a reference to the resource would be a cycle.
data "billing_teamwork_invoices" "project" {
  project_id = 1149
  type       = "all"
}

locals {
  june_id = one([
    for invoice in data.billing_teamwork_invoices.project.invoices : invoice.id if invoice.number == "INV00046"
  ])
}

data "billing_teamwork_expenses" "june" {
  project_id           = 1149
  available_to_invoice = local.june_id
  unbilled             = local.june_id == null ? true : null
}

resource "billing_teamwork_invoice" "june" {
  project_id   = 1149
  number       = "INV00046"
  display_date = "2026-06-30"

  expense_ids = [
    for expense in data.billing_teamwork_expenses.june.expenses : expense.id if startswith(expense.date, "2026-06")
  ]
}
