# Finds the active projects of one customer.
list "billing_intacct_project" "of_one_customer" {
  provider         = billing
  include_resource = true

  config {
    filters = [
      { field = "status", operator = "eq", value = "active" },
      { field = "customer.id", operator = "eq", value = "CUST-00101" },
    ]
  }
}
