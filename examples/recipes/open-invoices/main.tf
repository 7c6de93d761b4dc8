terraform {
  required_providers {
    billing = {
      source = "registry.terraform.io/projectbilling/billing"
    }
  }
}

# Lists the invoices of all projects that are not completed.
data "billing_teamwork_invoices" "open" {
  type           = "active"
  project_status = "all"
}

locals {
  # Amounts by client and currency. Amounts in different currencies cannot be added up.
  open = {
    for invoice in data.billing_teamwork_invoices.open.invoices :
    "${coalesce(invoice.company_name, "no client")}, ${coalesce(invoice.currency_code, "no currency")}" =>
    tonumber(coalesce(invoice.fixed_cost, invoice.total_cost, 0))...
  }
}

output "open" {
  description = "Number of open invoices and their total, by client and currency."
  value = {
    for client, amounts in local.open : client => {
      invoices = length(amounts)
      total    = format("%.2f", sum(amounts))
    }
  }
}
