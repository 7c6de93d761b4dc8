package intacct_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/intacct"
)

// The objects of the queries.
const (
	ofTemplates  = "projects/project-billing-template"
	ofMilestones = "projects/project-billing-template-milestone"
)

// query sends a query for the keys of an object, in order. more contains additional members.
func query(company *intacct.Company, object, more string) answer {
	body := `{"object":"` + object + `","fields":["key"],"orderBy":[{"key":"asc"}]` + more + `}`
	return send(company, http.MethodPost, intacct.PathQuery, body)
}

// keysOf returns the keys of the rows of a successful response, separated by spaces.
func keysOf(t *testing.T, a answer) string {
	t.Helper()
	var keys []string
	for _, key := range columnOf(t, a, "key") {
		keys = append(keys, asText(key))
	}
	return strings.Join(keys, " ")
}

func TestQuery_fieldsOfTemplates(t *testing.T) {
	t.Parallel()
	company := newCompany(intacct.Options{})
	company.AddTemplate(intacct.Template{Name: "West", Description: "W", EntityID: "Western Region"})
	body := `{"object":"` + ofTemplates + `","fields":["key","id","href","name","description","billingMethod","calculateOn",
		"basedOn","status","entity.key","entity.id","entity.name","entity.href"],"filters":[{"$in":{"key":["15",16]}}],
		"filterParameters":{"asOfDate":"2026-01-31","includeHierarchyFields":false,"caseSensitiveComparison":true,"includePrivate":false},
		"orderBy":[{"key":"asc"}],"start":1,"size":100}`
	send(company, http.MethodPost, intacct.PathQuery, body).mustBe(t, http.StatusOK, `{
		"ia::result": [
			{
				"key": "15", "id": "15", "href": "/objects/projects/project-billing-template/15", "name": "Project Estimated Hours",
				"description": "Template for billing by estimated project hours", "billingMethod": "percentCompleted",
				"calculateOn": "project", "basedOn": "plannedHours", "status": "active",
				"entity.key": null, "entity.id": null, "entity.name": null, "entity.href": null
			},
			{
				"key": "16", "id": "16", "href": "/objects/projects/project-billing-template/16", "name": "West",
				"description": "W", "billingMethod": "percentCompleted", "calculateOn": "project", "basedOn": "estimatedHours",
				"status": "active", "entity.key": "46", "entity.id": "Western Region", "entity.name": "Western Region",
				"entity.href": "/objects/company-config/entity/46"
			}
		],
		"ia::meta": {"totalCount": 2, "start": 1, "pageSize": 100, "next": null, "previous": null}
	}`)
}

func TestQuery_fieldsOfMilestones(t *testing.T) {
	t.Parallel()
	body := `{"object":"` + ofMilestones + `","fields":["key","id","href","percentCompleted","percentToInvoice","description",
		"projectBillingTemplate.key","projectBillingTemplate.id","projectBillingTemplate.href","projectBillingTemplate.name"],
		"filters":[{"$eq":{"projectBillingTemplate.key":"13"}}],"orderBy":[{"percentCompleted":"desc"}],"size":1}`
	send(newCompany(intacct.Options{}), http.MethodPost, intacct.PathQuery, body).mustBe(t, http.StatusOK, `{
		"ia::result": [{
			"key": "22", "id": "22", "href": "/objects/projects/project-billing-template-milestone/22",
			"percentCompleted": "100.00", "percentToInvoice": "40.00", "description": null,
			"projectBillingTemplate.key": "13", "projectBillingTemplate.id": "13",
			"projectBillingTemplate.href": "/objects/projects/project-billing-template/13", "projectBillingTemplate.name": "Three Steps"
		}],
		"ia::meta": {"totalCount": 3, "start": 1, "pageSize": 1, "next": 2, "previous": null}
	}`)
}

func TestQuery_orders(t *testing.T) {
	t.Parallel()
	company := newCompany(intacct.Options{})
	company.AddTemplate(intacct.Template{Key: "9", Name: "aardvark", Description: "A", EntityID: "US01"})
	company.AddTemplate(intacct.Template{Key: "100", Name: "Zebra", Description: "Z", Status: "inactive"})
	tests := []struct{ order, want string }{
		{`[{"key":"asc"}]`, "9 12 13 14 15 100"},
		{`[{"key":"desc"}]`, "100 15 14 13 12 9"},
		{`[{"id":"desc"}]`, "100 15 14 13 12 9"},
		{`[{"name":"asc"}]`, "9 12 14 15 13 100"},
		{`[{"status":"desc"},{"key":"desc"}]`, "100 14 15 13 12 9"},
		{`[{"status":"asc"},{"key":"asc"}]`, "9 12 13 15 14 100"},
		{`[{"entity.key":"asc"},{"key":"asc"}]`, "12 13 14 15 100 9"},
	}
	for _, test := range tests {
		body := `{"object":"` + ofTemplates + `","fields":["key"],"orderBy":` + test.order + `}`
		if got := keysOf(t, send(company, http.MethodPost, intacct.PathQuery, body)); got != test.want {
			t.Errorf("%s: %s, want %s", test.order, got, test.want)
		}
	}
	body := `{"object":"` + ofMilestones + `","fields":["key"],"orderBy":[{"percentCompleted":"asc"}]}`
	if got := keysOf(t, send(company, http.MethodPost, intacct.PathQuery, body)); got != "23 24 20 21 22" {
		t.Errorf("milestones by percentage: %s", got)
	}
}

func TestQuery_pages(t *testing.T) {
	t.Parallel()
	company := newCompanyWith(intacct.Options{}, false)
	company.Generate(250)
	tests := map[string]struct {
		more, meta  string
		first, rows int
	}{
		"of the usual size": {``, `{"totalCount":250,"start":1,"pageSize":100,"next":101,"previous":null}`, 12, 100},
		"in the middle":     {`,"start":101`, `{"totalCount":250,"start":101,"pageSize":100,"next":201,"previous":1}`, 112, 100},
		"at the end":        {`,"start":201`, `{"totalCount":250,"start":201,"pageSize":100,"next":null,"previous":101}`, 212, 50},
		"beyond the end":    {`,"start":1000`, `{"totalCount":250,"start":1000,"pageSize":100,"next":null,"previous":900}`, 0, 0},
		"that fits":         {`,"size":250`, `{"totalCount":250,"start":1,"pageSize":250,"next":null,"previous":null}`, 12, 250},
		"of the largest":    {`,"size":4000`, `{"totalCount":250,"start":1,"pageSize":4000,"next":null,"previous":null}`, 12, 250},
		"near the start":    {`,"start":3,"size":10`, `{"totalCount":250,"start":3,"pageSize":10,"next":13,"previous":1}`, 14, 10},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := query(company, ofTemplates, test.more)
			rows := columnOf(t, got, "key")
			if len(rows) != test.rows || len(rows) > 0 && rows[0] != fmt.Sprint(test.first) {
				t.Errorf("%d rows: %v", len(rows), rows)
			}
			if diff := cmp.Diff(parse(t, test.meta), below(parse(t, got.body), "ia::meta")); diff != "" {
				t.Errorf("ia::meta differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestQuery_withoutAnOrder_isInAnotherEachTime(t *testing.T) {
	t.Parallel()
	company := newCompanyWith(intacct.Options{}, false)
	company.Generate(60)
	for _, order := range []string{``, `,"orderBy":[{"status":"asc"}]`} {
		page := func(start int) []any {
			body := fmt.Sprintf(`{"object":%q,"fields":["key"],"start":%d,"size":30%s}`, ofTemplates, start, order)
			return columnOf(t, send(company, http.MethodPost, intacct.PathQuery, body), "key")
		}
		found := map[any]bool{}
		for _, key := range slices.Concat(page(1), page(31)) {
			found[key] = true
		}
		if len(found) == 60 {
			t.Errorf("two pages hold all records with %q", order)
		}
	}
}

func TestQuery_ofAnAddedObject(t *testing.T) {
	t.Parallel()
	company := newCompany(intacct.Options{})
	fields := map[string]intacct.FieldKind{"id": intacct.KindText, "creditLimit": intacct.KindNumber, "isOnHold": intacct.KindText}
	company.AddObject("accounts-payable/vendor", fields,
		map[string]any{"id": "A", "creditLimit": 1000, "isOnHold": true},
		map[string]any{"id": "B", "creditLimit": json.Number("99.50"), "isOnHold": false},
		map[string]any{"id": "C", "creditLimit": nil, "isOnHold": false})
	body := `{"object":"accounts-payable/vendor","fields":["id","creditLimit","isOnHold"],"orderBy":[{"creditLimit":"desc"}],
		"filters":[{"$gt":{"creditLimit":"99.5"}},{"$eq":{"isOnHold":false}}],"filterExpression":"or"}`
	send(company, http.MethodPost, intacct.PathQuery, body).mustBe(t, http.StatusOK, `{
		"ia::result": [
			{"id": "A", "creditLimit": 1000, "isOnHold": true},
			{"id": "B", "creditLimit": 99.50, "isOnHold": false},
			{"id": "C", "creditLimit": null, "isOnHold": false}
		],
		"ia::meta": {"totalCount": 3, "start": 1, "pageSize": 100, "next": null, "previous": null}
	}`)
	defer func() {
		if recover() == nil {
			t.Error("the company's own object can be replaced")
		}
	}()
	company.AddObject(ofTemplates, nil)
}
