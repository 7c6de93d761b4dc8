import {
  to = billing_wethod_invoice.paid
  id = "41"
}
