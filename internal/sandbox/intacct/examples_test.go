package intacct_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/intacct"
)

// The examples of the documentation, verbatim.
const (
	exampleList = `{
"ia::result": [
{"key": "12", "id": "12", "href": "/objects/projects/project-billing-template/12"},
{"key": "13", "id": "13", "href": "/objects/projects/project-billing-template/13"},
{"key": "14", "id": "14", "href": "/objects/projects/project-billing-template/14"}
],
"ia::meta": {"totalCount": 3, "start": 1, "pageSize": 100, "next": 101, "previous": null}
}`
	exampleCreate = `{
"name": "Project Estimated Hours",
"description": "Template for billing by estimated project hours",
"billingMethod": "percentCompleted",
"calculateOn": "project",
"basedOn": "plannedHours",
"status": "active",
"milestones": [
{"percentCompleted": "0.1", "description": "Project Estimated Hours"}
]
}`
	exampleCreated = `{
"ia::result": {"key": "15", "id": "15", "href": "/objects/projects/project-billing-template/15"},
"ia::meta": {"totalCount": 1, "totalSuccess": 1, "totalError": 0}
}`
	// The documentation calls one percentToInvoice percentInvoiced and gives the second line the link of the first one.
	// Both are mistakes.
	exampleSingle = `{
"ia::result": {
"key": "15",
"id": "15",
"href": "/objects/projects/project-billing-template/15",
"name": "Project Estimated Hours",
"description": "Template for billing by estimated project hours",
"billingMethod": "percentCompleted",
"calculateOn": "project",
"basedOn": "plannedHours",
"status": "active",
"milestones": [
{
"key": "23",
"id": "23",
"percentCompleted": "0.5",
"percentToInvoice": "0.5",
"description": "Bill at 50% completion",
"href": "/objects/projects/project-billing-template-milestone/23",
"projectBillingTemplate": {"key": "15", "id": "15", "href": "/objects/projects/project-billing-template/15"}
},
{
"key": "24",
"id": "24",
"percentCompleted": "1",
"percentToInvoice": "0.5",
"description": "Bill at 100% completion",
"href": "/objects/projects/project-billing-template-milestone/24",
"projectBillingTemplate": {"key": "15", "id": "15", "href": "/objects/projects/project-billing-template/15"}
}
]
},
"ia::meta": {"totalCount": 1, "totalSuccess": 1, "totalError": 0}
}`
	exampleUpdate  = `{"description": "Bill by actual project hours"}`
	exampleUpdated = `{
"ia::result": {"key": "12", "id": "12", "href": "/objects/projects/project-billing-template/12"},
"ia::meta": {"totalCount": 1, "totalSuccess": 1, "totalError": 0}
}`
	exampleMilestone = `{
"ia::result": {
"key": "23",
"id": "23",
"percentCompleted": "25.00",
"percentToInvoice": "25.00",
"description": "Invoice at 50%",
"href": "/objects/projects/project-billing-template-milestone/23",
"projectBillingTemplate": {"key": "12", "id": "12", "href": "/objects/projects/project-billing-template/12"}
},
"ia::meta": {"totalCount": 1, "totalSuccess": 1, "totalError": 0}
}`
	exampleFieldError = `{
"code": "invalidRequest",
"message": "Payload contains errors",
"supportId": "sQrM9%7EYdh5oDEWVb80mrn9xuHjoAAAABBQ",
"errorId": "REST-1064",
"additionalInfo": {"messageId": "IA.PAYLOAD_CONTAINS_ERRORS", "placeholders": {}, "propertySet": {}},
"details": [
{
"code": "invalidRequest",
"message": "/testDate is not a valid field",
"errorId": "REST-1043",
"target": "/testDate",
"additionalInfo": {"messageId": "IA.NOT_A_VALID_FIELD", "placeholders": {"FIELD": "/testDate"}, "propertySet": {}}
}
]
}`
	exampleNoPayload = `{
"ia::result": {
"ia::error": {
"code": "invalidRequest",
"message": "A POST request requires a payload",
"errorId": "REST-1028",
"additionalInfo": {
"messageId": "IA.REQUEST_REQUIRES_A_PAYLOAD",
"placeholders": {"OPERATION": "POST"},
"propertySet": {}
},
"supportId": "Kxi78%7EZuyXBDEGVHD2UmO1phYXDQAAAAo"
}
},
"ia::meta": {"totalCount": 1, "totalSuccess": 0, "totalError": 1}
}`
	exampleContentType = `{
"code": "invalidRequest",
"message": "Malformed URL",
"supportId": "sQrM9%7EYdh5oDEWVb80mrn9xuHjoAAAABBQ",
"details": [
{
"code": "invalidRequest",
"message": "The content type is not valid",
"correction": "Send what the documentation of the endpoint describes"
}
]
}`
	exampleQuery = `{
"object": "accounts-payable/vendor",
"fields": ["id", "name", "status", "href"],
"filters": [{"$eq": {"status": "active"}}, {"$eq": {"billingType": "openItem"}}],
"filterExpression": "1 and 2",
"orderBy": [{"id": "asc"}]
}`
	exampleRows = `{
"ia::result": [
{"id": "Vend-00002", "name": "Test vendor", "status": "active", "href": "/objects/accounts-payable/vendor/85"},
{"id": "VEND-00010", "name": "Design Works", "status": "active", "href": "/objects/accounts-payable/vendor/111"}
],
"ia::meta": {"totalCount": 2, "start": 1, "pageSize": 100, "next": null, "previous": null}
}`
)

// failedMeta is the ia::meta of an error.
const failedMeta = `{"totalCount": 1, "totalSuccess": 0, "totalError": 1}`

func TestExamples_list(t *testing.T) {
	t.Parallel()
	company := newCompany(intacct.Options{})
	company.DeleteTemplate("15") // the example of a list has three templates
	send(company, http.MethodGet, templates, "").mustBe(t, http.StatusOK, exampleList)
}

func TestExamples_create(t *testing.T) {
	t.Parallel()
	company := newCompanyWith(intacct.Options{}, false)
	for _, name := range []string{"A", "B", "C"} {
		company.AddTemplate(intacct.Template{Name: name, Description: name})
	}
	send(company, http.MethodPost, templates, exampleCreate).mustBe(t, http.StatusCreated, exampleCreated)
	send(company, http.MethodGet, pathOf("15"), "").mustBe(t, http.StatusOK, `{
		"ia::result": {
			"key": "15", "id": "15", "href": "/objects/projects/project-billing-template/15",
			"name": "Project Estimated Hours", "description": "Template for billing by estimated project hours",
			"billingMethod": "percentCompleted", "calculateOn": "project", "basedOn": "plannedHours", "status": "active",
			"entity": {"key": null, "id": null, "name": null},
			"milestones": [{
				"key": "23", "id": "23", "href": "/objects/projects/project-billing-template-milestone/23",
				"percentCompleted": "0.10", "percentToInvoice": "0.10", "description": "Project Estimated Hours",
				"projectBillingTemplate": {"key": "15", "id": "15", "href": "/objects/projects/project-billing-template/15"}
			}]
		},
		"ia::meta": {"totalCount": 1, "totalSuccess": 1, "totalError": 0}
	}`)
}

func TestExamples_single(t *testing.T) {
	t.Parallel()
	company := shaped(intacct.Shapes{Edition: intacct.EditionBeta})
	got := send(company, http.MethodGet, pathOf("15"), "")
	if strings.Index(got.body, `"24"`) < strings.Index(got.body, `"23"`) { // the next response begins with the other line
		got = send(company, http.MethodGet, pathOf("15"), "")
	}
	got.mustBe(t, http.StatusOK, exampleSingle)
}

func TestExamples_update(t *testing.T) {
	t.Parallel()
	company := newCompany(intacct.Options{})
	send(company, http.MethodPatch, pathOf("12"), exampleUpdate).mustBe(t, http.StatusOK, exampleUpdated)
	if got := resultOf(t, send(company, http.MethodGet, pathOf("12"), ""))["description"]; got != "Bill by actual project hours" {
		t.Errorf("the description is %q", got)
	}
}

// The example has 50.00 to invoice, which nothing in it explains.
func TestExamples_milestone(t *testing.T) {
	t.Parallel()
	company := newCompanyWith(intacct.Options{}, false)
	text := "Invoice at 50%"
	company.AddTemplate(intacct.Template{
		Name: "A", Description: "A", Milestones: []intacct.Milestone{{PercentCompleted: "25", Description: &text}},
	})
	send(company, http.MethodGet, intacct.PathMilestones+"/23", "").mustBe(t, http.StatusOK, exampleMilestone)
}

func TestExamples_unknownField(t *testing.T) {
	t.Parallel()
	const body = `{"name": "A", "description": "A", "testDate": "2020-01-01"}`
	send(newCompany(intacct.Options{}), http.MethodPost, templates, body).mustBe(t, http.StatusBadRequest,
		`{"ia::result": {"ia::error": `+exampleFieldError+`}, "ia::meta": `+failedMeta+`}`)
	send(shaped(intacct.Shapes{MetaInside: true}), http.MethodPost, templates, body).mustBe(t, http.StatusBadRequest,
		`{"ia::result": {"ia::error": `+exampleFieldError+`, "ia::meta": `+failedMeta+`}}`)
}

func TestExamples_noPayload(t *testing.T) {
	t.Parallel()
	send(newCompany(intacct.Options{}), http.MethodPost, templates, "").mustBe(t, http.StatusBadRequest, exampleNoPayload)
}

func TestExamples_contentType(t *testing.T) {
	t.Parallel()
	got := sendWith(newCompany(intacct.Options{}), http.MethodPost, templates, exampleCreate, as("Content-Type", "text/plain"))
	got.mustBe(t, http.StatusBadRequest, `{"ia::error": `+exampleContentType+`, "ia::meta": `+failedMeta+`}`)
}

func TestExamples_query(t *testing.T) {
	t.Parallel()
	company := newCompany(intacct.Options{})
	vendor := func(id, name, status, billing, key string) map[string]any {
		return map[string]any{
			"id": id, "name": name, "status": status, "billingType": billing, "href": "/objects/accounts-payable/vendor/" + key,
		}
	}
	fields := map[string]intacct.FieldKind{"id": 0, "name": 0, "status": 0, "billingType": 0, "href": 0}
	company.AddObject("accounts-payable/vendor", fields,
		vendor("VEND-00011", "Idle", "inactive", "openItem", "112"),
		vendor("VEND-00010", "Design Works", "active", "openItem", "111"),
		vendor("Vend-00002", "Test vendor", "active", "openItem", "85"),
		vendor("VEND-00001", "Balance", "active", "balanceForward", "84"))
	send(company, http.MethodPost, intacct.PathQuery, exampleQuery).mustBe(t, http.StatusOK, exampleRows)
}
