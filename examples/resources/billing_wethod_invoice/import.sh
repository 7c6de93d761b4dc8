# By the ID of the invoice, as shown by the data source billing_wethod_invoices.
terraform import billing_wethod_invoice.paid 41
