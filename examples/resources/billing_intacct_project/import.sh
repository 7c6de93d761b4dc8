# By the key of the project, which is the id in the data source of the same name.
terraform import billing_intacct_project.rollout 101

# By the project ID.
terraform import billing_intacct_project.rollout "id:P-0045"
