package transport_test

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// record is a line of a log.
type record struct {
	level, message string
	fields         map[string]any
}

// journal is a transport.Logger that stores its records, and counts those whose
// fields were changed afterwards.
type journal struct {
	mu      sync.Mutex
	records []record
}

func (j *journal) add(level, message string, fields []map[string]any) {
	j.mu.Lock()
	defer j.mu.Unlock()
	all := map[string]any{}
	for _, some := range fields {
		maps.Copy(all, some)
	}
	j.records = append(j.records, record{level, message, all})
}

func (j *journal) Debug(_ context.Context, message string, fields ...map[string]any) {
	j.add("debug", message, fields)
}

func (j *journal) Trace(_ context.Context, message string, fields ...map[string]any) {
	j.add("trace", message, fields)
}

func (j *journal) text() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return fmt.Sprintf("%+v", j.records)
}

// bearing authorizes with a bearer token and basic authorization's usual suspects.
func bearing(secret string) func(http.RoundTripper) http.RoundTripper {
	return func(next http.RoundTripper) http.RoundTripper {
		return roundTripper(func(request *http.Request) (*http.Response, error) {
			request = request.Clone(request.Context())
			request.Header.Set("Authorization", "Bearer "+secret)
			request.Header.Set("Cookie", "session="+secret)
			return next.RoundTrip(request)
		})
	}
}

func TestLog_saysWhatWasAskedAndHowItEnded(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		log := &journal{}
		net := newNetwork(
			step{err: errors.New("no route"), delay: 40 * time.Millisecond},
			step{status: 404, header: header("X-Pages", "2"), delay: 70 * time.Millisecond, body: `{"customer":"Kent Farms"}`},
		)
		client := newClient(t, net, func(o *transport.Options) { o.Logger = log })
		mustDo(t, client, transport.Request{Method: http.MethodGet, Path: "/x", Query: url.Values{"page": {"2"}}})
		asked := map[string]any{"system": "Acme", "method": "GET", "url": "https://acme.example.com/x?page=2"}
		with := func(more map[string]any) map[string]any {
			all := maps.Clone(asked)
			maps.Copy(all, more)
			return all
		}
		sending := with(map[string]any{"headers": []string{"Accept: application/json", "User-Agent: terraform-provider-billing/test"}})
		want := []record{
			{"trace", "sending request", sending},
			{"debug", "request failed", with(map[string]any{"duration_ms": int64(40), "error": "no route"})},
			{"trace", "sending request", sending},
			{"debug", "request completed", with(map[string]any{"duration_ms": int64(70), "status": 404})},
			{"trace", "response received", with(map[string]any{
				"duration_ms": int64(70), "status": 404,
				"headers": []string{"Content-Type: application/json; charset=utf-8", "X-Pages: 2"},
			})},
		}
		if diff := cmp.Diff(want, log.records, cmp.AllowUnexported(record{})); diff != "" {
			t.Errorf("log differs (-want +got):\n%s", diff)
		}
		if strings.Contains(log.text(), "Kent Farms") {
			t.Error("a body was logged")
		}
	})
}

func TestSecrets_areSeenNowhere(t *testing.T) {
	t.Parallel()
	for name, secret := range canaries() {
		if strings.ContainsAny(secret, "\"\\<é") {
			continue // cannot be in a header, or only in unusual forms: the Redactor's own tests cover them
		}
		encoded := base64.StdEncoding.EncodeToString([]byte(secret))
		answers := map[string]step{
			"an error of the network": {err: fmt.Errorf("dial with %s and %q refused", secret, secret)},
			"an error with a URL":     {err: &url.Error{Op: "Get", URL: "https://h/?k=" + url.QueryEscape(secret), Err: errors.New("no")}},
			"a header that cannot be": {err: fmt.Errorf("net/http: invalid header field value %q", "Bearer "+secret)},
			"a redirect": {status: 302, header: header(
				"Location", "https://h/?token="+url.QueryEscape(secret), "Set-Cookie", "session="+secret)},
			"a redirect that cannot be": {status: 302, header: header("Location", "https://[::1/?token="+url.QueryEscape(secret))},
			"headers that echo": {status: 401, header: header(
				"X-Echo", secret, "X-Encoded", encoded, "WWW-Authenticate", `Bearer error="`+secret+`"`, "X-"+"Key", "a, "+secret)},
			"a body that echoes": {status: 403, body: `{"message":"token ` + secret + ` is not known"}`},
			"a body that breaks": {body: `{"` + secret},
		}
		for answer, first := range answers {
			t.Run(name+"/"+answer, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					log := &journal{}
					client := newClient(t, newNetwork(first), func(o *transport.Options) {
						o.Logger, o.Secrets, o.MaxRetries = log, []string{secret}, 1
						o.Authorize = bearing(secret)
					})
					seen := ""
					_, err := client.Call(t.Context(), transport.Request{
						Method: http.MethodGet, Path: "/" + url.PathEscape("id"), Query: url.Values{"k": {secret}},
					}, nil)
					if err != nil {
						seen = fmt.Sprintf("%v %+v %q", err, err, err)
					}
					seen += log.text()
					for spelling, leak := range map[string]string{
						"as it is": secret, "beginning": secret[:8], "escaped": url.QueryEscape(secret), "encoded": encoded,
					} {
						if strings.Contains(seen, leak) {
							t.Errorf("the secret is seen %s: %.300s", spelling, seen)
						}
					}
				})
			})
		}
	}
}

func TestConceal_keepsASecretThatIsLearntLater(t *testing.T) {
	t.Parallel()
	log := &journal{}
	client := newClient(t, newNetwork(status(200, "X-Echo", "t0k3n-fetched")), func(o *transport.Options) { o.Logger = log })
	client.Conceal("t0k3n-fetched")
	mustDo(t, client, get("/t0k3n-fetched"))
	if text := log.text(); strings.Contains(text, "t0k3n-fetched") {
		t.Errorf("the secret is seen: %s", text)
	}
}

func TestLog_neverHasCredentialsOrCookies(t *testing.T) {
	t.Parallel()
	log := &journal{}
	answer := status(200)
	answer.header = http.Header{
		"Set-Cookie": {"tw-auth=unknown-to-us", "b=2"}, "set-cookie": {"c=unknown-to-us"},
		"Proxy-Authorization": {"unknown-to-us"}, "X-Fine": {"shown"},
	}
	// A credential that is not among the secrets is omitted by its header's name.
	client := newClient(t, newNetwork(answer), func(o *transport.Options) {
		o.Logger, o.Authorize = log, bearing("unknown-to-us")
	})
	request := get("/x")
	request.Header = http.Header{"authorization": {"unknown-to-us"}, "Cookie": {"unknown-to-us"}}
	mustDo(t, client, request)
	text := log.text()
	for _, word := range []string{"unknown-to-us", "uthorization", "ookie"} {
		if strings.Contains(text, word) {
			t.Errorf("the log has %q: %s", word, text)
		}
	}
	if !strings.Contains(text, "X-Fine: shown") {
		t.Errorf("the log lacks a harmless header: %s", text)
	}
}
