# By the key of the template, which is the id in the data source of the same name.
terraform import billing_intacct_contract_billing_template.quarterly 41

# By the template ID.
terraform import billing_intacct_contract_billing_template.quarterly "id:202AN4PER_QUARTERLY"
