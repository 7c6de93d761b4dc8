# By the ID of the invoice, as the data source billing_wethod_invoices shows it.
terraform import billing_wethod_invoice.paid 41
