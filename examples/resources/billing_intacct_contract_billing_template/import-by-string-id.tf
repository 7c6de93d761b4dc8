import {
  to = billing_intacct_contract_billing_template.quarterly
  id = "41"
}
