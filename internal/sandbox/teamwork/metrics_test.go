package teamwork_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/teamwork"
)

// The demo's open invoices: two on 1149, one on 1150, one on 1151 (archived), two on 1152, one on 1153 (completed), one
// on 1154 (deleted).
func TestMetric_filters(t *testing.T) {
	t.Parallel()
	tests := map[string]int{
		"":                              6,
		"onlyStarredProjects=true":      4,
		"onlyStarredProjects=false":     6,
		"includeArchivedProjects=true":  7,
		"includeArchivedProjects=false": 6,
		"projectTagIds=1":               2,
		"projectTagIds=1%2C3":           4,
		"projectTagIds=2,3&matchAllProjectTags=true":   1,
		"projectTagIds=2,3&matchAllProjectTags=false":  4,
		"projectTagIds=1&includeArchivedProjects=true": 3,
		"matchAllProjectTags=true":                     6,
		"projectTagIds=99":                             0,
		"projectStatuses=active":                       5,
		"projectStatuses=current":                      2,
		"projectStatuses=late,upcoming":                3,
		"projectStatuses=completed":                    1,
		"projectStatuses=deleted":                      1,
		"projectStatuses=active,completed,deleted":     7,
		"projectOwnerIds=414":                          2,
		"projectOwnerIds=414,416":                      3,
		"projectIds=1149,1153":                         3,
		"projectIds=1151":                              0,
		"projectIds=1151&includeArchivedProjects=true": 1,
		"projectHealths=0":                             1,
		"projectHealths=0,1":                           3,
		"projectHealths=2,3":                           3,
		"projectCompanyIds=52":                         2,
		"projectCategoryIds=7,8":                       4,
		"projectCompanyIds=52&projectHealths=2":        1,
	}
	for query, want := range tests {
		t.Run(query, func(t *testing.T) {
			t.Parallel()
			send(newSite(teamwork.Options{}), http.MethodGet, teamwork.PathInvoiceMetric+"?"+query, "").
				mustBe(t, http.StatusOK, fmt.Sprintf(`{"data":{"value":%d}}`, want))
		})
	}
}

func TestMetric_isStrict(t *testing.T) {
	t.Parallel()
	queries := []string{
		"page=1", "onlyStarredProjects=1", "onlyStarredProjects=", "onlyStarredProjects=true&onlyStarredProjects=true",
		"projectIds=", "projectIds=1,", "projectIds=a", "projectIds=1&projectIds=2", "projectIds[]=1",
		"projectHealths=4", "projectHealths=-1", "projectStatuses=archived", "projectStatuses=", "projectStatuses=Active",
	}
	for _, query := range queries {
		t.Run(query, func(t *testing.T) {
			t.Parallel()
			mustBeNewError(t, send(newSite(teamwork.Options{}), http.MethodGet, teamwork.PathInvoiceMetric+"?"+query, ""), 400)
		})
	}
}

func TestMetric_saysInItsOwnShapeThatCredentialsAreWrong(t *testing.T) {
	t.Parallel()
	got := sendWith(newSite(teamwork.Options{}), http.MethodGet, teamwork.PathInvoiceMetric, "", func(header http.Header) {
		header.Set("Authorization", "Bearer wrong")
	})
	mustBeNewError(t, got, 401)
}

// mustBeNewError checks that a response is an error of API v3 with a message.
func mustBeNewError(t *testing.T, got answer, status int) {
	t.Helper()
	body, _ := parse(t, got.body).(map[string]any)
	list, _ := body["errors"].([]any)
	if got.status != status || len(list) != 1 {
		t.Fatalf("%d %s", got.status, got.body)
	}
	first, _ := list[0].(map[string]any)
	if title, _ := first["title"].(string); title == "" || first["detail"] == "" {
		t.Errorf("the error says nothing: %s", got.body)
	}
}
