package transport_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// step responds to one request; the zero value is 200 with the body {}.
type step struct {
	status int
	header http.Header
	body   string
	reader io.ReadCloser // instead of body
	err    error
	delay  time.Duration // before the first byte
}

// sent is a request as the network saw it.
type sent struct {
	at     time.Duration // since the network was made
	method string
	url    string
	header http.Header
	body   string
}

// network is the end of the chain, in memory: it responds to the n-th request
// with the n-th step, and to all further ones with the last.
type network struct {
	start time.Time

	mu       sync.Mutex
	steps    []step
	requests []sent
}

func newNetwork(steps ...step) *network {
	if len(steps) == 0 {
		steps = []step{{}}
	}
	return &network{start: time.Now(), steps: steps}
}

func (n *network) RoundTrip(request *http.Request) (*http.Response, error) {
	record := sent{
		at: time.Since(n.start), method: request.Method, url: request.URL.String(), header: request.Header.Clone(),
	}
	if request.Body != nil {
		body, err := io.ReadAll(request.Body)
		if err != nil {
			return nil, err
		}
		record.body = string(body)
	}
	n.mu.Lock()
	next := n.steps[min(len(n.requests), len(n.steps)-1)]
	n.requests = append(n.requests, record)
	n.mu.Unlock()

	if next.delay > 0 {
		timer := time.NewTimer(next.delay)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-request.Context().Done():
			return nil, request.Context().Err()
		}
	}
	if next.err != nil {
		return nil, next.err
	}
	return next.response(request), nil
}

func (s step) response(request *http.Request) *http.Response {
	response := &http.Response{
		StatusCode: s.status, Header: http.Header{}, Body: s.reader, Request: request,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, ContentLength: -1,
	}
	if response.StatusCode == 0 {
		response.StatusCode = http.StatusOK
	}
	body := s.body
	if body == "" {
		body = "{}"
	}
	if response.Body == nil {
		response.Body = io.NopCloser(strings.NewReader(body))
	}
	response.Header.Set("Content-Type", "application/json; charset=utf-8")
	maps.Copy(response.Header, s.header)
	return response
}

// seen returns the requests received so far.
func (n *network) seen() []sent {
	n.mu.Lock()
	defer n.mu.Unlock()
	return append([]sent(nil), n.requests...)
}

// only returns the single request received.
func (n *network) only(t *testing.T) sent {
	t.Helper()
	requests := n.seen()
	if len(requests) != 1 {
		t.Fatalf("the network saw %d requests, want 1", len(requests))
	}
	return requests[0]
}

// newClient returns a client of system "Acme" on net, with options changed by edit.
func newClient(t *testing.T, net http.RoundTripper, edit func(*transport.Options)) *transport.Client {
	t.Helper()
	options := transport.Options{
		System:         "Acme",
		BaseURL:        mustParse(t, "https://acme.example.com"),
		UserAgent:      "terraform-provider-billing/test",
		MaxRetries:     4,
		AttemptTimeout: 30 * time.Second,
		Network:        net,
		Dialect:        dialect(),
	}
	if edit != nil {
		edit(&options)
	}
	return transport.New(options)
}

// dialect is that of a system that reports failures as {"error": "…"}.
func dialect() transport.Dialect {
	says := func(body []byte) transport.Problem {
		var answer struct {
			Error string `json:"error"`
		}
		_ = json.Unmarshal(body, &answer)
		return transport.Problem{Message: answer.Error}
	}
	return transport.Dialect{
		HasFailed: func(body []byte) bool { problem := says(body); return !problem.IsEmpty() },
		Problem:   says,
	}
}

func mustParse(t *testing.T, address string) *url.URL {
	t.Helper()
	parsed, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

func get(path string) transport.Request {
	return transport.Request{Method: http.MethodGet, Path: path}
}

func do(method string) transport.Request {
	return transport.Request{Method: method, Path: "/x", Body: map[string]string{"a": "b"}}
}

func header(pairs ...string) http.Header {
	result := http.Header{}
	for i := 0; i < len(pairs); i += 2 {
		result.Set(pairs[i], pairs[i+1])
	}
	return result
}

func status(code int, pairs ...string) step { return step{status: code, header: header(pairs...)} }

// errReset is the error of a connection that breaks.
var errReset = &netError{syscall.ECONNRESET}

type netError struct{ err error }

func (e *netError) Error() string { return "read tcp: " + e.err.Error() }
func (e *netError) Unwrap() error { return e.err }

// mustDo sends a request that is expected to get a response.
func mustDo(t *testing.T, client *transport.Client, request transport.Request) *transport.Answer {
	t.Helper()
	answer, err := client.Do(context.Background(), request)
	if err != nil {
		t.Fatalf("%s %s: %v", request.Method, request.Path, err)
	}
	return answer
}

// mustFail sends a request that is expected to get no response.
func mustFail(ctx context.Context, t *testing.T, client *transport.Client, request transport.Request) *transport.NoAnswerError {
	t.Helper()
	answer, err := client.Do(ctx, request)
	if err == nil {
		t.Fatalf("%s %s was answered with %d, want an error", request.Method, request.Path, answer.Status)
	}
	var failure *transport.NoAnswerError
	if !errors.As(err, &failure) {
		t.Fatalf("error %v (%T), want a *NoAnswerError", err, err)
	}
	return failure
}

// notSent reports whether a failed request certainly had no effect.
func notSent(err error) bool { return transport.OutcomeOf(err) == transport.NotSent }

// within checks a fake duration against inclusive bounds.
func within(t *testing.T, what string, got, low, high time.Duration) {
	t.Helper()
	if got < low || got > high {
		t.Errorf("%s: %v, want %v to %v", what, got, low, high)
	}
}
