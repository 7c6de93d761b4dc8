# The host may be left out: then it is the site that the provider is configured for.
import {
  to = billing_teamwork_invoice.machinery
  identity = {
    id = "49"
  }
}
