# All invoices of one project.
list "billing_wethod_invoice" "project" {
  provider = billing

  config {
    project_id = 12
  }
}

# The first 20 invoices that were issued from May to December 2024, with all their attributes,
# for "terraform query -generate-config-out=generated.tf".
list "billing_wethod_invoice" "issued_since_may" {
  provider         = billing
  include_resource = true
  limit            = 20

  config {
    issue_date = {
      after  = "2024-05-01"
      before = "2025-01-01"
    }
  }
}
