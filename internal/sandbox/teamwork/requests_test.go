package teamwork_test

import (
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/teamwork"
)

func TestCredentials(t *testing.T) {
	t.Parallel()
	basic := func(user, password string) string {
		request, _ := http.NewRequest(http.MethodGet, "/", nil)
		request.SetBasicAuth(user, password)
		return request.Header.Get("Authorization")
	}
	tests := map[string]struct {
		authorization string
		status        int
	}{
		"key and x":              {basic("sandbox-key", "x"), 200},
		"key and nothing":        {basic("sandbox-key", ""), 200},
		"bearer token":           {"Bearer sandbox-token", 200},
		"bearer key":             {"Bearer sandbox-key", 200},
		"none":                   {"", 401},
		"another key":            {basic("other", "x"), 401},
		"key as password":        {basic("x", "sandbox-key"), 401},
		"token as user":          {basic("sandbox-token", "x"), 401},
		"another token":          {"Bearer other", 401},
		"another scheme":         {"Token sandbox-token", 401},
		"token without a scheme": {"sandbox-token", 401},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := sendWith(newSite(teamwork.Options{}), http.MethodGet, "/invoices/49.json", "", func(header http.Header) {
				header.Del("Authorization")
				if test.authorization != "" {
					header.Set("Authorization", test.authorization)
				}
			})
			if test.status == http.StatusOK {
				invoiceOf(t, got)
				return
			}
			got.mustBeError(t, test.status)
		})
	}
}

func TestPaths_outsideTheContract(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		method, path string
		status       int
	}{
		"no extension":         {"GET", "/invoices", 404},
		"no extension on one":  {"GET", "/invoices/49", 404},
		"another extension":    {"GET", "/invoices/49.xml", 404},
		"unknown path":         {"GET", "/tasks.json", 404},
		"doubled slash":        {"GET", "//invoices.json", 404},
		"slash at the end":     {"GET", "/invoices.json/", 404},
		"id with a zero":       {"GET", "/invoices/049.json", 404},
		"id that is no number": {"GET", "/invoices/x.json", 404},
		"unknown id":           {"GET", "/invoices/7.json", 404},
		"of a deleted project": {"GET", "/invoices/59.json", 404},
		"verb of another path": {"POST", "/invoices/49.json", 405},
		"unknown verb":         {"PATCH", "/invoices/49.json", 405},
		"completing with POST": {"POST", "/invoices/49/complete.json", 405},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			send(newSite(teamwork.Options{}), test.method, test.path, "").mustBeError(t, test.status)
		})
	}
}

func TestBodies_mustSayThatTheyAreJSON(t *testing.T) {
	t.Parallel()
	tests := map[string]int{
		"application/json":                  201,
		"application/json; charset=utf-8":   201,
		"application/x-www-form-urlencoded": 422,
		"text/json":                         422,
		"":                                  422,
	}
	for contentType, status := range tests {
		t.Run(contentType, func(t *testing.T) {
			t.Parallel()
			got := sendWith(newSite(teamwork.Options{}), "POST", "/projects/1149/invoices.json", exampleCreate, func(header http.Header) {
				header.Set("Content-Type", contentType)
			})
			if got.status != status {
				t.Errorf("status %d, want %d", got.status, status)
			}
		})
	}
}

func TestRate_refusesWhatGoesBeyondTheLimitOfAWindow(t *testing.T) {
	t.Parallel()
	now := at(testNow)
	site := newSite(teamwork.Options{Now: func() time.Time { return now }, Rate: 2})
	steps := []struct {
		after            time.Duration
		status           int
		remaining, reset string
	}{
		{0, 200, "1", "60"},
		{10500 * time.Millisecond, 200, "0", "50"},
		{0, 429, "0", "50"},
		{49 * time.Second, 429, "0", "1"},
		{time.Second, 200, "1", "60"},
	}
	for i, step := range steps {
		now = now.Add(step.after)
		got := send(site, http.MethodGet, "/invoices/49.json", "")
		if got.status != step.status {
			t.Errorf("step %d: status %d, want %d", i, got.status, step.status)
		}
		headers := []string{
			got.header.Get("x-ratelimit-limit"), got.header.Get("x-ratelimit-remaining"), got.header.Get("x-ratelimit-reset"),
		}
		if diff := cmp.Diff([]string{"2", step.remaining, step.reset}, headers); diff != "" {
			t.Errorf("step %d: limit, remaining and reset differ (-want +got):\n%s", i, diff)
		}
	}
}

func TestRate_tellsTheEndAsEpoch(t *testing.T) {
	t.Parallel()
	site := newSite(teamwork.Options{Rate: 1, RateWindow: 5 * time.Second, Shapes: teamwork.Shapes{ResetAsEpoch: true}})
	want := strconv.FormatInt(at(testNow).Add(5*time.Second).Unix(), 10)
	if got := send(site, http.MethodGet, "/invoices/49.json", "").header.Get("x-ratelimit-reset"); got != want {
		t.Errorf("reset %q, want %q", got, want)
	}
}

func TestRate_isNotMentionedWithoutALimit(t *testing.T) {
	t.Parallel()
	if got := send(newSite(teamwork.Options{}), http.MethodGet, "/invoices/49.json", ""); got.header.Get("x-ratelimit-limit") != "" {
		t.Errorf("headers %v", got.header)
	}
}
