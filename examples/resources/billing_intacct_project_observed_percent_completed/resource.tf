# project_id can be the ID of a billing_intacct_project, or of a project that Terraform does not manage.
resource "billing_intacct_project_observed_percent_completed" "march" {
  project_id       = "P-0045"
  as_of_date       = "2026-03-31"
  percent_complete = "25"
  notes            = "Design accepted"
}
