resource "billing_teamwork_expense" "train" {
  project_id = 1149
  name       = "Train to the client"
  date       = "2026-03-12"
  cost       = "84.50"
}

resource "billing_teamwork_invoice" "design" {
  project_id    = 1149
  number        = "2026-DESIGN"
  display_date  = "20260331"
  description   = "Design, at a fixed price"
  fixed_cost    = 1200
  currency_code = "USD"
}

resource "billing_intacct_project_billing_template" "stages" {
  name           = "Three stages"
  description    = "Bills a project in three stages"
  billing_method = "milestone"

  milestones = [
    { percent_completed = 30, description = "Design" },
    { percent_completed = "80.00", description = "Building" },
    { percent_completed = 100, description = "Training" },
  ]
}

resource "billing_wethod_invoice" "website" {
  project_id     = 12
  invoice_number = "2026-007"
  issue_date     = "2026-03-31"
  value          = "1250.50"
}
