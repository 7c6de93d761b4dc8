// Package api is the client of Sage Intacct's REST API, version 1, as far as
// project billing needs it: billing templates with their milestones, and the
// query service. It knows the wire and its quirks, and nothing of Terraform.
//
// Source: https://developer.sage.com/intacct/apis/intacct/1/intacct-openapi
// and the guides beside it; where those leave a question open, the answer
// assumed is in the comment at the place.
package api

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

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
	wire       *transport.Client
	tokens     *tokens
	entity     string
	company    string
	maxRetries int
	names      *names
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
	options.Secrets = slices.Concat(options.Secrets, []string{credential.ClientSecret, credential.AccessToken})
	wire := transport.New(options)
	return &Client{
		wire:       wire,
		tokens:     newTokens(wire, credential),
		entity:     entity,
		company:    credential.company(),
		maxRetries: options.MaxRetries,
		names:      &names{},
	}
}

// Host is the API's host, as in api.intacct.com.
func (c *Client) Host() string { return c.wire.BaseURL().Host }

// Address is the API's base URL.
func (c *Client) Address() string { return c.wire.BaseURL().String() }

// Company is the company that the credential's user belongs to, as in acme;
// "" = the credential is a ready token, which does not say.
func (c *Client) Company() string { return c.company }

// meta is what comes with a result: counts and the way to the next page.
type meta struct {
	TotalCount Text `json:"totalCount"`
	TotalError Text `json:"totalError"`
	Start      Text `json:"start"`
	Next       Text `json:"next"`

	status int // of the answer
}

// envelope is what every JSON answer comes in (contract section 7.1 for the errors).
type envelope struct {
	Result  json.RawMessage `json:"ia::result"`
	Meta    meta            `json:"ia::meta"`
	Failure json.RawMessage `json:"ia::error"`
	Bare    json.RawMessage `json:"error"`
}

// call sends a request and decodes the result of a successful answer into
// result, unless that is nil or the answer has no result, which is then for
// the caller to say. Errors: *Error, *transport.NoAnswerError, or the failure
// to get an access token.
func (c *Client) call(ctx context.Context, request transport.Request, result any) (meta, error) {
	answer, err := c.send(ctx, request)
	if err != nil {
		return meta{}, err
	}
	if answer.Status < 200 || answer.Status > 299 {
		return meta{}, failure(c.wire, request, answer)
	}
	if len(bytes.TrimSpace(answer.Body)) == 0 {
		return meta{status: answer.Status}, nil
	}
	var decoded envelope
	if err := json.Unmarshal(answer.Body, &decoded); err != nil {
		return meta{}, unreadable(c.wire, request, answer, err)
	}
	if decoded.hasFailed() {
		return meta{}, failure(c.wire, request, answer)
	}
	if result != nil && isThere(decoded.Result) {
		if err := json.Unmarshal(decoded.Result, result); err != nil {
			return meta{}, unreadable(c.wire, request, answer, err)
		}
	}
	decoded.Meta.status = answer.Status
	return decoded.Meta, nil
}

// hasFailed tells whether an answer with a success status holds an error all
// the same, in any of the places where one has been seen (contract section 7.1).
func (e envelope) hasFailed() bool {
	if isThere(e.Failure) || isThere(e.Bare) {
		return true
	}
	if failed, ok := e.Meta.TotalError.number(); ok && failed > 0 {
		return true
	}
	if !bytes.Contains(e.Result, []byte(`"ia::error"`)) { // saves decoding a page twice
		return false
	}
	return isThere(asObject(e.Result)["ia::error"])
}

// isThere tells whether a JSON value was sent and is not null.
func isThere(raw json.RawMessage) bool {
	raw = bytes.TrimSpace(raw)
	return len(raw) > 0 && string(raw) != "null"
}

// send adds the access token and the entity, and sends the request, once more
// where the token turns out to be no longer valid (contract section 4).
//
// The repetition keeps an idempotency key: what the token's refusal kept out
// was not carried out, and an attempt before it that got no answer is then
// recognized.
func (c *Client) send(ctx context.Context, request transport.Request) (*transport.Answer, error) {
	token, err := c.tokens.token(ctx)
	if err != nil {
		return nil, err
	}
	answer, err := c.wire.Do(ctx, c.authorized(request, token))
	if err != nil {
		return nil, err
	}
	if !refusesToken(answer) {
		token.accepted.Store(true)
		return answer, nil
	}
	if !c.tokens.drop(token) {
		return answer, nil
	}
	unanswered := answer.Unanswered
	if token, err = c.tokens.token(ctx); err == nil {
		if answer, err = c.wire.Do(ctx, c.authorized(request, token)); err == nil {
			if !refusesToken(answer) {
				token.accepted.Store(true)
			}
			answer.Unanswered = answer.Unanswered || unanswered
			return answer, nil
		}
	}
	if unanswered {
		return nil, &unknownOutcome{err}
	}
	return nil, err
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

// objectPath is the path of one object of a collection.
func objectPath(collection, key string) string {
	return fmt.Sprintf("%s/%s", collection, url.PathEscape(key))
}
