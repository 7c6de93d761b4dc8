# Emails an invoice. To run the action:
#   terraform apply -invoke=action.billing_wethod_invoice_send.design
resource "billing_wethod_invoice" "design" {
  project_id     = 12
  value          = "1200.50"
  issue_date     = "2026-03-31"
  invoice_number = "2026-007"
}

data "billing_wethod_invoice_contacts" "all" {}

action "billing_wethod_invoice_send" "design" {
  config {
    invoice_id = billing_wethod_invoice.design.id
    invoice_contact_id = one([
      for contact in data.billing_wethod_invoice_contacts.all.invoice_contacts :
      contact.id if contact.alias == "Orchards, billing"
    ])
  }
}
