output "first_invoice_id" {
  description = "ID of the first invoice in Teamwork."
  value       = billing_teamwork_invoice.stage["2026-DESIGN"].id
}

output "invoices" {
  description = "Invoices of the project."
  value = {
    for invoice in data.billing_teamwork_invoices.project.invoices :
    invoice.number => join(" ", compact([
      invoice.display_date, invoice.status, invoice.currency_code, invoice.fixed_cost,
    ]))
  }
}

output "open_invoices" {
  description = "Number of open invoices of the project."
  value       = data.billing_teamwork_open_invoice_metrics.project.open_invoice_count
}

output "known_currencies" {
  description = "Number of currencies of the site."
  value       = length(data.billing_teamwork_currency_codes.known.currency_codes)
}

output "replacement" {
  description = "Contents of an older invoice: its time in hours, its cost, and each item."
  value = {
    hours = data.billing_teamwork_invoice.replacement.total_time_decimal
    cost  = data.billing_teamwork_invoice.replacement.total_cost
    items = concat(
      [for item in data.billing_teamwork_invoice.replacement.line_items : "${item.description}: ${item.cost}"],
      [for expense in data.billing_teamwork_invoice.replacement.expenses : "${expense.name}: ${expense.cost}"],
    )
  }
}

output "billing_templates" {
  description = "Active templates in Intacct, with their milestones."
  value = {
    for template in data.billing_intacct_project_billing_templates.active.templates :
    template.name => [
      for milestone in template.milestones :
      "${milestone.percent_completed}% ${coalesce(milestone.description, "without a description")}"
    ]
  }
}

output "wethod_totals" {
  description = "Total invoiced in Wethod in 2024, by project."
  value       = { for project, values in local.wethod_values : project => format("%.2f", sum(values)) }
}
