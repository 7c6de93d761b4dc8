# A template for each plan
locals {
  plans = {
    "Halves"   = ["50", "100"]
    "Quarters" = ["25", "50", "75", "100"]
  }
}

resource "billing_intacct_project_billing_template" "plan" {
  for_each = local.plans

  name           = each.key
  description    = "Bills a project in ${length(each.value)} equal parts"
  billing_method = "milestone"
  milestones     = [for percent in each.value : { percent_completed = percent }]
}
