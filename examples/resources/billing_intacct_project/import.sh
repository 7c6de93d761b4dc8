# By the key of the project, as the data source of the same name shows it as id.
terraform import billing_intacct_project.rollout 101

# By its project ID.
terraform import billing_intacct_project.rollout "id:P-0045"
