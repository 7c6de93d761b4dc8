# The company can be omitted. It defaults to the company that the provider is configured for.
import {
  to = billing_wethod_invoice.paid
  identity = {
    id = "41"
  }
}
