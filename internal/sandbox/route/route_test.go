package route_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/route"
)

func TestMatch(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		template, path string
		want           route.Values
		ok             bool
	}{
		"literal":                        {"/invoices.json", "/invoices.json", route.Values{}, true},
		"literal differs":                {"/invoices.json", "/invoices", nil, false},
		"placeholder with extension":     {"/invoices/{id}.json", "/invoices/49.json", route.Values{"id": "49"}, true},
		"extension missing":              {"/invoices/{id}.json", "/invoices/49", nil, false},
		"placeholder empty":              {"/invoices/{id}.json", "/invoices/.json", nil, false},
		"whole segment":                  {"/objects/{key}", "/objects/1,2", route.Values{"key": "1,2"}, true},
		"placeholder in the middle":      {"/invoices/{id}/complete.json", "/invoices/7/complete.json", route.Values{"id": "7"}, true},
		"one segment too many":           {"/invoices/{id}.json", "/invoices/7/8.json", nil, false},
		"doubled slash":                  {"/invoices.json", "//invoices.json", nil, false},
		"literal segment before differs": {"/projects/{id}/invoices.json", "/tasks/7/invoices.json", nil, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, ok := route.Match(test.template, test.path)
			if ok != test.ok {
				t.Fatalf("Match(%q, %q) = %t, want %t", test.template, test.path, ok, test.ok)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("values differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestFirst_givesTheFirstTemplateThatFits(t *testing.T) {
	t.Parallel()
	templates := []string{"/invoices.json", "/invoices/{id}.json"}
	template, values, ok := route.First(templates, "/invoices/5.json")
	if !ok || template != "/invoices/{id}.json" || values["id"] != "5" {
		t.Errorf("First = %q, %v, %t", template, values, ok)
	}
	if _, _, ok := route.First(templates, "/tasks.json"); ok {
		t.Error("an unknown path fits a template")
	}
}
