package api

import (
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

func TestUpdateTemplateOnce(t *testing.T) {
	t.Parallel()
	updated := ok(exampleUpdated)
	applied := asGot("12", "a", "1:75")
	before := asGot("12", "a", "1:50")
	nothing := []reply{before, before, before, before}
	broken := reply{Status: 502}
	lost := reply{}
	tests := map[string]struct {
		replies []reply
		steps   []string
		fails   string
	}{
		"plain":   {[]reply{updated}, []string{"PATCH key 1"}, ""},
		"refused": {[]reply{{Status: 422}}, []string{"PATCH key 1"}, "422"},
		"conflict": {
			[]reply{{Status: 409}}, []string{"PATCH key 1"}, "409",
		},
		"gone":          {[]reply{{Status: 404}}, []string{"PATCH key 1"}, "404"},
		"lost, applied": {replies(lost, applied), []string{"PATCH key 1", "GET"}, ""},
		"lost throughout": {
			replies(lost, nothing, lost, nothing, lost, nothing),
			[]string{"PATCH key 1", "GET x4", "PATCH key 1", "GET x4", "PATCH key 1", "GET x4"}, "connection reset",
		},
		"server error, applied": {
			[]reply{broken, applied}, []string{"PATCH key 1", "GET"}, "",
		},
		"server error, not applied": {
			replies(broken, nothing, updated), []string{"PATCH key 1", "GET x4", "PATCH key 2"}, "",
		},
		"server error that is stored and replayed": {
			replies(broken, nothing, replayed(broken), nothing, updated), []string{"PATCH key 1", "GET x4", "PATCH key 2", "GET x4", "PATCH key 3"}, "",
		},
		"lost, then in conflict with itself": {
			replies(lost, nothing, reply{Status: 409}, nothing, updated), []string{"PATCH key 1", "GET x4", "PATCH key 1", "GET x4", "PATCH key 1"}, "",
		},
		"server error, then refused": {
			replies(broken, nothing, reply{Status: 422}, nothing), []string{"PATCH key 1", "GET x4", "PATCH key 2", "GET x4"}, "422",
		},
		"server error throughout": {
			replies(broken, nothing, broken, nothing, broken, nothing),
			[]string{"PATCH key 1", "GET x4", "PATCH key 2", "GET x4", "PATCH key 3", "GET x4"}, "502",
		},
		"gateway timeout, applied late": {replies(reply{Status: 504}, nothing, before, applied), []string{"PATCH key 1", "GET x6"}, ""},
		"gateway timeout, not applied": {
			replies(reply{Status: 504}, nothing, before, before), []string{"PATCH key 1", "GET x6"},
			"the billing template with the key 12 does not show it so far. The provider did not send the request again",
		},
		"queued":              {replies(reply{Status: 202, Body: `{"ia::result":{"jobId":"9"}}`}, nothing), []string{"PATCH key 1", "GET x4"}, "did not send the request again"},
		"nothing in response": {replies(ok(""), applied), []string{"PATCH key 1", "GET"}, ""},
		"gone meanwhile":      {[]reply{broken, {Status: 404}}, []string{"PATCH key 1", "GET"}, "404"},
		"it cannot be read back": {
			[]reply{broken, {Status: 403}}, []string{"PATCH key 1", "GET"}, "could not find out",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c, far := answering(t, test.replies...)
				err := c.Templates.UpdateOnce(t.Context(), "12", Patch{
					ChangeLines: []LineChange{{Key: "1", Values: Values{Number("percentCompleted", "75.00")}}},
				})
				if diff := cmp.Diff(test.steps, steps(far.requests)); diff != "" {
					t.Error(diff)
				}
				if (err == nil) != (test.fails == "") || err != nil && !strings.Contains(err.Error(), test.fails) {
					t.Errorf("error %v, want %q in it", err, test.fails)
				}
				if transport.IsNotFound(err) != (test.fails == "404") {
					t.Errorf("transport.IsNotFound(%v) is wrong", err)
				}
			})
		})
	}
}

func TestDeleteTemplateOnce(t *testing.T) {
	t.Parallel()
	there := rows(templateRow("15", "a"))
	tests := map[string]struct {
		replies []reply
		fails   string
	}{
		"there":                           {[]reply{{Status: 204}}, ""},
		"200, then gone":                  {[]reply{{Status: 200}, {Status: 404}}, ""},
		"200, but there":                  {[]reply{{Status: 200}, asGot("15", "a")}, "does not confirm"},
		"202, but there":                  {[]reply{{Status: 202}, asGot("15", "a")}, "does not confirm"},
		"gateway without the path":        {[]reply{{Status: 404, Body: `{"ia::error":{"code":"GW-0002","message":"no route"}}`}}, "GW-0002"},
		"gone, 404":                       {[]reply{{Status: 404}}, ""},
		"lost, then gone":                 {[]reply{{}, {Status: 404}}, ""},
		"gone, 400":                       {[]reply{{Status: 400}, rows()}, ""},
		"gone, 422":                       {[]reply{{Status: 422}, rows()}, ""},
		"in use":                          {[]reply{{Status: 422, Body: `{"ia::error":{"message":"in use"}}`}, there}, "in use"},
		"cannot be looked up":             {[]reply{{Status: 422}, {Status: 403}}, "422"},
		"not allowed":                     {[]reply{{Status: 403}}, "403"},
		"server error through all trials": {[]reply{{Status: 500}, {Status: 500}, {Status: 500}}, "500"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c, _ := answering(t, test.replies...)
				err := c.Templates.DeleteOnce(t.Context(), "15")
				if (err == nil) != (test.fails == "") || err != nil && !strings.Contains(err.Error(), test.fails) {
					t.Errorf("error %v, want %q in it", err, test.fails)
				}
			})
		})
	}
}

// The first lines of an object are added only if it really has none.
func TestUpdateTemplateOnce_firstLines(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		replies []reply
		steps   []string
		fails   string
	}{
		"none are there": {[]reply{asGot("12", "a"), ok(exampleUpdated)}, []string{"GET", "PATCH key 1"}, ""},
		"some are there": {[]reply{asGot("12", "a", "1:50", "2:100")}, []string{"GET"}, "Intacct already has 2 milestone(s)"},
		"not told":       {[]reply{ok(`{"ia::result":{"key":"12","milestones":null}}`), rows(), ok(exampleUpdated)}, []string{"GET", "QUERY", "PATCH key 1"}, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, far := answering(t, test.replies...)
			err := c.Templates.UpdateOnce(t.Context(), "12", Patch{AddLines: []Values{milestone("50", ""), milestone("100", "")}, AreFirst: true})
			if diff := cmp.Diff(test.steps, steps(far.requests)); diff != "" {
				t.Error(diff)
			}
			if (err == nil) != (test.fails == "") || err != nil && !strings.Contains(err.Error(), test.fails) {
				t.Errorf("error %v, want %q in it", err, test.fails)
			}
		})
	}
}
