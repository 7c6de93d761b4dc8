package acceptance_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/intacct"
)

// queried renders the query data source and an output with its rows and count.
func queried(name string, arguments values) string {
	return block(fmt.Sprintf("data \"billing_intacct_query\" %q", name), arguments) + fmt.Sprintf(
		"output %[1]q {\n  value = jsonencode([data.billing_intacct_query.%[1]s.total_count, data.billing_intacct_query.%[1]s.rows])\n}\n", name)
}

// vendors adds the example of the query service's documentation, and rows with
// all kinds of values.
func vendors(b *books) {
	b.Intacct().AddObject("accounts-payable/vendor", map[string]intacct.FieldKind{
		"key": intacct.KindNumber, "id": intacct.KindText, "name": intacct.KindText, "status": intacct.KindText, "totalDue": intacct.KindNumber,
		"isOnHold": intacct.KindText, "vendorType.id": intacct.KindText, "href": intacct.KindText,
	},
		map[string]any{
			"key": "85", "id": "Vend-00002", "name": "Test vendor", "status": "active", "totalDue": json.Number("12345678901234567.10"), "isOnHold": true,
			"vendorType.id": "Supplies", "href": "/objects/accounts-payable/vendor/85",
		},
		map[string]any{
			"key": "111", "id": "VEND-00010", "name": "Design Works", "status": "active", "totalDue": 0, "isOnHold": false, "vendorType.id": nil,
			"href": "/objects/accounts-payable/vendor/111",
		},
		map[string]any{
			"key": "112", "id": "VEND-00011", "name": "", "status": "inactive", "totalDue": nil, "isOnHold": nil, "vendorType.id": nil,
			"href": "/objects/accounts-payable/vendor/112",
		},
	)
}

func TestQuery_rowsOfAnyObject(t *testing.T) {
	books := newBooks(t)
	vendors(books)
	base := values{"object": `"accounts-payable/vendor"`, "fields": `["key", "name", "vendorType.id"]`}
	w := books.workspace(t,
		queried("all", base),
		queried("values", with(base, "fields", `["id", "totalDue", "isOnHold", "href"]`)),
		queried("filtered", with(with(base, "filters", "["+where("vendorType.id", "is_null")+", "+where("status", "eq", `value = "active"`)+"]"), "filter_expression", `"1 and 2"`)),
		queried("ordered", with(base, "order_by", `[{ field = "name", direction = "desc" }]`)),
		queried("none", with(base, "filters", "["+where("key", "eq", `value = "1"`)+"]")),
	)
	w.apply()
	want := map[string]string{
		"all": `[3,[{"key":"85","name":"Test vendor","vendorType.id":"Supplies"},{"key":"111","name":"Design Works","vendorType.id":null},` +
			`{"key":"112","name":"","vendorType.id":null}]]`,
		"values": `[3,[{"href":"/objects/accounts-payable/vendor/85","id":"Vend-00002","isOnHold":"true","totalDue":"12345678901234567.10"},` +
			`{"href":"/objects/accounts-payable/vendor/111","id":"VEND-00010","isOnHold":"false","totalDue":"0"},` +
			`{"href":"/objects/accounts-payable/vendor/112","id":"VEND-00011","isOnHold":null,"totalDue":null}]]`,
		"filtered": `[1,[{"key":"111","name":"Design Works","vendorType.id":null}]]`,
		"ordered": `[3,[{"key":"85","name":"Test vendor","vendorType.id":"Supplies"},{"key":"111","name":"Design Works","vendorType.id":null},` +
			`{"key":"112","name":"","vendorType.id":null}]]`,
		"none": `[0,[]]`,
	}
	if diff := cmp.Diff(want, w.outputs()); diff != "" {
		t.Errorf("rows differ (-want +got):\n%s", diff)
	}
	w.plansNothing()
}

// The maximum number of rows, the first row, and the page size, on rows with
// the keys 12 to 21.
func TestQuery_pages(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name      string
		arguments values
		keys      string
		pages     []string // start and size of each requested page
	}{
		{"all", nil, "12 13 14 15 16 17 18 19 20 21", []string{"1,4000"}},
		{"pages", values{"size": "4"}, "12 13 14 15 16 17 18 19 20 21", []string{"1,4", "5,4", "9,4"}},
		{"one_page", values{"size": "10"}, "12 13 14 15 16 17 18 19 20 21", []string{"1,10"}},
		{"most", values{"max_results": "3"}, "12 13 14", []string{"1,3"}},
		{"most_of_pages", values{"max_results": "5", "size": "2"}, "12 13 14 15 16", []string{"1,2", "3,2", "5,2"}},
		{"more_than_there_are", values{"max_results": "500"}, "12 13 14 15 16 17 18 19 20 21", []string{"1,500"}},
		{"from", values{"start": "8"}, "19 20 21", []string{"8,4000"}},
		{"from_in_pages", values{"start": "6", "size": "2", "max_results": "3"}, "17 18 19", []string{"6,2", "8,2"}},
		{"beyond", values{"start": "11"}, "", []string{"11,4000"}},
	}
	for _, next := range []intacct.Next{intacct.NextAsDocumented, intacct.NextZero, intacct.NextBeyond} {
		t.Run(fmt.Sprint("next ", next), func(t *testing.T) {
			books := newBooksWith(t, sandbox.Options{
				Seed: sandbox.SeedEmpty, Templates: 10, Intacct: intacct.Options{Shapes: intacct.Shapes{Next: next}},
			})
			w := newWorkspace(t)
			var blocks, pages []string
			want := map[string]string{}
			for _, test := range tests {
				arguments := with(test.arguments, "object", `"projects/project-billing-template"`)
				blocks = append(blocks, queried(test.name, with(arguments, "fields", `["key"]`)))
				pages = append(pages, test.pages...)
				rows := []map[string]string{}
				for key := range strings.FieldsSeq(test.keys) {
					rows = append(rows, map[string]string{"key": key})
				}
				encoded, err := json.Marshal([]any{10, rows})
				if err != nil {
					t.Fatal(err)
				}
				want[test.name] = string(encoded)
			}
			w.configure(books.config(blocks...))
			w.apply()
			if diff := cmp.Diff(want, w.outputs()); diff != "" {
				t.Errorf("rows differ (-want +got):\n%s", diff)
			}
			var got []string
			for _, body := range books.queries() {
				var page struct{ Start, Size int }
				if err := json.Unmarshal([]byte(body), &page); err != nil {
					t.Fatal(err)
				}
				got = append(got, fmt.Sprintf("%d,%d", page.Start, page.Size))
			}
			compareSorted(t, "pages", pages, got)
		})
	}
}

func TestQuery_refused(t *testing.T) {
	books := newBooks(t)
	vendors(books)
	base := values{"object": `"accounts-payable/vendor"`, "fields": `["key"]`}
	w := books.workspace(t,
		queried("object", with(base, "object", `"accounts-payable/customer"`)),
		queried("field", with(base, "fields", `["key", "nme"]`)),
		queried("filter", with(base, "filters", "["+where("href", "eq", `value = "x"`)+"]")),
		queried("order", with(base, "order_by", `[{ field = "nme" }]`)),
		listedTemplates("templates", filtered(where("milestones.key", "eq", `value = "1"`))),
	)
	output := w.fails("plan")
	for name, phrases := range map[string][]string{
		"billing_intacct_query.object": {
			"Sage Intacct: could not query accounts-payable/customer", "400 Bad Request: Payload contains errors", "[error ID REST-1064]",
			"(POST /services/core/query)", "- /object: There is no such object",
		},
		"billing_intacct_query.field":  {"- /fields/1: nme is not a valid field", "[error ID REST-1043]"},
		"billing_intacct_query.filter": {"- /filters/0/$eq: href can be neither filtered nor sorted"},
		"billing_intacct_query.order":  {"- /orderBy/0: nme is not a valid field"},
		templateType + "s.templates":   {"Sage Intacct: could not list the templates", "milestones.key is not a valid field"},
	} {
		w.mustSay(errorsFor(output, "data."+name), phrases...)
	}
}

// afterApply renders a value that is known only after apply; see later.
func afterApply(value string) string { return "terraform_data." + value + ".output" }

func TestQuery_valuesThatAreKnownOnlyAfterApply(t *testing.T) {
	books := library(t)
	w := newWorkspace(t)
	blocks := []string{
		later("name", `"Three Steps"`), later("keys", `["12", "14"]`), later("filter", `{ field = "status", operator = "eq", value = "inactive" }`),
		later("expression", `"2 or 1"`), later("key", `"13"`), later("number", "1"),
		listedTemplates("value", filtered(where("name", "eq", "value = "+afterApply("name")))),
		listedTemplates("values", filtered(where("key", "in", "values = "+afterApply("keys")))),
		listedTemplates("element", filtered("{ field = "+afterApply("filter")+".field, operator = "+afterApply("filter")+".operator, value = "+afterApply("filter")+".value }")),
		listedTemplates("expression", with(filtered(where("name", "eq", "value = "+afterApply("name")), where("key", "eq", `value = "15"`)), "filter_expression", afterApply("expression"))),
		oneTemplate("id", values{"id": afterApply("key")}), oneTemplate("name", values{"name": afterApply("name")}),
		"output \"one\" {\n  value = \"${data." + templateType + ".id.name} ${data." + templateType + ".name.id}\"\n}\n",
		queried("query", values{
			"object": `"projects/project-billing-template"`, "fields": `["key", ` + afterApply("name") + ` == "" ? "id" : "name"]`, "max_results": afterApply("number"),
			"size": afterApply("number"), "start": afterApply("number"),
		}),
	}
	w.configure(books.config(blocks...))
	w.apply()
	want := map[string]string{
		"value": "13", "values": "12 14", "element": "14", "expression": "13 15", "one": "Three Steps 13",
		"query": `[5,[{"key":"12","name":"Actual Project Hours"}]]`,
	}
	if diff := cmp.Diff(want, w.outputs()); diff != "" {
		t.Errorf("outputs differ (-want +got):\n%s", diff)
	}
}

func TestQuery_valuesThatTurnOutToBeWrong(t *testing.T) {
	books := newBooks(t)
	w := newWorkspace(t)
	w.configure(books.config(
		later("none", "null"), later("operator", `"between"`), later("expression", `"1 or 3"`),
		listedTemplates("null", filtered(where("name", "eq", "value = "+afterApply("none")))),
		listedTemplates("operands", filtered("{ field = \"key\", operator = "+afterApply("operator")+", values = [\"1\"] }")),
		listedTemplates("expression", with(filtered(where("name", "eq", `value = "a"`)), "filter_expression", afterApply("expression"))),
	))
	output := w.fails("apply", "-auto-approve")
	for name, phrases := range map[string][]string{
		"null":       {"The operator eq of filters[0] needs a value"},
		"operands":   {"filters =", "The operator between of filters[0] needs two values"},
		"expression": {"Invalid filter expression", "filter_expression =", "there is no filter 3"},
	} {
		w.mustSay(errorsFor(output, "data."+templateType+"s."+name), phrases...)
	}
}

// A record that is deleted between two pages shifts another one out of them. The
// pages are read again.
func TestQuery_recordsDeletedBetweenPages(t *testing.T) {
	books := newBooksWith(t, sandbox.Options{Seed: sandbox.SeedEmpty})
	for i := range 5 {
		books.Intacct().AddTemplate(intacct.Template{Key: fmt.Sprint(20 + i), Name: fmt.Sprint("T", i), Description: "Design"})
	}
	books.OnRequest(func(request sandbox.Request) {
		if strings.Contains(request.Body, `"start":3`) {
			books.Intacct().DeleteTemplate("20") // the first time
		}
	})
	w := books.workspace(t, queried("all", values{"object": `"projects/project-billing-template"`, "fields": `["name"]`, "size": "2"}))
	w.apply()
	want := `[4,[{"name":"T1"},{"name":"T2"},{"name":"T3"},{"name":"T4"}]]`
	if got := w.outputs()["all"]; got != want {
		t.Errorf("rows are %s, want %s", got, want)
	}
}
