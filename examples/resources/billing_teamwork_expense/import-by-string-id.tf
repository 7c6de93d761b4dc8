import {
  to = billing_teamwork_expense.diesel
  id = "36"
}
