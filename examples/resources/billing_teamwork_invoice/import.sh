# By the ID of the invoice, as shown by the data source billing_teamwork_invoices.
terraform import billing_teamwork_invoice.machinery 49
