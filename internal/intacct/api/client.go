// Package api is the client of Sage Intacct's REST API, version 1, as far as
// project billing needs it: billing templates of projects and contracts with
// their lines, projects and their observed percentages, and the query service. It knows the wire and its quirks, and nothing of Terraform.
//
// Source: https://developer.sage.com/intacct/apis/intacct/1/intacct-openapi
// and the guides beside it; where those leave a question open, the answer
// assumed is in the comment at the place. CONTRACT.md in this folder is the
// contract that comments cite.
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

// Credential authorizes requests: either AccessToken, or the other three.
type Credential struct {
	// ClientID and ClientSecret are those of the registered application.
	ClientID     string
	ClientSecret string
	// Username is the Web Services user and the company, as in ws_user@acme or
	// ws_user@acme|entity (contract section 4). The company is part of the
	// token and of no address.
	Username string
	// AccessToken is a ready OAuth 2 token. It cannot be renewed.
	AccessToken string
}

// String keeps the secrets out of whatever prints the value, a panic included.
func (Credential) String() string { return "(redacted)" }

// GoString does the same for %#v.
func (c Credential) GoString() string { return c.String() }

// company is the part of the user name between @ and |.
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

// New makes a client of the API at options.BaseURL, which ends in its version,
// as in https://api.intacct.com/ia/api/v1. entity, unless "", restricts every
// request to that entity of the company; else the token's entity holds
// (contract section 4). It makes no network call.
//
// Tokens are fetched through the same chain of limits, time-outs and retries
// as everything else, but before a request enters it: a request that waits for
// its token holds none of the places that options.MaxConcurrent gives.
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

// Address is the API's base URL.
func (c *Client) Address() string { return c.wire.BaseURL().String() }

// Company is the company that the credential's user belongs to, as in acme;
// "" = the credential is a ready token, which does not say.
func (c *Client) Company() string { return c.company }

// envelope is what every JSON answer comes in.
type envelope struct {
	Result json.RawMessage `json:"ia::result"`
	Meta   meta            `json:"ia::meta"`
}

// call sends a request and decodes the result of a successful answer into
// result, unless that is nil or the answer has no result, which is then for
// the caller to say. Errors: *transport.APIError, *transport.NoAnswerError, or
// the failure to get an access token.
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

// send adds the access token and the entity, and sends the request, again with
// a new token where the one it was sent with turns out to be no longer valid
// (contract section 4): another run with the same client id may have had its own
// made valid in its place, more than once.
//
// The repetition keeps an idempotency key: what a token kept out was not
// carried out, and an attempt before it that got no answer is then recognized.
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
		// The guide's table has ParamEntity without the hyphen; its own examples
		// and all known clients have it (contract section 4).
		header.Set("X-IA-API-Param-Entity", c.entity)
	}
	request.Header = header
	return request
}
