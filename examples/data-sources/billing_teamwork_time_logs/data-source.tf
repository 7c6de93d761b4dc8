# Lists the billable time of June that invoice INV00046 can bill: time that is
# unbilled, or already on the invoice.
data "billing_teamwork_time_logs" "june" {
  project_id           = 1149
  from                 = "2026-06-01"
  to                   = "2026-06-30"
  billable             = true
  available_to_invoice = "INV00046"
}

resource "billing_teamwork_invoice" "june" {
  project_id   = 1149
  number       = "INV00046"
  display_date = "2026-06-30"
  time_log_ids = data.billing_teamwork_time_logs.june.ids
}

# Lists the unbilled time of all projects. The output shows the hours by person.
data "billing_teamwork_time_logs" "unbilled" {
  billable = true
  billed   = false
}

output "unbilled_hours" {
  value = {
    for person, minutes in { for log in data.billing_teamwork_time_logs.unbilled.time_logs : log.person_name => log.minutes... } :
    person => sum(minutes) / 60
  }
}
