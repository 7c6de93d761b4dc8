package sandbox_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/teamwork"
)

// newClient returns a client that follows no redirects and opens a new connection for each request, because net/http
// retries reads by itself if a reused connection is cut.
func newClient(t *testing.T) *http.Client {
	t.Helper()
	transport := &http.Transport{DisableKeepAlives: true}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{
		Transport:     transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// newRequest returns a request to a Teamwork site with the right credentials.
func newRequest(t *testing.T, server *sandbox.Server, method, path, body string) *http.Request {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, server.SystemURL("teamwork")+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.SetBasicAuth(teamwork.APIKey, "x")
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	return request
}

// outcome is how a request ended for its client.
type outcome struct {
	status int
	header http.Header
	body   string
	err    error // of the request, or of reading the body
}

// do sends a request to a Teamwork site.
func do(t *testing.T, server *sandbox.Server, method, path, body string) outcome {
	t.Helper()
	return finish(newClient(t), newRequest(t, server, method, path, body))
}

// finish sends a request and reads the complete response.
func finish(client *http.Client, request *http.Request) outcome {
	response, err := client.Do(request)
	if err != nil {
		return outcome{err: err}
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	return outcome{status: response.StatusCode, header: response.Header, body: string(text), err: err}
}

// mustBe checks that a request ended with status.
func (o outcome) mustBe(t *testing.T, status int) {
	t.Helper()
	if o.err != nil || o.status != status {
		t.Fatalf("status %d, want %d; error %v, body %s", o.status, status, o.err, o.body)
	}
}

// createBody is the body of a create that the site accepts.
const createBody = `{"invoice":{"number":"A","display-date":"20260101"}}`

// created counts the invoices with the number of createBody.
func created(box *sandbox.Box) int {
	count := 0
	for _, invoice := range box.Teamwork().Invoices() {
		if invoice.Number == "A" {
			count++
		}
	}
	return count
}

func TestBox_servesTheSystemsBelowTheirPrefixes(t *testing.T) {
	t.Parallel()
	server := sandbox.New(sandbox.Options{}).StartTest(t)
	do(t, server, http.MethodGet, "/invoices/49.json", "").mustBe(t, http.StatusOK)
	for _, path := range []string{"/", "/teamwork", "/teamworks/invoices.json", "/sandbox/other"} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL()+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		finish(newClient(t), request).mustBe(t, http.StatusNotFound)
	}
}

func TestAuthorize_everySystemTakesItsCredentials(t *testing.T) {
	t.Parallel()
	server := sandbox.New(sandbox.Options{}).StartTest(t)
	for _, system := range sandbox.Names() {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.SystemURL(system)+"/nothing", nil)
		if err != nil {
			t.Fatal(err)
		}
		finish(newClient(t), request.Clone(t.Context())).mustBe(t, http.StatusUnauthorized)
		sandbox.Authorize(request)
		if got := finish(newClient(t), request); got.err != nil || got.status == http.StatusUnauthorized {
			t.Errorf("%s: %+v", system, got)
		}
	}
}

func TestBox_seeds(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		options sandbox.Options
		want    int
	}{
		"demo by default":    {sandbox.Options{}, 11},
		"empty":              {sandbox.Options{Seed: sandbox.SeedEmpty}, 0},
		"generated invoices": {sandbox.Options{Seed: sandbox.SeedEmpty, Invoices: 120}, 120},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := sandbox.New(test.options).Teamwork()
			if got := len(site.Invoices()); got != test.want {
				t.Errorf("%d invoices, want %d", got, test.want)
			}
			if len(site.Projects()) < 4 {
				t.Errorf("%d projects", len(site.Projects()))
			}
		})
	}
}

func TestBox_handsItsOptionsToTeamwork(t *testing.T) {
	t.Parallel()
	box := sandbox.New(sandbox.Options{
		PageSize:   1,
		TimeLogs:   3,
		UserOffset: time.Hour,
		Rate:       2,
		RateWindow: time.Hour,
		Latency:    time.Nanosecond,
		Teamwork:   teamwork.Shapes{HideStatus: true},
		Now:        func() time.Time { return time.Unix(0, 0) },
	})
	server := box.StartTest(t)
	got := do(t, server, http.MethodGet, "/invoices.json", "")
	got.mustBe(t, http.StatusOK)
	if got.header.Get("X-Pages") != "6" || strings.Contains(got.body, "STATUS") || got.header.Get("X-Ratelimit-Reset") != "3600" {
		t.Errorf("%v %s", got.header, got.body)
	}
	got = do(t, server, http.MethodGet, "/time_entries/100003.json", "")
	got.mustBe(t, http.StatusOK)
	if !strings.Contains(got.body, `"dateUserPerspective":"2026-03-03T09:00:00Z"`) {
		t.Errorf("a generated time log is %s", got.body)
	}
	do(t, server, http.MethodGet, "/invoices.json", "").mustBe(t, http.StatusTooManyRequests)
}

func TestOptions_thatNoBoxCanBeMadeFrom(t *testing.T) {
	t.Parallel()
	tests := map[string]sandbox.Options{
		"unknown seed":       {Seed: "full"},
		"negative invoices":  {Invoices: -1},
		"negative time logs": {TimeLogs: -1},
		"negative templates": {Templates: -1},
		"negative page size": {PageSize: -1},
		"negative latency":   {Latency: -1},
		"negative rate":      {Rate: -1},
		"negative window":    {RateWindow: -1},
		"share above one":    {Faults: sandbox.Faults{Shares: map[sandbox.FaultKind]float64{sandbox.FaultReset: 2}}},
	}
	for name, options := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if options.Validate() == nil {
				t.Error("Validate finds nothing wrong")
			}
			defer func() {
				if recover() == nil {
					t.Error("New makes a box")
				}
			}()
			sandbox.New(options)
		})
	}
}

func TestServer_listensOnLoopbackOnly(t *testing.T) {
	t.Parallel()
	box := sandbox.New(sandbox.Options{})
	for _, address := range []string{"0.0.0.0:0", ":0", "192.0.2.1:0", "example.com:0", "127.0.0.1", "[::]:0"} {
		if server, err := box.Listen(address); err == nil {
			server.Close()
			t.Errorf("listens on %s", address)
		}
	}
	for _, address := range []string{"127.0.0.1:0", "localhost:0"} {
		server, err := box.Listen(address)
		if err != nil {
			t.Errorf("does not listen on %s: %v", address, err)
			continue
		}
		server.Close()
		if err := server.Err(); err != nil {
			t.Errorf("closing ended in %v", err)
		}
	}
}

func TestAddress_providerBlockToPaste(t *testing.T) {
	t.Parallel()
	const want = `provider "billing" {
  teamwork = {
    api_key  = "sandbox-key"
    base_url = "http://127.0.0.1:8124/teamwork"
  }

  intacct = {
    base_url      = "http://127.0.0.1:8124/intacct/ia/api/v1"
    client_id     = "sandbox"
    client_secret = "sandbox-secret"
    username      = "ws@sandbox"
  }

  wethod = {
    base_url = "http://127.0.0.1:8124/wethod"
    company  = "sandbox"
    token    = "sandbox-token"
  }
}
`
	if diff := cmp.Diff(want, sandbox.Address("http://127.0.0.1:8124").ProviderBlock()); diff != "" {
		t.Errorf("the block differs (-want +got):\n%s", diff)
	}
}
