package sandbox_test

import (
	"context"
	"errors"
	"io"
	"math"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
)

func TestParseFaults(t *testing.T) {
	t.Parallel()
	got, err := sandbox.ParseFaults("reset=0.05,status500=0.05,lost=0.02,seed=1")
	if err != nil {
		t.Fatal(err)
	}
	want := sandbox.Faults{Seed: 1, Shares: map[sandbox.FaultKind]float64{
		sandbox.FaultReset: 0.05, sandbox.FaultStatus500: 0.05, sandbox.FaultLost: 0.02,
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("faults differ (-want +got):\n%s", diff)
	}
	if none, err := sandbox.ParseFaults(""); err != nil || len(none.Shares) != 0 {
		t.Errorf("no text gives %v, %v", none, err)
	}
}

func TestParseFaults_refuses(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"reset":                  "name=value",
		"reset=0.1,":             "name=value",
		"reset=0.1, lost=0.1":    `unknown fault " lost"`,
		"reset=1.1":              "between 0 and 1",
		"reset=-0.1":             "between 0 and 1",
		"reset=NaN":              "between 0 and 1",
		"reset=5%":               "a number between 0 and 1",
		"reset=":                 "a number between 0 and 1",
		"reset=0.1,reset=0.1":    "twice",
		"seed=x":                 "whole number",
		"seed=-1":                "whole number",
		"seed=1,seed=1":          "twice",
		"resets=0.1":             `unknown fault "resets"`,
		"reset=0.6,status500=.5": "at most 1",
	}
	for text, want := range tests {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			if _, err := sandbox.ParseFaults(text); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("the error is %v, want one with %q", err, want)
			}
		})
	}
}

// always returns a box in which every request meets one kind of fault.
func always(kind sandbox.FaultKind) *sandbox.Box {
	return sandbox.New(sandbox.Options{
		Faults: sandbox.Faults{Shares: map[sandbox.FaultKind]float64{kind: 1}},
		Now:    func() time.Time { return time.Unix(1_800_000_000, 500) },
	})
}

// resetSeen reports whether a client saw its connection cut without a response.
func resetSeen(err error) bool {
	return errors.Is(err, syscall.ECONNRESET) || errors.Is(err, io.EOF) || errors.Is(err, syscall.EPIPE)
}

func TestFaults_cutTheConnectionBeforeOrAfterTheEffect(t *testing.T) {
	t.Parallel()
	for kind, want := range map[sandbox.FaultKind]int{sandbox.FaultReset: 0, sandbox.FaultLost: 1} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			box := always(kind)
			got := do(t, box.StartTest(t), http.MethodPost, "/projects/1149/invoices.json", createBody)
			if !resetSeen(got.err) {
				t.Errorf("the client saw %d %s, %v", got.status, got.body, got.err)
			}
			if count := created(box); count != want {
				t.Errorf("%d invoices created, want %d", count, want)
			}
			if request := box.Requests()[0]; request.Fault != string(kind) || request.Status != 0 {
				t.Errorf("the log says %q, status %d", request.Fault, request.Status)
			}
		})
	}
}

func TestFaults_thatAnswerInstead(t *testing.T) {
	t.Parallel()
	const delta, epoch = "1", "1800000002"
	tests := map[sandbox.FaultKind]struct {
		status  int
		effect  int
		headers map[string]string
	}{
		sandbox.FaultStatus500:      {500, 0, nil},
		sandbox.FaultStatus500After: {500, 1, nil},
		sandbox.FaultStatus502:      {502, 0, nil},
		sandbox.FaultStatus503:      {503, 0, nil},
		sandbox.FaultStatus429:      {429, 0, map[string]string{"Retry-After": delta}},
		sandbox.FaultStatus429Date:  {429, 0, map[string]string{"Retry-After": "Fri, 15 Jan 2027 08:00:02 GMT"}},
		sandbox.FaultStatus429Delta: {429, 0, map[string]string{
			"x-ratelimit-limit": "150", "x-ratelimit-remaining": "0", "x-ratelimit-reset": delta,
		}},
		sandbox.FaultStatus429Epoch: {429, 0, map[string]string{"x-ratelimit-reset": epoch}},
		sandbox.FaultStatus429Dashed: {429, 0, map[string]string{
			"X-Rate-Limit-Limit": "150", "X-Rate-Limit-Remaining": "0", "X-Rate-Limit-Reset": delta,
		}},
		sandbox.FaultStatus400Limit:  {400, 0, map[string]string{"x-ratelimit-remaining": "0", "x-ratelimit-reset": delta}},
		sandbox.FaultStatus400Dashed: {400, 0, map[string]string{"X-Rate-Limit-Remaining": "0"}},
	}
	for kind, test := range tests {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			box := always(kind)
			got := do(t, box.StartTest(t), http.MethodPost, "/projects/1149/invoices.json", createBody)
			got.mustBe(t, test.status)
			if !strings.Contains(got.body, `"STATUS":"Error"`) {
				t.Errorf("the body is no error of the system: %s", got.body)
			}
			for name, value := range test.headers {
				if got.header.Get(name) != value {
					t.Errorf("%s is %q, want %q", name, got.header.Get(name), value)
				}
			}
			if count := created(box); count != test.effect {
				t.Errorf("%d invoices created, want %d", count, test.effect)
			}
		})
	}
}

func TestFaults_pageForPeople(t *testing.T) {
	t.Parallel()
	box := always(sandbox.FaultHTML)
	got := do(t, box.StartTest(t), http.MethodPost, "/projects/1149/invoices.json", createBody)
	got.mustBe(t, http.StatusOK)
	if !strings.HasPrefix(got.header.Get("Content-Type"), "text/html") || !strings.HasPrefix(got.body, "<!DOCTYPE html>") {
		t.Errorf("%v %s", got.header, got.body)
	}
	if created(box) != 0 {
		t.Error("the request took effect")
	}
}

func TestFaults_truncateTheAnswer(t *testing.T) {
	t.Parallel()
	got := do(t, always(sandbox.FaultTruncate).StartTest(t), http.MethodGet, "/invoices/49.json", "")
	if got.status != http.StatusOK || !errors.Is(got.err, io.ErrUnexpectedEOF) {
		t.Errorf("the client saw %d, %v", got.status, got.err)
	}
	if !strings.HasPrefix(got.body, `{"STATUS":"OK","invoice":{`) || strings.HasSuffix(got.body, "}\n") {
		t.Errorf("the body is no half of an answer: %s", got.body)
	}
}

func TestFaults_hangUntilTheClientGivesUp(t *testing.T) {
	t.Parallel()
	for kind, want := range map[sandbox.FaultKind]int{sandbox.FaultHang: 0, sandbox.FaultHangAfter: 1} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			box := always(kind)
			server := box.StartTest(t)
			ctx, giveUp := context.WithCancel(t.Context())
			box.OnRequest(func(sandbox.Request) { giveUp() })
			request := newRequest(t, server, http.MethodPost, "/projects/1149/invoices.json", createBody).WithContext(ctx)
			if got := finish(newClient(t), request); got.err == nil {
				t.Errorf("the client saw an answer: %d %s", got.status, got.body)
			}
			server.Shutdown(t.Context()) // after the request has been handled
			if count := created(box); count != want {
				t.Errorf("%d invoices created, want %d", count, want)
			}
		})
	}
}

func TestFaults_hangEndsWithTheServer(t *testing.T) {
	t.Parallel()
	box := always(sandbox.FaultHang)
	server, err := box.Start()
	if err != nil {
		t.Fatal(err)
	}
	arrived := make(chan struct{})
	box.OnRequest(func(sandbox.Request) { close(arrived) })
	request, client := newRequest(t, server, http.MethodGet, "/invoices/49.json", ""), newClient(t)
	ended := make(chan outcome)
	go func() { ended <- finish(client, request) }()
	<-arrived
	server.Close()
	if got := <-ended; got.err == nil {
		t.Errorf("the client saw an answer: %d", got.status)
	}
}

func TestFaults_drawnInTheSharesAskedFor(t *testing.T) {
	t.Parallel()
	faults, err := sandbox.ParseFaults("status503=0.25,status429=0.25,seed=7")
	if err != nil {
		t.Fatal(err)
	}
	draw := func() []string {
		box := sandbox.New(sandbox.Options{Faults: faults})
		server := box.StartTest(t)
		client := &http.Client{Transport: &http.Transport{}} // no connection is cut here, so connections can be reused
		for range 400 {
			finish(client, newRequest(t, server, http.MethodGet, "/invoices/49.json", ""))
		}
		client.CloseIdleConnections()
		var names []string
		for _, request := range box.Requests() {
			names = append(names, request.Fault)
		}
		return names
	}
	names := draw()
	counts := map[string]float64{}
	for _, name := range names {
		counts[name]++
	}
	for name, want := range map[string]float64{"status503": 100, "status429": 100, "": 200} {
		if math.Abs(counts[name]-want) > 40 {
			t.Errorf("%v requests met %q, want about %v", counts[name], name, want)
		}
	}
	if diff := cmp.Diff(names, draw()); diff != "" {
		t.Errorf("the same seed draws other faults (-first +second):\n%s", diff)
	}
}

func TestFaults_spareExemptRequests(t *testing.T) {
	t.Parallel()
	box := sandbox.New(sandbox.Options{
		Latency: time.Nanosecond,
		Faults:  sandbox.Faults{Shares: map[sandbox.FaultKind]float64{sandbox.FaultStatus500: 1}},
		Exempt:  func(request sandbox.Request) bool { return request.Template == "/currencycodes.json" },
	})
	server := box.StartTest(t)
	do(t, server, http.MethodGet, "/currencycodes.json", "").mustBe(t, 200)
	do(t, server, http.MethodGet, "/invoices/49.json", "").mustBe(t, 500)
}
