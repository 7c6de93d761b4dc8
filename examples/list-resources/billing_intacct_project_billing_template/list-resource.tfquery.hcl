# Finds the active templates that are billed by milestone or measured by task,
# with their milestones.
list "billing_intacct_project_billing_template" "by_milestone_or_task" {
  provider         = billing
  include_resource = true

  config {
    filters = [
      { field = "status", operator = "eq", value = "active" },
      { field = "billingMethod", operator = "eq", value = "milestone" },
      { field = "calculateOn", operator = "eq", value = "task" },
    ]
    filter_expression = "1 and (2 or 3)"
  }
}
