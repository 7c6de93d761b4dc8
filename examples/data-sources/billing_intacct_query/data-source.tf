# Lists the milestones of all templates that are billed in the second half of a project.
data "billing_intacct_query" "late_milestones" {
  object = "projects/project-billing-template-milestone"
  fields = ["key", "percentCompleted", "description", "projectBillingTemplate.key"]

  filters = [
    { field = "percentCompleted", operator = "between", values = ["50", "100"] },
  ]
  order_by = [
    { field = "percentCompleted", direction = "desc" },
    { field = "key" },
  ]
  max_results = 100
}

output "late_milestones" {
  value = [for row in data.billing_intacct_query.late_milestones.rows : row["key"]]
}
