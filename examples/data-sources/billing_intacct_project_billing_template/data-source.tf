# Finds a template by its name. To find it by its key, set id instead.
data "billing_intacct_project_billing_template" "hours" {
  name = "Project Estimated Hours"
}

output "milestones_in_percent" {
  value = [for milestone in data.billing_intacct_project_billing_template.hours.milestones : milestone.percent_completed]
}
