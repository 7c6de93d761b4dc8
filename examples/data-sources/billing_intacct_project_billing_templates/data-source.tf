# Lists the active templates, sorted by name, without their milestones.
data "billing_intacct_project_billing_templates" "active" {
  filters = [
    { field = "status", operator = "eq", value = "active" },
  ]
  order_by           = [{ field = "name" }]
  include_milestones = false
}

# Lists the top-level templates that are billed by milestone or measured by task.
data "billing_intacct_project_billing_templates" "top_level" {
  filters = [
    { field = "entity.id", operator = "is_null" },
    { field = "billingMethod", operator = "eq", value = "milestone" },
    { field = "calculateOn", operator = "in", values = ["task"] },
  ]
  filter_expression = "1 and (2 or 3)"
}

output "active_template_names" {
  value = data.billing_intacct_project_billing_templates.active.templates[*].name
}
