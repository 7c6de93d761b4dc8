# By percentage completed
resource "billing_intacct_project_billing_template" "hours" {
  name        = "Estimated hours"
  description = "Template for billing by estimated hours"
}
