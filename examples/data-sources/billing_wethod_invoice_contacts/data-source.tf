data "billing_wethod_invoice_contacts" "all" {}

locals {
  # Finds the contact for the invoices of one client by its email address.
  orchards_contact_id = one([
    for contact in data.billing_wethod_invoice_contacts.all.invoice_contacts :
    contact.id if contact.email == "billing@orchards.example"
  ])
}

output "orchards_contact_id" {
  value = local.orchards_contact_id
}
