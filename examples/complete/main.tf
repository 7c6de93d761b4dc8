terraform {
  required_version = ">= 1.8"

  required_providers {
    billing = {
      source = "registry.terraform.io/projectbilling/billing"
    }
  }
}

# Addresses and credentials come from environment variables: TEAMWORK_BASE_URL
# and TEAMWORK_API_KEY; INTACCT_CLIENT_ID, INTACCT_CLIENT_SECRET and
# INTACCT_USERNAME; WETHOD_COMPANY and WETHOD_TOKEN. You can also set them here,
# as in examples/provider.
provider "billing" {}
