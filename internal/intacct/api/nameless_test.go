package api

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// A create whose name Intacct assigns is sent once, and the error lists the objects that it may have made.
func TestCreateOnce_nameless(t *testing.T) {
	t.Parallel()
	const before = `{"key":"7","id":"P-7","name":"Old"}`
	const mine, other = `{"key":"9","id":"P-9","name":"New"}`, `{"key":"10","id":"P-10","name":"Other"}`
	created := reply{Status: 201, Body: `{"ia::result":{"key":"9"}}`}
	tests := map[string]struct {
		replies []reply
		steps   []string
		since   string // keys; "-" = another error
		text    string
	}{
		"plain":        {[]reply{rows(before), created}, []string{"QUERY", "POST key 1"}, "", ""},
		"busy":         {[]reply{rows(before), {Status: 429, Header: http.Header{"Retry-After": {"1"}}}, created}, []string{"QUERY", "POST key 1", "POST key 1"}, "", ""},
		"refused":      {[]reply{rows(before), {Status: 400, Body: exampleFailure}}, []string{"QUERY", "POST key 1"}, "-", "Payload contains errors"},
		"conflict":     {[]reply{rows(before), {Status: 409}}, []string{"QUERY", "POST key 1"}, "-", "409"},
		"lost":         {[]reply{rows(before), {}, rows(before, mine)}, []string{"QUERY", "POST key 1", "QUERY"}, "9", `Created since then: "P-9" with the key 9`},
		"server error": {[]reply{rows(before), {Status: 502}, rows(before, other, mine)}, []string{"QUERY", "POST key 1", "QUERY"}, "9 10", "502 Bad Gateway"},
		"nothing made": {[]reply{rows(before), {Status: 500}, rows(before), rows(before), rows(before), rows(before)}, []string{"QUERY", "POST key 1", "QUERY x4"}, "none", "No project has been created since then"},
		"seen late":    {[]reply{rows(before), {Status: 504}, rows(before), rows(before), rows(before), rows(before), rows(before, mine)}, []string{"QUERY", "POST key 1", "QUERY x5"}, "9", "504"},
		"no key":       {[]reply{rows(before), {Status: 201}, rows(before, mine)}, []string{"QUERY", "POST key 1", "QUERY"}, "9", ""},
		"no look-up":   {[]reply{rows(before), {Status: 500}, {Status: 422}}, []string{"QUERY", "POST key 1", "QUERY"}, "-", "could not find out"},
		"may not query": { // the previous objects are unknown: the error lists objects that look like the new one
			[]reply{{Status: 403}, {Status: 500}, rows(before, other, mine)}, []string{"QUERY", "POST key 1", "QUERY"}, "9", "",
		},
		"no listing": {[]reply{{Status: 422}}, []string{"QUERY"}, "-", "422"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c, far := answering(t, test.replies...)
				key, err := c.Projects.CreateOnce(t.Context(), Creation{Values: Values{Text("name", "New")}})
				if diff := cmp.Diff(test.steps, steps(far.requests)); diff != "" {
					t.Error(diff)
				}
				if test.since == "" {
					if key != "9" || err != nil {
						t.Errorf("key %q, error %v", key, err)
					}
					return
				}
				var keys []string
				unclear, isUnclear := errors.AsType[*UnclearError](err)
				if isUnclear {
					for _, each := range unclear.Since {
						keys = append(keys, each.Key)
					}
				}
				if got := strings.Join(keys, " "); isUnclear == (test.since == "-") || isUnclear && got != strings.TrimPrefix(test.since, "none") {
					t.Errorf("made since are %q: %v", got, err)
				}
				if key != "" || err == nil || !strings.Contains(err.Error(), test.text) {
					t.Errorf("key %q, error %v", key, err)
				}
			})
		})
	}
}

// Objects that this run has created, with or without a name of its own, are not listed.
func TestCreateOnce_namelessDoesNotTellOfThisRunsOwn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, _ := answering(t, rows(), reply{Status: 201, Body: `{"ia::result":{"key":"8"}}`}, reply{Status: 500},
			rows(`{"key":"8","id":"P-8"}`, `{"key":"9","id":"P-9"}`, `{"key":"12","id":"MINE"}`))
		c.Projects.names.add("12", "MINE")
		_, err := c.Projects.CreateOnce(t.Context(), Creation{})
		check(t, err)
		_, err = c.Projects.CreateOnce(t.Context(), Creation{})
		unclear, isUnclear := errors.AsType[*UnclearError](err)
		if !isUnclear || len(unclear.Since) != 1 || unclear.Since[0] != (Found{Key: "9", Name: "P-9"}) {
			t.Errorf("error %v", err)
		}
	})
}

// The client distinguishes a company without a type of objects from a deleted object, but only for a type that
// companies may not have.
func TestMissing(t *testing.T) {
	t.Parallel()
	noObject := reply{Status: 400, Body: `{"ia::result":{"ia::error":{"code":"invalidRequest","details":[{"message":"There is no such object","target":"/object"}]}}}`}
	wrongField := reply{Status: 400, Body: `{"ia::result":{"ia::error":{"code":"invalidRequest","details":[{"message":"wrong","target":"/percentComplete"}]}}}`}
	isMissing := func(err error) bool { return errors.As(err, new(*MissingError)) }
	for name, test := range map[string]struct {
		run     func(context.Context, *Client) error
		replies []reply
		missing bool
		gone    bool
	}{
		"gone":             {getObserved, []reply{{Status: 404}, rows()}, false, true},
		"gone, not told":   {getObserved, []reply{{Status: 404}, {Status: 500}, {Status: 500}, {Status: 500}}, false, false},
		"gone, not to ask": {getObserved, []reply{{Status: 404}, {Status: 403}}, false, true},
		"no object, 404":   {getObserved, []reply{{Status: 404}, noObject}, true, false},
		"no object, 400":   {getObserved, []reply{{Status: 400}, noObject}, true, false},
		"another 400":      {getObserved, []reply{wrongField, rows()}, false, false},
		"creation, 404":    {createObserved, []reply{{Status: 404}}, true, false},
		"creation, 400":    {createObserved, []reply{{Status: 400}}, true, false},
		"creation refused": {createObserved, []reply{wrongField}, false, false},
		"of projects":      {func(ctx context.Context, c *Client) error { _, err := c.Projects.Get(ctx, "1"); return err }, []reply{{Status: 404}}, false, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c, _ := answering(t, test.replies...)
				err := test.run(t.Context(), c)
				if err == nil || isMissing(err) != test.missing || transport.IsNotFound(err) != test.gone {
					t.Errorf("error %v", err)
				}
				if test.missing && !strings.Contains(err.Error(), "does not have /objects/projects/project-observed-percent-completed") {
					t.Errorf("error %v", err)
				}
			})
		})
	}
}

func getObserved(ctx context.Context, c *Client) error {
	_, err := c.ObservedPercents.Get(ctx, "11")
	return err
}

func createObserved(ctx context.Context, c *Client) error {
	_, err := c.ObservedPercents.Create(ctx, Creation{Values: Values{Number("percentComplete", "5")}}, "k")
	return err
}
