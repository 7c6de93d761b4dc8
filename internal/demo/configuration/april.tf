resource "billing_teamwork_invoice" "april" {
  project_id    = 1149
  number        = "2026-04"
  display_date  = "2026-04-30"
  fixed_cost    = 980
  currency_code = "USD"
}
