# The company may be left out: then it is the one that the provider is configured for.
import {
  to = billing_wethod_invoice.january
  identity = {
    id = "41"
  }
}
