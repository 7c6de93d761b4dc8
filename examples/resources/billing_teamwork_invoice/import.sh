# By the ID of the invoice, as the data source billing_teamwork_invoices shows it.
terraform import billing_teamwork_invoice.machinery 49
