package wethod

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/projectbilling/terraform-provider-billing/internal/system"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
	"github.com/projectbilling/terraform-provider-billing/internal/wethod/api"
)

const (
	systemName  = "wethod"
	systemTitle = "Wethod"
)

// Defaults of the provider block (contract section 1).
const (
	defaultBaseURL    = "https://api.wethod.com"
	defaultAPIVersion = "2024-06-15"
)

// Attribute is the schema of the provider block's wethod object.
func (System) Attribute() schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		Optional:            true,
		MarkdownDescription: "Connection to Wethod. Leave it out when nothing of Wethod is used, or when environment variables say it all.",
		Attributes: map[string]schema.Attribute{
			"base_url": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "Address of Wethod's API, the same for all companies. Environment variable `WETHOD_BASE_URL`. " +
					"Default `" + defaultBaseURL + "`.",
				Validators: []validator.String{system.BaseURL()},
			},
			"company": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "The company whose invoices are read, by the subdomain of its site: `acme` for `https://acme.wethod.com`. " +
					"Environment variable `WETHOD_COMPANY`. No default.",
				Validators: []validator.String{companyValidator()},
			},
			"token": schema.StringAttribute{
				Optional:  true,
				Sensitive: true,
				MarkdownDescription: "Personal access token of the user in whose name the provider acts, with that user's permissions; Wethod makes them " +
					"in the developer settings of the user's account. Environment variable `WETHOD_TOKEN`. No default.",
				Validators: []validator.String{system.Credential()},
			},
			"api_version": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "Version of Wethod's API that is asked for, a date. Environment variable `WETHOD_API_VERSION`. " +
					"Default `" + defaultAPIVersion + "`, the one that this provider is written for.",
				Validators: []validator.String{system.Credential()},
			},
		},
	}
}

// Connect makes the client that all of Wethod's data sources share.
func (System) Connect(_ context.Context, settings *system.Settings, shared system.Shared) any {
	baseURL := settings.BaseURL(system.Setting{
		Attribute: "base_url", Variable: "WETHOD_BASE_URL", Example: `"` + defaultBaseURL + `"`,
	}, defaultBaseURL)
	access := access(settings)
	if baseURL == nil || access.Company == "" || access.Token == "" {
		return (*api.Client)(nil)
	}
	options := shared.TransportOptions(systemTitle)
	options.BaseURL = baseURL
	return api.New(options, access)
}

// access is who asks, and for which company. What is missing or cannot be sent
// in a header is reported to settings.
func access(settings *system.Settings) api.Access {
	company := system.Setting{Attribute: "company", Variable: "WETHOD_COMPANY", Example: `"acme"`}
	token := system.Setting{Attribute: "token", Variable: "WETHOD_TOKEN", Example: "var.wethod_token"}
	version := system.Setting{Attribute: "api_version", Variable: "WETHOD_API_VERSION", Example: `"` + defaultAPIVersion + `"`}

	found := api.Access{
		Company: settings.Text(company.Attribute, company.Variable, ""),
		Token:   settings.Text(token.Attribute, token.Variable, ""),
		Version: settings.Text(version.Attribute, version.Variable, defaultAPIVersion),
	}
	for _, each := range []struct {
		need  system.Setting
		value string
		check func(string) error
	}{
		{company, found.Company, checkCompany},
		{token, found.Token, transport.CheckCredential},
		{version, found.Version, transport.CheckCredential},
	} {
		if each.value == "" {
			settings.Require(each.need)
		} else if err := each.check(each.value); err != nil {
			settings.Refuse(each.need, err)
		}
	}
	return found
}
