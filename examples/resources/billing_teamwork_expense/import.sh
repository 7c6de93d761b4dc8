# By the ID of the expense, as shown by the data source billing_teamwork_expenses.
terraform import billing_teamwork_expense.diesel 36
