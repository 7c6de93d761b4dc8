package api_test

import (
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/api"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// answer is a response of the site; the zero value is 200 with the body {}.
type answer struct {
	status int
	header http.Header
	body   string
	err    error
}

// sent is a request as the site saw it.
type sent struct {
	method, path, query string
	header              http.Header
	body                string
}

// site is a Teamwork site in memory.
type site struct {
	respond func(request *http.Request, body string) answer

	mu       sync.Mutex
	requests []sent
}

func (s *site) RoundTrip(request *http.Request) (*http.Response, error) {
	record := sent{
		method: request.Method, path: request.URL.EscapedPath(), query: request.URL.RawQuery, header: request.Header.Clone(),
	}
	if request.Body != nil {
		body, err := io.ReadAll(request.Body)
		if err != nil {
			return nil, err
		}
		record.body = string(body)
	}
	s.mu.Lock()
	s.requests = append(s.requests, record)
	s.mu.Unlock()
	if err := request.Context().Err(); err != nil {
		return nil, err
	}
	given := s.respond(request, record.body)
	if given.err != nil {
		return nil, given.err
	}
	response := &http.Response{
		StatusCode: given.status, Header: given.header.Clone(), Request: request, ContentLength: -1,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Body: io.NopCloser(strings.NewReader(given.body)),
	}
	if response.StatusCode == 0 {
		response.StatusCode = http.StatusOK
	}
	if response.Header == nil {
		response.Header = http.Header{"Content-Type": {"application/json; charset=utf-8"}}
	}
	return response, nil
}

func (s *site) seen() []sent {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]sent(nil), s.requests...)
}

// only returns the single request that the site saw.
func (s *site) only(t *testing.T) sent {
	t.Helper()
	requests := s.seen()
	if len(requests) != 1 {
		t.Fatalf("the site saw %d requests, want 1", len(requests))
	}
	return requests[0]
}

// testKey is the API key of the tests; base64 of "twp_k7Qz19xW:x" is encodedKey.
const (
	testKey    = "twp_k7Qz19xW"
	encodedKey = "dHdwX2s3UXoxOXhXOng="
)

// newClient returns a client of a site that responds with respond. It does not retry
// failures, because the transport's own tests cover that.
func newClient(t *testing.T, respond func(request *http.Request, body string) answer) (*api.Client, *site) {
	t.Helper()
	far := &site{respond: respond}
	base, err := url.Parse("https://acme.teamwork.com")
	if err != nil {
		t.Fatal(err)
	}
	return api.New(transport.Options{
		System: "Teamwork", BaseURL: base, UserAgent: "test", Network: far,
	}, api.Credential{APIKey: testKey}), far
}

// always responds to every request the same way.
func always(given answer) func(*http.Request, string) answer {
	return func(*http.Request, string) answer { return given }
}

// says returns a success with a body.
func says(body string) func(*http.Request, string) answer { return always(answer{body: body}) }

// contract returns a verbatim example of the published documentation.
func contract(t testing.TB, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "contract", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func contains(t *testing.T, err error, words ...string) {
	t.Helper()
	if err == nil {
		t.Fatal("no error")
	}
	for _, word := range words {
		if !strings.Contains(err.Error(), word) {
			t.Errorf("error %q lacks %q", err, word)
		}
	}
}
