// Package api is the client for Teamwork.com's billing endpoints: invoices and
// currency codes (API v1) and the open-invoice metric (API v3). It handles the
// wire format and its quirks, and does not depend on Terraform.
//
// Sources: https://developer.teamwork.com/billing and
// https://apidocs.teamwork.com. If those leave a question open, a comment states
// the assumption. CONTRACT.md in this folder is the contract that comments cite.
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
	// authorization. The site ignores the password.
	APIKey string
	// AccessToken is an existing OAuth 2 token, sent as a bearer token.
	AccessToken string
}

// String keeps the secrets out of all output, including that of a panic.
func (Credential) String() string { return "(redacted)" }

// GoString does the same for %#v.
func (c Credential) GoString() string { return c.String() }

// Client sends requests to one Teamwork site. It is safe for concurrent use.
type Client struct {
	wire *transport.Client
}

// New returns a client for the site at options.BaseURL. It makes no network calls.
func New(options transport.Options, credential Credential) *Client {
	options.Secrets = append(options.Secrets, credential.secrets()...)
	options.DefaultLimitWait = defaultLimitWait
	options.Dialect = dialect()
	options.Authorize = func(next http.RoundTripper) http.RoundTripper {
		return &authorized{next: next, credential: credential}
	}
	return &Client{wire: transport.New(options)}
}

// Host returns the site's host, as in acme.teamwork.com.
func (c *Client) Host() string { return c.wire.BaseURL().Host }

// Address returns the site's base URL.
func (c *Client) Address() string { return c.wire.BaseURL().String() }

// invoicePath returns the path of one invoice; suffix is "" or an operation on it.
func invoicePath(id, suffix string) string {
	return fmt.Sprintf("/invoices/%s%s.json", url.PathEscape(id), suffix)
}
