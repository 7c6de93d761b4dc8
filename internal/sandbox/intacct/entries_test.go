package intacct_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/intacct"
)

const (
	contractTemplates = intacct.PathContractTemplates
	projects          = intacct.PathProjects
	observed          = intacct.PathObservedPercents
)

func TestContractTemplate_isReadWithItsLinesPadded(t *testing.T) {
	t.Parallel()
	company := newCompanyWith(intacct.Options{}, false)
	send(company, http.MethodPost, contractTemplates, `{"id":"Q","lines":[{"periodOffset":"0","percentToBill":"100"}]}`).mustBe(t, http.StatusCreated,
		`{"ia::result":{"key":"41","id":"Q","href":"/objects/contracts/billing-template/41"},"ia::meta":{"totalCount":1,"totalSuccess":1,"totalError":0}}`)
	send(company, http.MethodGet, contractTemplates+"/41", "").mustBe(t, http.StatusOK, `{"ia::result":{
		"key":"41","id":"Q","href":"/objects/contracts/billing-template/41","description":null,"method":"predefinedPercentages","source":null,
		"isStepBilling":false,"status":"active","audit":{"createdDateTime":"2026-01-01T00:00:41Z"},"lines":[{"key":"131","id":"131","href":"/objects/contracts/billing-template-line/131",
			"periodOffset":"0","percentToBill":"100.00000000","stepPercent":null,"status":"active",
			"contractBillingTemplate":{"key":"41","id":"Q","href":"/objects/contracts/billing-template/41"}}]},
		"ia::meta":{"totalCount":1,"totalSuccess":1,"totalError":0}}`)
	send(company, http.MethodGet, intacct.PathContractLines+"/131", "").mustHave(t, http.StatusOK)
	send(company, http.MethodGet, intacct.PathContractLines, "").mustHave(t, http.StatusOK)
	send(company, http.MethodPatch, intacct.PathContractLines+"/131", `{}`).mustHave(t, http.StatusMethodNotAllowed)
}

// Lines are changed, added, and deleted in one transaction, whose result must add up.
func TestContractTemplate_linesOfAPatch(t *testing.T) {
	t.Parallel()
	company := newCompanyWith(intacct.Options{}, false)
	send(company, http.MethodPost, contractTemplates, `{"id":"Q","lines":[{"periodOffset":"1","percentToBill":"40"},{"periodOffset":"2","percentToBill":"60"}]}`).
		mustHave(t, http.StatusCreated)
	path := contractTemplates + "/41"
	send(company, http.MethodPatch, path, `{"lines":[{"key":"131","percentToBill":"50"}]}`).mustHave(t, http.StatusUnprocessableEntity)
	send(company, http.MethodPatch, path, `{"lines":[{"key":"999","percentToBill":"50"}]}`).mustHave(t, http.StatusBadRequest)
	send(company, http.MethodPatch, path, `{"lines":[{"key":"131","ia::operation":"delete"},{"key":"132","percentToBill":"70"},{"periodOffset":"3","percentToBill":"30.0"}]}`).
		mustHave(t, http.StatusOK)
	send(company, http.MethodPatch, path, `{"method":"projectPercentComplete","isStepBilling":true}`).mustHave(t, http.StatusUnprocessableEntity)
	send(company, http.MethodPatch, path, `{"method":"projectPercentComplete","isStepBilling":true,"lines":[{"key":"132","ia::operation":"delete"},
		{"key":"133","ia::operation":"delete"},{"stepPercent":"50"}]}`).mustHave(t, http.StatusOK)
	got := company.Entries(intacct.ContractTemplates)[0]
	if diff := cmp.Diff([]intacct.EntryLine{{Key: "134", Values: map[string]string{"stepPercent": "50"}}}, got.Lines); diff != "" {
		t.Error(diff)
	}
	company.MarkEntryInUse(intacct.ContractTemplates, "41")
	send(company, http.MethodPatch, path, `{"method":"taskPercentComplete"}`).mustHave(t, http.StatusUnprocessableEntity)
	send(company, http.MethodDelete, path, "").mustHave(t, http.StatusUnprocessableEntity)
}

func TestEntries_refuse(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		method, path, body string
		status             int
		targets            []string
	}{
		"no id":               {"POST", contractTemplates, `{"lines":[{"percentToBill":"100"}]}`, 400, []string{"/id"}},
		"id again":            {"POST", contractTemplates, `{"id":"STEPS","lines":[{"percentToBill":"100"}]}`, 409, nil},
		"other words":         {"POST", contractTemplates, `{"id":"X","method":"x","source":"x","status":"x","isStepBilling":"true"}`, 400, []string{"/isStepBilling", "/method", "/source", "/status"}},
		"no hundred":          {"POST", contractTemplates, `{"id":"X","lines":[{"percentToBill":"99.99999999"}]}`, 422, nil},
		"nine decimals":       {"POST", contractTemplates, `{"id":"X","lines":[{"percentToBill":"99.999999999"}]}`, 400, []string{"/lines/0/percentToBill"}},
		"read-only in a line": {"POST", contractTemplates, `{"id":"X","lines":[{"percentToBill":"100","status":"active","key":"1"}]}`, 400, []string{"/lines/0/key", "/lines/0/status"}},
		"step without steps":  {"POST", contractTemplates, `{"id":"X","method":"taskPercentComplete","lines":[{"stepPercent":"50"}]}`, 422, nil},
		"budgeted by task":    {"POST", contractTemplates, `{"id":"X","method":"taskPercentComplete","source":"budgetedHours"}`, 422, nil},
		"another id":          {"PATCH", contractTemplates + "/42", `{"id":"OTHER"}`, 400, []string{"/id"}},
		"project without":     {"POST", projects, `{}`, 400, []string{"/name", "/category", "/id"}},
		"read-only progress":  {"PATCH", projects + "/101", `{"progress":{"percentComplete":"5"}}`, 400, []string{"/progress"}},
		"no such customer":    {"PATCH", projects + "/101", `{"customer":{"id":"CUST-9"}}`, 400, []string{"/customer/id"}},
		"name of a customer":  {"PATCH", projects + "/101", `{"customer":{"name":"Customer 101"}}`, 400, []string{"/customer/name"}},
		"three decimals":      {"PATCH", projects + "/101", `{"budget":{"billingAmount":"1.001"}}`, 400, []string{"/budget/billingAmount"}},
		"unknown in a group":  {"PATCH", projects + "/101", `{"budget":{"amount":"1"}}`, 400, []string{"/budget/amount"}},
		"date":                {"PATCH", projects + "/101", `{"startDate":"20260101"}`, 400, []string{"/startDate"}},
		"project by id":       {"POST", observed, `{"project":{"id":"P-0045"},"asOfDate":"2026-01-31","percentComplete":"25"}`, 400, []string{"/project/id"}},
		"nothing observed":    {"POST", observed, `{}`, 400, []string{"/project", "/asOfDate", "/percentComplete"}},
		"too much observed":   {"POST", observed, `{"project":{"key":"101"},"asOfDate":"2026-01-31","percentComplete":"100.01"}`, 400, []string{"/percentComplete"}},
		"another project":     {"PATCH", observed + "/11", `{"project":{"key":"102"}}`, 400, []string{"/project"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := send(newCompany(intacct.Options{}), test.method, test.path, test.body)
			got.mustHave(t, test.status)
			if test.targets != nil {
				got.mustRefuse(t, test.targets...)
			}
		})
	}
}

// Depending on the shape, a PATCH merges a nested object or replaces it.
func TestProject_nestedObjectsAreMergedOrReplaced(t *testing.T) {
	t.Parallel()
	for replaces, want := range map[bool]string{false: "9 8", true: "9 "} {
		company := newCompanyWith(intacct.Options{Shapes: intacct.Shapes{ReplaceNested: replaces}}, false)
		send(company, http.MethodPost, projects, `{"id":"P","name":"N","category":null,"budget":{"billingAmount":"1","budgetedCost":"8"}}`).mustHave(t, 201)
		send(company, http.MethodPatch, projects+"/101", `{"budget":{"billingAmount":"9"},"ratesAndPricing":{"defaultRate":"12"}}`).mustHave(t, 200)
		got := company.Entries(intacct.Projects)[0].Values
		if got["budget.billingAmount"]+" "+got["budget.budgetedCost"] != want || got["ratesAndPricing.laborPricing"] != "billingRate" {
			t.Errorf("replaces %t: %v", replaces, got)
		}
	}
}

func TestProject_referencesAndMarkups(t *testing.T) {
	t.Parallel()
	company := newCompany(intacct.Options{})
	for _, body := range []string{
		`{"customer":{"key":"32"}}`, `{"customer":{"id":"CUST-00102"},"ratesAndPricing":{"laborMarkup":"10","expenseMarkup":"5"}}`,
	} {
		send(company, http.MethodPatch, projects+"/101", body).mustHave(t, http.StatusOK)
		if got := company.Entries(intacct.Projects)[0].Values; got["customer"] != "CUST-00102" || got["ratesAndPricing.laborMarkup"] != "" {
			t.Errorf("%s: %v", body, got)
		}
	}
	for _, body := range []string{`{"customer":{"key":null}}`, `{"customer":{"id":null}}`, `{"customer":null}`} {
		company.UpdateEntry(intacct.Projects, "101", func(project *intacct.Entry) { project.Values["customer"] = "CUST-00101" })
		send(company, http.MethodPatch, projects+"/101", body).mustHave(t, http.StatusOK)
		if got := company.Entries(intacct.Projects)[0].Values; got["customer"] != "" || got["ratesAndPricing.expenseMarkup"] != "5" {
			t.Errorf("%s: %v", body, got)
		}
	}
}

func TestProject_numberedByTheCompany(t *testing.T) {
	t.Parallel()
	company := newCompanyWith(intacct.Options{NumbersProjects: true}, false)
	send(company, http.MethodPost, projects, `{"name":"N","category":"contract"}`).mustHave(t, http.StatusCreated)
	send(company, http.MethodPost, projects, `{"id":"PRJ-00002","name":"N","category":"contract"}`).mustHave(t, http.StatusCreated)
	send(company, http.MethodPost, projects, `{"name":"N","category":"contract"}`).mustHave(t, http.StatusCreated)
	if got := company.Entries(intacct.Projects)[2].Values["id"]; got != "PRJ-00003" {
		t.Errorf("id %s", got)
	}
}

// Depending on the shape, missing values are shown in different ways in single reads and queries, and decimals are
// padded or not.
func TestProject_shapes(t *testing.T) {
	t.Parallel()
	const query = `{"object":"projects/project","fields":["key","description","customer.id","budget.billingAmount","progress.observedPercentComplete"],` +
		`"filters":[{"$eq":{"customer.id":"CUST-00101"}}]}`
	for name, test := range map[string]struct {
		shapes    intacct.Shapes
		get, rows string
	}{
		"null":     {intacct.Shapes{}, `"description":null`, `{"budget.billingAmount":"15000.00","customer.id":"CUST-00101","description":null,"key":"101","progress.observedPercentComplete":"25"}`},
		"empty":    {intacct.Shapes{Nulls: intacct.NullsEmpty}, `"parent":{"id":"","key":"","name":""}`, `"description":"","key"`},
		"left out": {intacct.Shapes{Nulls: intacct.NullsLeftOut}, `"parent":{}`, `"customer.id":"CUST-00101","key"`},
		"padded":   {intacct.Shapes{Decimals: intacct.DecimalsPadded}, `"observedPercentComplete":"25.00"`, `"25.00"`},
		"bare":     {intacct.Shapes{NullReferences: true}, `"parent":null`, `"customer.id":"CUST-00101"`},
	} {
		company := newCompany(intacct.Options{Shapes: test.shapes})
		if got := send(company, http.MethodGet, projects+"/101", ""); !strings.Contains(got.body, test.get) {
			t.Errorf("%s: %s", name, got.body)
		}
		if got := send(company, http.MethodPost, intacct.PathQuery, query); !strings.Contains(got.body, test.rows) {
			t.Errorf("%s: %s", name, got.body)
		}
	}
}

// A tenant without observed percentages has neither the path nor the object.
func TestObserved_missing(t *testing.T) {
	t.Parallel()
	for _, status := range []int{http.StatusBadRequest, http.StatusNotFound} {
		company := shaped(intacct.Shapes{MissingObservedStatus: status})
		send(company, http.MethodGet, observed+"/11", "").mustHave(t, status)
		send(company, http.MethodPost, observed, `{}`).mustHave(t, status)
		send(company, http.MethodPost, intacct.PathQuery, `{"object":"projects/project-observed-percent-completed","fields":["key"]}`).mustHave(t, 400)
		send(company, http.MethodGet, projects+"/101", "").mustHave(t, http.StatusOK)
	}
}

func TestEntries_quirksOfValuesAndDeletions(t *testing.T) {
	t.Parallel()
	company := newCompanyWith(intacct.Options{}, false)
	company.SetSoftDelete(true)
	send(company, http.MethodPost, projects, `{"id":"P","name":"N","category":"contract"}`).mustHave(t, 201)
	send(company, http.MethodDelete, projects+"/101", "").mustHave(t, 204)
	send(company, http.MethodPatch, projects+"/101", `{"name":"M"}`).mustHave(t, 422)
	send(company, http.MethodPost, projects, `{"id":"P","name":"N","category":"contract"}`).mustHave(t, 201) // the ID is free again
	company.SetSoftDelete(false)
	send(company, http.MethodDelete, projects+"/102", "").mustHave(t, 204)
	send(company, http.MethodDelete, projects+"/102", "").mustHave(t, 404)
	if got := company.Entries(intacct.Projects); len(got) != 1 || got[0].Values["status"] != intacct.StatusDeleted {
		t.Errorf("left are %v", got)
	}
}
