import {
  to = billing_intacct_project.rollout
  identity = {
    id = "101"
  }
}
