# The host can be omitted. It defaults to the site that the provider is configured for.
import {
  to = billing_teamwork_invoice.machinery
  identity = {
    id = "49"
  }
}
