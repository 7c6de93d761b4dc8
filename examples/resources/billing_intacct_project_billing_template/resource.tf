# A template that bills by the percentage that is completed, with Intacct's defaults.
resource "billing_intacct_project_billing_template" "hours" {
  name        = "Estimated hours"
  description = "Template for billing by estimated hours"
}

# One with milestones, of which each has a share of its own.
resource "billing_intacct_project_billing_template" "steps" {
  name         = "Three Steps"
  description  = "Template for billing in three steps"
  calculate_on = "task"

  milestones = [
    { percent_completed = "30", description = "Design accepted" },
    { percent_completed = "60", description = "Build finished" },
    { percent_completed = "100" },
  ]
}
