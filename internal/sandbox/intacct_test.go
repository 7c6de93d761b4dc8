package sandbox_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/intacct"
)

// askIntacct sends a request to the Intacct company with a valid token and, unless it is empty, an idempotency key.
func askIntacct(t *testing.T, server *sandbox.Server, method, path, key, body string) outcome {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, server.SystemURL("intacct")+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+intacct.AccessToken)
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	if key != "" {
		request.Header.Set("Idempotency-Key", key)
	}
	return finish(newClient(t), request)
}

// templateBody is the body of a create that the company accepts.
const templateBody = `{"name":"A","description":"A"}`

func TestIntacct_isMounted(t *testing.T) {
	t.Parallel()
	box := sandbox.New(sandbox.Options{Templates: 20, Now: func() time.Time { return time.Unix(1_800_000_000, 0) }})
	server := box.StartTest(t)
	if got := len(box.Intacct().BillingTemplates()); got != 24 {
		t.Errorf("%d templates, want 24", got)
	}
	askIntacct(t, server, http.MethodGet, "/objects/projects/project-billing-template/15", "", "").mustBe(t, http.StatusOK)
	if got := box.Stats().Count("intacct", http.MethodGet, intacct.PathTemplate); got != 1 {
		t.Errorf("%d reads are counted", got)
	}
}

// The outcome of a write determines what is stored under its key.
func TestIntacct_repetitionsAfterFaults(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		fault    sandbox.Fault
		repeated int
		made     bool // before the retry
	}{
		"lost":              {sandbox.Cut().After(), 201, true},
		"half of an answer": {sandbox.Truncate(), 201, true},
		"failed afterwards": {sandbox.ErrorStatus(500).After(), 500, true},
		"proxy afterwards":  {sandbox.ErrorStatus(502).After(), 502, true},
		"cut before":        {sandbox.Cut(), 201, false},
		"failed before":     {sandbox.ErrorStatus(500), 201, false},
		"limited":           {sandbox.RateLimited(sandbox.RetryAfterSeconds, time.Second), 201, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			box := sandbox.New(sandbox.Options{Seed: sandbox.SeedEmpty})
			server := box.StartTest(t)
			box.Script(sandbox.Rule{System: "intacct", Fault: test.fault})
			askIntacct(t, server, http.MethodPost, intacct.PathTemplates, "k1", templateBody)
			if made := len(box.Intacct().BillingTemplates()) == 1; made != test.made {
				t.Errorf("made: %v, want %v", made, test.made)
			}
			for range 2 {
				askIntacct(t, server, http.MethodPost, intacct.PathTemplates, "k1", templateBody).mustBe(t, test.repeated)
			}
			if got := len(box.Intacct().BillingTemplates()); got != 1 {
				t.Errorf("%d templates", got)
			}
		})
	}
}

func TestIntacct_countsRequestsUntilTheyAreAnswered(t *testing.T) {
	t.Parallel()
	const together = 3
	box := sandbox.New(sandbox.Options{Intacct: intacct.Options{MaxConcurrent: 2}})
	server := box.StartTest(t)
	var meeting sync.WaitGroup
	meeting.Add(together)
	box.OnRequest(func(sandbox.Request) {
		meeting.Done()
		meeting.Wait() // until all have arrived
	})
	statuses := make(chan int, together)
	for range together {
		go func() {
			statuses <- askIntacct(t, server, http.MethodGet, intacct.PathTemplates, "", "").status
		}()
	}
	counts := map[int]int{}
	for range together {
		counts[<-statuses]++
	}
	if counts[200] != 2 || counts[429] != 1 {
		t.Errorf("statuses %v", counts)
	}
	box.OnRequest(nil)
	for range 3 {
		askIntacct(t, server, http.MethodGet, intacct.PathTemplates, "", "").mustBe(t, http.StatusOK)
	}
}
