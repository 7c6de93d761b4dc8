import {
  to = billing_intacct_project_observed_percent_completed.march
  identity = {
    id = "11"
  }
}
