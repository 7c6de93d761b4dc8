# Bills a contract line in four parts, one per quarter. The percentages add up to 100.
resource "billing_intacct_contract_billing_template" "quarterly" {
  template_id = "QUARTERLY"
  description = "Four parts, one per quarter"

  lines = [
    { period_offset = 3, percent_to_bill = "10" },
    { period_offset = 6, percent_to_bill = "25" },
    { period_offset = 9, percent_to_bill = "40" },
    { period_offset = 12, percent_to_bill = "25" },
  ]
}

# Bills a contract line in two steps as the project progresses.
resource "billing_intacct_contract_billing_template" "steps" {
  template_id  = "HALVES"
  description  = "Half way, and at the end"
  method       = "projectPercentComplete"
  source       = "observedPercentCompleted"
  step_billing = true

  lines = [
    { step_percent = "50" },
    { step_percent = "100" },
  ]
}
