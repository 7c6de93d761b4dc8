# Finds the active templates that depend on how much of a project or task is completed.
list "billing_intacct_contract_billing_template" "by_progress" {
  provider         = billing
  include_resource = true

  config {
    filters = [
      { field = "status", operator = "eq", value = "active" },
      { field = "method", operator = "in", values = ["projectPercentComplete", "taskPercentComplete"] },
    ]
  }
}
