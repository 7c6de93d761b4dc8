package intacct_test

import (
	"strings"
	"testing"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/intacct"
)

// The templates in these tests have the keys 12 to 15, and the milestones 20 to 24 are at 30, 60, 100, 0.5, and 1
// percent.
func TestQuery_operators(t *testing.T) {
	t.Parallel()
	tests := []struct{ object, filter, want string }{
		{ofTemplates, `{"$eq":{"name":"Three Steps"}}`, "13"},
		{ofTemplates, `{"$eq":{"name":"three steps"}}`, ""},
		{ofTemplates, `{"$eq":{"key":"15"}}`, "15"},
		{ofTemplates, `{"$eq":{"key":15}}`, "15"},
		{ofTemplates, `{"$eq":{"entity.id":null}}`, "12 13 14 15"},
		{ofTemplates, `{"$eq":{"status":true}}`, ""},
		{ofTemplates, `{"$ne":{"status":"active"}}`, "14"},
		{ofTemplates, `{"$ne":{"entity.id":null}}`, ""},
		{ofTemplates, `{"$ne":{"entity.id":"US01"}}`, ""},
		{ofTemplates, `{"$notIn":{"entity.id":["US01"]}}`, ""},
		{ofTemplates, `{"$lt":{"key":"100"}}`, "12 13 14 15"},
		{ofTemplates, `{"$gt":{"key":"9"}}`, "12 13 14 15"},
		{ofTemplates, `{"$lt":{"name":"P"}}`, "12 14"},
		{ofTemplates, `{"$in":{"basedOn":["plannedHours","observedPercentCompleted"]}}`, "12 14 15"},
		{ofTemplates, `{"$in":{"key":["12","15"]}}`, "12 15"},
		{ofTemplates, `{"$notIn":{"key":[12,"15"]}}`, "13 14"},
		{ofTemplates, `{"$between":{"key":["13","14"]}}`, "13 14"},
		{ofTemplates, `{"$notBetween":{"key":[13,14]}}`, "12 15"},
		{ofTemplates, `{"$contains":{"name":"Project"}}`, "12 15"},
		{ofTemplates, `{"$notContains":{"name":"Project"}}`, "13 14"},
		{ofTemplates, `{"$contains":{"key":3}}`, "13"},
		{ofTemplates, `{"$startsWith":{"name":"Pro"}}`, "15"},
		{ofTemplates, `{"$notStartsWith":{"name":"Pro"}}`, "12 13 14"},
		{ofTemplates, `{"$endsWith":{"name":"Hours"}}`, "12 15"},
		{ofTemplates, `{"$notEndsWith":{"name":"Hours"}}`, "13 14"},
		{ofMilestones, `{"$eq":{"percentCompleted":"30"}}`, "20"},
		{ofMilestones, `{"$eq":{"percentCompleted":1.0}}`, "24"},
		{ofMilestones, `{"$ne":{"percentCompleted":"30.0"}}`, "21 22 23 24"},
		{ofMilestones, `{"$lt":{"percentCompleted":"9"}}`, "23 24"},
		{ofMilestones, `{"$lte":{"percentCompleted":"30"}}`, "20 23 24"},
		{ofMilestones, `{"$gt":{"percentCompleted":"30"}}`, "21 22"},
		{ofMilestones, `{"$gte":{"percentCompleted":"60.00"}}`, "21 22"},
		{ofMilestones, `{"$in":{"percentToInvoice":["30","40.0"]}}`, "20 21 22"},
		{ofMilestones, `{"$between":{"percentCompleted":["1","60"]}}`, "20 21 24"},
		{ofMilestones, `{"$endsWith":{"percentCompleted":".50"}}`, "23"},
		{ofMilestones, `{"$eq":{"description":null}}`, "22"},
		{ofMilestones, `{"$ne":{"description":null}}`, "20 21 23 24"},
		{ofMilestones, `{"$ne":{"description":"Build finished"}}`, "20 23 24"},
		{ofMilestones, `{"$notContains":{"description":"finished"}}`, "20 23 24"},
		{ofMilestones, `{"$eq":{"projectBillingTemplate.name":"Three Steps"}}`, "20 21 22"},
		{ofMilestones, `{"$in":{"projectBillingTemplate.key":["13","15"]}}`, "20 21 22 23 24"},
	}
	for _, test := range tests {
		t.Run(test.filter, func(t *testing.T) {
			t.Parallel()
			got := query(newCompany(intacct.Options{}), test.object, `,"filters":[`+test.filter+`]`)
			if keys := keysOf(t, got); keys != test.want {
				t.Errorf("found %q, want %q", keys, test.want)
			}
		})
	}
}

func TestQuery_withoutRegardToCase(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		`{"$eq":{"name":"three STEPS"}}`:           "13",
		`{"$ne":{"name":"three STEPS"}}`:           "12 14 15",
		`{"$in":{"name":["three steps"]}}`:         "13",
		`{"$contains":{"name":"hours"}}`:           "12 15",
		`{"$startsWith":{"name":"pro"}}`:           "15",
		`{"$between":{"name":["a","o"]}}`:          "12",
		`{"$notEndsWith":{"description":"HOURS"}}`: "13 14",
	}
	for filter, want := range tests {
		t.Run(filter, func(t *testing.T) {
			t.Parallel()
			more := `,"filters":[` + filter + `],"filterParameters":{"caseSensitiveComparison":false}`
			if keys := keysOf(t, query(newCompany(intacct.Options{}), ofTemplates, more)); keys != want {
				t.Errorf("found %q, want %q", keys, want)
			}
		})
	}
}

func TestQuery_expressions(t *testing.T) {
	t.Parallel()
	const filters = `,"filters":[{"$eq":{"status":"active"}},{"$contains":{"name":"Hours"}},{"$eq":{"key":"14"}}]`
	tests := map[string]string{ // "no" means refused
		"and": "", "or": "12 13 14 15", "1": "12 13 15", "3": "14", "(3)": "14", "((3))": "14",
		"1 and 2": "12 15", "2 or 3": "12 14 15", "(1 and 2) or 3": "12 14 15", "1 and (2 or 3)": "12 15",
		"1 and 2 or 3": "12 14 15", "3 or 1 and 2": "12 14 15", "1 and 2 and 3": "", "(1)and(2)": "12 15", " 1  and 2 ": "12 15",
		"": "no", "4": "no", "0": "no", "1 2": "no", "1 and": "no", "and 1": "no", "(1": "no", "1)": "no", "()": "no", "1 xor 2": "no",
		"1 AND 2": "no", "01": "no", "-1": "no", "1 and or 2": "no", "not 1": "no", "1and2": "no",
		strings.Repeat("(", 100) + "1" + strings.Repeat(")", 100): "no",
	}
	for expression, want := range tests {
		t.Run(expression, func(t *testing.T) {
			t.Parallel()
			got := query(newCompany(intacct.Options{}), ofTemplates, filters+`,"filterExpression":"`+expression+`"`)
			if want == "no" {
				got.mustRefuse(t, "/filterExpression")
				return
			}
			if keys := keysOf(t, got); keys != want {
				t.Errorf("found %q, want %q", keys, want)
			}
		})
	}
	t.Run("without filters", func(t *testing.T) {
		t.Parallel()
		company := newCompany(intacct.Options{})
		for _, expression := range []string{"and", "or"} {
			if keys := keysOf(t, query(company, ofTemplates, `,"filters":[],"filterExpression":"`+expression+`"`)); keys != "12 13 14 15" {
				t.Errorf("%s: found %q", expression, keys)
			}
		}
		query(company, ofTemplates, `,"filterExpression":"1"`).mustRefuse(t, "/filterExpression")
	})
	t.Run("without an expression", func(t *testing.T) {
		t.Parallel()
		if keys := keysOf(t, query(newCompany(intacct.Options{}), ofTemplates, filters)); keys != "" {
			t.Errorf("found %q", keys)
		}
	})
}
