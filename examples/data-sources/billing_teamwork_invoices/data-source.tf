# Lists all invoices of one project, including completed invoices.
data "billing_teamwork_invoices" "project" {
  project_id = 1149
  type       = "all"
}

# Lists the active invoices of all active projects.
data "billing_teamwork_invoices" "active" {}

output "active_invoice_numbers" {
  value = [for invoice in data.billing_teamwork_invoices.active.invoices : invoice.number]
}
