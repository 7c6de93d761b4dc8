// Package api is the client for Wethod's invoices and the records they refer
// to. It handles the wire format and its quirks and does not depend on
// Terraform.
//
// Source: https://docs.wethod.com/reference/list-invoices and the related
// pages. If they leave a question open, a comment in the code states the
// assumption. CONTRACT.md in this folder is the contract that comments cite.
package api

import (
	"context"
	"net/http"

	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// Access holds the credentials and the company of all requests (contract
// section 1). All of its fields are required.
type Access struct {
	// Company is the subdomain of the company, as in acme for https://acme.wethod.com.
	Company string
	// Token is a user's personal access token, sent as a bearer token.
	Token string
	// Version is the API version, a date such as 2024-06-15.
	Version string
}

// String keeps the secrets out of any printed value, including a panic.
func (Access) String() string { return "(redacted)" }

// GoString does the same for %#v.
func (c Access) GoString() string { return c.String() }

// Client sends requests to Wethod as one user of one company. It is safe for
// concurrent use.
type Client struct {
	wire    *transport.Client
	header  http.Header
	company string
}

// New returns a client of the service at options.BaseURL. It makes no network call.
func New(options transport.Options, access Access) *Client {
	options.Dialect = dialect()
	options.Secrets = append(options.Secrets, access.Token)
	options.Authorize = func(next http.RoundTripper) http.RoundTripper {
		return &authorized{next: next, token: access.Token}
	}
	return &Client{
		wire:    transport.New(options),
		company: access.Company,
		header: http.Header{
			"Wethod-Company": {access.Company},
			"Wethod-Version": {access.Version},
		},
	}
}

// Company returns the company that requests are for.
func (c *Client) Company() string { return c.company }

// Address returns the address of the API.
func (c *Client) Address() string { return c.wire.BaseURL().String() }

// authorized adds the token to each request.
type authorized struct {
	next  http.RoundTripper
	token string
}

func (a *authorized) RoundTrip(request *http.Request) (*http.Response, error) {
	request = request.Clone(request.Context())
	request.Header.Set("Authorization", "Bearer "+a.token)
	return a.next.RoundTrip(request)
}

// call sends a request and decodes a successful answer into result. Errors:
// *transport.APIError, *transport.NoAnswerError.
func (c *Client) call(ctx context.Context, request transport.Request, result any) (*transport.Answer, error) {
	request.Header = c.header.Clone()
	answer, err := c.wire.Call(ctx, request, result)
	return answer, fromService(err)
}
