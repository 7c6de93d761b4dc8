package transport_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

func TestDo_repeatsWhatItsPolicyAllows(t *testing.T) {
	t.Parallel()
	const timeout = "timeout"
	failures := map[string]step{
		"429":     status(http.StatusTooManyRequests),
		"400 rem": status(http.StatusBadRequest, "X-RateLimit-Remaining", "0"),
		"400":     status(http.StatusBadRequest),
		"404":     status(http.StatusNotFound),
		"408":     status(http.StatusRequestTimeout),
		"500":     status(http.StatusInternalServerError),
		"501":     status(http.StatusNotImplemented),
		"503":     status(http.StatusServiceUnavailable),
		"reset":   {err: errReset},
		timeout:   {delay: time.Hour},
		"broken":  {status: 200, body: `{"a":`},
		"certificate": {err: &tls.CertificateVerificationError{
			Err: x509.UnknownAuthorityError{},
		}},
	}
	repeatedByAll := []string{"429", "400 rem"}
	idempotent := append([]string{"500", "503", "reset", timeout, "broken"}, repeatedByAll...)
	unanswered := append([]string{"reset", timeout, "broken"}, repeatedByAll...)
	tests := []struct {
		name    string
		method  string
		policy  transport.RetryPolicy
		repeats []string
	}{
		{"GET", http.MethodGet, transport.RetryByMethod, idempotent},
		{"PUT", http.MethodPut, transport.RetryByMethod, idempotent},
		{"DELETE", http.MethodDelete, transport.RetryByMethod, idempotent},
		{"POST", http.MethodPost, transport.RetryByMethod, repeatedByAll},
		{"PATCH", http.MethodPatch, transport.RetryByMethod, repeatedByAll},
		{"POST that reads", http.MethodPost, transport.RetryAlways, idempotent},
		{"POST with a key", http.MethodPost, transport.RetryUnanswered, unanswered},
		{"PUT held back", http.MethodPut, transport.RetryLimited, repeatedByAll},
	}
	for _, test := range tests {
		repeats := map[string]bool{}
		for _, name := range test.repeats {
			repeats[name] = true
		}
		for name, failure := range failures {
			t.Run(test.name+"/"+name, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					net := newNetwork(failure, step{})
					client := newClient(t, net, nil)
					request := do(test.method)
					request.Retry = test.policy
					answer, err := client.Do(t.Context(), request)
					want := 1
					if repeats[name] {
						want = 2
					}
					requests := net.seen()
					if len(requests) != want {
						t.Fatalf("sent %d times, want %d (answer %v, error %v)", len(requests), want, answer, err)
					}
					if repeats[name] && (err != nil || answer.Status != http.StatusOK) {
						t.Errorf("after the repetition: answer %v, error %v; want 200", answer, err)
					}
					if !repeats[name] && err == nil && answer.Status != failure.status {
						t.Errorf("status %d, want the first answer's %d", answer.Status, failure.status)
					}
					for i, request := range requests {
						if request.body != `{"a":"b"}` {
							t.Errorf("attempt %d sent the body %q", i+1, request.body)
						}
					}
				})
			})
		}
	}
}

func TestDo_givesUpAfterMaxRetriesWithTheLastAnswer(t *testing.T) {
	t.Parallel()
	for _, maxRetries := range []int{0, 1, 4} {
		synctest.Test(t, func(t *testing.T) {
			net := newNetwork(step{status: 503, body: `{"n":"first"}`}, step{status: 503, body: `{"n":"later"}`})
			client := newClient(t, net, func(o *transport.Options) { o.MaxRetries = maxRetries })
			answer := mustDo(t, client, get("/x"))
			if got := len(net.seen()); got != maxRetries+1 {
				t.Errorf("max_retries %d: sent %d times, want %d", maxRetries, got, maxRetries+1)
			}
			want := `{"n":"later"}`
			if maxRetries == 0 {
				want = `{"n":"first"}`
			}
			if answer.Status != 503 || string(answer.Body) != want {
				t.Errorf("max_retries %d: %d %s, want 503 %s", maxRetries, answer.Status, answer.Body, want)
			}
		})
	}
}

func TestDo_givesUpAfterMaxRetriesWithTheLastError(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		net := newNetwork(step{err: errors.New("first")}, step{err: errors.New("later")})
		client := newClient(t, net, func(o *transport.Options) { o.MaxRetries = 2 })
		failure := mustFail(t.Context(), t, client, get("/x"))
		if want := "no response from Acme to GET /x: later"; failure.Error() != want {
			t.Errorf("error %q, want %q", failure, want)
		}
		if got := len(net.seen()); got != 3 {
			t.Errorf("sent %d times, want 3", got)
		}
	})
}

func TestDo_waitsDoubleFromAQuarterSecondToEightSeconds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		net := newNetwork(step{err: errReset})
		client := newClient(t, net, func(o *transport.Options) { o.MaxRetries = 8 })
		_ = mustFail(t.Context(), t, client, get("/x"))
		requests := net.seen()
		want := 250 * time.Millisecond
		for i := 1; i < len(requests); i++ {
			within(t, "wait before a repetition", requests[i].at-requests[i-1].at, want, want+want/10)
			want = min(2*want, 8*time.Second)
		}
	})
}

func TestDo_plainAndLimitFailuresMix(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		net := newNetwork(
			step{err: errReset}, status(429, "Retry-After", "7"), status(500), step{body: `{"a`}, step{body: `{"a":1}`})
		answer := mustDo(t, newClient(t, net, nil), get("/x"))
		if string(answer.Body) != `{"a":1}` {
			t.Errorf("body %s", answer.Body)
		}
		if got := len(net.seen()); got != 5 {
			t.Errorf("sent %d times, want 5", got)
		}
	})
}

func TestDo_aSuccessThatIsNoJSONIsAFailedAttempt(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		answer  step
		repeats bool
	}{
		"JSON cut short":             {step{body: `{"a":[1,2`}, true},
		"JSON of a kind, cut short":  {step{header: header("Content-Type", "application/problem+json"), body: `{`}, true},
		"HTML that says HTML":        {step{header: header("Content-Type", "text/html"), body: `<html>`}, true},
		"no content type":            {step{header: http.Header{"Content-Type": nil}, body: `oops`}, true},
		"content type unreadable":    {step{header: header("Content-Type", ";;"), body: `oops`}, true},
		"an error page that says so": {step{status: 404, body: `<html>`}, false},
		"empty JSON":                 {step{reader: http.NoBody}, false},
		"nothing but whitespace":     {step{body: " \r\n"}, false},
		"JSON with whitespace about": {step{body: "\n {} \n"}, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				net := newNetwork(test.answer, step{})
				mustDo(t, newClient(t, net, nil), get("/x"))
				if got := len(net.seen()) == 2; got != test.repeats {
					t.Errorf("repeated: %t, want %t", got, test.repeats)
				}
			})
		})
	}
}

func TestDo_brokenJSONOfAWriteIsHandedOnForWhoeverDecodesIt(t *testing.T) {
	t.Parallel()
	net := newNetwork(step{status: 201, body: `{"id":`})
	answer := mustDo(t, newClient(t, net, nil), do(http.MethodPost))
	if string(answer.Body) != `{"id":` || !answer.IsRepetition {
		t.Errorf("body %q, unanswered %t", answer.Body, answer.IsRepetition)
	}
	net.only(t)
}

func TestDo_redirectsAreReturnedAndNotFollowed(t *testing.T) {
	t.Parallel()
	tests := map[string]http.Header{
		"elsewhere":         header("Location", "https://evil.example.com/x"),
		"same host":         header("Location", "/login"),
		"no location":       {},
		"location unusable": header("Location", "https://[::1/%zz"),
	}
	for name, location := range tests {
		for _, code := range []int{301, 302, 303, 307, 308} {
			for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut} {
				t.Run(name+"/"+http.StatusText(code)+"/"+method, func(t *testing.T) {
					t.Parallel()
					net := newNetwork(step{status: code, header: location})
					answer := mustDo(t, newClient(t, net, nil), do(method))
					if answer.Status != code {
						t.Errorf("status %d, want %d", answer.Status, code)
					}
					if got := net.only(t).url; got != "https://acme.example.com/x" {
						t.Errorf("sent to %s", got)
					}
				})
			}
		}
	}
}

func TestDo_cookiesAreNotKept(t *testing.T) {
	t.Parallel()
	net := newNetwork(step{header: header("Set-Cookie", "tw-auth=abc; Path=/")})
	client := newClient(t, net, nil)
	mustDo(t, client, get("/x"))
	mustDo(t, client, get("/x"))
	for _, request := range net.seen() {
		if got := request.header.Get("Cookie"); got != "" {
			t.Errorf("sent the cookie %q", got)
		}
	}
}

func TestNoAnswerError_NotSentOnlyWhenNoAttemptLeft(t *testing.T) {
	t.Parallel()
	dial := &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
	tests := map[string]struct {
		steps []step
		want  bool
	}{
		"no connection":                             {[]step{{err: dial}}, true},
		"broken connection":                         {[]step{{err: &net.OpError{Op: "read", Net: "tcp", Err: syscall.ECONNRESET}}}, false},
		"broken connection, then no connection":     {[]step{{err: errReset}, {err: dial}}, false},
		"server error, then no connection":          {[]step{status(502), {err: dial}}, false},
		"refused for the limit, then no connection": {[]step{status(429), {err: dial}}, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				client := newClient(t, newNetwork(test.steps...), nil)
				failure := mustFail(t.Context(), t, client, do(http.MethodPut))
				if got := notSent(failure); got != test.want {
					t.Errorf("not sent: %t, want %t: %v", got, test.want, failure)
				}
			})
		})
	}
}

func TestAnswer_saysWhetherAnEarlierAttemptGotNone(t *testing.T) {
	t.Parallel()
	dial := &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
	for name, test := range map[string]struct {
		first []step
		want  bool
	}{
		"the first one is answered": {nil, false},
		"no connection at first":    {[]step{{err: dial}}, false},
		"refused at first":          {[]step{status(429)}, false},
		"failed at first":           {[]step{status(500)}, false},
		"broken off at first":       {[]step{{err: errReset}}, true},
		"cut short at first":        {[]step{{body: "{"}}, true},
		"too slow at first":         {[]step{{delay: time.Hour}}, true},
		"broken off, then refused":  {[]step{{err: errReset}, status(429)}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				client := newClient(t, newNetwork(append(test.first, status(404))...), nil)
				answer := mustDo(t, client, do(http.MethodDelete))
				if answer.Status != 404 || answer.IsRepetition != test.want {
					t.Errorf("status %d, IsRepetition %t; want 404, %t", answer.Status, answer.IsRepetition, test.want)
				}
			})
		})
	}
}

func TestNoAnswerError_interruptedWhileWaitingToRepeatAWrite(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		first step
		limit int
		want  bool // not sent
	}{
		"a lost answer, back-off":        {step{err: errReset}, 0, false},
		"a lost answer, rate limit":      {step{err: errReset}, 1, false},
		"a server error, rate limit":     {status(500), 1, false},
		"a refusal, rate limit":          {status(429, "Retry-After", "1"), 1, true},
		"a refusal, waiting as it asked": {status(429, "Retry-After", "100"), 0, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				net := newNetwork(test.first)
				client := newClient(t, net, func(o *transport.Options) { o.RequestsPerMinute = test.limit })
				ctx, cancel := context.WithCancel(t.Context())
				after := 10 * time.Second
				if test.limit == 0 {
					after = 100 * time.Millisecond
				}
				time.AfterFunc(after, cancel)
				failure := mustFail(ctx, t, client, do(http.MethodPut))
				net.only(t)
				if got := notSent(failure); got != test.want {
					t.Errorf("not sent: %t, want %t: %v", got, test.want, failure)
				}
				if want := "PUT /x to Acme was interrupted"; failure.Error() != want {
					t.Errorf("error %q, want %q", failure, want)
				}
			})
		})
	}
}
