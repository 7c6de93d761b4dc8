# Lists the projects that are certain and began in 2026.
data "billing_wethod_projects" "certain" {
  probability = 100

  date_start = {
    after  = "2025-12-31"
    before = "2027-01-01"
  }
}

locals {
  # Project IDs by job order. Invoices require a project with a job order.
  project_ids = {
    for project in data.billing_wethod_projects.certain.projects :
    project.job_order => project.id if project.job_order != null
  }
}

output "project_ids" {
  value = local.project_ids
}
