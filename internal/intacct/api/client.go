// Package api is a client for version 1 of Sage Intacct's REST API, as far as project billing needs it: billing
// templates of projects and contracts with their lines, projects and their observed percentages, and the query
// service. It handles the wire format and its quirks, and does not depend on Terraform.
//
// Source: https://developer.sage.com/intacct/apis/intacct/1/intacct-openapi and the related guides. If those leave a
// question open, a comment in the code states the assumption. CONTRACT.md in this folder is the contract that
// comments cite.
package api

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// Credential authorizes requests, either with AccessToken or with the other three fields.
type Credential struct {
	// ClientID and ClientSecret identify the registered application.
	ClientID     string
	ClientSecret string
	// Username is the Web Services user and the company, as in ws_user@acme or ws_user@acme|entity (contract section
	// 4). The token identifies the company; no URL does.
	Username string
	// AccessToken is a ready-made OAuth 2 token. It cannot be renewed.
	AccessToken string
}

// String hides the secrets whenever the value is printed, even in a panic.
func (Credential) String() string { return "(redacted)" }

// GoString does the same for %#v.
func (c Credential) GoString() string { return c.String() }

// company returns the part of the user name between @ and |.
func (c Credential) company() string {
	_, account, _ := strings.Cut(c.Username, "@")
	account, _, _ = strings.Cut(account, "|")
	return account
}

// Client sends requests to one company of Sage Intacct. It is safe for
// concurrent use.
type Client struct {
	// Templates are the project billing templates, with their milestones.
	Templates *Objects[Template]
	// ContractTemplates are the contract billing templates, with their lines.
	ContractTemplates *Objects[ContractTemplate]
	// Projects are the projects.
	Projects *Objects[Project]
	// ObservedPercents are the observed percentages of projects.
	ObservedPercents *Objects[ObservedPercent]

	wire       *transport.Client
	tokens     *tokens
	entity     string
	company    string
	maxRetries int
}

// New returns a client of the API at options.BaseURL, which ends in its version, as in
// https://api.intacct.com/ia/api/v1. If entity is not "", every request is restricted to that entity of the company.
// Otherwise, the token's entity applies (contract section 4). New makes no network call.
//
// Token requests use the same limits, timeouts, and retries as all other requests, but they run before the request
// that needs the token: a request that waits for its token does not count toward options.MaxConcurrent.
func New(options transport.Options, credential Credential, entity string) *Client {
	options.Dialect = dialect()
	options.Secrets = slices.Concat(options.Secrets, []string{credential.ClientSecret, credential.AccessToken})
	wire := transport.New(options)
	client := &Client{
		wire:       wire,
		tokens:     newTokens(wire, credential),
		entity:     entity,
		company:    credential.company(),
		maxRetries: options.MaxRetries,
	}
	client.Templates = newObjects(client, templates())
	client.ContractTemplates = newObjects(client, contractTemplates())
	client.Projects = newObjects(client, projects())
	client.ObservedPercents = newObjects(client, observedPercents())
	return client
}

// Address returns the API's base URL.
func (c *Client) Address() string { return c.wire.BaseURL().String() }

// Company returns the company of the credential's user, as in acme; "" = unknown, because the credential is a
// ready-made token.
func (c *Client) Company() string { return c.company }

// envelope wraps every JSON response.
type envelope struct {
	Result json.RawMessage `json:"ia::result"`
	Meta   meta            `json:"ia::meta"`
}

// call sends a request and decodes the result of a successful response into result, unless result is nil or the
// response has no result. The caller decides whether a missing result is an error. Errors: *transport.APIError,
// *transport.NoAnswerError, or the failure to get an access token.
func (c *Client) call(ctx context.Context, request transport.Request, result any) (*transport.Answer, meta, error) {
	answer, err := c.send(ctx, request)
	if err != nil {
		return nil, meta{}, err
	}
	var decoded envelope
	if err := c.wire.Decode(request, answer, &decoded); err != nil {
		return answer, meta{}, err
	}
	if result != nil && lenient.IsThere(decoded.Result) {
		if err := json.Unmarshal(decoded.Result, result); err != nil {
			return answer, meta{}, c.wire.CannotRead(request, answer, err)
		}
	}
	return answer, decoded.Meta, nil
}

// send adds the access token and the entity, and sends the request. If the token turns out to be invalid, send
// retries with a new one (contract section 4): another run with the same client ID may have replaced the token, even
// more than once.
//
// A retry keeps the idempotency key: a request that was rejected for its token was not carried out, and Intacct then
// recognizes an earlier attempt that got no response.
func (c *Client) send(ctx context.Context, request transport.Request) (*transport.Answer, error) {
	wasLost := false
	for renewals := 0; ; renewals++ {
		token, err := c.tokens.token(ctx)
		if err != nil && wasLost {
			return nil, transport.WithOutcome(err, transport.Unknown)
		}
		if err != nil {
			return nil, err
		}
		answer, err := c.wire.Do(ctx, c.authorized(request, token))
		if err != nil && wasLost {
			return nil, transport.WithOutcome(err, transport.Unknown)
		}
		if err != nil {
			return nil, err
		}
		wasLost = wasLost || answer.IsRepetition
		answer.IsRepetition = wasLost
		if !rejectsToken(answer) {
			c.tokens.accept(token)
			return answer, nil
		}
		if !c.tokens.replace(ctx, token, renewals) {
			return answer, nil
		}
	}
}

// authorized returns the request with the headers that all requests carry.
func (c *Client) authorized(request transport.Request, token *accessToken) transport.Request {
	header := maps.Clone(request.Header)
	if header == nil {
		header = http.Header{}
	}
	header.Set("Authorization", "Bearer "+token.value)
	if c.entity != "" {
		// The guide's table omits the hyphen in Param-Entity; its own examples and all known clients use it (contract
		// section 4).
		header.Set("X-IA-API-Param-Entity", c.entity)
	}
	request.Header = header
	return request
}
