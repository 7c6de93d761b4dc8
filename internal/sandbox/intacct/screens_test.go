package intacct_test

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/intacct"
)

func TestScreens_addATemplate(t *testing.T) {
	t.Parallel()
	company := newCompany(intacct.Options{})
	text := "Half"
	want := intacct.Template{
		Key: "16", Name: "A", Description: "B", BillingMethod: "percentCompleted", CalculateOn: "project",
		BasedOn: "estimatedHours", Status: "active", EntityID: "US01",
		Milestones: []intacct.Milestone{{Key: "25", PercentCompleted: "50.00", Description: &text}, {Key: "26", PercentCompleted: "100.00"}},
	}
	got := company.AddTemplate(intacct.Template{
		Name: "A", Description: "B", EntityID: "US01",
		Milestones: []intacct.Milestone{{PercentCompleted: "50", Description: &text}, {PercentCompleted: "100"}},
	})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the template differs (-want +got):\n%s", diff)
	}
	if kept, _ := company.Template("16"); !equal(want, kept) {
		t.Errorf("kept is %v", kept)
	}
}

func TestScreens_addTemplatesWithTheSameName(t *testing.T) {
	t.Parallel()
	company := newCompany(intacct.Options{})
	company.AddTemplate(intacct.Template{Name: "Three Steps", Description: "Another"})
	if keys := keysOf(t, query(company, ofTemplates, `,"filters":[{"$eq":{"name":"Three Steps"}}]`)); keys != "13 16" {
		t.Errorf("found %q", keys)
	}
	company.DeleteTemplate("13")
	body := `{"name":"Three Steps","description":"A third"}`
	send(company, http.MethodPost, templates, body).mustHave(t, http.StatusConflict)
	company.DeleteTemplate("16")
	send(company, http.MethodPost, templates, body).mustHave(t, http.StatusCreated)
}

func TestScreens_changeATemplate(t *testing.T) {
	t.Parallel()
	company := newCompany(intacct.Options{})
	changed := company.UpdateTemplate("13", func(template *intacct.Template) {
		template.Name = "Renamed"
		template.Milestones = append(template.Milestones[1:], intacct.Milestone{PercentCompleted: "50"})
	})
	if !changed || company.UpdateTemplate("99", func(*intacct.Template) {}) {
		t.Error("UpdateTemplate does not tell whether the template is there")
	}
	want := map[string]string{"21": "60.00 Build finished", "22": "100.00 null", "25": "50.00 null"}
	if diff := cmp.Diff(want, linesOf(t, company, "13")); diff != "" {
		t.Errorf("lines differ (-want +got):\n%s", diff)
	}
	send(company, http.MethodGet, intacct.PathMilestones+"/20", "").mustHave(t, http.StatusNotFound)
	if got := resultOf(t, send(company, http.MethodGet, pathOf("13"), ""))["name"]; got != "Renamed" {
		t.Errorf("the name is %v", got)
	}
	send(company, http.MethodPost, templates, `{"name":"Three Steps","description":"A"}`).mustHave(t, http.StatusCreated)
}

func TestScreens_deleteATemplate(t *testing.T) {
	t.Parallel()
	company := newCompany(intacct.Options{})
	company.MarkInUse("15")
	if !company.DeleteTemplate("15") || company.DeleteTemplate("15") {
		t.Error("DeleteTemplate does not tell whether the template was there")
	}
	if _, found := company.Template("15"); found || len(company.BillingTemplates()) != 3 {
		t.Error("the template is still there")
	}
}

func TestScreens_giveCopies(t *testing.T) {
	t.Parallel()
	company := newCompany(intacct.Options{})
	template, _ := company.Template("13")
	template.Milestones[0].PercentCompleted = "1"
	*template.Milestones[1].Description = "Changed"
	company.BillingTemplates()[0].Name = "Changed"
	if lines := linesOf(t, company, "13"); lines["20"] != "30.00 Design accepted" || lines["21"] != "60.00 Build finished" {
		t.Errorf("lines are %v", lines)
	}
}

func TestScreens_addAnEntity(t *testing.T) {
	t.Parallel()
	company := newCompany(intacct.Options{})
	company.AddEntity(intacct.Entity{Key: "48", ID: "DE01", Name: "Germany"})
	want := []intacct.Entity{
		{Key: "48", ID: "DE01", Name: "Germany"},
		{Key: "47", ID: "US01", Name: "United States"},
		{Key: "46", ID: "Western Region", Name: "Western Region"},
	}
	if diff := cmp.Diff(want, company.Entities()); diff != "" {
		t.Errorf("entities differ (-want +got):\n%s", diff)
	}
}

func TestScreens_refuseWhatCannotBe(t *testing.T) {
	t.Parallel()
	tests := map[string]intacct.Template{
		"an unknown entity":  {Name: "A", EntityID: "Mars"},
		"a key of letters":   {Name: "A", Key: "A"},
		"a key with a zero":  {Name: "A", Key: "01"},
		"a percent of words": {Name: "A", Milestones: []intacct.Milestone{{PercentCompleted: "half"}}},
	}
	for name, template := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			defer func() {
				if recover() == nil {
					t.Error("the template was added")
				}
			}()
			newCompany(intacct.Options{}).AddTemplate(template)
		})
	}
}

func TestSeed(t *testing.T) {
	t.Parallel()
	demo, empty := newCompany(intacct.Options{}), newCompanyWith(intacct.Options{}, false)
	var keys []string
	for _, template := range demo.BillingTemplates() {
		keys = append(keys, template.Key)
	}
	if diff := cmp.Diff([]string{"12", "13", "14", "15"}, keys); diff != "" {
		t.Errorf("keys differ (-want +got):\n%s", diff)
	}
	if len(empty.BillingTemplates()) != 0 || !equal(demo.Entities(), empty.Entities()) {
		t.Error("the empty company differs from the demo's in more than templates")
	}
	for company, want := range map[*intacct.Company]string{demo: "16", empty: "12"} {
		if got := resultOf(t, send(company, http.MethodPost, templates, newTemplate))["key"]; got != want {
			t.Errorf("the next key is %v, want %s", got, want)
		}
	}
}

func TestGenerate_many(t *testing.T) {
	t.Parallel()
	const many = 20_000
	company := newCompanyWith(intacct.Options{}, false)
	company.Generate(many)
	generated := company.BillingTemplates()
	if len(generated) != many || generated[0].Name != "GEN00001" || generated[many-1].Name != "GEN20000" {
		t.Fatalf("%d templates", len(generated))
	}
	if len(generated[0].Milestones) != 2 || len(generated[1].Milestones) != 3 {
		t.Errorf("%d and %d milestones", len(generated[0].Milestones), len(generated[1].Milestones))
	}
	got := query(company, ofMilestones, `,"start":49997,"size":4000`)
	if rows := rowsOf(t, got); len(rows) != 4 {
		t.Errorf("%d rows on the last page", len(rows))
	}
}
