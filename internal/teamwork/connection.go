package teamwork

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/provider/schema"

	"github.com/projectbilling/terraform-provider-billing/internal/system"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/api"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/site"
)

func connectionAttribute() schema.SingleNestedAttribute {
	return system.ConnectionAttribute("a Teamwork.com site", "Teamwork", map[string]schema.Attribute{
		"base_url": system.AddressAttribute("Address of the site, for example `https://acme.teamwork.com` (EU sites: `https://acme.eu.teamwork.com`). " +
			"Can also be set with the environment variable `TEAMWORK_BASE_URL`. No default."),
		"api_key": system.SecretAttribute("API key of the user that the provider acts as. Can also be set with the environment variable `TEAMWORK_API_KEY`. "+
			"Exactly one of `api_key` and `access_token` is required.", "access_token"),
		"access_token": system.SecretAttribute("OAuth 2 access token to use instead of `api_key`. Can also be set with the environment variable `TEAMWORK_ACCESS_TOKEN`. " +
			"The provider does not renew the token."),
		"requests_per_minute": system.LimitAttribute("Maximum number of requests that the provider sends in any minute; further requests wait. " +
			"`0` means no limit. Defaults to `150`, the limit of Teamwork's smaller plans."),
		"reads": system.ReadsAttribute("invoices", "lists"),
	})
}

// defaultRequestsPerMinute is the lowest known limit of a Teamwork plan (contract
// section 4).
const defaultRequestsPerMinute = 150

// connect creates the connection that all Teamwork resources share.
func connect(_ context.Context, settings *system.Settings, shared system.Shared) any {
	baseURL := settings.BaseURL(system.Setting{
		Attribute: "base_url", Variable: "TEAMWORK_BASE_URL", Example: `"https://acme.teamwork.com"`,
	}, "")
	credential := credential(settings)
	if baseURL == nil || credential == (api.Credential{}) {
		return (*site.Site)(nil)
	}
	options := shared.TransportOptions(site.Title)
	options.BaseURL = baseURL
	options.RequestsPerMinute = settings.Number("requests_per_minute", defaultRequestsPerMinute)
	return site.New(api.New(options, credential), shared.MaxRetries, settings.Reads())
}

// credential returns the key or the token. A value in the provider block takes
// precedence over the environment, which may contain only one of them.
func credential(settings *system.Settings) api.Credential {
	key := system.Setting{Attribute: "api_key", Variable: "TEAMWORK_API_KEY", Example: "var.teamwork_api_key"}
	token := system.Setting{Attribute: "access_token", Variable: "TEAMWORK_ACCESS_TOKEN", Example: "var.teamwork_access_token"}
	keyInBlock, tokenInBlock := settings.InBlock(key.Attribute), settings.InBlock(token.Attribute)

	var found api.Credential
	if !tokenInBlock {
		found.APIKey = settings.Credential(key)
	}
	if !keyInBlock {
		found.AccessToken = settings.Credential(token)
	}
	if found.APIKey != "" && found.AccessToken != "" {
		settings.Conflict(key, token)
		return api.Credential{}
	}
	if found == (api.Credential{}) && !tokenInBlock {
		settings.Require(key)
	}
	return found
}
