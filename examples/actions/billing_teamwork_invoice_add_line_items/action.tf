# Adds a month's time logs and expenses to an invoice when it is created.
resource "billing_teamwork_invoice" "june" {
  project_id   = 1149
  number       = "INV00044"
  display_date = "2026-06-30"

  lifecycle {
    action_trigger {
      events  = [after_create]
      actions = [action.billing_teamwork_invoice_add_line_items.june]
    }
  }
}

action "billing_teamwork_invoice_add_line_items" "june" {
  config {
    invoice_id   = billing_teamwork_invoice.june.id
    time_log_ids = [111, 222]
    expense_ids  = [36]

    # A flat amount instead of hours at their rate.
    time_log_totals = {
      "111" = "200.00"
    }
  }
}
