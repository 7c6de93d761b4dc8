package acceptance_test

import (
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
)

// All the ways in which the site may report a rate limit, in one run: the
// provider waits for each and retries, including creates.
func TestLimits_everySpellingIsWaitedFor(t *testing.T) {
	site := newSite(t)
	spellings := map[string]sandbox.LimitSpelling{
		"seconds": sandbox.RetryAfterSeconds, "date": sandbox.RetryAfterDate, "reset": sandbox.ResetDelta, "epoch": sandbox.ResetEpoch,
		"dashed": sandbox.DashedReset, "old": sandbox.BadRequestLimit, "dashed-old": sandbox.DashedBadRequestLimit,
	}
	var blocks []string
	for number, spelling := range spellings {
		blocks = append(blocks, invoiceNamed(number, values{"number": `"` + number + `"`}))
		site.Script(creates(number, sandbox.RateLimited(spelling, time.Second)))
	}
	site.test(t, resource.TestStep{Config: site.config(blocks...), Check: site.hasCreated(len(spellings))})
}

func TestLimits_exceededInTheEnd(t *testing.T) {
	site := newSite(t)
	spellings := []sandbox.LimitSpelling{
		sandbox.RetryAfterSeconds, sandbox.RetryAfterDate, sandbox.ResetDelta, sandbox.ResetEpoch, sandbox.DashedReset,
		sandbox.BadRequestLimit, sandbox.DashedBadRequestLimit,
	}
	config := site.configWith("max_retries = 0", full(nil))
	steps := []resource.TestStep{{Config: config}}
	for _, spelling := range spellings {
		steps = append(steps, resource.TestStep{
			PreConfig: func() {
				site.ClearScript()
				site.Script(sandbox.Rule{Times: sandbox.Always, Fault: sandbox.RateLimited(spelling, time.Minute)})
			},
			Config:      config,
			ExpectError: says("Teamwork: could not read invoice 99", "Rate limit exceeded", "Lower teamwork.requests_per_minute"),
		})
	}
	steps = append(steps, resource.TestStep{
		PreConfig:        site.ClearScript,
		Config:           config,
		ConfigPlanChecks: beforeApply(plancheck.ExpectEmptyPlan()),
	})
	site.test(t, steps...)
}

// The provider's own limit. Users who do not want to wait for it can interrupt
// the run, which ends immediately.
func TestLimits_requestsPerMinuteAreKept_andTheWaitCanBeInterrupted(t *testing.T) {
	site := newSite(t)
	w := newWorkspace(t, site.Environment("teamwork")...)
	blocks := block("provider \"billing\"", values{"teamwork": "{ requests_per_minute = 2 }"})
	for _, id := range []string{"49", "50", "51", "52"} {
		blocks += block(fmt.Sprintf("data \"billing_teamwork_invoice\" \"n%s\"", id), values{"id": id})
	}
	w.configure(blocks)

	sent := make(chan struct{}, 4)
	site.OnRequest(func(sandbox.Request) { sent <- struct{}{} })
	command := w.command("plan")
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	<-sent
	<-sent
	interrupted := time.Now()
	if err := command.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	_ = command.Wait() // it fails because it was interrupted
	if took := time.Since(interrupted); took > 20*time.Second {
		t.Errorf("the interrupted run took another %s", took)
	}
	if count := len(site.requests()); count != 2 {
		t.Errorf("%d requests were sent, want 2", count)
	}
}

func TestLimits_attemptsEndWithTheRequestTimeout(t *testing.T) {
	site := newSite(t)
	config := site.configWith("max_retries = 0\n  request_timeout = \"1s\"", full(nil))
	site.test(t,
		resource.TestStep{
			PreConfig: func() { site.Script(creates("T-1", sandbox.Hang().After())) }, // takes effect without a response
			Config:    config,
			Check:     all(site.wrote(create), site.hasCreated(1)),
		},
		resource.TestStep{
			PreConfig: func() {
				site.Script(sandbox.Rule{Path: "/invoices/{id}.json", Fault: sandbox.Hang()})
			},
			Config:      config,
			ExpectError: says("No response from Teamwork to GET /invoices/99.json", "no complete response within the request timeout"),
		},
		resource.TestStep{
			PreConfig: func() {
				site.Script(sandbox.Rule{Path: "/invoices/{id}.json", Fault: sandbox.Drip(100 * time.Millisecond)})
			},
			Config:      config,
			ExpectError: says("no complete response within the request timeout"),
		},
		resource.TestStep{Config: config, ConfigPlanChecks: beforeApply(plancheck.ExpectEmptyPlan())},
	)
}

func TestLimits_maxRetriesCountsAttempts(t *testing.T) {
	site := newSite(t)
	w := site.workspace(t, full(nil))
	w.apply()
	for retries, attempts := range map[string]int{"0": 1, "2": 3} {
		site.ClearScript()
		site.Script(sandbox.Rule{Times: sandbox.Always, Fault: sandbox.ErrorStatus(502)})
		site.ResetRequests()
		w.configure(site.configWith("max_retries = "+retries, full(nil)))
		w.mustSay(w.fails("plan"), "Teamwork responded with 502 Bad Gateway")
		if sent := len(site.requests()); sent != attempts {
			t.Errorf("max_retries = %s: %d requests, want %d", retries, sent, attempts)
		}
	}
}
