resource "billing_intacct_project" "rollout" {
  project_id   = "P-0050"
  name         = "Rollout"
  category     = "contract"
  customer_id  = "CUST-00101"
  billing_type = "fixedFee"
  start_date   = "2026-01-01"
  end_date     = "2026-12-31"

  contract_amount         = "15000.00"
  budgeted_billing_amount = "15000.00"
  billing_over_max        = "preventBilling"
}

# A subproject that is billed by cost, with a markup on expenses.
resource "billing_intacct_project" "training" {
  project_id = "P-0051"
  name       = "Training"
  category   = "contract"
  parent_id  = billing_intacct_project.rollout.project_id

  expense_pricing            = "costPlusFee"
  expense_markup             = "5.5"
  billable_employee_expenses = true
  invoice_with_parent        = true
}
