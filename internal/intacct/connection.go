package intacct

import (
	"context"
	"errors"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/projectbilling/terraform-provider-billing/internal/intacct/api"
	"github.com/projectbilling/terraform-provider-billing/internal/intacct/company"
	"github.com/projectbilling/terraform-provider-billing/internal/system"
)

// defaultMaxConcurrentRequests is below the six that Intacct's smallest tier
// allows an application (contract section 6), and leaves room for others.
const defaultMaxConcurrentRequests = 4

func connectionAttribute() schema.SingleNestedAttribute {
	return system.ConnectionAttribute("a Sage Intacct company", "Intacct", map[string]schema.Attribute{
		"base_url": system.AddressAttribute("Address of the REST API, including its version. Can also be set with the environment variable `INTACCT_BASE_URL`. Defaults to `" + company.DefaultBaseURL + "`."),
		"client_id": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "Client ID of the registered application. Can also be set with the environment variable `INTACCT_CLIENT_ID`.",
		},
		"client_secret": system.SecretAttribute("Client secret of the registered application. Can also be set with the environment variable `INTACCT_CLIENT_SECRET`."),
		"username": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "Web Services user and company, `user@company`, or `user@company|entity` to work in one entity. " +
				"Can also be set with the environment variable `INTACCT_USERNAME`.",
		},
		"access_token": system.SecretAttribute("OAuth 2 access token, instead of `client_id`, `client_secret` and `username`. "+
			"Can also be set with the environment variable `INTACCT_ACCESS_TOKEN`. The provider does not renew it.", "client_id", "client_secret", "username"),
		"entity": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "ID of the entity that every request is restricted to and in which records are created. " +
				"Can also be set with the environment variable `INTACCT_ENTITY`. Defaults to the entity of the credential, which is usually the top level.",
			Validators: []validator.String{system.Credential()},
		},
		"max_concurrent_requests": system.LimitAttribute("Maximum number of concurrent requests. Intacct's smallest tier allows an application 6. " +
			"`0` means no limit. Defaults to `4`."),
		"reads": system.ReadsAttribute("templates", "queries"),
	})
}

// connect returns the connection that all Intacct resources share.
func connect(_ context.Context, settings *system.Settings, shared system.Shared) any {
	baseURL := settings.BaseURL(system.Setting{
		Attribute: "base_url", Variable: "INTACCT_BASE_URL", Example: `"` + company.DefaultBaseURL + `"`,
	}, company.DefaultBaseURL)
	credential := credential(settings)
	entity := settings.Text("entity", "INTACCT_ENTITY", "")
	if baseURL == nil || credential == (api.Credential{}) {
		return (*company.Company)(nil)
	}
	options := shared.TransportOptions(company.Title)
	options.BaseURL = baseURL
	options.MaxConcurrent = settings.Number("max_concurrent_requests", defaultMaxConcurrentRequests)
	return company.New(api.New(options, credential, entity), settings.Reads())
}

// credential returns the access token, or the client ID and secret with the user. The provider block takes precedence
// over environment variables.
func credential(settings *system.Settings) api.Credential {
	token := system.Setting{Attribute: "access_token", Variable: "INTACCT_ACCESS_TOKEN", Example: "var.intacct_access_token"}
	needs := []system.Setting{
		{Attribute: "client_id", Variable: "INTACCT_CLIENT_ID", Example: `"..."`},
		{Attribute: "client_secret", Variable: "INTACCT_CLIENT_SECRET", Example: "var.intacct_secret"},
		{Attribute: "username", Variable: "INTACCT_USERNAME", Example: `"ws_user@acme"`},
	}
	someInBlock := false
	for _, need := range needs {
		someInBlock = someInBlock || settings.InBlock(need.Attribute)
	}
	if settings.InBlock(token.Attribute) || !someInBlock {
		if value := settings.Credential(token); value != "" || settings.InBlock(token.Attribute) {
			return api.Credential{AccessToken: value}
		}
	}
	values := make([]string, len(needs))
	isWhole := true
	for i, need := range needs {
		if values[i] = settings.Credential(need); values[i] == "" {
			settings.Require(need)
			isWhole = false
		}
	}
	if !isWhole {
		return api.Credential{}
	}
	if !strings.Contains(values[2], "@") {
		settings.Refuse(needs[2], errors.New("it does not name a company. Use user@company, or user@company|entity"))
		return api.Credential{}
	}
	return api.Credential{ClientID: values[0], ClientSecret: values[1], Username: values[2]}
}
