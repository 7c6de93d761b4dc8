import {
  to = billing_intacct_project_billing_template.steps
  id = "13"
}
