# By the ID of the expense, as the data source billing_teamwork_expenses shows it.
terraform import billing_teamwork_expense.diesel 36
