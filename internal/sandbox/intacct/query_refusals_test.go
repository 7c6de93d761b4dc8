package intacct_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/intacct"
)

func TestQuery_refuses(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ more, target string }{
		"another style of filter":    {`,"filters":[{"field":"name","operator":"eq","value":"A"}]`, "/filters/0"},
		"an operator it lacks":       {`,"filters":[{"$like":{"name":"A"}}]`, "/filters/0"},
		"has":                        {`,"filters":[{"$has":{"name":"A"}}]`, "/filters/0"},
		"isNull":                     {`,"filters":[{"$isNull":{"name":true}}]`, "/filters/0"},
		"two operators":              {`,"filters":[{"$eq":{"name":"A"},"$ne":{"name":"B"}}]`, "/filters/0"},
		"two fields":                 {`,"filters":[{"$eq":{"name":"A","status":"active"}}]`, "/filters/0/$eq"},
		"filters that are an object": {`,"filters":{"$eq":{"name":"A"}}`, "/filters"},
		"null for less":              {`,"filters":[{"$lt":{"name":null}}]`, "/filters/0/$lt/name"},
		"null for contains":          {`,"filters":[{"$contains":{"name":null}}]`, "/filters/0/$contains/name"},
		"null within a list":         {`,"filters":[{"$in":{"name":[null]}}]`, "/filters/0/$in/name"},
		"true for less":              {`,"filters":[{"$lt":{"name":true}}]`, "/filters/0/$lt/name"},
		"true for between":           {`,"filters":[{"$between":{"name":[true,false]}}]`, "/filters/0/$between/name"},
		"an object for a value":      {`,"filters":[{"$eq":{"name":{}}}]`, "/filters/0/$eq/name"},
		"one value for a list":       {`,"filters":[{"$in":{"name":"A"}}]`, "/filters/0/$in/name"},
		"an empty list":              {`,"filters":[{"$in":{"name":[]}}]`, "/filters/0/$in/name"},
		"a list for one value":       {`,"filters":[{"$eq":{"name":["A"]}}]`, "/filters/0/$eq/name"},
		"three ends":                 {`,"filters":[{"$between":{"key":[1,2,3]}}]`, "/filters/0/$between/key"},
		"text for a number":          {`,"filters":[{"$gt":{"key":"A"}}]`, "/filters/0/$gt/key"},
		"a filter by href":           {`,"filters":[{"$eq":{"href":"A"}}]`, "/filters/0/$eq"},
		"a filter by an entity href": {`,"filters":[{"$eq":{"entity.href":"A"}}]`, "/filters/0/$eq"},
		"a filter by a line's field": {`,"filters":[{"$eq":{"milestones.percentCompleted":"50"}}]`, "/filters/0/$eq"},
		"a size above the limit":     {`,"size":4001`, "/size"},
		"a size of zero":             {`,"size":0`, "/size"},
		"a size that is text":        {`,"size":"100"`, "/size"},
		"a start of zero":            {`,"start":0`, "/start"},
		"a start that is no whole":   {`,"start":1.5`, "/start"},
		"an unknown part":            {`,"filter":[]`, "/filter"},
		"an unknown parameter":       {`,"filterParameters":{"caseInsensitive":true}`, "/filterParameters/caseInsensitive"},
		"a parameter that is text":   {`,"filterParameters":{"includePrivate":"true"}`, "/filterParameters/includePrivate"},
		"a date that is none":        {`,"filterParameters":{"asOfDate":"today"}`, "/filterParameters/asOfDate"},
		"parameters in a list":       {`,"filterParameters":[]`, "/filterParameters"},
		"an expression that is a 1":  {`,"filters":[{"$eq":{"name":"A"}}],"filterExpression":1`, "/filterExpression"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := query(newCompany(intacct.Options{}), ofTemplates, test.more)
			got.mustHave(t, http.StatusBadRequest)
			details, _ := below(parse(t, got.body), "ia::result", "ia::error", "details").([]any)
			if len(details) == 0 || below(details[0], "target") != test.target {
				t.Errorf("want %s in %s", test.target, got.body)
			}
		})
	}
	bodies := map[string]struct{ body, target string }{
		"no object":               {`{"fields":["key"]}`, "/object"},
		"an object it lacks":      {`{"object":"accounts-payable/vendor","fields":["id"]}`, "/object"},
		"no fields":               {`{"object":"` + ofTemplates + `"}`, "/fields"},
		"an empty list of fields": {`{"object":"` + ofTemplates + `","fields":[]}`, "/fields"},
		"an unknown field":        {`{"object":"` + ofTemplates + `","fields":["key","percentCompleted"]}`, "/fields/1"},
		"all fields":              {`{"object":"` + ofTemplates + `","fields":["*"]}`, "/fields/0"},
		"the lines of a parent":   {`{"object":"` + ofTemplates + `","fields":["milestones"]}`, "/fields/0"},
		"a field of the lines":    {`{"object":"` + ofTemplates + `","fields":["milestones.percentCompleted"]}`, "/fields/0"},
		"an aggregate":            {`{"object":"` + ofTemplates + `","fields":["count:key"]}`, "/fields/0"},
		"an order by href":        {`{"object":"` + ofTemplates + `","fields":["key"],"orderBy":[{"href":"asc"}]}`, "/orderBy/0"},
		"an unknown direction":    {`{"object":"` + ofTemplates + `","fields":["key"],"orderBy":[{"key":"up"}]}`, "/orderBy/0"},
		"an order by nothing":     {`{"object":"` + ofTemplates + `","fields":["key"],"orderBy":[{}]}`, "/orderBy/0"},
		"an order in text":        {`{"object":"` + ofTemplates + `","fields":["key"],"orderBy":["key"]}`, "/orderBy"},
	}
	for name, test := range bodies {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := send(newCompany(intacct.Options{}), http.MethodPost, intacct.PathQuery, test.body)
			got.mustHave(t, http.StatusBadRequest)
			if !strings.Contains(got.body, `"target":"`+test.target+`"`) {
				t.Errorf("want %s in %s", test.target, got.body)
			}
		})
	}
}
