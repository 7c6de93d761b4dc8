import {
  to = billing_wethod_invoice.january
  id = "41"
}
