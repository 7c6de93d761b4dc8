# Finds a template by its template ID. To find it by its key, set id instead.
data "billing_intacct_contract_billing_template" "quarterly" {
  template_id = "202AN4PER_QUARTERLY"
}

output "shares" {
  value = { for line in data.billing_intacct_contract_billing_template.quarterly.lines : line.period_offset => line.percent_to_bill }
}
