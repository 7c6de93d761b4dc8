package invoice

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/reads"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
	"github.com/projectbilling/terraform-provider-billing/internal/wethod/api"
	"github.com/projectbilling/terraform-provider-billing/internal/wethod/company"
)

// oldBill is an invoice that exists from the beginning, newBill the one that a
// test creates, and others what else a create may find.
const (
	oldBill = `{"id":41,"status":"draft","invoice_number":"OLD","value":1,"issue_date":"2024-01-01","project_id":12,"created_at":"1999-01-01T00:00:00Z"}`
	newBill = `{"id":50,"status":"draft","invoice_number":"W-1","value":7,"issue_date":"2026-03-31","project_id":12,"created_at":"2000-01-01T00:00:01Z"}`
	another = `{"id":51,"status":"draft","invoice_number":"W-1","value":8,"issue_date":"2026-03-31","project_id":12,"created_at":"2000-01-01T00:00:01Z"}`
)

// answer is the response to a create. Status 0 means none at all.
type answer struct {
	status int
	body   string
}

// service is Wethod in memory. A test changes it only before its first request.
type service struct {
	answers []answer // to creates; the last one to all further ones
	appears int      // after how many lists after the first create the invoices are listed; 0 = never
	listed  []string
	posted  func() // called at the first create; optional

	mu           sync.Mutex
	posts, lists int
}

var errCut = errors.New("the connection broke")

func (s *service) RoundTrip(request *http.Request) (*http.Response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	given := answer{http.StatusOK, "[" + oldBill + "]"}
	switch {
	case request.Method == http.MethodPost:
		given = s.answers[min(s.posts, len(s.answers)-1)]
		if s.posts++; s.posts == 1 && s.posted != nil {
			s.posted()
		}
	case s.posts > 0:
		if s.lists++; s.appears > 0 && s.lists >= s.appears {
			given.body = "[" + strings.Join(append([]string{oldBill}, s.listed...), ",") + "]"
		}
	}
	switch given.status {
	case 0:
		return nil, errCut
	case http.StatusRequestTimeout: // stands for a response that never comes
		<-request.Context().Done()
		return nil, request.Context().Err()
	}
	return &http.Response{
		StatusCode: given.status, Header: http.Header{"Content-Type": {"application/json"}}, Request: request,
		Body: io.NopCloser(strings.NewReader(given.body)),
	}, nil
}

func (s *service) company() *company.Company {
	return company.New(api.New(transport.Options{
		System: company.Title, BaseURL: &url.URL{Scheme: "https", Host: "api.wethod.com"}, Network: s, AttemptTimeout: time.Minute,
	}, api.Access{Company: "acme", Token: "wtk_made_up", Version: company.DefaultAPIVersion}), 3, reads.Auto)
}

func planned(number string) *model {
	plan := &model{
		ProjectID: types.Int64Value(12), Value: customtypes.NewDecimalValue("7"), IssueDate: customtypes.NewDateValue("2026-03-31"),
		InvoiceNumber: types.StringNull(),
	}
	if number != "" {
		plan.InvoiceNumber = types.StringValue(number)
	}
	return plan
}

// A create without a clear response is looked up several times, and sent again
// only if it certainly had no effect.
func TestCreate_withoutAClearResponse(t *testing.T) {
	t.Parallel()
	const hangs, never = http.StatusRequestTimeout, 0
	for name, test := range map[string]struct {
		answers []answer
		appears int
		listed  string
		posts   int
		says    []string // nil means that invoice 50 was created
		lacks   string
	}{
		"timeout, and it appears late": {[]answer{{hangs, ""}}, 5, newBill, 1, nil, ""},
		"timeout, and nothing appears": {[]answer{{hangs, ""}}, never, "", 1, []string{
			"no complete response within the request timeout", "may still be carrying out the request", `No invoice with number "W-1" was found in project 12`,
			"not sent again", "Check the project's invoices", "terraform import billing_wethod_invoice.NAME ID", "Otherwise, apply again",
		}, ""},
		"gateway timeout":               {[]answer{{504, ""}}, never, "", 1, []string{"504", "may still be carrying out the request", "NAME ID"}, ""},
		"accepted, and it appears late": {[]answer{{201, ""}}, 4, newBill, 1, nil, ""},
		"accepted, and nothing appears": {[]answer{{201, ""}}, never, "", 1, []string{
			"does not contain the ID", "The response is a success, so Wethod has likely created the invoice", "not in the list", "not sent again", "NAME ID",
		}, "carrying out"},
		"accepted, cannot be read":       {[]answer{{201, `{"id":`}}, never, "", 1, []string{"cannot be read", "has likely created"}, ""},
		"cut, and it appears late":       {[]answer{{0, ""}}, 4, newBill, 1, nil, ""},
		"cut before":                     {[]answer{{0, ""}, {201, newBill}}, never, "", 2, nil, ""},
		"cut twice":                      {[]answer{{0, ""}}, never, "", 2, []string{"the connection broke", "was found in project 12 afterwards"}, ""},
		"server error before":            {[]answer{{500, ""}, {201, newBill}}, never, "", 2, nil, ""},
		"cut, then a timeout":            {[]answer{{0, ""}, {hangs, ""}}, never, "", 2, []string{"may still be carrying out"}, ""},
		"one with the number and others": {[]answer{{0, ""}}, 1, another, 1, []string{"did not exist before the request: ID 51", "NAME 51"}, "Nothing was created"},
		"two with the number":            {[]answer{{0, ""}}, 2, newBill + "," + another, 1, []string{"ID 50", "ID 51"}, "already exists"},
		"an older ID": {[]answer{{201, oldBill}}, never, "", 1, []string{
			"contains the ID of an invoice that existed before: ID 41", "not known which invoice was created", "NAME ID",
		}, "did not exist before"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				service := &service{answers: test.answers, appears: test.appears, listed: []string{test.listed}}
				company := service.company()
				id, diags := create(t.Context(), company, planned("W-1"))
				mustSay(t, id, fmt.Sprint(diags), test.says, test.lacks)
				if service.posts != test.posts {
					t.Errorf("%d creates were sent, want %d", service.posts, test.posts)
				}
				if test.says == nil {
					return
				}
				// The invoice may exist, so no other resource of the run may take its number.
				_, again := create(t.Context(), company, planned("W-1"))
				if service.posts != test.posts || !again.HasError() {
					t.Errorf("the number was given away: %v", again)
				}
			})
		})
	}
}

// mustSay checks that invoice 50 was created, or the texts of an error.
func mustSay(t *testing.T, id, said string, says []string, lacks string) {
	t.Helper()
	if (id == "50") != (says == nil) {
		t.Errorf("created is %q: %s", id, said)
	}
	for _, phrase := range says {
		if !strings.Contains(said, phrase) {
			t.Errorf("%s\nlacks %q", said, phrase)
		}
	}
	if lacks != "" && strings.Contains(said, lacks) {
		t.Errorf("%s\nhas %q", said, lacks)
	}
}

// Without a number, nothing is adopted or sent again.
func TestCreate_withoutANumberAndAClearResponse(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		answer answer
		says   []string
	}{
		"timeout":  {answer{http.StatusRequestTimeout, ""}, []string{"No matching invoice was found in project 12", "may still be carrying out", "NAME ID"}},
		"accepted": {answer{201, "{}"}, []string{"No matching invoice", "has likely created the invoice", "NAME ID"}},
		"cut":      {answer{0, ""}, []string{"No matching invoice was found in project 12. Check the project's invoices", "NAME ID", "Otherwise, apply again"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				service := &service{answers: []answer{test.answer}}
				id, diags := create(t.Context(), service.company(), planned(""))
				mustSay(t, id, fmt.Sprint(diags), test.says, "")
				if service.posts != 1 {
					t.Errorf("%d creates were sent", service.posts)
				}
			})
		})
	}
}

// An interrupted run looks at the whole project once, and ends.
func TestCreate_interrupted(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		appears, lists int
		says           []string
	}{
		"it arrived": {appears: 2, lists: 2},
		"it did not": {lists: 2, says: []string{"was found in project 12 afterwards"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				service := &service{answers: []answer{{0, ""}}, appears: test.appears, listed: []string{newBill}, posted: cancel}
				began := time.Now()
				id, diags := create(ctx, service.company(), planned("W-1"))
				mustSay(t, id, fmt.Sprint(diags), test.says, "")
				if took := time.Since(began); service.posts != 1 || service.lists != test.lists || took > time.Second {
					t.Errorf("%d creates and %d lists in %s", service.posts, service.lists, took)
				}
			})
		})
	}
}

// What the response to a create says recognizes the invoice before it is read.
func TestMade_keepsWhatTheResponseSays(t *testing.T) {
	t.Parallel()
	for created, want := range map[string]string{
		`"2026-05-02T10:00:00.987+00:00"`: "2026-05-02T10:00:00.987+00:00", `null`: "", `"2026-05-02 10:00"`: "", // not comparable
	} {
		service := &service{answers: []answer{{201, `{"id":50,"status":"draft","invoice_number":"AUTO-1","created_at":` + created + `}`}}}
		company, plan := service.company(), planned("")
		plan.InvoiceNumber = types.StringUnknown()
		id, diags := create(t.Context(), company, plan)
		plan.ID = types.StringValue(id)
		made(company, plan)
		if got := plan.CreatedAt.ValueString(); diags.HasError() || got != want || plan.InvoiceNumber.ValueString() != "AUTO-1" || plan.Paid.ValueBool() {
			t.Errorf("created_at %s is kept as %q, want %q; number %s; %v", created, got, want, plan.InvoiceNumber, diags)
		}
	}
}
