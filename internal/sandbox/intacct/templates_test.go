package intacct_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/intacct"
)

func TestCreate_defaults(t *testing.T) {
	t.Parallel()
	company := newCompany(intacct.Options{})
	send(company, http.MethodPost, templates, `{"name":"A <1> & Söhne","description":"B"}`).mustHave(t, http.StatusCreated)
	send(company, http.MethodGet, pathOf("16"), "").mustBe(t, http.StatusOK, `{
		"ia::result": {
			"key": "16", "id": "16", "href": "/objects/projects/project-billing-template/16",
			"name": "A <1> & Söhne", "description": "B", "billingMethod": "percentCompleted", "calculateOn": "project",
			"basedOn": "estimatedHours", "status": "active", "entity": {"key": null, "id": null, "name": null}, "milestones": []
		},
		"ia::meta": {"totalCount": 1, "totalSuccess": 1, "totalError": 0}
	}`)
}

func TestCreate_refuses(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		body    string
		targets []string
	}{
		"no name and no description": {`{}`, []string{"/name", "/description"}},
		"no description":             {`{"name":"A"}`, []string{"/description"}},
		"null": {
			`{"name":null,"description":null,"status":null}`,
			[]string{"/description", "/name", "/status"},
		},
		"empty":   {`{"name":"","description":" "}`, []string{"/description", "/name"}},
		"no text": {`{"name":1,"description":"A"}`, []string{"/name"}},
		"values outside an enum": {
			`{"name":"A","description":"A","billingMethod":"x","calculateOn":"","basedOn":"x","status":"Active"}`,
			[]string{"/basedOn", "/billingMethod", "/calculateOn", "/status"},
		},
		"read-only and unknown": {
			`{"name":"A","description":"A","key":"9","id":"9","href":"/x","entity":{},"audit":{}}`,
			[]string{"/audit", "/entity", "/href", "/id", "/key"},
		},
		"milestones that are no list": {`{"name":"A","description":"A","milestones":{}}`, []string{"/milestones"}},
		"milestones of null":          {`{"name":"A","description":"A","milestones":null}`, []string{"/milestones"}},
		"a milestone that is null":    {`{"name":"A","description":"A","milestones":[null]}`, []string{"/milestones/0"}},
		"a milestone without percent": {
			`{"name":"A","description":"A","milestones":[{"description":"B"}]}`,
			[]string{"/milestones/0/percentCompleted"},
		},
		"fields of another kind of line": {
			`{"name":"A","description":"A","milestones":[{"percentCompleted":"1"},
				{"percentCompleted":"2","percentToInvoice":"2","key":"1","ia::operation":"patch","percentInvoiced":"1"}]}`,
			[]string{"/milestones/1/ia::operation", "/milestones/1/key", "/milestones/1/percentInvoiced", "/milestones/1/percentToInvoice"},
		},
		"a description of a line that is no text": {
			`{"name":"A","description":"A","milestones":[{"percentCompleted":"1","description":1}]}`, []string{"/milestones/0/description"},
		},
		"no JSON":     {`{"name":`, []string{"/"}},
		"two objects": {`{"name":"A","description":"A"} {}`, []string{"/"}},
		"null at all": {`null`, []string{"/"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			company := newCompany(intacct.Options{})
			send(company, http.MethodPost, templates, test.body).mustRefuse(t, test.targets...)
			if got := len(company.BillingTemplates()); got != 4 {
				t.Errorf("there are %d templates", got)
			}
		})
	}
}

func TestPercentages(t *testing.T) {
	t.Parallel()
	tests := map[string]string{ // the stored value, "" if refused
		`"25"`: "25.00", `"25.0"`: "25.00", `"33.33"`: "33.33", `"0.01"`: "0.01", `"100"`: "100.00", `25`: "25.00", `0.5`: "0.50",
		`"25.000"`: "25.00",
		`"0"`:      "", `"0.00"`: "", `"100.01"`: "", `"33.333"`: "", `"-5"`: "",
		`""`: "", `"abc"`: "", `" 5"`: "", `1e1`: "", `null`: "", `true`: "", `["5"]`: "",
		`"25%"`: "", `"NaN"`: "",
	}
	for sent, want := range tests {
		t.Run(sent, func(t *testing.T) {
			t.Parallel()
			body := `{"name":"A","description":"A","milestones":[{"percentCompleted":` + sent + `}]}`
			company := newCompany(intacct.Options{})
			got := send(company, http.MethodPost, templates, body)
			if want == "" {
				got.mustRefuse(t, "/milestones/0/percentCompleted")
				send(shaped(intacct.Shapes{PercentStatus: 422}), http.MethodPost, templates, body).mustHave(t, 422)
				return
			}
			got.mustHave(t, http.StatusCreated)
			if lines := linesOf(t, company, "16"); lines["25"] != want+" null" {
				t.Errorf("kept as %q, want %q", lines["25"], want)
			}
		})
	}
}

func TestName_isUnique(t *testing.T) {
	t.Parallel()
	company := newCompany(intacct.Options{})
	got := send(company, http.MethodPost, templates, exampleCreate)
	got.mustHave(t, http.StatusConflict)
	if code := below(parse(t, got.body), "ia::result", "ia::error", "code"); code != "operationFailed" {
		t.Errorf("the code is %v", code)
	}
	business := send(shaped(intacct.Shapes{DuplicateNameStatus: 422}), http.MethodPost, templates, exampleCreate)
	business.mustHave(t, http.StatusUnprocessableEntity)
	if code := below(parse(t, business.body), "ia::error", "code"); code != "operationFailed" {
		t.Errorf("the code is %v", code)
	}
	company.DeleteTemplate("15")
	send(company, http.MethodPost, templates, exampleCreate).mustHave(t, http.StatusCreated)
}

func TestUpdate_lines(t *testing.T) {
	t.Parallel()
	before := map[string]string{"20": "30.00 Design accepted", "21": "60.00 Build finished", "22": "100.00 null"}
	tests := map[string]struct {
		milestones string
		want       map[string]string
	}{
		"nothing":             {`[]`, before},
		"a line is added":     {`[{"percentCompleted":"80"}]`, with(before, "25", "80.00 null")},
		"its text is changed": {`[{"key":"20","description":"Drawn"}]`, with(before, "20", "30.00 Drawn")},
		"to null":             {`[{"key":"20","description":null}]`, with(before, "20", "30.00 null")},
		"to an empty text":    {`[{"key":"20","description":""}]`, with(before, "20", "30.00 ")},
		"its percentage is":   {`[{"key":"22","percentCompleted":"90"}]`, with(before, "22", "90.00 null")},
		"in so many words":    {`[{"key":"22","ia::operation":"patch","percentCompleted":"90"}]`, with(before, "22", "90.00 null")},
		"a line is deleted":   {`[{"key":"20","ia::operation":"delete"}]`, with(before, "20", "")},
		"all at once": {
			`[{"key":"20","ia::operation":"delete"},{"key":"21","percentCompleted":"75.00","description":null},
				{"percentCompleted":"100.00","description":"final"}]`,
			map[string]string{"21": "75.00 null", "22": "100.00 null", "25": "100.00 final"},
		},
		"two swap": {
			`[{"key":"20","percentCompleted":"60"},{"key":"21","percentCompleted":"30"}]`,
			map[string]string{"20": "60.00 Design accepted", "21": "30.00 Build finished", "22": "100.00 null"},
		},
		"one takes the place of another": {
			`[{"percentCompleted":"30"},{"key":"20","ia::operation":"delete"}]`, with(with(before, "20", ""), "25", "30.00 null"),
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			company := newCompany(intacct.Options{})
			send(company, http.MethodPatch, pathOf("13"), `{"milestones":`+test.milestones+`}`).mustBe(t, http.StatusOK, `{
				"ia::result": {"key": "13", "id": "13", "href": "/objects/projects/project-billing-template/13"},
				"ia::meta": {"totalCount": 1, "totalSuccess": 1, "totalError": 0}
			}`)
			if diff := cmp.Diff(test.want, linesOf(t, company, "13")); diff != "" {
				t.Errorf("lines differ (-want +got):\n%s", diff)
			}
		})
	}
}

// with returns lines with one line changed or removed.
func with(lines map[string]string, key, text string) map[string]string {
	changed := map[string]string{key: text}
	for other, line := range lines {
		if other != key {
			changed[other] = line
		}
	}
	if text == "" {
		delete(changed, key)
	}
	return changed
}

func TestUpdate_isDoneWhollyOrNotAtAll(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		change  string
		targets []string
	}{
		"a name":            {`"name":"Three Steps"`, []string{"/name"}},
		"read-only fields":  {`"id":"13","entity":{"id":"US01"}`, []string{"/entity", "/id"}},
		"no description":    {`"description":null`, []string{"/description"}},
		"an unknown status": {`"status":"gone"`, []string{"/status"}},
		"a percentage out of range": {
			`"milestones":[{"key":"20","percentCompleted":"200"}]`,
			[]string{"/milestones/0/percentCompleted"},
		},
		"a line of another template": {
			`"milestones":[{"percentCompleted":"5"},{"key":"23","percentCompleted":"5"}]`,
			[]string{"/milestones/1/key"},
		},
		"a deleted line of another": {
			`"milestones":[{"key":"99","ia::operation":"delete"}]`,
			[]string{"/milestones/0/key"},
		},
		"what a line invoices": {
			`"milestones":[{"key":"20","percentToInvoice":"5"}]`,
			[]string{"/milestones/0/percentToInvoice"},
		},
		"another owner": {
			`"milestones":[{"key":"20","projectBillingTemplate":{"key":"12"}}]`,
			[]string{"/milestones/0/projectBillingTemplate"},
		},
		"a line that is there twice": {
			`"milestones":[{"key":"20","percentCompleted":"5"},{"key":"20","percentCompleted":"6"}]`,
			[]string{"/milestones/1/key"},
		},
		"a key that is no text": {`"milestones":[{"key":20,"percentCompleted":"5"}]`, []string{"/milestones/0/key"}},
		"a deletion without a key": {
			`"milestones":[{"ia::operation":"delete"}]`,
			[]string{"/milestones/0/ia::operation", "/milestones/0/percentCompleted"},
		},
		"a deletion with more": {
			`"milestones":[{"key":"20","ia::operation":"delete","percentCompleted":"5"}]`,
			[]string{"/milestones/0/percentCompleted"},
		},
		"an unknown operation": {
			`"milestones":[{"key":"20","ia::operation":"remove"}]`,
			[]string{"/milestones/0/ia::operation"},
		},
		"a new line without a percent": {`"milestones":[{"description":"A"}]`, []string{"/milestones/0/percentCompleted"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			company := newCompany(intacct.Options{})
			before, _ := company.Template("13")
			body := fmt.Sprintf(`{"calculateOn":"project",%s}`, test.change)
			send(company, http.MethodPatch, pathOf("13"), body).mustRefuse(t, test.targets...)
			after, _ := company.Template("13")
			if diff := cmp.Diff(before, after); diff != "" {
				t.Errorf("something was changed:\n%s", diff)
			}
		})
	}
}

func TestUpdate_ofAnUnknownLine_isNotFound(t *testing.T) {
	t.Parallel()
	company := shaped(intacct.Shapes{UnknownLineStatus: 404})
	body := `{"milestones":[{"key":"99","percentCompleted":"5"}]}`
	send(company, http.MethodPatch, pathOf("13"), body).mustHave(t, http.StatusNotFound)
}

func TestUpdate_ofTheHeader(t *testing.T) {
	t.Parallel()
	company := newCompany(intacct.Options{})
	body := `{"description":"B","billingMethod":"milestone","calculateOn":"task","basedOn":"budgetedHours","status":"inactive"}`
	send(company, http.MethodPatch, pathOf("12"), body).mustHave(t, http.StatusOK)
	want := intacct.Template{
		Key: "12", Name: "Actual Project Hours", Description: "B", BillingMethod: "milestone", CalculateOn: "task",
		BasedOn: "budgetedHours", Status: "inactive",
	}
	got, _ := company.Template("12")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the template differs (-want +got):\n%s", diff)
	}
	send(company, http.MethodPatch, pathOf("12"), `{}`).mustHave(t, http.StatusOK)
	send(company, http.MethodPatch, pathOf("12"), ``).mustHave(t, http.StatusBadRequest)
}
