data "billing_teamwork_expense" "diesel" {
  id = "36"
}

output "diesel_is_billed" {
  value = data.billing_teamwork_expense.diesel.invoice_id != null
}
