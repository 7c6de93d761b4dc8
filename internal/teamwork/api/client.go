// Package api is the client of Teamwork.com's billing endpoints: invoices and
// currency codes (API v1) and the open-invoice metric (API v3). It knows the
// wire and its quirks, and nothing of Terraform.
//
// Source: https://developer.teamwork.com/billing and
// https://apidocs.teamwork.com; where those leave a question open, the answer
// assumed is in the comment at the place.
package api

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"

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
	options.Authorize = func(next http.RoundTripper) http.RoundTripper {
		return &authorized{next: next, credential: credential}
	}
	return &Client{wire: transport.New(options)}
}

// Host is the site's host, as in acme.teamwork.com.
func (c *Client) Host() string { return c.wire.BaseURL().Host }

// Address is the site's base URL.
func (c *Client) Address() string { return c.wire.BaseURL().String() }

// call sends a request and decodes a successful answer into result, unless
// that is nil. Errors: *Error, *transport.NoAnswerError.
func (c *Client) call(ctx context.Context, request transport.Request, result any) (http.Header, error) {
	answer, err := c.wire.Do(ctx, request)
	if err != nil {
		return nil, err
	}
	if answer.Status < 200 || answer.Status > 299 {
		return nil, c.failure(request, answer)
	}
	if len(bytes.TrimSpace(answer.Body)) == 0 { // what is missed then is for the caller to say
		return answer.Header, nil
	}
	var envelope map[string]json.RawMessage // not a struct, which would take status for STATUS
	if err := json.Unmarshal(answer.Body, &envelope); err != nil {
		return nil, c.unreadable(request, answer, err)
	}
	// No such answer is documented; a failure dressed as success must not pass
	// for one (contract section 6).
	if !saysOK(envelope["STATUS"]) || saysError(envelope) {
		return nil, c.failure(request, answer)
	}
	if result != nil {
		if err := json.Unmarshal(answer.Body, result); err != nil {
			return nil, c.unreadable(request, answer, err)
		}
	}
	return answer.Header, nil
}

// saysError tells whether an answer has an error in any of the shapes in which
// the site puts one (contract section 6).
func saysError(envelope map[string]json.RawMessage) bool {
	var content map[string]json.RawMessage
	_ = json.Unmarshal(envelope["content"], &content) // not there, or not an object: then it has nothing to say
	for _, raw := range []json.RawMessage{envelope["errors"], envelope["error"], content["errors"], content["error"]} {
		switch strings.Join(strings.Fields(string(raw)), "") {
		case "", "null", "[]", "{}", `""`, "false":
		default:
			return true
		}
	}
	return false
}

// saysOK tells whether a STATUS is OK, or not there.
func saysOK(raw json.RawMessage) bool {
	var status *Text
	if len(raw) == 0 {
		return true
	}
	err := json.Unmarshal(raw, &status)
	return err == nil && (status == nil || strings.EqualFold(string(*status), "OK"))
}

// invoicePath is the path of one invoice; suffix is "" or an operation on it.
func invoicePath(id, suffix string) string {
	return fmt.Sprintf("/invoices/%s%s.json", url.PathEscape(id), suffix)
}
