# By the key of the percentage, which the data source billing_intacct_query shows for the object projects/project-observed-percent-completed.
terraform import billing_intacct_project_observed_percent_completed.march 11
