package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// steps returns the requests that arrived, one word each, with the number of the idempotency key, in the order in
// which the keys first appear. Repeated reads are one step, as in QUERY x4.
func steps(requests []sent) []string {
	var list []string
	numbers := map[string]int{}
	for _, request := range requests {
		step := request.Method
		if request.Path == queryPath {
			step = "QUERY"
		}
		if key := request.Header.Get("Idempotency-Key"); key != "" {
			if numbers[key] == 0 {
				numbers[key] = len(numbers) + 1
			}
			step = fmt.Sprint(step, " key ", numbers[key])
		}
		list = append(list, step)
	}
	return counted(list)
}

func counted(list []string) []string {
	var short []string
	for from := 0; from < len(list); {
		to := from + 1
		for isRead := list[from] == "QUERY" || list[from] == "GET"; isRead && to < len(list) && list[to] == list[from]; {
			to++
		}
		step := list[from]
		if to-from > 1 {
			step = fmt.Sprint(step, " x", to-from)
		}
		short, from = append(short, step), to
	}
	return short
}

// replies flattens lists of replies.
func replies(parts ...any) (all []reply) {
	for _, part := range parts {
		switch part := part.(type) {
		case reply:
			all = append(all, part)
		case []reply:
			all = append(all, part...)
		}
	}
	return all
}

// replayed returns a response that Intacct has stored.
func replayed(stored reply) reply {
	stored.Header = http.Header{"X-Ia-Idempotency-Cached-Date": {"2026-11-28T12:00:00Z"}}
	return stored
}

func onceFields() Creation {
	return Creation{
		Name: []string{"a"},
		Values: Values{
			Text("name", "a"), Text("description", "d"), Word("billingMethod", BillingMethodMilestone), Word("calculateOn", CalculateOnTask),
			Word("basedOn", BasedOnPlannedHours),
		},
		Lines: []Values{milestone("50", ""), milestone("100", "")},
	}
}

// milestone returns the values of a line.
func milestone(percent, description string) Values {
	return Values{Number("percentCompleted", percent), Text("description", description)}
}

func TestCreateTemplateOnce(t *testing.T) {
	t.Parallel()
	none := rows()
	nothing := []reply{none, none, none, none} // all lookups after a lost response
	found := rows(templateRow("15", "a"))
	created := reply{Status: 201, Body: exampleCreated}
	mine := asGot("15", "a", "1:100.00", "2:50.00")
	broken := reply{Status: 500, Body: `{"ia::error":{"code":"GW-0001","message":"gateway"}}`}
	lost := reply{}
	busy := reply{Status: 429, Header: http.Header{"Retry-After": {"1"}}}
	duplicate := reply{Status: 409, Body: `{"ia::error":{"code":"operationFailed","message":"conflict"}}`}
	duplicate422 := reply{Status: 422, Body: `{"ia::error":{"code":"operationFailed","details":[{"code":"BL01001973","message":"That name is in another template"}]}}`}

	tests := map[string]struct {
		replies []reply
		steps   []string
		fails   error // of that type; nil = key 15
		text    string
	}{
		"plain": {replies: []reply{none, created}, steps: []string{"QUERY", "POST key 1"}},
		"the name is there before": {
			replies: []reply{found}, steps: []string{"QUERY"},
			fails: &ExistsError{}, text: `already has a billing template with the name "a": its key is 15`,
		},
		"refused": {
			replies: []reply{none, {Status: 400, Body: exampleFailure}}, steps: []string{"QUERY", "POST key 1"},
			fails: &transport.APIError{}, text: "Payload contains errors",
		},
		"too many requests": {
			replies: []reply{none, busy, busy, created}, steps: []string{"QUERY", "POST key 1", "POST key 1", "POST key 1"},
		},
		"too many requests throughout": {
			replies: []reply{none, busy, busy, busy}, steps: []string{"QUERY", "POST key 1", "POST key 1", "POST key 1"},
			fails: &transport.APIError{}, text: "429",
		},
		"lost once, replayed": {
			replies: replies(none, lost, nothing, created), steps: []string{"QUERY", "POST key 1", "QUERY x4", "POST key 1"},
		},
		"lost, carried out": {
			replies: replies(none, lost, found, mine), steps: []string{"QUERY", "POST key 1", "QUERY", "GET"},
		},
		"lost, seen late": {
			replies: replies(none, lost, none, none, found, mine), steps: []string{"QUERY", "POST key 1", "QUERY x3", "GET"},
		},
		"lost throughout, carried out": {
			replies: replies(none, lost, nothing, lost, nothing, lost, found, mine),
			steps:   []string{"QUERY", "POST key 1", "QUERY x4", "POST key 1", "QUERY x4", "POST key 1", "QUERY", "GET"},
		},
		"lost throughout": {
			replies: replies(none, lost, nothing, lost, nothing, lost, nothing),
			steps:   []string{"QUERY", "POST key 1", "QUERY x4", "POST key 1", "QUERY x4", "POST key 1", "QUERY x4"},
			fails:   &transport.NoAnswerError{}, text: "connection reset by peer",
		},
		"server error, carried out": {
			replies: replies(none, broken, found, mine), steps: []string{"QUERY", "POST key 1", "QUERY", "GET"},
		},
		"server error, not carried out": {
			replies: replies(none, broken, nothing, created), steps: []string{"QUERY", "POST key 1", "QUERY x4", "POST key 2"},
		},
		"server error that is stored and replayed": {
			replies: replies(none, broken, nothing, replayed(broken), nothing, created),
			steps:   []string{"QUERY", "POST key 1", "QUERY x4", "POST key 2", "QUERY x4", "POST key 3"},
		},
		"server error throughout": {
			replies: replies(none, broken, nothing, broken, nothing, broken, nothing),
			steps:   []string{"QUERY", "POST key 1", "QUERY x4", "POST key 2", "QUERY x4", "POST key 3", "QUERY x4"},
			fails:   &transport.APIError{}, text: "GW-0001",
		},
		"answer without a key": {
			replies: replies(none, reply{Status: 201}, found, mine), steps: []string{"QUERY", "POST key 1", "QUERY", "GET"},
		},
		"answer without a key, and nothing is there": {
			replies: replies(none, reply{Status: 201}, nothing), steps: []string{"QUERY", "POST key 1", "QUERY x4"},
			fails: &UnconfirmedError{}, text: `found no billing template with the name "a" so far. It did not send the request again`,
		},
		"unreadable page, and nothing is there": {
			replies: replies(none, ok("<html>"), nothing, created), steps: []string{"QUERY", "POST key 1", "QUERY x4", "POST key 1"},
		},
		"queued": {
			replies: replies(none, reply{Status: 202, Body: `{"ia::result":{"jobId":"9"}}`}, nothing), steps: []string{"QUERY", "POST key 1", "QUERY x4"},
			fails: &UnconfirmedError{}, text: "202",
		},
		"gateway timeout, and nothing is there": {
			replies: replies(none, reply{Status: 504}, nothing, none, none), steps: []string{"QUERY", "POST key 1", "QUERY x6"},
			fails: &UnconfirmedError{}, text: "504",
		},
		"gateway timeout, seen late": {
			replies: replies(none, reply{Status: 504}, nothing, none, found, mine), steps: []string{"QUERY", "POST key 1", "QUERY x6", "GET"},
		},
		"lost, then gateway timeout": {
			replies: replies(none, lost, nothing, reply{Status: 504}, nothing, none, none),
			steps:   []string{"QUERY", "POST key 1", "QUERY x4", "POST key 1", "QUERY x6"},
			fails:   &UnconfirmedError{}, text: "504",
		},
		"server error, then found late": {
			replies: replies(none, broken, nothing, duplicate, found, mine),
			steps:   []string{"QUERY", "POST key 1", "QUERY x4", "POST key 2", "QUERY", "GET"},
		},
		"lost, then in conflict with itself, and replayed": {
			replies: replies(none, lost, nothing, duplicate, nothing, created),
			steps:   []string{"QUERY", "POST key 1", "QUERY x4", "POST key 1", "QUERY x4", "POST key 1"},
		},
		"lost, then refused": {
			replies: replies(none, lost, nothing, reply{Status: 400, Body: exampleFailure}, nothing),
			steps:   []string{"QUERY", "POST key 1", "QUERY x4", "POST key 1", "QUERY x4"},
			fails:   &transport.APIError{}, text: "Payload contains errors",
		},
		"someone else was quicker, 409": {
			replies: []reply{none, duplicate, found}, steps: []string{"QUERY", "POST key 1", "QUERY"},
			fails: &ExistsError{}, text: "its key is 15",
		},
		"someone else was quicker, 422": {
			replies: []reply{none, duplicate422, found}, steps: []string{"QUERY", "POST key 1", "QUERY"},
			fails: &ExistsError{}, text: "its key is 15",
		},
		"conflict with what cannot be seen": {
			replies: []reply{none, duplicate422, none, none}, steps: []string{"QUERY", "POST key 1", "QUERY x2"},
			fails: &transport.APIError{}, text: "That name is in another template",
		},
		"conflict with a similar name": {
			replies: []reply{none, duplicate, none, rows(templateRow("15", "A "), templateRow("16", "b"))}, steps: []string{"QUERY", "POST key 1", "QUERY x2"},
			fails: &SimilarError{}, text: `409 Conflict: conflict [code operationFailed] (POST /objects/projects/project-billing-template)
This may be because of a similar name. Sage Intacct has: "A " with the key 15`,
		},
		"conflict that cannot be looked up": {
			replies: []reply{none, duplicate, {Status: 403}}, steps: []string{"QUERY", "POST key 1", "QUERY"},
			fails: &transport.APIError{}, text: "409",
		},
		"what is found differs": {
			replies: []reply{none, broken, found, asGot("15", "a", "1:100")}, steps: []string{"QUERY", "POST key 1", "QUERY", "GET"},
			fails: &DifferentError{}, text: "exists now, with the key 15, but its values differ: Sage Intacct responded with 500",
		},
		"two are found": {
			replies: []reply{none, broken, rows(templateRow("15", "a"), templateRow("9", "a"))}, steps: []string{"QUERY", "POST key 1", "QUERY"},
			fails: &ExistsError{}, text: "their keys are 9 and 15",
		},
		"it cannot be looked up": {
			replies: []reply{none, broken, {Status: 403}}, steps: []string{"QUERY", "POST key 1", "QUERY"},
			fails: &UnknownOutcomeError{}, text: "The provider could not find out whether the request took effect anyway: Sage Intacct responded with 403",
		},
		"it cannot be read back": {
			replies: []reply{none, broken, found, {Status: 403}}, steps: []string{"QUERY", "POST key 1", "QUERY", "GET"},
			fails: &UnknownOutcomeError{}, text: "GW-0001",
		},
		"the check fails": {
			replies: []reply{{Status: 422}}, steps: []string{"QUERY"}, fails: &transport.APIError{}, text: "422",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c, far := answering(t, test.replies...)
				key, err := c.Templates.CreateOnce(t.Context(), onceFields())
				if diff := cmp.Diff(test.steps, steps(far.requests)); diff != "" {
					t.Error(diff)
				}
				if test.fails == nil {
					if key != "15" || err != nil {
						t.Errorf("key %q, error %v", key, err)
					}
					return
				}
				if got, want := fmt.Sprintf("%T", err), fmt.Sprintf("%T", test.fails); got != want || key != "" || !strings.Contains(err.Error(), test.text) {
					t.Errorf("key %q, %s instead of %s: %v", key, got, want, err)
				}
			})
		})
	}
}

func TestCreateTemplateOnce_interruptedOnTheWay_isLookedUpAndNotForgotten(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, interrupt := context.WithCancel(t.Context())
		replies := inTurn(t, rows(), reply{}, rows(templateRow("15", "a")), asGot("15", "a", "1:100", "2:50"))
		far := &wire{}
		far.answer = func(arrived sent) reply {
			if arrived.Method == "POST" && arrived.Path != queryPath {
				interrupt()
			}
			return replies(arrived)
		}
		start := time.Now()
		key, err := client(far).Templates.CreateOnce(ctx, onceFields())
		if key != "15" || err != nil {
			t.Errorf("key %q, error %v", key, err)
		}
		if diff := cmp.Diff([]string{"QUERY", "POST key 1", "QUERY", "GET"}, steps(far.requests)); diff != "" {
			t.Error(diff)
		}
		if waited := time.Since(start); waited != 0 {
			t.Errorf("waited %v", waited)
		}
	})
}

func TestCreateTemplateOnce_interruptedAndNotFound_endsSoonAndSendsNothingMore(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, interrupt := context.WithCancel(t.Context())
		far := &wire{}
		replies := inTurn(t, rows(), reply{Status: 500}, rows())
		far.answer = func(arrived sent) reply {
			if arrived.Method == "POST" && arrived.Path != queryPath {
				interrupt()
			}
			return replies(arrived)
		}
		_, err := client(far).Templates.CreateOnce(ctx, onceFields())
		if failure := asError(t, err); failure.Status != 500 {
			t.Errorf("error %v", err)
		}
	})
}

func TestCreateTemplateOnce_interruptedAndSilent_endsWithinSeconds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, interrupt := context.WithCancel(t.Context())
		asked := 0
		c := New(options(roundTrip(func(request *http.Request) (*http.Response, error) {
			if asked++; asked == 1 { // the name check
				return (&wire{answer: inTurn(t, rows())}).RoundTrip(request)
			}
			interrupt()
			<-request.Context().Done()
			return nil, request.Context().Err()
		})), Credential{AccessToken: "ready"}, "")
		start := time.Now()
		_, err := c.Templates.CreateOnce(ctx, onceFields())
		var unknown *UnknownOutcomeError
		if !errors.As(err, &unknown) || !transport.MayHaveTakenEffect(err) {
			t.Errorf("error %v", err)
		}
		if waited := time.Since(start); waited > 11*time.Second {
			t.Errorf("waited %v", waited)
		}
	})
}

func TestCreateTemplateOnce_whatAnotherCreationOfTheRunMadeIsNotAdopted(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, _ := answering(t, rows(), reply{Status: 500}, rows(templateRow("15", "a")))
		c.Templates.names.add("15", "a")
		_, err := c.Templates.CreateOnce(t.Context(), onceFields())
		var exists *ExistsError
		if !errors.As(err, &exists) || exists.Key != "15" {
			t.Errorf("error %v", err)
		}
	})
}
