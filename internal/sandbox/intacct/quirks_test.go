package intacct_test

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/intacct"
)

func TestLines_comeInAnotherOrderEachTime(t *testing.T) {
	t.Parallel()
	company := newCompany(intacct.Options{})
	for _, key := range []string{"13", "15"} {
		previous := ""
		orders := map[string]bool{}
		for range 20 {
			order := lineKeys(t, company, key)
			if order[0] == previous {
				t.Fatalf("the line %s comes first twice in a row", previous)
			}
			previous = order[0]
			orders[strings.Join(order, " ")] = true
		}
		if len(orders) < 2 {
			t.Errorf("there are %d orders", len(orders))
		}
	}
}

func TestLines_comeInTheOrderOfTheSeed(t *testing.T) {
	t.Parallel()
	order := func(shuffle uint64) string {
		company := newCompany(intacct.Options{Shuffle: shuffle})
		var orders []string
		for range 10 {
			orders = append(orders, strings.Join(lineKeys(t, company, "13"), " "))
		}
		return strings.Join(orders, ", ")
	}
	first, again := order(1), order(1)
	if first != again {
		t.Error("the same seed gives different orders")
	}
	if first == order(2) {
		t.Error("different seeds give the same orders")
	}
}

// lineKeys returns the keys of the milestones of a template in the order shown.
func lineKeys(t *testing.T, company *intacct.Company, key string) []string {
	t.Helper()
	var keys []string
	lines, _ := resultOf(t, send(company, http.MethodGet, pathOf(key), ""))["milestones"].([]any)
	for _, line := range lines {
		keys = append(keys, asText(below(line, "key")))
	}
	return keys
}

func TestPercentToInvoice_isTheStepFromTheOneBefore(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ percentages, want []string }{
		"ascending":  {[]string{"25", "60", "100"}, []string{"25.00", "35.00", "40.00"}},
		"descending": {[]string{"100", "60", "25"}, []string{"40.00", "35.00", "25.00"}},
		"decimals":   {[]string{"33.33", "66.66"}, []string{"33.33", "33.33"}},
		"equal ones": {[]string{"50", "50"}, []string{"50.00", "0.00"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			company := newCompanyWith(intacct.Options{}, false)
			template := intacct.Template{Name: "A", Description: "A"}
			for _, percentage := range test.percentages {
				template.Milestones = append(template.Milestones, intacct.Milestone{PercentCompleted: percentage})
			}
			company.AddTemplate(template)
			got := []string{}
			for _, key := range []string{"23", "24", "25"}[:len(test.want)] {
				line := resultOf(t, send(company, http.MethodGet, intacct.PathMilestones+"/"+key, ""))
				got = append(got, asText(line["percentToInvoice"]))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("steps differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestDescriptions_thatAreMissing(t *testing.T) {
	t.Parallel()
	for empty, want := range map[bool]any{false: nil, true: ""} {
		company := shaped(intacct.Shapes{EmptyDescriptions: empty})
		got := resultOf(t, send(company, http.MethodGet, intacct.PathMilestones+"/22", ""))
		if value, given := got["description"]; value != want || !given {
			t.Errorf("the description is %v, want %v", value, want)
		}
		query := `{"object":"projects/project-billing-template-milestone","fields":["description"],"filters":[{"$eq":{"key":"22"}}]}`
		if rows := columnOf(t, send(company, http.MethodPost, intacct.PathQuery, query), "description"); !equal(rows, []any{want}) {
			t.Errorf("the query has %v, want %v", rows, want)
		}
	}
}

func TestExtraFields_areThereWhenAskedFor(t *testing.T) {
	t.Parallel()
	for extra, want := range map[bool]int{false: 2, true: 5} {
		got := send(shaped(intacct.Shapes{ExtraFields: extra}), http.MethodGet, pathOf("15"), "")
		envelope, _ := parse(t, got.body).(map[string]any)
		if len(envelope) != want {
			t.Errorf("the answer has %v", slices.Sorted(maps.Keys(envelope)))
		}
		if _, there := resultOf(t, got)["audit"]; there != extra {
			t.Errorf("audit is there: %v", there)
		}
	}
}

func TestNext_whereThereIsNothingMore(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		next        intacct.Next
		list, query any
	}{
		"as documented": {intacct.NextAsDocumented, "101", nil},
		"null":          {intacct.NextNull, nil, nil},
		"zero":          {intacct.NextZero, "0", "0"},
		"beyond":        {intacct.NextBeyond, "101", "101"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			company := shaped(intacct.Shapes{Next: test.next})
			next := func(a answer) any {
				value := below(parse(t, a.body), "ia::meta", "next")
				if value == nil {
					return nil
				}
				return asText(value)
			}
			if got := next(send(company, http.MethodGet, templates, "")); got != test.list {
				t.Errorf("list: %v, want %v", got, test.list)
			}
			query := `{"object":"projects/project-billing-template","fields":["key"]}`
			if got := next(send(company, http.MethodPost, intacct.PathQuery, query)); got != test.query {
				t.Errorf("query: %v, want %v", got, test.query)
			}
			more := `{"object":"projects/project-billing-template","fields":["key"],"size":3}`
			if got := next(send(company, http.MethodPost, intacct.PathQuery, more)); got != "4" {
				t.Errorf("where there is more: %v, want 4", got)
			}
		})
	}
}

func TestErrors_inEachShape(t *testing.T) {
	t.Parallel()
	detail := `[{"code":"invalidRequest","message":"/a is not a valid field","errorId":"REST-1043","target":"/a",
		"additionalInfo":{"messageId":"IA.NOT_A_VALID_FIELD","placeholders":{"FIELD":"/a"},"propertySet":{}}}]`
	body := func(details string) string {
		return `{"code":"invalidRequest","message":"Payload contains errors","errorId":"REST-1064","details":` + details + `,
			"additionalInfo":{"messageId":"IA.PAYLOAD_CONTAINS_ERRORS","placeholders":{},"propertySet":{}}`
	}
	supported := body(detail) + `,"supportId":""}`
	tests := map[string]struct {
		shape intacct.ErrorShape
		want  string
	}{
		"A": {intacct.ErrorsInResult, `{"ia::result":{"ia::error":` + supported + `},"ia::meta":` + failedMeta + `}`},
		"B": {intacct.ErrorsOnTop, `{"ia::error":` + supported + `,"ia::meta":` + failedMeta + `}`},
		"C": {intacct.ErrorsOfGateway, `{"ia::error":` + body(`{"requestId":""}`) + `}}`},
		"D": {intacct.ErrorsBare, `{"error":` + supported + `}`},
		"E": {intacct.ErrorsOfOAuth, `{"error":"invalidRequest","error_description":"Payload contains errors"}`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			company := shaped(intacct.Shapes{Errors: test.shape})
			send(company, http.MethodPatch, pathOf("15"), `{"a":1}`).mustBe(t, http.StatusBadRequest, test.want)
		})
	}
	t.Run("F", func(t *testing.T) {
		t.Parallel()
		got := send(shaped(intacct.Shapes{Errors: intacct.ErrorsAsText}), http.MethodPatch, pathOf("15"), `{"a":1}`)
		got.mustHave(t, http.StatusBadRequest)
		if got.body != "Payload contains errors" || !strings.HasPrefix(got.header.Get("Content-Type"), "text/plain") {
			t.Errorf("%v %s", got.header, got.body)
		}
	})
}

func TestErrors_withListsForNothing(t *testing.T) {
	t.Parallel()
	got := send(shaped(intacct.Shapes{EmptyAsList: true}), http.MethodPatch, pathOf("15"), `{"a":1}`)
	info := below(parse(t, got.body), "ia::result", "ia::error", "additionalInfo")
	if !equal(below(info, "placeholders"), []any{}) || !equal(below(info, "propertySet"), []any{}) {
		t.Errorf("additionalInfo is %v", info)
	}
}

func TestErrors_haveSupportIDsOfTheirOwn(t *testing.T) {
	t.Parallel()
	company := newCompany(intacct.Options{})
	id := func() string {
		got := send(company, http.MethodGet, pathOf("99"), "")
		return asText(below(parse(t, got.body), "ia::result", "ia::error", "supportId"))
	}
	if first, second := id(), id(); first == second || !strings.Contains(first, "%7E") {
		t.Errorf("the ids are %q and %q", first, second)
	}
}

func TestErrors_fromOutside(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		path   string
		status int
		keys   []string
		want   string
	}{
		"of the gateway":    {templates, 502, []string{"ia::error", "code"}, "GW-0001"},
		"of a limit":        {templates, 429, []string{"ia::error", "code"}, "GW-0010"},
		"of a token":        {templates, 401, []string{"error", "code"}, "tokenInvalid"},
		"of the business":   {templates, 422, []string{"ia::error", "code"}, "operationFailed"},
		"of what is gone":   {templates, 404, []string{"ia::result", "ia::error", "code"}, "notFound"},
		"of the request":    {templates, 400, []string{"ia::result", "ia::error", "code"}, "invalidRequest"},
		"while authorizing": {intacct.PathToken, 500, []string{"error"}, "server_error"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := failWith(newCompany(intacct.Options{}), test.path, test.status)
			got.mustHave(t, test.status)
			if code := below(parse(t, got.body), test.keys...); code != test.want {
				t.Errorf("the code is %v in %s", code, got.body)
			}
		})
	}
}
