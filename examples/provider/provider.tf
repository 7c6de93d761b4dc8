terraform {
  required_providers {
    billing = {
      source = "projectbilling/billing"
    }
  }
}

# Configure only the systems that you use.
provider "billing" {
  teamwork = {
    base_url = "https://yoursite.teamwork.com" # or TEAMWORK_BASE_URL
    api_key  = var.teamwork_api_key            # or TEAMWORK_API_KEY
  }

  intacct = {
    client_id     = var.intacct_client_id     # or INTACCT_CLIENT_ID
    client_secret = var.intacct_client_secret # or INTACCT_CLIENT_SECRET
    username      = var.intacct_username      # or INTACCT_USERNAME: user@company
  }

  wethod = {
    company = var.wethod_company # or WETHOD_COMPANY
    token   = var.wethod_token   # or WETHOD_TOKEN
  }
}

# If a variable is null, the provider reads the environment variable instead.
variable "teamwork_api_key" {
  type      = string
  sensitive = true
  default   = null
}

variable "intacct_client_id" {
  type    = string
  default = null
}

variable "intacct_client_secret" {
  type      = string
  sensitive = true
  default   = null
}

variable "intacct_username" {
  type    = string
  default = null
}

variable "wethod_company" {
  type    = string
  default = null
}

variable "wethod_token" {
  type      = string
  sensitive = true
  default   = null
}
