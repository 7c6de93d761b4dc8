package api_test

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/projectbilling/terraform-provider-billing/internal/transport"
	"github.com/projectbilling/terraform-provider-billing/internal/wethod/api"
)

// answer is a response of the service; the zero value is 200 with an empty body.
type answer struct {
	status int
	header http.Header
	body   string
	err    error
}

// sent is a request as the service saw it.
type sent struct {
	method, path, query, body string
	header                    http.Header
}

// service is Wethod in memory.
type service struct {
	respond func(query url.Values) answer

	mu       sync.Mutex
	requests []sent
}

func (s *service) RoundTrip(request *http.Request) (*http.Response, error) {
	body := ""
	if request.Body != nil {
		text, err := io.ReadAll(request.Body)
		if err != nil {
			return nil, err
		}
		body = string(text)
	}
	s.mu.Lock()
	s.requests = append(s.requests, sent{
		method: request.Method, path: request.URL.EscapedPath(), query: request.URL.RawQuery, body: body, header: request.Header.Clone(),
	})
	s.mu.Unlock()
	if err := request.Context().Err(); err != nil {
		return nil, err
	}
	given := s.respond(request.URL.Query())
	if given.err != nil {
		return nil, given.err
	}
	response := &http.Response{
		StatusCode: given.status, Header: given.header, Request: request, ContentLength: -1,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Body: io.NopCloser(strings.NewReader(given.body)),
	}
	if response.StatusCode == 0 {
		response.StatusCode = http.StatusOK
	}
	if response.Header == nil {
		response.Header = http.Header{"Content-Type": {"application/json"}}
	}
	return response, nil
}

func (s *service) seen() []sent {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]sent(nil), s.requests...)
}

// queries returns the queries of all requests, as they were sent.
func (s *service) queries() []string {
	var queries []string
	for _, request := range s.seen() {
		queries = append(queries, request.query)
	}
	return queries
}

// testToken is the token of the tests.
const testToken = "wtk_k7Qz19xW+/=" //nolint:gosec // made up

// newClient returns a client of a service that responds as respond says.
// Failures are not retried: package transport does and tests that.
func newClient(respond func(query url.Values) answer) (*api.Client, *service) {
	far := &service{respond: respond}
	return api.New(transport.Options{
		System: "Wethod", BaseURL: &url.URL{Scheme: "https", Host: "api.wethod.com"}, UserAgent: "test", Network: far,
	}, api.Access{Company: "acme", Token: testToken, Version: "2024-06-15"}), far
}

// always responds to every request the same way.
func always(given answer) func(url.Values) answer {
	return func(url.Values) answer { return given }
}

// says returns a success with a body.
func says(body string) func(url.Values) answer { return always(answer{body: body}) }

// contract returns an example of the published documentation, unchanged.
func contract(t testing.TB, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "contract", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// invoice returns an invoice with the required fields, and further ones.
func invoice(id int, further string) string {
	return fmt.Sprintf(`{"id": %d, "created_at": "2024-01-01T00:00:00Z", "updated_at": "2024-01-01T00:00:00Z", "status": "draft", `+
		`"value": 1, "issue_date": "2024-01-01", "project_id": 12%s}`, id, further)
}

// pageOf serves invoices by limit and offset.
func pageOf(invoices []string) func(url.Values) answer {
	return func(query url.Values) answer {
		limit, _ := strconv.Atoi(query.Get("limit"))
		offset, _ := strconv.Atoi(query.Get("offset"))
		from := min(offset, len(invoices))
		return answer{body: "[" + strings.Join(invoices[from:min(from+limit, len(invoices))], ",") + "]"}
	}
}

// numbered returns invoices with the IDs from first to last, in this direction.
func numbered(first, last int) []string {
	step := 1
	if last < first {
		step = -1
	}
	var invoices []string
	for id := first; id != last+step; id += step {
		invoices = append(invoices, invoice(id, ""))
	}
	return invoices
}

// idsOf returns the IDs of invoices.
func idsOf(invoices []api.Invoice) []int {
	ids := []int{}
	for _, invoice := range invoices {
		ids = append(ids, int(invoice.ID))
	}
	return ids
}

// span returns the whole numbers from first to last.
func span(first, last int) []int {
	numbers := []int{}
	for number := first; number <= last; number++ {
		numbers = append(numbers, number)
	}
	return numbers
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
