data "billing_teamwork_invoice" "machinery" {
  id = "49"
}
