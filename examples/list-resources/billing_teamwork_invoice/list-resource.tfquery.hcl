# Finds all invoices of one project, including completed invoices.
list "billing_teamwork_invoice" "project" {
  provider = billing

  config {
    project_id = 1149
    type       = "all"
  }
}

# Finds the first 20 active invoices of all active projects, with all their
# attributes, for "terraform query -generate-config-out=generated.tf".
list "billing_teamwork_invoice" "active" {
  provider         = billing
  include_resource = true
  limit            = 20
}
