package intacct_test

import (
	"net/http"
	"slices"
	"testing"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/intacct"
)

func TestPaths_outsideTheContract(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		method, path string
		status       int
	}{
		"another version":             {"GET", "/v1" + templates, 400},
		"another object":              {"GET", "/objects/projects/task", 400},
		"a slash at the end":          {"GET", templates + "/", 400},
		"something below a record":    {"GET", templates + "/15/milestones", 400},
		"an order of a plain list":    {"GET", templates + "?orderBy=name", 400},
		"a start of a plain list":     {"GET", templates + "?start=101", 400},
		"fields of a single read":     {"GET", pathOf("15") + "?fields=name", 400},
		"a query that cannot be read": {"GET", templates + "?%zz", 400},
		"a body of a read":            {"GET", templates, 400},
		"PUT":                         {"PUT", pathOf("15"), 405},
		"PATCH of the list":           {"PATCH", templates, 405},
		"POST to a record":            {"POST", pathOf("15"), 405},
		"POST of a milestone":         {"POST", intacct.PathMilestones, 405},
		"PATCH of a milestone":        {"PATCH", intacct.PathMilestones + "/23", 405},
		"DELETE of a milestone":       {"DELETE", intacct.PathMilestones + "/23", 405},
		"GET of the query service":    {"GET", intacct.PathQuery, 405},
		"GET of a token":              {"GET", intacct.PathToken, 405},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			body := ""
			if name == "a body of a read" {
				body = "{}"
			}
			got := send(newCompany(intacct.Options{}), test.method, test.path, body)
			got.mustHave(t, test.status)
			if test.status == http.StatusMethodNotAllowed && got.header.Get("Allow") == "" {
				t.Error("the answer does not tell what is possible")
			}
		})
	}
}

func TestMissing_records(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ method, path, body string }{
		"GET":              {"GET", pathOf("99"), ""},
		"GET with a zero":  {"GET", pathOf("015"), ""},
		"GET with letters": {"GET", pathOf("Project"), ""},
		"PATCH":            {"PATCH", pathOf("99"), `{"description":"A"}`},
		"PATCH with more":  {"PATCH", pathOf("99"), `{"name":"A"}`},
		"DELETE":           {"DELETE", pathOf("99"), ""},
		"GET milestone":    {"GET", intacct.PathMilestones + "/99", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := send(newCompany(intacct.Options{}), test.method, test.path, test.body)
			got.mustHave(t, http.StatusNotFound)
			if code := below(parse(t, got.body), "ia::result", "ia::error", "code"); code != "notFound" {
				t.Errorf("the code is %v", code)
			}
		})
	}
}

func TestDelete(t *testing.T) {
	t.Parallel()
	company := newCompany(intacct.Options{})
	got := send(company, http.MethodDelete, pathOf("15"), "")
	got.mustHave(t, http.StatusNoContent)
	if got.body != "" {
		t.Errorf("there is a body: %s", got.body)
	}
	send(company, http.MethodGet, pathOf("15"), "").mustHave(t, http.StatusNotFound)
	send(company, http.MethodGet, intacct.PathMilestones+"/23", "").mustHave(t, http.StatusNotFound)
	send(company, http.MethodDelete, pathOf("15"), "").mustHave(t, http.StatusNotFound)
}

func TestDelete_ofWhatIsNotThere_inOtherWays(t *testing.T) {
	t.Parallel()
	for _, status := range []int{400, 422} {
		company := shaped(intacct.Shapes{DeleteMissingStatus: status})
		send(company, http.MethodDelete, pathOf("99"), "").mustHave(t, status)
		send(company, http.MethodGet, pathOf("99"), "").mustHave(t, http.StatusNotFound)
	}
}

func TestDelete_ofWhatIsInUse(t *testing.T) {
	t.Parallel()
	company := newCompany(intacct.Options{})
	if !company.MarkInUse("15") || company.MarkInUse("99") {
		t.Error("MarkInUse does not tell whether the template is there")
	}
	send(company, http.MethodDelete, pathOf("15"), "").mustBe(t, http.StatusUnprocessableEntity, `{
		"ia::error": {
			"code": "operationFailed", "message": "The operation failed", "supportId": "",
			"details": [{"code": "BL01001973", "message": "The billing template 15 is in use and cannot be deleted"}]
		},
		"ia::meta": `+failedMeta+`
	}`)
	if _, found := company.Template("15"); !found {
		t.Error("the template is gone")
	}
}

func TestLists_showOneHundredReferences(t *testing.T) {
	t.Parallel()
	company := newCompanyWith(intacct.Options{}, false)
	company.Generate(150)
	for path, total := range map[string]string{templates: "150", intacct.PathMilestones: "375"} {
		got := send(company, http.MethodGet, path, "")
		if rows := rowsOf(t, got); len(rows) != 100 || len(rows[0]) != 3 {
			t.Errorf("%s: %d rows, the first %v", path, len(rows), rows[0])
		}
		meta := parse(t, `{"totalCount": `+total+`, "start": 1, "pageSize": 100, "next": 101, "previous": null}`)
		if told := below(parse(t, got.body), "ia::meta"); !equal(meta, told) {
			t.Errorf("%s: ia::meta is %v", path, told)
		}
	}
}

func TestBatches(t *testing.T) {
	t.Parallel()
	company := newCompany(intacct.Options{})
	got := send(company, http.MethodGet, pathOf("15,12"), "")
	got.mustHave(t, http.StatusOK)
	if keys := columnOf(t, got, "key"); !equal(keys, []any{"15", "12"}) {
		t.Errorf("keys %v", keys)
	}
	company.MarkInUse("13")
	mixed := send(company, http.MethodDelete, pathOf("12,13,99"), "")
	mixed.mustHave(t, http.StatusMultiStatus)
	statuses := []string{}
	for _, row := range rowsOf(t, mixed) {
		statuses = append(statuses, asText(row["ia::status"]))
	}
	if !slices.Equal(statuses, []string{"204", "422", "404"}) {
		t.Errorf("statuses %v in %s", statuses, mixed.body)
	}
	if _, found := company.Template("12"); found {
		t.Error("12 is still there")
	}
	send(company, http.MethodPost, templates, "["+exampleCreate+"]").mustHave(t, http.StatusBadRequest)
}

func TestModel(t *testing.T) {
	t.Parallel()
	company := newCompany(intacct.Options{})
	model := resultOf(t, send(company, http.MethodGet, intacct.PathModel+"?name=projects/project-billing-template", ""))
	name, description := below(model, "fields", "name"), below(model, "fields", "description")
	if below(name, "mutable") != false || below(description, "mutable") != true || below(description, "required") != false {
		t.Errorf("name %v, description %v", name, description)
	}
	line := resultOf(t, send(company, http.MethodGet, intacct.PathModel+"?name=projects/project-billing-template-milestone", ""))
	if line["httpMethods"] != "GET" || below(line, "fields", "percentToInvoice", "readOnly") != true {
		t.Errorf("the model of a milestone is %v", line)
	}
	send(company, http.MethodGet, intacct.PathModel+"?name=projects/task", "").mustHave(t, http.StatusBadRequest)
	send(company, http.MethodGet, intacct.PathModel, "").mustHave(t, http.StatusBadRequest)
}

func TestEntities(t *testing.T) {
	t.Parallel()
	company := newCompanyWith(intacct.Options{}, false)
	const header = "X-IA-API-Param-Entity"
	create := func(name string, edit func(http.Header)) {
		t.Helper()
		body := `{"name":"` + name + `","description":"A"}`
		sendWith(company, http.MethodPost, templates, body, edit).mustHave(t, http.StatusCreated)
	}
	create("at the top", nil)
	create("in the west", as(header, "Western Region"))
	create("in the states", as(header, "US01"))
	want := parse(t, `{"key":"46","id":"Western Region","name":"Western Region","href":"/objects/company-config/entity/46"}`)
	if got := resultOf(t, send(company, http.MethodGet, pathOf("13"), ""))["entity"]; !equal(got, want) {
		t.Errorf("the entity is %v", got)
	}
	tests := map[string]struct {
		entity string
		want   []any
	}{
		"the top level sees all":                   {"", []any{"12", "13", "14"}},
		"an entity sees the top level's and its":   {"Western Region", []any{"12", "13"}},
		"another one does not see those of others": {"US01", []any{"12", "14"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			listed := sendWith(company, http.MethodGet, templates, "", as(header, test.entity))
			if got := columnOf(t, listed, "key"); !equal(got, test.want) {
				t.Errorf("list: %v", got)
			}
			query := `{"object":"projects/project-billing-template","fields":["key"],"orderBy":[{"key":"asc"}]}`
			queried := sendWith(company, http.MethodPost, intacct.PathQuery, query, as(header, test.entity))
			if got := columnOf(t, queried, "key"); !equal(got, test.want) {
				t.Errorf("query: %v", got)
			}
		})
	}
	sendWith(company, http.MethodGet, pathOf("13"), "", as(header, "US01")).mustHave(t, http.StatusNotFound)
	sendWith(company, http.MethodDelete, pathOf("13"), "", as(header, "US01")).mustHave(t, http.StatusNotFound)
	sendWith(company, http.MethodGet, templates, "", as(header, "Nowhere")).mustHave(t, http.StatusForbidden)
	other := shaped(intacct.Shapes{UnknownEntityStatus: 400})
	sendWith(other, http.MethodGet, templates, "", as(header, "Nowhere")).mustHave(t, http.StatusBadRequest)
}

func TestHeaders_thatChangeNothing(t *testing.T) {
	t.Parallel()
	company := newCompany(intacct.Options{})
	// The spelling without a hyphen appears in the documentation, but it does not work.
	got := sendWith(company, http.MethodPost, templates, `{"name":"A","description":"A"}`, as("X-IA-API-ParamEntity", "US01"))
	created, _ := company.Template(asText(resultOf(t, got)["key"]))
	if created.EntityID != "" {
		t.Errorf("the template belongs to %s", created.EntityID)
	}
	sendWith(company, http.MethodGet, pathOf("15"), "", as("Prefer", "respond-async")).mustHave(t, http.StatusBadRequest)
}
