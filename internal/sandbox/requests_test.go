package sandbox_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/teamwork"
)

func TestRequests_areLoggedInOrder(t *testing.T) {
	t.Parallel()
	box := sandbox.New(sandbox.Options{})
	server := box.StartTest(t)
	do(t, server, http.MethodPost, "/projects/1149/invoices.json", createBody).mustBe(t, 201)
	do(t, server, http.MethodGet, "/invoices.json?type=all&page=1", "").mustBe(t, 200)
	do(t, server, http.MethodGet, "/nowhere", "").mustBe(t, 404)
	want := []sandbox.Request{
		{
			System: "teamwork", Method: "POST", Path: "/projects/1149/invoices.json", Template: "/projects/{id}/invoices.json",
			Query: map[string][]string{}, Body: createBody, Status: 201,
		},
		{
			System: "teamwork", Method: "GET", Path: "/invoices.json", Template: "/invoices.json",
			Query: map[string][]string{"type": {"all"}, "page": {"1"}}, RawQuery: "type=all&page=1", Status: 200,
		},
		{
			System: "teamwork", Method: "GET", Path: "/nowhere", Template: sandbox.UnknownPath,
			Query: map[string][]string{}, Status: 404,
		},
	}
	got := box.Requests()
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(sandbox.Request{}, "Header"), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("requests differ (-want +got):\n%s", diff)
	}
	if got[0].Header.Get("Authorization") == "" {
		t.Error("the log has no credentials")
	}
	box.ResetRequests()
	if len(box.Requests()) != 0 || box.Stats().Count("", "", "") != 0 || box.MaxInFlight("teamwork") != 0 {
		t.Error("something is left after a reset")
	}
}

func TestRequests_areNotKeptInLongRuns(t *testing.T) {
	t.Parallel()
	box := sandbox.New(sandbox.Options{DiscardRequests: true})
	server := box.StartTest(t)
	do(t, server, http.MethodGet, "/invoices/49.json", "").mustBe(t, 200)
	if len(box.Requests()) != 0 || box.Stats().Count("teamwork", "GET", teamwork.PathInvoice) != 1 {
		t.Errorf("%d requests kept, counts %v", len(box.Requests()), box.Stats())
	}
}

func TestStats_byHTTP(t *testing.T) {
	t.Parallel()
	box := sandbox.New(sandbox.Options{Faults: sandbox.Faults{Shares: map[sandbox.FaultKind]float64{sandbox.FaultStatus500: 1}}})
	server := box.StartTest(t)
	do(t, server, http.MethodGet, "/invoices/49.json", "").mustBe(t, 500)
	do(t, server, http.MethodGet, "/invoices/50.json", "").mustBe(t, 500)
	do(t, server, http.MethodDelete, "/invoices/50.json", "").mustBe(t, 500)

	want := map[string]map[string]int{"GET": {"/invoices/{id}.json": 2}, "DELETE": {"/invoices/{id}.json": 1}}
	if diff := cmp.Diff(want, readStats(t, server)["teamwork"]); diff != "" {
		t.Errorf("counts differ (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want, box.Stats()["teamwork"]); diff != "" {
		t.Errorf("counts of the box differ (-want +got):\n%s", diff)
	}
	askStats(t, server, http.MethodDelete).mustBe(t, http.StatusNoContent)
	if diff := cmp.Diff(map[string]map[string]int{}, readStats(t, server)["teamwork"]); diff != "" {
		t.Errorf("counts after setting them to zero differ (-want +got):\n%s", diff)
	}
	askStats(t, server, http.MethodPost).mustBe(t, http.StatusMethodNotAllowed)
}

func askStats(t *testing.T, server *sandbox.Server, method string) outcome {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, server.URL()+"/sandbox/stats", nil)
	if err != nil {
		t.Fatal(err)
	}
	return finish(newClient(t), request)
}

func readStats(t *testing.T, server *sandbox.Server) sandbox.Stats {
	t.Helper()
	got := askStats(t, server, http.MethodGet)
	got.mustBe(t, http.StatusOK)
	var stats sandbox.Stats
	if err := json.Unmarshal([]byte(got.body), &stats); err != nil {
		t.Fatalf("%v in %s", err, got.body)
	}
	return stats
}

func TestStats_countWithWildcards(t *testing.T) {
	t.Parallel()
	stats := sandbox.Stats{
		"a": {"GET": {"/x": 1, "/y": 2}, "POST": {"/x": 4}},
		"b": {"GET": {"/x": 8}},
	}
	tests := map[string]struct {
		system, method, template string
		want                     int
	}{
		"all":         {"", "", "", 15},
		"a system":    {"a", "", "", 7},
		"a verb":      {"", "GET", "", 11},
		"a path":      {"", "", "/x", 13},
		"one of each": {"a", "GET", "/y", 2},
		"none":        {"c", "", "", 0},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := stats.Count(test.system, test.method, test.template); got != test.want {
				t.Errorf("%d, want %d", got, test.want)
			}
		})
	}
}

func TestMaxInFlight_countsRequestsHandledAtOnce(t *testing.T) {
	t.Parallel()
	const together = 3
	box := sandbox.New(sandbox.Options{})
	server := box.StartTest(t)
	for range 4 {
		do(t, server, http.MethodGet, "/invoices/49.json", "").mustBe(t, 200)
	}
	if got := box.MaxInFlight("teamwork"); got != 1 {
		t.Errorf("%d requests at once, sent one after the other", got)
	}
	var meeting sync.WaitGroup
	meeting.Add(together)
	box.OnRequest(func(sandbox.Request) {
		meeting.Done()
		meeting.Wait() // until all have arrived
	})
	var group sync.WaitGroup
	for range together {
		request, client := newRequest(t, server, http.MethodGet, "/invoices/49.json", ""), newClient(t)
		group.Go(func() { finish(client, request) })
	}
	group.Wait()
	if got := box.MaxInFlight("teamwork"); got != together {
		t.Errorf("%d requests at once, want %d", got, together)
	}
}

func TestOnRequest_changesTheStoreInTheMiddleOfAListing(t *testing.T) {
	t.Parallel()
	box := sandbox.New(sandbox.Options{PageSize: 3})
	server := box.StartTest(t)
	box.OnRequest(func(request sandbox.Request) {
		if request.Query.Get("page") == "2" {
			box.Teamwork().DeleteInvoice(49)
		}
	})
	for i, want := range []string{"6", "5"} {
		got := do(t, server, http.MethodGet, fmt.Sprintf("/invoices.json?page=%d", i+1), "")
		if got.header.Get("X-Records") != want {
			t.Errorf("page %d of %s records, want %s", i+1, got.header.Get("X-Records"), want)
		}
	}
	box.OnRequest(nil)
	do(t, server, http.MethodGet, "/invoices.json", "").mustBe(t, 200)
}
