package company

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// pointed lists where diagnostics point at; "" where at no attribute.
func pointed(diags diag.Diagnostics) []string {
	var paths []string
	for _, each := range diags {
		at := ""
		if withPath, ok := each.(diag.DiagnosticWithPath); ok {
			at = withPath.Path().String()
		}
		paths = append(paths, at)
	}
	return paths
}

func TestExplain_failuresPointAtTheirArguments(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		failures []transport.FieldProblem
		want     []string
	}{
		"none":      {nil, []string{""}},
		"arguments": {[]transport.FieldProblem{{Target: "issue_date"}, {Target: "[updated_at]"}}, []string{"issue_date", "updated_at"}},
		"others":    {[]transport.FieldProblem{{Target: "limit"}, {Message: "m"}}, []string{""}},
		"both":      {[]transport.FieldProblem{{Target: "limit"}, {Target: "issue_date"}}, []string{"issue_date", ""}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := Explain("could not do it", &transport.APIError{Status: 400, Problem: transport.Problem{Fields: test.failures}}, "issue_date", "updated_at")
			if diff := cmp.Diff(test.want, pointed(got)); diff != "" {
				t.Errorf("paths differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestExplain_cures(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		err   error
		words []string
	}{
		"401":        {&transport.APIError{Status: 401}, []string{"wethod.token (WETHOD_TOKEN)"}},
		"403":        {&transport.APIError{Status: 403}, []string{"wethod.token (WETHOD_TOKEN)", "invoices.view,", "invoices.view_other"}},
		"412":        {&transport.APIError{Status: 412}, []string{"possible cause", "wethod.company (WETHOD_COMPANY)", "wethod.api_version (WETHOD_API_VERSION)"}},
		"429":        {&transport.APIError{Status: 429, IsLimited: true}, []string{"5,000 requests an hour"}},
		"404":        {&transport.APIError{Status: 404}, []string{"wethod.base_url (WETHOD_BASE_URL)", "https://api.wethod.com"}},
		"unreadable": {&transport.APIError{Status: 200, IsUnreadable: true}, []string{"wethod.base_url"}},
		"another":    {errors.New("no such host"), []string{"no such host"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := Explain("could not do it", test.err)
			if len(got) != 1 || got[0].Summary() != "Wethod: could not do it" {
				t.Fatalf("diagnostics %v", got)
			}
			for _, word := range test.words {
				if !strings.Contains(got[0].Detail(), word) {
					t.Errorf("%q lacks %q", got[0].Detail(), word)
				}
			}
		})
	}
	if got := cure(&transport.APIError{Status: 500}, ""); got != "" {
		t.Errorf("a cure for 500: %s", got)
	}
}
