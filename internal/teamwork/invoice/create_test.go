package invoice

import (
	"context"
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
	// respond returns the response to a write.
	respond func(*http.Request) (*http.Response, error)
	// takes is when the effect appears after the first write; 0 = never.
	takes time.Duration

	began  time.Time // of the first write
	writes int
}

func (w *wire) RoundTrip(request *http.Request) (*http.Response, error) {
	if request.Method != http.MethodGet {
		if w.writes++; w.writes == 1 {
			w.began = time.Now()
		}
		return w.respond(request)
	}
	var list, lines string
	if w.takes > 0 && w.writes > 0 && time.Since(w.began) >= w.takes {
		list, lines = `{"id":"99","number":"T-1","display-date":"20260131"}`, `{"id":"111"}`
	}
	return says(http.StatusOK, `{"invoices":[`+list+`],"invoice":{"id":"99","line-items":[`+lines+`]}}`)(request)
}

func says(status int, body string) func(*http.Request) (*http.Response, error) {
	return func(request *http.Request) (*http.Response, error) {
		header := http.Header{"Content-Type": {"application/json"}, "X-Pages": {"1"}}
		return &http.Response{StatusCode: status, Header: header, Body: io.NopCloser(strings.NewReader(body)), Request: request}, nil
	}
}

func never(request *http.Request) (*http.Response, error) {
	<-request.Context().Done()
	return nil, request.Context().Err()
}

func breaksOff(*http.Request) (*http.Response, error) {
	return nil, errors.New("connection reset by peer")
}

func (w *wire) site() *site.Site {
	client := api.New(transport.Options{
		System: "Teamwork", BaseURL: &url.URL{Scheme: "https", Host: "acme.teamwork.com"}, Network: w, AttemptTimeout: 30 * time.Second,
	}, api.Credential{APIKey: "key"})
	return site.New(client, 2, reads.Auto)
}

func planned() *model {
	return &model{ProjectID: types.Int64Value(1149), Number: types.StringValue("T-1"), DisplayDate: customtypes.NewDateValue("2026-01-31")}
}

// A create is sent again only if nothing that it may have made is found, and it can
// no longer take effect.
func TestCreate_withoutAClearResponse(t *testing.T) {
	t.Parallel()
	const imports = "terraform import billing_teamwork_invoice.NAME ID"
	underway := []string{"may still take effect", "was not sent again", imports, "If not, apply again"}
	accepted := []string{"reported success", "project 1149 does not list the invoice yet", "was not sent again", imports, "If not, apply again"}
	for name, test := range map[string]struct {
		wire  wire
		posts int
		id    string
		says  []string
	}{
		"gateway timeout":     {wire{respond: says(504, `{}`)}, 1, "", underway},
		"timeout":             {wire{respond: never}, 1, "", underway},
		"201 without an ID":   {wire{respond: says(201, `{"STATUS":"OK"}`)}, 1, "", accepted},
		"unreadable 201":      {wire{respond: says(201, `{"STATUS":"O`)}, 1, "", accepted},
		"broken off":          {wire{respond: breaksOff}, 3, "", []string{"connection reset", "no invoice with number"}},
		"server error":        {wire{respond: says(500, `{}`)}, 3, "", []string{"500", "no invoice with number"}},
		"underway, then done": {wire{respond: says(504, `{}`), takes: 12 * time.Second}, 1, "99", nil},
		"listed later":        {wire{respond: says(201, `{"STATUS":"OK"}`), takes: 2 * time.Second}, 1, "99", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				id, diags := create(t.Context(), test.wire.site(), planned())
				text := fmt.Sprint(diags)
				if id != test.id || test.wire.writes != test.posts {
					t.Errorf("ID %q after %d creates, want %q after %d: %s", id, test.wire.writes, test.id, test.posts, text)
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

// A look-up that is interrupted proves nothing.
func TestCreate_interruptedLookUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		far := &wire{respond: func(request *http.Request) (*http.Response, error) {
			cancel()
			return says(504, `{}`)(request)
		}}
		_, diags := create(ctx, far.site(), planned())
		if text := fmt.Sprint(diags); far.writes != 1 || !strings.Contains(text, "could not be looked up") {
			t.Errorf("%d creates: %s", far.writes, text)
		}
	})
}

// So are entries: they could be billed twice.
func TestPutEntries_withoutAClearResponse(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		wire wire
		puts int
		says string // "" = they are on the invoice
	}{
		"gateway timeout":     {wire{respond: says(504, `{}`)}, 1, "may still take effect, so it was not sent again"},
		"timeout":             {wire{respond: never}, 1, "may still take effect, so it was not sent again"},
		"unreadable 200":      {wire{respond: says(200, `{"STATUS":"O`)}, 1, "although Teamwork reported success"},
		"broken off":          {wire{respond: breaksOff}, 3, "has none of the time logs"},
		"underway, then done": {wire{respond: says(504, `{}`), takes: 12 * time.Second}, 1, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				err := putEntries(t.Context(), test.wire.site(), "99", []entries{{entryKind: timeLogs(), ids: []int64{111}}})
				if test.wire.writes != test.puts || (err == nil) != (test.says == "") || !strings.Contains(fmt.Sprint(err), test.says) {
					t.Errorf("error after %d requests: %v; want %q after %d", test.wire.writes, err, test.says, test.puts)
				}
			})
		})
	}
}
