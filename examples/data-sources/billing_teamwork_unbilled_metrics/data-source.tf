# Counts the unbilled expenses of two projects.
data "billing_teamwork_unbilled_metrics" "two_projects" {
  project_ids = [1149, 1150]
}

output "unbilled_expenses" {
  value = data.billing_teamwork_unbilled_metrics.two_projects.unbilled_count
}
