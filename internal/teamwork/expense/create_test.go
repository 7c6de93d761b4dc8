package expense

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/reads"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/api"
	"github.com/projectbilling/terraform-provider-billing/internal/teamwork/site"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// wire is a site with one project, whose response to a create is scripted.
type wire struct {
	// respond returns the response to a create.
	respond func(*http.Request) (*http.Response, error)
	// lists returns the project's expenses after so many creates, and since the first.
	lists func(posts int, since time.Duration) string

	began time.Time // of the first create
	posts int
}

func (w *wire) RoundTrip(request *http.Request) (*http.Response, error) {
	if request.Method == http.MethodPost {
		if w.posts++; w.posts == 1 {
			w.began = time.Now()
		}
		return w.respond(request)
	}
	var list string
	if w.lists != nil {
		list = w.lists(w.posts, time.Since(w.began))
	}
	return says(http.StatusOK, `{"expenses":[`+list+`]}`)(request)
}

func says(status int, body string) func(*http.Request) (*http.Response, error) {
	return func(request *http.Request) (*http.Response, error) {
		header := http.Header{"Content-Type": {"application/json"}, "X-Pages": {"1"}}
		return &http.Response{StatusCode: status, Header: header, Body: io.NopCloser(strings.NewReader(body)), Request: request}, nil
	}
}

func breaksOff(*http.Request) (*http.Response, error) {
	return nil, errors.New("connection reset by peer")
}

// listed returns an expense like the planned one, updated at a time by the site's clock.
func listed(id string, updated string) string {
	return fmt.Sprintf(`{"id":%q,"project-id":"1149","name":"Tyres","date":"20260304","cost":"200.00","updated-date":%q}`, id, updated)
}

// A create is sent again only if there is no unbilled expense that it may have made,
// regardless of the site's clock, and it can no longer take effect.
func TestCreate_withoutAClearResponse(t *testing.T) {
	t.Parallel()
	at := func(shift time.Duration, layout string) func(int, time.Duration) string {
		return func(posts int, _ time.Duration) string {
			if posts == 0 {
				return ""
			}
			return listed("40", time.Now().Add(shift).UTC().Format(layout))
		}
	}
	later := func(_ int, since time.Duration) string {
		if since < 2*time.Second {
			return ""
		}
		return listed("40", time.Now().UTC().Format(time.RFC3339))
	}
	const imports = "terraform import billing_teamwork_expense.NAME "
	unclear := []string{"matching expenses (IDs 40)", "it was not repeated", imports + "40"}
	for name, test := range map[string]struct {
		wire  wire
		posts int
		id    string
		says  []string
	}{
		"gateway timeout":            {wire{respond: says(504, `{}`)}, 1, "", []string{"may still take effect", "not sent again", imports + "ID", "apply again"}},
		"200 without an ID":          {wire{respond: says(200, `{"STATUS":"OK"}`)}, 1, "", []string{"reported success", "does not list the expense yet", imports + "ID"}},
		"broken off":                 {wire{respond: breaksOff}, 2, "", []string{"no matching expense"}},
		"listed later":               {wire{respond: says(200, `{"STATUS":"OK"}`), lists: later}, 1, "40", nil},
		"the site's clock is right":  {wire{respond: breaksOff, lists: at(0, time.RFC3339)}, 1, "40", nil},
		"with a space":               {wire{respond: breaksOff, lists: at(0, "2006-01-02 15:04:05-07:00")}, 1, "40", nil},
		"a minute behind":            {wire{respond: breaksOff, lists: at(-time.Minute, time.RFC3339)}, 1, "", unclear},
		"ten minutes behind":         {wire{respond: breaksOff, lists: at(-10*time.Minute, time.RFC3339)}, 1, "", unclear},
		"one of an hour ago":         {wire{respond: breaksOff, lists: at(-time.Hour, time.RFC3339)}, 2, "", []string{"no matching expense"}},
		"a time without a time zone": {wire{respond: breaksOff, lists: at(time.Hour, "2006-01-02T15:04:05")}, 1, "", unclear},
		"a time without seconds":     {wire{respond: breaksOff, lists: at(0, "2006-01-02T15:04Z07:00")}, 1, "", unclear},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				client := api.New(transport.Options{
					System: "Teamwork", BaseURL: &url.URL{Scheme: "https", Host: "acme.teamwork.com"}, Network: &test.wire,
				}, api.Credential{APIKey: "key"})
				id, diags := create(t.Context(), site.New(client, 2, reads.Auto), &model{
					ProjectID: types.Int64Value(1149), Name: types.StringValue("Tyres"),
					Date: customtypes.NewDateValue("2026-03-04"), Cost: customtypes.NewDecimalValue("200"),
				})
				text := fmt.Sprint(diags)
				if id != test.id || test.wire.posts != test.posts {
					t.Errorf("ID %q after %d creates, want %q after %d: %s", id, test.wire.posts, test.id, test.posts, text)
				}
				for _, phrase := range test.says {
					if !strings.Contains(text, phrase) {
						t.Errorf("%q is missing in %s", phrase, text)
					}
				}
			})
		})
	}
}
