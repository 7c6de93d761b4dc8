# Finds a project by its project ID. To find it by its key, set id instead.
data "billing_intacct_project" "implementation" {
  project_id = "P-0045"
}

output "contract_amount" {
  value = data.billing_intacct_project.implementation.contract_amount
}
