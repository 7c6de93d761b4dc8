# The host can be omitted. It defaults to the site that the provider is configured for.
import {
  to = billing_teamwork_expense.diesel
  identity = {
    id = "36"
  }
}
