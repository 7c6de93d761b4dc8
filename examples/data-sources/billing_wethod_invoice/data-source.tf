data "billing_wethod_invoice" "paid" {
  id = "41"
}

output "is_paid" {
  value = data.billing_wethod_invoice.paid.status == "paid"
}
