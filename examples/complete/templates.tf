locals {
  # The stages of a project: the percentage to bill at, and the description.
  plans = {
    "Three stages"  = { "30" = "Design", "80.00" = "Building", "100" = "Training" }
    "Half and half" = { "50" = "First half", "100" = "Second half" }
  }
}

resource "billing_intacct_project_billing_template" "plan" {
  for_each = local.plans

  name           = each.key
  description    = "Bills a project in ${length(each.value)} stages"
  billing_method = "milestone"

  milestones = [
    for percent, description in each.value : {
      percent_completed = percent
      description       = description
    }
  ]
}

# Gets an existing template with its milestones.
data "billing_intacct_project_billing_template" "by_hours" {
  name = "Project Estimated Hours"
}

data "billing_intacct_project_billing_templates" "active" {
  filters = [
    { field = "status", operator = "eq", value = "active" },
    { field = "billingMethod", operator = "in", values = ["milestone", "percentCompleted"] },
  ]
  filter_expression = "1 and 2"
  order_by          = [{ field = "name" }]

  depends_on = [billing_intacct_project_billing_template.plan]
}
