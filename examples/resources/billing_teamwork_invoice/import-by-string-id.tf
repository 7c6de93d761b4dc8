import {
  to = billing_teamwork_invoice.machinery
  id = "49"
}
