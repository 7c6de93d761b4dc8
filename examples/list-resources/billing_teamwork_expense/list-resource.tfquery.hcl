# Finds all expenses of one project.
list "billing_teamwork_expense" "project" {
  provider = billing

  config {
    project_id = 1149
  }
}

# Finds the first 20 expenses of the site, with all their attributes, for
# "terraform query -generate-config-out=generated.tf".
list "billing_teamwork_expense" "site" {
  provider         = billing
  include_resource = true
  limit            = 20
}
