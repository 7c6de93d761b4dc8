terraform {
  required_version = ">= 1.8"

  required_providers {
    billing = {
      source = "registry.terraform.io/projectbilling/billing"
    }
  }
}

provider "billing" {} # addresses and credentials come from the environment
