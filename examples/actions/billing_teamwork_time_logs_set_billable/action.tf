# The unbilled time of one task that was logged as not billable by mistake.
data "billing_teamwork_time_logs" "not_billable" {
  project_id = 1149
  from       = "2026-06-01"
  to         = "2026-06-30"
  billable   = false
  billed     = false
}

# Run it with "terraform apply -invoke=action.billing_teamwork_time_logs_set_billable.field_work".
action "billing_teamwork_time_logs_set_billable" "field_work" {
  config {
    time_log_ids = [for log in data.billing_teamwork_time_logs.not_billable.time_logs : log.id if log.task_id == 7001]
    billable     = true
  }
}
