terraform {
  required_providers {
    billing = {
      source = "registry.terraform.io/projectbilling/billing"
    }
  }
}

locals {
  invoices = { for invoice in yamldecode(file("${path.module}/invoices.yaml")) : tostring(invoice.number) => invoice }
}

data "billing_teamwork_time_logs" "march" {
  for_each = { for number, invoice in local.invoices : number => invoice if !can(invoice.fixed_cost) }

  project_id           = each.value.project_id
  from                 = "2026-03-01"
  to                   = "2026-03-31"
  billable             = true
  available_to_invoice = each.key
}

# try(…, null) omits attributes that an entry of the file does not have.
resource "billing_teamwork_invoice" "march" {
  for_each = local.invoices

  project_id    = each.value.project_id
  number        = each.key
  display_date  = "2026-03-31"
  fixed_cost    = try(each.value.fixed_cost, null)
  currency_code = try(each.value.currency_code, null)
  po_number     = try(each.value.po_number, null)
  time_log_ids  = try(data.billing_teamwork_time_logs.march[each.key].ids, null)
  status        = try(each.value.completed, false) ? "completed" : null
}

output "invoice_ids" {
  value = { for number, invoice in billing_teamwork_invoice.march : number => invoice.id }
}
