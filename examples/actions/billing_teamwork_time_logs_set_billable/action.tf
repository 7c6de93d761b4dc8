# Finds unbilled time that was logged as not billable.
data "billing_teamwork_time_logs" "not_billable" {
  project_id = 1149
  from       = "2026-06-01"
  to         = "2026-06-30"
  billable   = false
  billed     = false
}

# Marks the time of one task as billable. To run the action:
#   terraform apply -invoke=action.billing_teamwork_time_logs_set_billable.field_work
action "billing_teamwork_time_logs_set_billable" "field_work" {
  config {
    time_log_ids = [for log in data.billing_teamwork_time_logs.not_billable.time_logs : log.id if log.task_id == 7001]
    billable     = true
  }
}
