data "billing_wethod_invoice_contacts" "all" {}

locals {
  # The contact that invoices of one client are sent to, by its address.
  orchards_contact_id = one([
    for contact in data.billing_wethod_invoice_contacts.all.invoice_contacts :
    contact.id if contact.email == "billing@orchards.example"
  ])
}

output "orchards_contact_id" {
  value = local.orchards_contact_id
}
