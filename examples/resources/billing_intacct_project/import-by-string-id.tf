import {
  to = billing_intacct_project.rollout
  id = "101"
}
