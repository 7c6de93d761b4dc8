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
		"lost, applied": {[]reply{lost, lost, lost, applied}, []string{"PATCH key 1", "PATCH key 1", "PATCH key 1", "GET"}, ""},
		"server error, applied": {
			[]reply{broken, applied}, []string{"PATCH key 1", "GET"}, "",
		},
		"server error, not applied": {
			[]reply{broken, before, updated}, []string{"PATCH key 1", "GET", "PATCH key 2"}, "",
		},
		"lost, then in conflict with itself": {
			[]reply{lost, {Status: 409}, before, updated}, []string{"PATCH key 1", "PATCH key 1", "GET", "PATCH key 2"}, "",
		},
		"server error, then refused": {
			[]reply{broken, before, {Status: 422}, before}, []string{"PATCH key 1", "GET", "PATCH key 2", "GET"}, "422",
		},
		"server error throughout": {
			[]reply{broken, before, broken, before, broken, before},
			[]string{"PATCH key 1", "GET", "PATCH key 2", "GET", "PATCH key 3", "GET"}, "502",
		},
		"gone meanwhile": {[]reply{broken, {Status: 404}}, []string{"PATCH key 1", "GET"}, "404"},
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
