package transport_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"math"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

func TestDo_sendsTheRequestToTheLetter(t *testing.T) {
	t.Parallel()
	type body struct {
		Text string `json:"text"`
	}
	tests := map[string]struct {
		base    string
		request transport.Request
		url     string
		body    string
	}{
		"plain": {
			"https://acme.example.com", get("/invoices.json"),
			"https://acme.example.com/invoices.json", "",
		},
		"a prefix": {
			"https://example.com/proxy/teamwork", get("/invoices.json"),
			"https://example.com/proxy/teamwork/invoices.json", "",
		},
		"a prefix with a slash": {
			"https://example.com/proxy/", get("/invoices.json"),
			"https://example.com/proxy/invoices.json", "",
		},
		"a prefix with an escape": {
			"https://example.com/a%2Fb", get("/invoices.json"),
			"https://example.com/a%2Fb/invoices.json", "",
		},
		"a prefix with a space": {
			"https://example.com/a%20b", get("/c%20d"),
			"https://example.com/a%20b/c%20d", "",
		},
		"a port": {
			"http://127.0.0.1:8080", get("/x"),
			"http://127.0.0.1:8080/x", "",
		},
		"an id with reserved characters stays one segment": {
			"https://acme.example.com", get("/invoices/" + url.PathEscape("4/9?a=b#c%d é") + ".json"),
			"https://acme.example.com/invoices/4%2F9%3Fa=b%23c%25d%20%C3%A9.json", "",
		},
		"a query": {
			"https://acme.example.com", transport.Request{
				Method: http.MethodGet, Path: "/x",
				Query: url.Values{"page": {"2"}, "ids": {"1,2"}, "q": {"a b&c=d+é"}},
			},
			"https://acme.example.com/x?ids=1%2C2&page=2&q=a+b%26c%3Dd%2B%C3%A9", "",
		},
		"a body keeps <, > and &": {
			"https://acme.example.com", transport.Request{
				Method: http.MethodPost, Path: "/x", Body: body{"<b>\u2028 Tom & Jerry's \"é\"\n</b>"},
			},
			"https://acme.example.com/x", `{"text":"<b>\u2028 Tom & Jerry's \"é\"\n</b>"}`,
		},
		"a body of PATCH": {
			"https://acme.example.com", transport.Request{Method: http.MethodPatch, Path: "/x", Body: []int{1}},
			"https://acme.example.com/x", `[1]`,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			net := newNetwork()
			client := newClient(t, net, func(o *transport.Options) { o.BaseURL = mustParse(t, test.base) })
			mustDo(t, client, test.request)
			want := sent{method: test.request.Method, url: test.url, body: test.body, header: http.Header{
				"Accept": {"application/json"}, "User-Agent": {"terraform-provider-billing/test"},
			}}
			if test.body != "" {
				want.header.Set("Content-Type", "application/json")
			}
			got := net.only(t)
			got.at = 0
			if diff := cmp.Diff(want, got, cmp.AllowUnexported(sent{})); diff != "" {
				t.Errorf("request differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestDo_sendsAForm(t *testing.T) {
	t.Parallel()
	net := newNetwork()
	mustDo(t, newClient(t, net, nil), transport.Request{
		Method: http.MethodPost, Path: "/oauth2/token", Retry: transport.RetryAlways,
		Form: url.Values{"grant_type": {"client_credentials"}, "username": {"a b@c|d&e=é"}},
	})
	got := net.only(t)
	if want := "grant_type=client_credentials&username=a+b%40c%7Cd%26e%3D%C3%A9"; got.body != want {
		t.Errorf("body\n got %s\nwant %s", got.body, want)
	}
	if got := got.header.Get("Content-Type"); got != "application/x-www-form-urlencoded" {
		t.Errorf("content type %s", got)
	}
}

func TestDo_addsItsOwnHeadersToTheGivenOnes(t *testing.T) {
	t.Parallel()
	net := newNetwork()
	given := header("Idempotency-Key", "k1", "Accept", "text/html")
	request := do(http.MethodPost)
	request.Header = given
	mustDo(t, newClient(t, net, nil), request)
	want := header("Idempotency-Key", "k1", "Accept", "application/json", "Content-Type", "application/json",
		"User-Agent", "terraform-provider-billing/test")
	if diff := cmp.Diff(want, net.only(t).header); diff != "" {
		t.Errorf("headers differ (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(header("Idempotency-Key", "k1", "Accept", "text/html"), given); diff != "" {
		t.Errorf("the caller's headers were changed (-want +got):\n%s", diff)
	}
}

func TestDo_returnsTheAnswerWhatever(t *testing.T) {
	t.Parallel()
	net := newNetwork(step{status: 418, header: header("X-Pages", "3"), body: `{"I":"am"}`})
	answer := mustDo(t, newClient(t, net, nil), get("/x"))
	if answer.Status != 418 || answer.Header.Get("x-pages") != "3" || string(answer.Body) != `{"I":"am"}` {
		t.Errorf("answer %+v", answer)
	}
}

func TestDo_refusesWhatCannotBeARequest(t *testing.T) {
	t.Parallel()
	for name, request := range map[string]transport.Request{
		"a broken escape":          {Method: http.MethodGet, Path: "/a%zz"},
		"a body that JSON has not": {Method: http.MethodPost, Path: "/x", Body: math.NaN()},
		"a method with a space":    {Method: "GET IT", Path: "/x"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			net := newNetwork()
			if _, err := newClient(t, net, nil).Do(t.Context(), request); err == nil {
				t.Error("no error")
			}
			if got := len(net.seen()); got != 0 {
				t.Errorf("%d requests were sent", got)
			}
		})
	}
}

func TestDo_authorizesEachAttempt(t *testing.T) {
	t.Parallel()
	net := newNetwork()
	client := newClient(t, net, func(o *transport.Options) {
		o.Authorize = func(next http.RoundTripper) http.RoundTripper {
			return roundTripper(func(request *http.Request) (*http.Response, error) {
				request = request.Clone(request.Context())
				request.Header.Set("Authorization", "Bearer t")
				return next.RoundTrip(request)
			})
		}
	})
	mustDo(t, client, get("/x"))
	if got := net.only(t).header.Get("Authorization"); got != "Bearer t" {
		t.Errorf("Authorization %q", got)
	}
}

func TestNew_asksTheNetworkNothing(t *testing.T) {
	t.Parallel()
	net := newNetwork()
	client := newClient(t, net, nil)
	if got := client.BaseURL().String(); got != "https://acme.example.com" {
		t.Errorf("base URL %s", got)
	}
	if got := len(net.seen()); got != 0 {
		t.Errorf("%d requests were sent", got)
	}
}

// messageOf returns the error message for a failure with this body.
func messageOf(t *testing.T, body string) string {
	t.Helper()
	client := newClient(t, newNetwork(step{status: http.StatusBadRequest, body: body}), func(o *transport.Options) {
		o.Secrets = []string{"s3cr3t-token"}
	})
	_, err := client.Call(t.Context(), get("/x"), nil)
	var failure *transport.APIError
	if !errors.As(err, &failure) {
		t.Fatalf("error %v (%T), want an *APIError", err, err)
	}
	return failure.Message
}

func TestCall_showsAnAnswerOfUnknownShapeInOneShortPrintableLineWithoutSecrets(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ body, want string }{
		"nothing":           {" ", ""},
		"lines and tabs":    {"<html>\r\n\t<b>Oh   no</b>\n", "<html> <b>Oh no</b>"},
		"control and bell":  {"a\x00\x1b[31mb\a", "a[31mb"},
		"not UTF-8":         {"a\xffb", "ab"},
		"long":              {strings.Repeat("é", 200), strings.Repeat("é", 150) + " …"},
		"cut in a letter":   {"a" + strings.Repeat("é", 200), "a" + strings.Repeat("é", 149) + " …"},
		"a secret":          {"token s3cr3t-token is bad", "token (redacted) is bad"},
		"a secret, cut off": {strings.Repeat("x", 293) + "s3cr3t-token", strings.Repeat("x", 293) + "(redact …"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := messageOf(t, test.body); got != test.want {
				t.Errorf("of %q\n got %q\nwant %q", test.body, got, test.want)
			}
		})
	}
}

func TestCall_showsTheSystemsWordsInOneLineWithoutSecretsAndWhole(t *testing.T) {
	t.Parallel()
	sentence := strings.TrimSpace(strings.Repeat("A sentence of the site. ", 80))
	tests := map[string]struct{ words, want string }{
		"long":     {sentence + "\n", sentence},
		"a secret": {"s3cr3t-token\r\n\x1b[2Jis bad", "(redacted) [2Jis bad"},
		"a tome":   {strings.Repeat("x", 1<<20), strings.Repeat("x", 2000) + " …"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			body, err := json.Marshal(map[string]string{"error": test.words})
			if err != nil {
				t.Fatal(err)
			}
			if got := messageOf(t, string(body)); got != test.want {
				t.Errorf("got %d bytes %.80q, want %d bytes %.80q", len(got), got, len(test.want), test.want)
			}
		})
	}
}

// This tests the pooled transport itself, on this machine. The other tests
// replace it with a network in memory.
func TestNewNetwork_followsNoRedirectAndKeepsNoCookie(t *testing.T) {
	t.Parallel()
	var paths []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		paths = append(paths, r.Method+" "+r.URL.EscapedPath()+" "+r.Header.Get("Cookie"))
		http.SetCookie(w, &http.Cookie{Name: "tw-auth", Value: "abc"})
		http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
	}))
	defer server.Close()
	client := newClient(t, transport.NewNetwork(), func(o *transport.Options) { o.BaseURL = mustParse(t, server.URL) })
	for range 2 {
		answer := mustDo(t, client, transport.Request{Method: http.MethodPut, Path: "/a%2Fb", Body: 1})
		if answer.Status != http.StatusTemporaryRedirect || answer.Header.Get("Location") != "/elsewhere" {
			t.Errorf("answer %d, location %q", answer.Status, answer.Header.Get("Location"))
		}
	}
	if diff := cmp.Diff([]string{"PUT /a%2Fb ", "PUT /a%2Fb "}, paths); diff != "" {
		t.Errorf("requests differ (-want +got):\n%s", diff)
	}
}

func TestNewNetwork_aClosedPortMeansNotSentAndABrokenConnectionDoesNot(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { // takes the request and hangs up
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			_, _ = io.ReadAtLeast(connection, make([]byte, 1024), 10)
			_ = connection.Close()
		}
	}()
	base := "http://" + listener.Addr().String()
	client := newClient(t, transport.NewNetwork(), func(o *transport.Options) {
		o.BaseURL, o.MaxRetries = mustParse(t, base), 0
	})
	if failure := mustFail(context.Background(), t, client, do(http.MethodPost)); notSent(failure) {
		t.Errorf("hung up on: counts as not sent: %v", failure)
	}
	_ = listener.Close()
	if failure := mustFail(context.Background(), t, client, do(http.MethodPost)); !notSent(failure) {
		t.Errorf("port closed: counts as sent: %v", failure)
	}
}
