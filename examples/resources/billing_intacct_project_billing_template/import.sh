# By the key of the template, which is the id in the data source billing_intacct_project_billing_templates.
terraform import billing_intacct_project_billing_template.steps 13

# By the name of the template.
terraform import billing_intacct_project_billing_template.steps "name:Three Steps"
