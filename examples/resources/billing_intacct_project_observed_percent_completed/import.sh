# By the key of the percentage. To find it, query the object projects/project-observed-percent-completed with billing_intacct_query.
terraform import billing_intacct_project_observed_percent_completed.march 11
