import {
  to = billing_intacct_project_observed_percent_completed.march
  id = "11"
}
