package api_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/transport"
	"github.com/projectbilling/terraform-provider-billing/internal/wethod/api"
)

// fail reads a list that returns an error.
func fail(t *testing.T, given answer) *transport.APIError {
	t.Helper()
	client, _ := newClient(always(given))
	_, err := client.ListInvoices(t.Context(), api.InvoiceQuery{})
	var failure *transport.APIError
	if !errors.As(err, &failure) {
		t.Fatalf("error %v (%T)", err, err)
	}
	return failure
}

func TestError_shapes(t *testing.T) {
	t.Parallel()
	type parts struct {
		Key, Message string
		Failures     []transport.FieldProblem
	}
	tests := map[string]struct {
		body string
		want parts
	}{
		"object with the framework's own members": {
			`{"key":"k","message":"m","failures":[{"field":"issue_date","message":"bad"},{"field":"limit","message":"worse"}],
				"headers":{},"content":"","status_code":400,"encoding_options":64}`,
			parts{"k", "m", []transport.FieldProblem{{Target: "issue_date", Message: "bad"}, {Target: "limit", Message: "worse"}}},
		},
		"object without failures": {`{"key":"k","message":"m","failures":null}`, parts{Key: "k", Message: "m"}},
		"failures alone":          {`{"failures":[{"field":"a"},{"message":"b"},"c",{},null]}`, parts{"", "", []transport.FieldProblem{{Target: "a"}, {Message: "b"}, {Message: "c"}}}},
		"failures by field":       {`{"message":"m","failures":{"issue_date":["bad"]}}`, parts{"", "m", []transport.FieldProblem{{Message: `{"issue_date":["bad"]}`}}}},
		"array of failures": {
			`[{"field":"issue_date","message":"bad"},{"field":"limit","message":"worse"}]`,
			parts{"", "", []transport.FieldProblem{{Target: "issue_date", Message: "bad"}, {Target: "limit", Message: "worse"}}},
		},
		"array of errors": {
			`[{"key":"k","message":"m","failures":[{"field":"f","message":"g"}]},{"key":"l","message":"n"}]`,
			parts{"k", "m", []transport.FieldProblem{{Target: "f", Message: "g"}, {Message: "n"}}},
		},
		"array of texts":      {`["a","b"]`, parts{"", "", []transport.FieldProblem{{Message: "a"}, {Message: "b"}}}},
		"other types":         {`{"key":7,"message":["a"]}`, parts{Key: "7", Message: `["a"]`}},
		"another object":      {`{"title":"An error occurred","status":500}`, parts{Message: "An error occurred"}},
		"empty":               {"", parts{}},
		"empty object":        {"{}", parts{Message: "{}"}},
		"empty array":         {"[]", parts{Message: "[]"}},
		"HTML":                {"<html>\n  <h1>502 Bad Gateway</h1>\n</html>", parts{Message: "<html> <h1>502 Bad Gateway</h1> </html>"}},
		"text in quotes":      {`"no"`, parts{Message: `"no"`}},
		"control characters":  {`{"message":"a\u001b[31mb\nc"}`, parts{Message: "a[31mb c"}},
		"the token":           {`{"key":"` + testToken + `","message":"Bearer ` + testToken + `","failures":[{"field":"` + testToken + `","message":"wtk_k7Qz19xW%2B%2F%3D"}]}`, parts{"(redacted)", "Bearer (redacted)", []transport.FieldProblem{{Target: "(redacted)", Message: "(redacted)"}}}},
		"the token in a page": {"<p>" + testToken + "</p>", parts{Message: "<p>(redacted)</p>"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, status := range []int{400, 401, 403, 412, 422, 500} {
				got := fail(t, answer{status: status, body: test.body})
				if diff := cmp.Diff(test.want, parts{got.Code, got.Message, got.Fields}); diff != "" || got.Status != status {
					t.Errorf("status %d; error differs (-want +got):\n%s", got.Status, diff)
				}
			}
		})
	}
}

func TestError_isBounded(t *testing.T) {
	t.Parallel()
	var failures []string
	for i := range 500 {
		failures = append(failures, fmt.Sprintf(`{"field":"f%d","message":%q}`, i, strings.Repeat("long ", 1000)))
	}
	got := fail(t, answer{status: 400, body: `{"message":"` + strings.Repeat("m", 10000) + `","failures":[` + strings.Join(failures, ",") + "]}"})
	if len(got.Fields) != 21 || got.Fields[20].Message != "and 480 more" || len(got.Error()) > 15000 {
		t.Errorf("%d failures, text of %d bytes", len(got.Fields), len(got.Error()))
	}
	if got := fail(t, answer{status: 502, body: strings.Repeat("<p>", 100000)}); len(got.Error()) > 500 {
		t.Errorf("text of %d bytes", len(got.Error()))
	}
}

func TestError_redirectsAreNotFollowed(t *testing.T) {
	t.Parallel()
	client, far := newClient(always(answer{status: 302, header: http.Header{"Location": {"https://login.example.com/?token=" + testToken}}}))
	_, err := client.ListInvoices(t.Context(), api.InvoiceQuery{})
	contains(t, err, "302 Found", "redirects to login.example.com, and redirects are not followed")
	if len(far.seen()) != 1 {
		t.Errorf("%d requests, want 1", len(far.seen()))
	}
}

func TestError_noAnswer(t *testing.T) {
	t.Parallel()
	client, _ := newClient(always(answer{err: errors.New("refused " + testToken)}))
	_, err := client.ListInvoices(t.Context(), api.InvoiceQuery{})
	var noAnswer *transport.NoAnswerError
	if !errors.As(err, &noAnswer) || strings.Contains(err.Error(), testToken) {
		t.Errorf("error %v (%T)", err, err)
	}
}

func TestError_statusWithoutName(t *testing.T) {
	t.Parallel()
	if got := fail(t, answer{status: 499}).Error(); got != "Wethod responded with 499 (GET /api/invoices)" {
		t.Error(got)
	}
}
