// Package transport is what the clients of the three systems share on the
// wire: limits, retries, time-outs, redaction of secrets, and the words for
// what went wrong before an answer came. It knows HTTP and JSON and nothing
// of Terraform or of any one system.
//
// A request passes a chain of round trippers, each of which does one thing:
//
//	retry → rate limit → concurrency limit → attempt (time-out, whole body) → log → authorization → network
//
// so that every attempt is counted by the limits, waits for a limit do not
// count against an attempt's time-out, and an answer cut short is a failed
// attempt like any other.
package transport

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
)

// Options say how a Client reaches one system.
type Options struct {
	// System is the system's name as a user knows it, for error texts.
	System string
	// BaseURL is the address that request paths are appended to; see ParseBaseURL.
	BaseURL *url.URL
	// UserAgent identifies the provider and its version to the system.
	UserAgent string
	// Secrets are the values that must never be seen in a log or an error.
	Secrets []string
	// MaxRetries is how often a request is repeated at most; 0 = never.
	MaxRetries int
	// AttemptTimeout bounds one attempt, from sending to the last byte of the
	// answer; 0 = no bound.
	AttemptTimeout time.Duration
	// RequestsPerMinute is the largest number of requests sent in any minute; 0 = no limit.
	RequestsPerMinute int
	// MaxConcurrent is the largest number of requests in flight; 0 = no limit.
	MaxConcurrent int
	// DefaultLimitWait is how long to wait after an answer that says "too many
	// requests" without saying when to come back; 0 = the growing wait of any
	// other failure.
	DefaultLimitWait time.Duration
	// Dialect is how the system says in an answer that something went wrong.
	Dialect Dialect
	// Authorize wraps the network with what adds the credentials to a request.
	Authorize func(next http.RoundTripper) http.RoundTripper
	// Logger receives what happens on the wire; nil = nothing is logged.
	Logger Logger
	// Network is what the chain ends in; nil = a pooled HTTP transport (NewNetwork).
	Network http.RoundTripper
}

// Client sends requests to one system and returns whole answers. It is safe
// for concurrent use.
type Client struct {
	system    string
	baseURL   *url.URL
	userAgent string
	dialect   Dialect
	chain     http.RoundTripper
	redactor  *Redactor
}

// Dialect reads what a system says went wrong out of the bodies of its answers,
// in whichever of its shapes. A body can be anything, or nothing.
type Dialect struct {
	// HasFailed tells whether a body that came with a success status holds an
	// error all the same.
	HasFailed func(body []byte) bool
	// Problem finds what the body says; an empty one = nothing.
	Problem func(body []byte) Problem
}

// New builds the chain for one system. It makes no network call.
func New(options Options) *Client {
	redactor := NewRedactor(options.Secrets...)
	next := options.Network
	if next == nil {
		next = NewNetwork()
	}
	if options.Authorize != nil {
		next = options.Authorize(next)
	}
	if options.Logger != nil {
		next = &logged{next: next, logger: options.Logger, redactor: redactor, system: options.System}
	}
	next = &attempt{next: next, timeout: options.AttemptTimeout, maxBytes: maxAnswerBytes}
	next = limitConcurrency(next, options.MaxConcurrent)
	next = limitRate(next, options.RequestsPerMinute)
	next = retrying(next, options.MaxRetries, options.DefaultLimitWait)
	return &Client{
		system:    options.System,
		baseURL:   options.BaseURL,
		userAgent: options.UserAgent,
		dialect:   options.Dialect,
		chain:     next,
		redactor:  redactor,
	}
}

// Request is one call to a system.
type Request struct {
	Method string
	// Path is appended to the base URL; it starts with a slash and is already escaped.
	Path  string
	Query url.Values
	// Header is added to the headers that every request carries.
	Header http.Header
	// Body is sent as JSON; nil = no body.
	Body any
	// Form is sent as an HTML form, in place of a Body: for the requests of
	// OAuth 2, which are not JSON; nil = no form.
	Form url.Values
	// Retry says which failures may be answered by sending the request again;
	// RetryByMethod, the default, goes by the method.
	Retry RetryPolicy
}

// Answer is what a system said, read to the end.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
	// IsRepetition: an earlier attempt of the same request was sent and got no
	// answer that can be read, so the request may have been carried out whatever
	// this answer says.
	IsRepetition bool

	isLimited  bool
	comeBackIn time.Duration // longer than is waited; else 0
	unreadable error         // why it is a success of no use
}

// Do sends a request, again where its policy allows, and returns the last
// answer whatever its status: what a status means is the system's to say.
//
// Errors: *NoAnswerError when no whole answer came; the context's error,
// wrapped in it, when the caller gave up.
func (c *Client) Do(ctx context.Context, request Request) (*Answer, error) {
	ctx = withPolicy(ctx, request)
	httpRequest, err := c.build(ctx, request)
	if err != nil {
		return nil, err
	}
	response, err := c.chain.RoundTrip(httpRequest)
	if err != nil {
		return nil, &NoAnswerError{
			System: c.system,
			Method: request.Method,
			Path:   request.Path,
			Err:    c.redactor.Error(err),

			isUnsent: !policyOf(ctx).mayHaveActed,
		}
	}
	defer response.Body.Close() // it is in memory, see attempt
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, fmt.Errorf("read the answer kept in memory: %w", err)
	}
	answer := &Answer{
		Status:       response.StatusCode,
		Header:       response.Header,
		Body:         body,
		IsRepetition: policyOf(ctx).wasLost,
		isLimited:    isLimited(response),
		unreadable:   whyUnreadable(response),
	}
	if wait, _ := waitHint(response, time.Now()); wait > longestWait && !succeeded(response.StatusCode) {
		answer.comeBackIn = wait
	}
	return answer, nil
}

// Conceal adds secrets that became known after the client was made, as tokens
// do that are fetched: from now on they are in no log and no error either.
func (c *Client) Conceal(secrets ...string) { c.redactor.Add(secrets...) }

// BaseURL returns the address that request paths are appended to.
func (c *Client) BaseURL() *url.URL { return c.baseURL }

// build makes the HTTP request; a path keeps its escapes, so an id with a slash stays one segment.
func (c *Client) build(ctx context.Context, request Request) (*http.Request, error) {
	address := *c.baseURL
	escaped := strings.TrimSuffix(address.EscapedPath(), "/") + request.Path
	unescaped, err := url.PathUnescape(escaped)
	if err != nil {
		return nil, fmt.Errorf("path %q: %w", request.Path, err)
	}
	address.Path, address.RawPath = unescaped, escaped
	address.RawQuery = request.Query.Encode()

	var body io.Reader
	contentType := "application/json"
	switch {
	case request.Form != nil:
		body, contentType = strings.NewReader(request.Form.Encode()), "application/x-www-form-urlencoded"
	case request.Body != nil:
		encoded, err := lenient.Encode(request.Body)
		if err != nil {
			return nil, fmt.Errorf("encode the body of %s %s: %w", request.Method, request.Path, err)
		}
		body = bytes.NewReader(encoded)
	}
	httpRequest, err := http.NewRequestWithContext(ctx, request.Method, address.String(), body)
	if err != nil {
		return nil, fmt.Errorf("build %s %s: %w", request.Method, request.Path, err)
	}
	maps.Copy(httpRequest.Header, request.Header)
	httpRequest.Header.Set("Accept", "application/json")
	if body != nil {
		httpRequest.Header.Set("Content-Type", contentType)
	}
	if c.userAgent != "" {
		httpRequest.Header.Set("User-Agent", c.userAgent)
	}
	return httpRequest, nil
}
