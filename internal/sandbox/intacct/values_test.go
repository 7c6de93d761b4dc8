package intacct_test

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/intacct"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/quirks"
)

// everyChange enables every change that a company can make to values.
var everyChange = quirks.Values{Trim: true, Escape: true, Round: true, Recase: true}

// textsOf returns the values of a template that clients write: the name, the description, and the percentage and
// description of each line.
func textsOf(template intacct.Template) []string {
	texts := []string{template.Name, template.Description}
	for _, milestone := range template.Milestones {
		description := "none"
		if milestone.Description != nil {
			description = *milestone.Description
		}
		texts = append(texts, milestone.PercentCompleted, description)
	}
	return texts
}

func TestValues_ofCreatesAndUpdates(t *testing.T) {
	t.Parallel()
	const lines = `"milestones":[{"percentCompleted":"33.335","description":" <first>"},{"percentCompleted":"100"}]`
	company := newCompanyWith(intacct.Options{Values: everyChange}, false)
	send(company, http.MethodPost, templates, `{"name":" r&d ","description":"Smith & Sons\n",`+lines+`}`).
		mustHave(t, http.StatusCreated)
	created, _ := company.Template("12")
	want := []string{"R&amp;D", "Smith &amp; Sons", "33.34", "&lt;first&gt;", "100.00", "none"}
	if diff := cmp.Diff(want, textsOf(created)); diff != "" {
		t.Errorf("created (-want +got):\n%s", diff)
	}
	send(company, http.MethodPatch, pathOf("12"), `{"description":" it's ","milestones":[
		{"key":"23","percentCompleted":"50.004"},{"key":"24","description":"\tlast "},{"percentCompleted":"75","description":null}]}`).
		mustHave(t, http.StatusOK)
	updated, _ := company.Template("12")
	want = []string{"R&amp;D", "it&#39;s", "50.00", "&lt;first&gt;", "100.00", "last", "75.00", "none"}
	if diff := cmp.Diff(want, textsOf(updated)); diff != "" {
		t.Errorf("updated (-want +got):\n%s", diff)
	}
}

func TestValues_changeWhileTheCompanyRuns(t *testing.T) {
	t.Parallel()
	company := newCompany(intacct.Options{Values: quirks.Values{Trim: true}})
	describe := func(text string) string {
		send(company, http.MethodPatch, pathOf("15"), `{"description":"`+text+`"}`).mustHave(t, http.StatusOK)
		template, _ := company.Template("15")
		return template.Description
	}
	if got := describe(" a & b "); got != "a & b" {
		t.Errorf("at first: %q", got)
	}
	company.SetValues(quirks.Values{Escape: true})
	if got := describe(" a & c "); got != " a &amp; c " {
		t.Errorf("then: %q", got)
	}
	company.SetValues(quirks.Values{})
	if got := describe(" a & d "); got != " a & d " {
		t.Errorf("at last: %q", got)
	}
}

func TestValues_leaveTheScreensAlone(t *testing.T) {
	t.Parallel()
	company := newCompany(intacct.Options{Values: everyChange})
	added := company.AddTemplate(intacct.Template{Name: " a & b ", Description: "<by hand>"})
	if added.Name != " a & b " || added.Description != "<by hand>" {
		t.Errorf("added as %+v", added)
	}
}

func TestValues_namesAreComparedAsStored(t *testing.T) {
	t.Parallel()
	company := newCompanyWith(intacct.Options{Values: everyChange}, false)
	send(company, http.MethodPost, templates, `{"name":"half","description":"A"}`).mustHave(t, http.StatusCreated)
	send(company, http.MethodPost, templates, `{"name":"Half ","description":"B"}`).mustHave(t, http.StatusConflict)
}

func TestPercentages_whereTheCompanyRounds(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		percent string
		rounds  bool
		status  int
	}{
		"refused where it does not": {"33.335", false, http.StatusBadRequest},
		"rounded":                   {"33.335", true, http.StatusCreated},
		"rounded to nothing":        {"0.004", true, http.StatusBadRequest},
		"too much":                  {"100.005", true, http.StatusBadRequest},
		"number":                    {"no", true, http.StatusBadRequest},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			company := newCompany(intacct.Options{Values: quirks.Values{Round: test.rounds}})
			send(company, http.MethodPost, templates,
				`{"name":"A","description":"A","milestones":[{"percentCompleted":"`+test.percent+`"}]}`).mustHave(t, test.status)
		})
	}
}

func TestSoftDelete_keepsTheTemplate(t *testing.T) {
	t.Parallel()
	company := newCompany(intacct.Options{SoftDelete: true})
	send(company, http.MethodDelete, pathOf("15"), "").mustHave(t, http.StatusNoContent)
	got := resultOf(t, send(company, http.MethodGet, pathOf("15"), ""))
	if got["status"] != intacct.StatusDeleted || got["name"] != "Project Estimated Hours" {
		t.Errorf("the single read has %v", got)
	}
	query := `{"object":"projects/project-billing-template","fields":["status"],"filters":[{"$eq":{"key":"15"}}]}`
	if rows := columnOf(t, send(company, http.MethodPost, intacct.PathQuery, query), "status"); !equal(rows, []any{"deleted"}) {
		t.Errorf("the query has %v", rows)
	}
	send(company, http.MethodGet, intacct.PathMilestones+"/23", "").mustHave(t, http.StatusOK)
	if shown, _ := company.Template("15"); shown.Status != intacct.StatusDeleted {
		t.Errorf("the screens show %+v", shown)
	}
	send(company, http.MethodPatch, pathOf("15"), `{"description":"Edited"}`).mustHave(t, http.StatusUnprocessableEntity)
	send(company, http.MethodDelete, pathOf("15"), "").mustHave(t, http.StatusNoContent)
}

func TestSoftDelete_freesTheName(t *testing.T) {
	t.Parallel()
	company := newCompany(intacct.Options{SoftDelete: true})
	const again = `{"name":"Project Estimated Hours","description":"Another one"}`
	send(company, http.MethodPost, templates, again).mustHave(t, http.StatusConflict)
	send(company, http.MethodDelete, pathOf("15"), "").mustHave(t, http.StatusNoContent)
	send(company, http.MethodPost, templates, again).mustHave(t, http.StatusCreated)
	company.DeleteTemplate("15")
	send(company, http.MethodPost, templates, again).mustHave(t, http.StatusConflict)
}

func TestSoftDelete_changesWhileTheCompanyRuns(t *testing.T) {
	t.Parallel()
	company := newCompany(intacct.Options{})
	company.MarkInUse("12")
	company.SetSoftDelete(true)
	send(company, http.MethodDelete, pathOf("12"), "").mustHave(t, http.StatusUnprocessableEntity)
	send(company, http.MethodDelete, pathOf("13,14"), "").mustHave(t, http.StatusOK)
	company.SetSoftDelete(false)
	send(company, http.MethodDelete, pathOf("15"), "").mustHave(t, http.StatusNoContent)
	statuses := map[string]string{}
	for _, template := range company.BillingTemplates() {
		statuses[template.Key] = template.Status
	}
	want := map[string]string{"12": "active", "13": intacct.StatusDeleted, "14": intacct.StatusDeleted}
	if diff := cmp.Diff(want, statuses); diff != "" {
		t.Errorf("statuses differ (-want +got):\n%s", diff)
	}
}
