# Counts the open invoices in the late projects of two companies.
data "billing_teamwork_open_invoice_metrics" "late" {
  project_statuses    = ["late"]
  project_company_ids = [51, 52]
}

output "open_invoices_of_late_projects" {
  value = data.billing_teamwork_open_invoice_metrics.late.open_invoice_count
}
