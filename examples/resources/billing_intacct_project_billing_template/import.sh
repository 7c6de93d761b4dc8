# By the key of the template, the id in the data source billing_intacct_project_billing_templates.
terraform import billing_intacct_project_billing_template.steps 13

# By its name.
terraform import billing_intacct_project_billing_template.steps "name:Three Steps"
