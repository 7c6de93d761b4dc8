// Package api is the client of Teamwork.com's billing endpoints: invoices and
// currency codes (API v1) and the open-invoice metric (API v3). It knows the
// wire and its quirks, and nothing of Terraform.
//
// Source: https://developer.teamwork.com/billing and
// https://apidocs.teamwork.com; where those leave a question open, the answer
// assumed is in the comment at the place. CONTRACT.md in this folder is the
// contract that comments cite.
package api

import (
	"fmt"
	"net/http"
	"net/url"

	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// Credential authorizes requests: exactly one of its fields is set.
type Credential struct {
	// APIKey is a user's key, sent as the user name of HTTP basic
	// authorization; the password means nothing.
	APIKey string
	// AccessToken is a ready OAuth 2 token, sent as a bearer token.
	AccessToken string
}

// String keeps the secrets out of whatever prints the value, a panic included.
func (Credential) String() string { return "(redacted)" }

// GoString does the same for %#v.
func (c Credential) GoString() string { return c.String() }

// Client sends requests to one Teamwork site. It is safe for concurrent use.
type Client struct {
	wire *transport.Client
}

// New makes a client of the site at options.BaseURL. It makes no network call.
func New(options transport.Options, credential Credential) *Client {
	options.Secrets = append(options.Secrets, credential.secrets()...)
	options.DefaultLimitWait = defaultLimitWait
	options.Dialect = dialect()
	options.Authorize = func(next http.RoundTripper) http.RoundTripper {
		return &authorized{next: next, credential: credential}
	}
	return &Client{wire: transport.New(options)}
}

// Host is the site's host, as in acme.teamwork.com.
func (c *Client) Host() string { return c.wire.BaseURL().Host }

// Address is the site's base URL.
func (c *Client) Address() string { return c.wire.BaseURL().String() }

// invoicePath is the path of one invoice; suffix is "" or an operation on it.
func invoicePath(id, suffix string) string {
	return fmt.Sprintf("/invoices/%s%s.json", url.PathEscape(id), suffix)
}
