# Finds all invoices of one project.
list "billing_wethod_invoice" "project" {
  provider = billing

  config {
    project_id = 12
  }
}

# Finds the first 20 invoices that were issued from May to December 2026, with all their
# attributes, for "terraform query -generate-config-out=generated.tf".
list "billing_wethod_invoice" "issued_since_may" {
  provider         = billing
  include_resource = true
  limit            = 20

  config {
    issue_date = {
      after  = "2026-04-30"
      before = "2027-01-01"
    }
  }
}
