data "billing_teamwork_currency_codes" "all" {}

output "currency_names" {
  value = { for currency in data.billing_teamwork_currency_codes.all.currency_codes : currency.code => currency.name }
}
