# By its name; the key goes as id instead.
data "billing_intacct_project_billing_template" "hours" {
  name = "Project Estimated Hours"
}

output "milestones_in_percent" {
  value = [for milestone in data.billing_intacct_project_billing_template.hours.milestones : milestone.percent_completed]
}
