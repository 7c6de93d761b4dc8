package api

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
)

// exampleQuery is the example of the reference page.
func exampleQuery() Query {
	return Query{
		Object: "accounts-payable/vendor",
		Fields: []string{"id", "name", "status", "href"},
		Filters: []Filter{
			{Field: "status", Operator: Equal, Values: []string{"active"}},
			{Field: "billingType", Operator: Equal, Values: []string{"openItem"}},
		},
		FilterExpression: "1 and 2",
		OrderBy:          []Order{{Field: "id"}},
	}
}

const exampleRows = `{"ia::result":[
	{"id":"Vend-00002","name":"Test vendor","status":"active","href":"/objects/accounts-payable/vendor/85"},
	{"id":"VEND-00010","name":"Design Works","status":"active","href":"/objects/accounts-payable/vendor/111"}],
	"ia::meta":{"totalCount":2,"start":1,"pageSize":100,"next":null,"previous":null}}`

func TestQuery_example(t *testing.T) {
	t.Parallel()
	c, far := answering(t, ok(exampleRows))
	got, err := c.Query(t.Context(), exampleQuery(), 100)
	check(t, err)
	if want := `{"object":"accounts-payable/vendor","fields":["id","name","status","href"],` +
		`"filters":[{"$eq":{"status":"active"}},{"$eq":{"billingType":"openItem"}}],` +
		`"filterExpression":"1 and 2","orderBy":[{"id":"asc"},{"key":"asc"}],"start":1,"size":100}`; far.requests[0].Body != want {
		t.Errorf("sent %s\nwant %s", far.requests[0].Body, want)
	}
	if request := far.requests[0]; request.Method != "POST" || request.Path != "/services/core/query" || request.Header.Get("Idempotency-Key") != "" {
		t.Errorf("sent %+v", request)
	}
	row := func(id, name, key string) Row {
		return Row{{"id", &id}, {"name", &name}, {"status", new("active")}, {"href", new("/objects/accounts-payable/vendor/" + key)}}
	}
	want := QueryResult{Rows: []Row{row("Vend-00002", "Test vendor", "85"), row("VEND-00010", "Design Works", "111")}, TotalCount: 2, IsOnePage: true}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestQuery_bodiesToTheLetter(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		query Query
		want  string
	}{
		"contract section 8": {
			Query{
				Object: "projects/project-billing-template", Fields: []string{"key", "entity.id"},
				Filters:          []Filter{{Field: "name", Operator: Equal, Values: []string{"50-50"}}},
				FilterExpression: "AND",
				Parameters:       FilterParameters{CaseSensitiveComparison: new(true), IncludePrivate: new(false)},
				OrderBy:          []Order{{Field: "key"}}, Start: 1, Size: 100,
			},
			`{"object":"projects/project-billing-template","fields":["key","entity.id"],"filters":[{"$eq":{"name":"50-50"}}],` +
				`"filterExpression":"and","filterParameters":{"caseSensitiveComparison":true,"includePrivate":false},` +
				`"orderBy":[{"key":"asc"}],"start":1,"size":100}`,
		},
		"all parameters, mixed order": {
			Query{
				Object: "o", Fields: []string{"id"},
				Parameters: FilterParameters{AsOfDate: "2022-04-01", IncludeHierarchyFields: new(true)},
				OrderBy:    []Order{{Field: "totalDue"}, {Field: "lastPaymentMadeDate", Descending: true}}, Start: 101, Size: 4000,
			},
			`{"object":"o","fields":["id"],"filterParameters":{"asOfDate":"2022-04-01","includeHierarchyFields":true},` +
				`"orderBy":[{"totalDue":"asc"},{"lastPaymentMadeDate":"desc"},{"key":"asc"}],"start":101,"size":4000}`,
		},
		"by key when no order is given": {
			Query{Object: "o", Fields: []string{"id"}},
			`{"object":"o","fields":["id"],"orderBy":[{"key":"asc"}],"start":1,"size":4000}`,
		},
		"no order of groups": {
			Query{Object: "o", Fields: []string{"status", "max:vendor.creditLimit"}, Size: 9999},
			`{"object":"o","fields":["status","max:vendor.creditLimit"],"start":1,"size":4000}`,
		},
		"parentheses": {
			Query{Object: "o", Fields: []string{"id"}, Filters: []Filter{isNull("a"), isNull("b"), isNull("c")}, FilterExpression: "1 AND 2 or 3"},
			`{"object":"o","fields":["id"],"filters":[{"$eq":{"a":null}},{"$eq":{"b":null}},{"$eq":{"c":null}}],` +
				`"filterExpression":"(1 and 2) or 3","orderBy":[{"key":"asc"}],"start":1,"size":4000}`,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			body, err := test.query.body()
			check(t, err)
			got, err := lenient.Encode(body)
			check(t, err)
			if string(got) != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

func isNull(field string) Filter { return Filter{Field: field, Operator: IsNull} }

func TestFilter_toTheLetter(t *testing.T) {
	t.Parallel()
	tests := map[Operator]struct {
		values []string
		want   string
	}{
		Equal:          {[]string{"0015"}, `{"$eq":{"f":"0015"}}`},
		NotEqual:       {[]string{"inactive"}, `{"$ne":{"f":"inactive"}}`},
		Less:           {[]string{"100"}, `{"$lt":{"f":"100"}}`},
		LessOrEqual:    {[]string{"500"}, `{"$lte":{"f":"500"}}`},
		Greater:        {[]string{"1000"}, `{"$gt":{"f":"1000"}}`},
		GreaterOrEqual: {[]string{"999"}, `{"$gte":{"f":"999"}}`},
		In:             {[]string{"Tim", "Anjali", "Gabriel"}, `{"$in":{"f":["Tim","Anjali","Gabriel"]}}`},
		NotIn:          {[]string{"United States"}, `{"$notIn":{"f":["United States"]}}`},
		Between:        {[]string{"1", "1000"}, `{"$between":{"f":["1","1000"]}}`},
		NotBetween:     {[]string{"currentMonth", "today"}, `{"$notBetween":{"f":["currentMonth","today"]}}`},
		Contains:       {[]string{"A&B"}, `{"$contains":{"f":"A&B"}}`},
		NotContains:    {[]string{"llc"}, `{"$notContains":{"f":"llc"}}`},
		StartsWith:     {[]string{"A"}, `{"$startsWith":{"f":"A"}}`},
		NotStartsWith:  {[]string{"Q"}, `{"$notStartsWith":{"f":"Q"}}`},
		EndsWith:       {[]string{"inc"}, `{"$endsWith":{"f":"inc"}}`},
		NotEndsWith:    {[]string{""}, `{"$notEndsWith":{"f":""}}`},
		Has:            {[]string{"Sales Order"}, `{"$has":{"f":"Sales Order"}}`},
		IsNull:         {nil, `{"$eq":{"f":null}}`},
		IsNotNull:      {nil, `{"$ne":{"f":null}}`},
	}
	for operator, test := range tests {
		t.Run(string(operator), func(t *testing.T) {
			t.Parallel()
			got, err := lenient.Encode(Filter{Field: "f", Operator: operator, Values: test.values})
			check(t, err)
			if string(got) != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestFilter_mistakesAreNamedAndNothingIsSent(t *testing.T) {
	t.Parallel()
	tests := []struct {
		filter Filter
		want   string
	}{
		{Filter{Operator: Equal, Values: []string{"x"}}, "a filter has no field"},
		{Filter{Field: "f", Values: []string{"x"}}, `the filter on f has the unknown operator ""`},
		{Filter{Field: "f", Operator: "$like", Values: []string{"x"}}, `the filter on f has the unknown operator "$like"`},
		{Filter{Field: "f", Operator: Equal}, "the filter on f has no value, but $eq requires 1 value"},
		{Filter{Field: "f", Operator: Equal, Values: []string{"a", "b"}}, "the filter on f has 2 values, but $eq requires 1 value"},
		{Filter{Field: "f", Operator: In}, "the filter on f has no value, but $in requires 1 value or more"},
		{Filter{Field: "f", Operator: Between, Values: []string{"a"}}, "the filter on f has 1 value, but $between requires 2 values"},
		{Filter{Field: "f", Operator: IsNull, Values: []string{"a"}}, "the filter on f has 1 value, but $eq null requires no value"},
	}
	for _, test := range tests {
		t.Run(test.want, func(t *testing.T) {
			t.Parallel()
			c, _ := answering(t)
			_, err := c.QueryPage(t.Context(), Query{Object: "o", Fields: []string{"id"}, Filters: []Filter{test.filter}})
			if err == nil || err.Error() != test.want {
				t.Errorf("error %v, want %s", err, test.want)
			}
			if _, err := lenient.Encode(test.filter); err == nil {
				t.Error("it can be written all the same")
			}
		})
	}
	if _, err := lenient.Encode(Order{}); err == nil {
		t.Error("an order without a field can be written")
	}
}

func TestRow_keepsOrderDigitsAndNulls(t *testing.T) {
	t.Parallel()
	c, _ := answering(t, rows(`{"z":"0015","amount":1234567890123456789.10,"done":true,"open":false,"entity.key":null,
		"vendor":{"id":"V1","term":{"days":30}},"tags":["a", 1],"z":"last"}`))
	page, err := c.QueryPage(t.Context(), Query{Object: "o", Fields: []string{"z"}})
	check(t, err)
	want := Row{
		{"z", new("last")},
		{"amount", new("1234567890123456789.10")},
		{"done", new("true")},
		{"open", new("false")},
		{"entity.key", nil},
		{"vendor.id", new("V1")},
		{"vendor.term.days", new("30")},
		{"tags", new(`["a",1]`)},
	}
	if diff := cmp.Diff([]Row{want}, page.Rows); diff != "" {
		t.Error(diff)
	}
	if value, has := page.Rows[0].Value("entity.key"); value != nil || !has {
		t.Error("null is not kept")
	}
	if _, has := page.Rows[0].Value("entity.id"); has {
		t.Error("there is a field that was not sent")
	}
	if names := slices.Sorted(maps.Keys(page.Rows[0].Map())); len(names) != 8 || names[0] != "amount" {
		t.Errorf("names %v", names)
	}
}

func TestQuery_answersThatAreNoRowsAreErrors(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"nothing":       ``,
		"no result":     `{"ia::meta":{"totalCount":0}}`,
		"one object":    `{"ia::result":{"key":"1"}}`,
		"a text":        `{"ia::result":["1"],"ia::meta":{"totalCount":1}}`,
		"a null":        `{"ia::result":[null],"ia::meta":{"totalCount":1}}`,
		"too deep":      `{"ia::result":[{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":1}}}}}}}}}]}`,
		"other page":    `{"ia::result":[{"key":"1"}],"ia::meta":{"totalCount":9,"start":5}}`,
		"count missing": `{"ia::result":[{"key":"1"}],"ia::meta":{"next":2}}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, _ := answering(t, ok(body))
			if _, err := c.Query(t.Context(), Query{Object: "o"}, 0); !asError(t, err).IsUnreadable {
				t.Errorf("error %v", err)
			}
		})
	}
}

// served responds to queries over total rows, as the service does, and lets a test break the next position.
func served(t *testing.T, total int, next func(start, size int) string) func(sent) reply {
	t.Helper()
	return func(arrived sent) reply {
		var start, size int
		at := strings.Index(arrived.Body, `"start":`)
		if _, err := fmt.Sscanf(arrived.Body[at:], `"start":%d,"size":%d`, &start, &size); err != nil {
			t.Errorf("%v in %s", err, arrived.Body)
		}
		var found []string
		for i := start; i < start+size && i <= total; i++ {
			found = append(found, fmt.Sprintf(`{"key":"%d"}`, i))
		}
		return ok(fmt.Sprintf(`{"ia::result":[%s],"ia::meta":{"totalCount":%d,"start":%d,"pageSize":%d,"next":%s}}`,
			strings.Join(found, ","), total, start, size, next(start, size)))
	}
}

func TestQuery_pages(t *testing.T) {
	t.Parallel()
	always := func(start, size int) string { return fmt.Sprint(start + size) }
	tests := []struct {
		name              string
		total, start      int
		size, maxResults  int
		next              func(start, size int) string
		wantRows, wantCut int // wantCut: 1 = cut
		wantRequests      int
	}{
		{"all on one page", 3, 0, 0, 0, always, 3, 0, 1},
		{"several pages", 25, 0, 10, 0, always, 25, 0, 3},
		{"an exact number of pages", 20, 0, 10, 0, always, 20, 0, 2},
		{"nothing", 0, 0, 10, 0, always, 0, 0, 1},
		{"from a later row", 25, 11, 10, 0, always, 15, 0, 2},
		{"from beyond the end", 25, 99, 10, 0, always, 0, 0, 1},
		{"at most so many", 25, 0, 10, 15, always, 15, 1, 2},
		{"at most fewer than a page", 25, 0, 0, 5, always, 5, 1, 1},
		{"at most exactly all", 20, 0, 10, 20, always, 20, 0, 2},
		{"at most more than all", 20, 0, 10, 99, always, 20, 0, 2},
		{"at most so many, and next is null", 25, 0, 0, 10, func(int, int) string { return "null" }, 10, 1, 1},
		{"next is zero", 10, 0, 10, 0, func(int, int) string { return "0" }, 10, 0, 1},
		{"next is a text", 25, 0, 10, 0, func(start, size int) string { return fmt.Sprintf("%q", fmt.Sprint(start+size)) }, 25, 0, 3},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			far := &wire{answer: served(t, test.total, test.next)}
			got, err := client(far).Query(t.Context(), Query{Object: "o", Start: test.start, Size: test.size}, test.maxResults)
			check(t, err)
			if len(got.Rows) != test.wantRows || got.IsCut != (test.wantCut == 1) || len(far.requests) != test.wantRequests || got.TotalCount != test.total {
				t.Errorf("%d rows of %d, cut %v, by %d requests", len(got.Rows), got.TotalCount, got.IsCut, len(far.requests))
			}
			for i, row := range got.Rows {
				if want := lenient.Text(fmt.Sprint(max(test.start, 1) + i)); row.text("key") != want {
					t.Fatalf("row %d is %s", i, row.text("key"))
				}
			}
		})
	}
}

func TestQuery_anAnswerThatEndsEarlyIsAnError(t *testing.T) {
	t.Parallel()
	row := `{"key":"1"}`
	for name, pages := range map[string][]string{
		"next is null":              {`{"ia::result":[` + row + `],"ia::meta":{"totalCount":25,"start":1,"next":null}}`},
		"next is missing":           {`{"ia::result":[` + row + `],"ia::meta":{"totalCount":25,"start":1}}`},
		"next stands still":         {`{"ia::result":[` + row + `],"ia::meta":{"totalCount":25,"start":1,"next":1}}`},
		"next leads too far":        {`{"ia::result":[` + row + `],"ia::meta":{"totalCount":25,"start":1,"next":26}}`},
		"nothing on a page":         {`{"ia::result":[],"ia::meta":{"totalCount":25,"start":1,"next":null}}`},
		"total that cannot be read": {`{"ia::result":[` + row + `],"ia::meta":{"totalCount":"many","start":1,"next":null}}`},
		"next that cannot be read":  {`{"ia::result":[` + row + `],"ia::meta":{"totalCount":1,"start":1,"next":"2, 2"}}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			replies := make([]reply, len(pages))
			for i, page := range pages {
				replies[i] = ok(page)
			}
			c, far := answering(t, replies...)
			got, err := c.Query(t.Context(), Query{Object: "o", Size: 10}, 0)
			if !asError(t, err).IsUnreadable || len(got.Rows) != 0 || len(far.requests) != len(pages) {
				t.Errorf("%d rows by %d requests, error %v", len(got.Rows), len(far.requests), err)
			}
		})
	}
}

// The keys that tell rows apart are not part of the result unless they were requested.
func TestQuery_addsKeysToTellRowsApart(t *testing.T) {
	t.Parallel()
	c, far := answering(t,
		ok(`{"ia::result":[{"name":"a","key":"1"}],"ia::meta":{"totalCount":2,"start":1,"next":2}}`),
		ok(`{"ia::result":[{"name":"a","key":"1"}],"ia::meta":{"totalCount":2,"start":2,"next":null}}`),
		ok(`{"ia::result":[{"name":"a","key":"1"}],"ia::meta":{"totalCount":2,"start":1,"next":2}}`),
		ok(`{"ia::result":[{"name":"a","key":"2"}],"ia::meta":{"totalCount":2,"start":2,"next":null}}`))
	got, err := c.Query(t.Context(), Query{Object: "o", Fields: []string{"name"}, Size: 1}, 0)
	check(t, err)
	if diff := cmp.Diff([]Row{{{"name", new("a")}}, {{"name", new("a")}}}, got.Rows); diff != "" {
		t.Error(diff)
	}
	if !strings.Contains(far.requests[0].Body, `"fields":["name","key"]`) {
		t.Errorf("sent %s", far.requests[0].Body)
	}
}

func TestQuery_countsItselfWhereTheServiceDoesNot(t *testing.T) {
	t.Parallel()
	c, _ := answering(t, ok(`{"ia::result":[{"key":"3"},{"key":"4"}]}`))
	got, err := c.Query(t.Context(), Query{Object: "o", Start: 3}, 0)
	check(t, err)
	if got.TotalCount != 4 || got.IsCut {
		t.Errorf("got %+v", got)
	}
	if _, err := c.Query(t.Context(), Query{Object: "o"}, -1); err == nil {
		t.Error("a negative number of results is accepted")
	}
}

func TestQuery_isRepeatedLikeARead(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, far := answering(t, reply{Status: 503}, reply{}, rows(`{"key":"1"}`))
		got, err := c.Query(t.Context(), Query{Object: "o"}, 0)
		check(t, err)
		if len(got.Rows) != 1 || len(far.requests) != 3 {
			t.Errorf("%+v by %d requests", got, len(far.requests))
		}
	})
}
