data "billing_teamwork_invoice" "replacement" {
  id = "50"
}

data "billing_teamwork_invoices" "project" {
  project_id = local.project_id
  type       = "all"

  depends_on = [billing_teamwork_invoice.stage, billing_teamwork_invoice.support]
}

data "billing_teamwork_currency_codes" "known" {}

data "billing_teamwork_open_invoice_metrics" "project" {
  project_ids = [local.project_id]

  depends_on = [billing_teamwork_invoice.stage, billing_teamwork_invoice.support]
}

# Prints a warning in every plan if too many invoices are open. A pipeline can act on it.
check "open_invoices" {
  assert {
    condition     = data.billing_teamwork_open_invoice_metrics.project.open_invoice_count <= 20
    error_message = "More than 20 invoices of project ${local.project_id} are open. Complete those that are sent."
  }
}
