data "billing_wethod_invoice" "january" {
  id = "41"
}

output "january_is_paid" {
  value = data.billing_wethod_invoice.january.status == "paid"
}
