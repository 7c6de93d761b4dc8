// Package transport is what the clients of the three systems share on the wire:
// limits, retries, timeouts, redaction of secrets, and error texts for failures
// without a response. It handles HTTP and JSON, and does not depend on
// Terraform or on any single system.
//
// A request passes through a chain of round trippers, each of which does one thing:
//
//	retry → rate limit → concurrency limit → attempt (timeout, whole body) → log → authorization → network
//
// so that every attempt counts toward the limits, waits for a limit do not
// count toward an attempt's timeout, and a response that is cut off is a failed
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

// Options describe how a Client reaches one system.
type Options struct {
	// System is the system's name for users, for error texts.
	System string
	// BaseURL is the address that request paths are appended to; see ParseBaseURL.
	BaseURL *url.URL
	// UserAgent identifies the provider and its version to the system.
	UserAgent string
	// Secrets are the values that must never appear in a log or an error.
	Secrets []string
	// MaxRetries is the maximum number of retries of a request; 0 = no retries.
	MaxRetries int
	// AttemptTimeout limits one attempt, from sending to the last byte of the
	// response; 0 = no limit.
	AttemptTimeout time.Duration
	// RequestsPerMinute is the maximum number of requests in any minute; 0 = no limit.
	RequestsPerMinute int
	// MaxConcurrent is the maximum number of requests in flight; 0 = no limit.
	MaxConcurrent int
	// DefaultLimitWait is how long to wait after a "too many requests" response
	// that does not say how long to wait; 0 = the growing wait of any other
	// failure.
	DefaultLimitWait time.Duration
	// Dialect is how the system reports errors in a response.
	Dialect Dialect
	// Authorize wraps the network with a round tripper that adds the credentials to a request.
	Authorize func(next http.RoundTripper) http.RoundTripper
	// Logger receives wire events; nil = nothing is logged.
	Logger Logger
	// Network is the end of the chain; nil = a pooled HTTP transport (NewNetwork).
	Network http.RoundTripper
}

// Client sends requests to one system and returns whole responses. It is safe
// for concurrent use.
type Client struct {
	system    string
	baseURL   *url.URL
	userAgent string
	dialect   Dialect
	chain     http.RoundTripper
	redactor  *Redactor
}

// Dialect reads errors out of the bodies of a system's responses, in any of its
// formats. A body can contain anything, or nothing.
type Dialect struct {
	// HasFailed reports whether a body that came with a success status contains
	// an error anyway.
	HasFailed func(body []byte) bool
	// Problem returns the error in the body; an empty one = none.
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
	// Path is appended to the base URL. It starts with a slash and is already escaped.
	Path  string
	Query url.Values
	// Header is added to the headers that every request carries.
	Header http.Header
	// Body is sent as JSON; nil = no body.
	Body any
	// Form is sent as an HTML form instead of a Body, for OAuth 2 requests,
	// which are not JSON; nil = no form.
	Form url.Values
	// Retry selects the failures after which the request is sent again.
	// RetryByMethod, the default, depends on the method.
	Retry RetryPolicy
}

// Answer is a system's response, read completely.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
	// IsRepetition: an earlier attempt of the same request was sent and got no
	// readable response, so the request may have taken effect regardless of
	// this response.
	IsRepetition bool

	isLimited  bool
	comeBackIn time.Duration // set if longer than the client waits; else 0
	unreadable error         // why a success is unusable
}

// Do sends a request, retries it if its policy allows, and returns the last
// response with any status: the system's client interprets the status.
//
// Errors: *NoAnswerError if there was no whole response. It wraps the context's
// error if the caller gave up.
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
	defer response.Body.Close() // it is in memory; see attempt
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, fmt.Errorf("read the response in memory: %w", err)
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

// Conceal adds secrets that became known after the client was created, such as
// fetched tokens. From now on, they do not appear in a log or an error either.
func (c *Client) Conceal(secrets ...string) { c.redactor.Add(secrets...) }

// BaseURL returns the address that request paths are appended to.
func (c *Client) BaseURL() *url.URL { return c.baseURL }

// build creates the HTTP request. A path keeps its escapes, so an ID with a slash stays one segment.
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
