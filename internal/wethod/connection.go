package wethod

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/projectbilling/terraform-provider-billing/internal/system"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
	"github.com/projectbilling/terraform-provider-billing/internal/wethod/api"
	"github.com/projectbilling/terraform-provider-billing/internal/wethod/company"
)

func connectionAttribute() schema.SingleNestedAttribute {
	return system.ConnectionAttribute("Wethod", "Wethod", map[string]schema.Attribute{
		"base_url": system.AddressAttribute("Address of Wethod's API, the same for all companies. Can also be set with the environment variable `WETHOD_BASE_URL`. " +
			"Defaults to `" + company.DefaultBaseURL + "`."),
		"company": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "Company, as the subdomain of its site: `acme` for `https://acme.wethod.com`. " +
				"Can also be set with the environment variable `WETHOD_COMPANY`. No default.",
			Validators: []validator.String{companyValidator()},
		},
		"token": system.SecretAttribute("Personal access token of the user that the provider acts as, with that user's permissions. Create one " +
			"in Wethod in the developer settings of the user's account. Can also be set with the environment variable `WETHOD_TOKEN`. No default."),
		"api_version": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "Version of Wethod's API, a date. Can also be set with the environment variable `WETHOD_API_VERSION`. " +
				"Defaults to `" + company.DefaultAPIVersion + "`, the version that this provider is written for.",
			Validators: []validator.String{system.Credential()},
		},
		"reads": system.ReadsAttribute("invoices", "lists"),
	})
}

// connect returns the company that all Wethod resources share.
func connect(_ context.Context, settings *system.Settings, shared system.Shared) any {
	baseURL := settings.BaseURL(system.Setting{
		Attribute: "base_url", Variable: "WETHOD_BASE_URL", Example: `"` + company.DefaultBaseURL + `"`,
	}, company.DefaultBaseURL)
	access := access(settings)
	if baseURL == nil || access.Company == "" || access.Token == "" {
		return (*company.Company)(nil)
	}
	options := shared.TransportOptions(company.Title)
	options.BaseURL = baseURL
	return company.New(api.New(options, access), shared.MaxRetries, settings.Reads())
}

// access returns the credentials and the company. It reports to settings what
// is missing or cannot be sent in a header.
func access(settings *system.Settings) api.Access {
	slug := system.Setting{Attribute: "company", Variable: "WETHOD_COMPANY", Example: `"acme"`}
	token := system.Setting{Attribute: "token", Variable: "WETHOD_TOKEN", Example: "var.wethod_token"}
	version := system.Setting{Attribute: "api_version", Variable: "WETHOD_API_VERSION", Example: `"` + company.DefaultAPIVersion + `"`}

	found := api.Access{
		Company: settings.Text(slug.Attribute, slug.Variable, ""),
		Token:   settings.Text(token.Attribute, token.Variable, ""),
		Version: settings.Text(version.Attribute, version.Variable, company.DefaultAPIVersion),
	}
	for _, each := range []struct {
		need  system.Setting
		value string
		check func(string) error
	}{
		{slug, found.Company, checkCompany},
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
