# By milestones with cumulative percentages
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
