package api

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// sent is a request as it arrived.
type sent struct {
	Method string
	Path   string // after the base URL, with the query
	Header http.Header
	Body   string
}

// reply is a response; if Status is zero, the connection breaks.
type reply struct {
	Status int
	Body   string
	Header http.Header
}

// errLost is the error of a connection that breaks after the request was sent.
var errLost = errors.New("connection reset by peer")

// wire is the server of a client under test. It responds in memory and keeps the requests. It responds to token
// requests by itself unless tokens is set.
type wire struct {
	answer func(sent) reply
	tokens func(count int, form url.Values) reply

	mutex         sync.Mutex
	requests      []sent
	tokenRequests []sent
}

func (w *wire) RoundTrip(request *http.Request) (*http.Response, error) {
	var body []byte
	if request.Body != nil {
		body, _ = io.ReadAll(request.Body)
	}
	arrived := sent{
		Method: request.Method,
		Path:   strings.TrimPrefix(request.URL.RequestURI(), "/ia/api/v1"),
		Header: request.Header.Clone(),
		Body:   string(body),
	}
	given := w.receive(arrived)
	if err := request.Context().Err(); err != nil { // as on a real connection
		return nil, err
	}
	if given.Status == 0 {
		return nil, errLost
	}
	header := http.Header{"Content-Type": {"application/json"}}
	for name, values := range given.Header {
		header[http.CanonicalHeaderKey(name)] = values
	}
	return &http.Response{
		StatusCode: given.Status,
		Header:     header,
		Body:       io.NopCloser(strings.NewReader(given.Body)),
		Request:    request,
	}, nil
}

func (w *wire) receive(arrived sent) reply {
	w.mutex.Lock()
	isToken := arrived.Path == "/oauth2/token"
	if isToken {
		w.tokenRequests = append(w.tokenRequests, arrived)
	} else {
		w.requests = append(w.requests, arrived)
	}
	count := len(w.tokenRequests)
	w.mutex.Unlock()
	if !isToken {
		return w.answer(arrived)
	}
	if w.tokens == nil {
		return token(fmt.Sprintf("token-%d", count), 43200)
	}
	form, _ := url.ParseQuery(arrived.Body)
	return w.tokens(count, form)
}

// sentOnly returns the requests that arrived, except those for tokens.
func (w *wire) sentOnly() []sent {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	return append([]sent(nil), w.requests...)
}

func (w *wire) tokenCount() int {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	return len(w.tokenRequests)
}

// inTurn returns one reply after the other, and fails the test if there are more requests.
func inTurn(t *testing.T, replies ...reply) func(sent) reply {
	t.Helper()
	var mutex sync.Mutex
	next := 0
	return func(arrived sent) reply {
		mutex.Lock()
		defer mutex.Unlock()
		if next >= len(replies) {
			t.Errorf("unexpected request %d: %s %s %s", next+1, arrived.Method, arrived.Path, arrived.Body)
			return reply{Status: 418}
		}
		next++
		return replies[next-1]
	}
}

func ok(body string) reply { return reply{Status: 200, Body: body} }

func token(value string, expiresIn int) reply {
	return ok(fmt.Sprintf(`{"token_type":"Bearer","access_token":%q,"expires_in":%d,"refresh_token":"refresh-%s"}`, value, expiresIn, value))
}

// rows returns a response of the query service with all rows on one page.
func rows(rows ...string) reply {
	return ok(fmt.Sprintf(`{"ia::result":[%s],"ia::meta":{"totalCount":%d,"start":1,"pageSize":100,"next":null,"previous":null}}`,
		strings.Join(rows, ","), len(rows)))
}

var credential = Credential{ClientID: "app", ClientSecret: "s3cr3t/value", Username: "ws@acme|US01"}

func options(network http.RoundTripper) transport.Options {
	base, err := url.Parse("https://api.intacct.test/ia/api/v1")
	if err != nil {
		panic(err)
	}
	return transport.Options{
		System: "Sage Intacct", BaseURL: base, MaxRetries: 2, AttemptTimeout: 30 * time.Second,
		MaxConcurrent: 4, Network: network,
	}
}

func client(network http.RoundTripper) *Client { return New(options(network), credential, "") }

// answering returns a client whose requests get these replies, and its server.
func answering(t *testing.T, replies ...reply) (*Client, *wire) {
	t.Helper()
	far := &wire{answer: inTurn(t, replies...)}
	return client(far), far
}

// sameJSON compares two JSON texts, regardless of their layout and the order of keys.
func sameJSON(t *testing.T, got, want string) {
	t.Helper()
	var first, second any
	if err := json.Unmarshal([]byte(got), &first); err != nil {
		t.Fatalf("%v in %s", err, got)
	}
	if err := json.Unmarshal([]byte(want), &second); err != nil {
		t.Fatalf("%v in %s", err, want)
	}
	a, _ := json.Marshal(first)
	b, _ := json.Marshal(second)
	if string(a) != string(b) {
		t.Errorf("got  %s\nwant %s", a, b)
	}
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func asError(t *testing.T, err error) *transport.APIError {
	t.Helper()
	var failure *transport.APIError
	if !errors.As(err, &failure) {
		t.Fatalf("%v is no *transport.APIError", err)
	}
	return failure
}
