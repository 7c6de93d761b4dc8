import {
  to = billing_intacct_contract_billing_template.quarterly
  identity = {
    id = "41"
  }
}
