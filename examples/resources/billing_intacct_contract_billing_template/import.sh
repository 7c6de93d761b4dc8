# By the key of the template, as the data source of the same name shows it as id.
terraform import billing_intacct_contract_billing_template.quarterly 41

# By its template ID.
terraform import billing_intacct_contract_billing_template.quarterly "id:202AN4PER_QUARTERLY"
