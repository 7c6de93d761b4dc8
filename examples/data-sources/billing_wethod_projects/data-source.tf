# Projects that are certain and began in 2026.
data "billing_wethod_projects" "certain" {
  probability = 100

  date_start = {
    after  = "2025-12-31"
    before = "2027-01-01"
  }
}

locals {
  # Projects by their job order, which invoices need.
  project_ids = {
    for project in data.billing_wethod_projects.certain.projects :
    project.job_order => project.id if project.job_order != null
  }
}

output "project_ids" {
  value = local.project_ids
}
