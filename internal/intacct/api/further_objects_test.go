package api

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The bodies are retyped from the examples in the documentation.
func TestContractTemplates_example(t *testing.T) {
	t.Parallel()
	c, far := answering(
		t, reply{Status: 201, Body: `{"ia::result":{"key":"41","id":"Q","href":"/objects/contracts/billing-template/41"}}`},
		ok(exampleUpdated),
		ok(`{"ia::result":{"key":"41","id":"Q","href":"/objects/contracts/billing-template/41","description":"Quarters","method":"predefinedPercentages",
			"source":null,"isStepBilling":false,"status":"active","audit":{"createdByUser":{"key":"1"}},"lines":[
			{"key":"136","id":"136","periodOffset":"12","percentToBill":"89.00000000","stepPercent":null,"href":"/136","status":"active","contractBillingTemplate":{"key":"41"}},
			{"key":"135","id":"135","periodOffset":"3","percentToBill":"11.00000000","stepPercent":null,"href":"/135","status":"active","contractBillingTemplate":{"key":"41"}}]}}`),
		rows(`{"key":"41","id":"Q","description":"Quarters","method":"predefinedPercentages","source":null,"isStepBilling":false,"status":"active",
			"href":"/objects/contracts/billing-template/41"}`),
		rows(`{"key":"135","id":"135","periodOffset":"3","percentToBill":"11.00000000","stepPercent":null,"href":"/135","contractBillingTemplate.key":"41"}`,
			`{"key":"136","id":"136","periodOffset":12,"percentToBill":"89.00000000","stepPercent":"","href":"/136","contractBillingTemplate.key":"41"}`),
	)
	line := func(period, percent string) Values {
		return Values{Number("periodOffset", period), Number("percentToBill", percent), Number("stepPercent", "")}
	}
	key, err := c.ContractTemplates.Create(t.Context(), Creation{
		Values: Values{
			Text("id", "Q"), Text("description", ""), Word("method", MethodPredefinedPercentages), Word("source", SourceEstimatedHours), Flag("isStepBilling", false),
			Word("status", StatusActive),
		},
		Lines: []Values{line("3", "11"), line("12", "89")},
	}, "k")
	check(t, err)
	if want := `{"id":"Q","method":"predefinedPercentages","source":"estimatedHours","isStepBilling":false,"status":"active",` +
		`"lines":[{"periodOffset":"3","percentToBill":"11"},{"periodOffset":"12","percentToBill":"89"}]}`; far.requests[0].Body != want || key != "41" ||
		far.requests[0].Path != "/objects/contracts/billing-template" {
		t.Errorf("sent %s %s", far.requests[0].Path, far.requests[0].Body)
	}
	check(t, c.ContractTemplates.Update(t.Context(), "41", Patch{
		ChangeLines: []LineChange{{Key: "135", Values: Values{Number("periodOffset", "3"), Number("percentToBill", "30")}}},
	}, "k"))
	if want := `{"lines":[{"key":"135","periodOffset":"3","percentToBill":"30"}]}`; far.requests[1].Body != want {
		t.Errorf("sent %s", far.requests[1].Body)
	}
	single, err := c.ContractTemplates.Get(t.Context(), "41")
	check(t, err)
	list, err := c.ContractTemplates.Query(t.Context(), ObjectQuery{Lines: true})
	check(t, err)
	want := ContractTemplate{
		Key: "41", ID: "Q", Href: "/objects/contracts/billing-template/41", Description: "Quarters", Method: "predefinedPercentages", IsStepBilling: "false",
		Status: "active", Lines: []ContractLine{
			{Key: "135", PeriodOffset: "3", PercentToBill: "11.00000000", Href: "/135"}, {Key: "136", PeriodOffset: "12", PercentToBill: "89.00000000", Href: "/136"},
		},
	}
	for what, got := range map[string]ContractTemplate{"single": *single, "listed": list.Objects[0]} {
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", what, diff)
		}
	}
	if want := `{"object":"contracts/billing-template-line","fields":["key","id","periodOffset","percentToBill","stepPercent","href","contractBillingTemplate.key"],`; !strings.HasPrefix(far.requests[4].Body, want) {
		t.Errorf("sent %s", far.requests[4].Body)
	}
}

// A single read and a query return the same project, whether missing values are null, empty, or omitted.
func TestProjects_singleAndListedAreTheSame(t *testing.T) {
	t.Parallel()
	c, _ := answering(
		t,
		ok(`{"ia::result":{"key":"101","id":"P-1","name":"N","category":"contract","customer":{"key":"31","id":"C-1","name":"x"},"parent":{"key":null,"id":null},
			"department":null,"budget":{"billingAmount":"5.00","budgetedCost":null},"isBillableEmployeeExpense":true,"contacts":{"site":{"a":{"b":[{}]}}},
			"progress":{"percentComplete":"25.00"},"entity":{"id":""}}}`),
		rows(`{"key":"101","id":"P-1","name":"N","category":"contract","customer.id":"C-1","parent.id":"","budget.billingAmount":"5.00",
			"isBillableEmployeeExpense":"true","progress.percentComplete":25.00,"class.id":null}`))
	single, err := c.Projects.Get(t.Context(), "101")
	check(t, err)
	list, err := c.Projects.Query(t.Context(), ObjectQuery{})
	check(t, err)
	for _, field := range projects().fields {
		if single.Text(field) != list.Objects[0].Text(field) {
			t.Errorf("%s: %q, listed %q", field, single.Text(field), list.Objects[0].Text(field))
		}
	}
	if single.Text("customer.id") != "C-1" || single.Text("budget.billingAmount") != "5.00" || single.Text("progress.percentComplete") != "25.00" {
		t.Errorf("read is %v", single)
	}
}

func TestGet_aMemberOfAnUnexpectedKindIsAnError(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		`{"ia::result":{"key":"101","customer":"C-1"}}`, `{"ia::result":{"key":"101","customer":{"id":{}}}}`, `{"ia::result":{"key":"101","name":["a"]}}`,
		`{"ia::result":["101"]}`, `{"ia::result":{"id":"P-1"}}`, `{"ia::result":{"key":"102"}}`,
	} {
		c, _ := answering(t, ok(body))
		if _, err := c.Projects.Get(t.Context(), "101"); err == nil || !asError(t, err).IsUnreadable {
			t.Errorf("%s: %v", body, err)
		}
	}
}

// Project and date are the natural key of an observed percentage, and Intacct stores them as sent: both are filters
// of each lookup.
func TestObservedPercents_areKnownByProjectAndDate(t *testing.T) {
	t.Parallel()
	row := func(key, project, date, percent string) string {
		return fmt.Sprintf(`{"key":%q,"project.key":%q,"project.id":"P","asOfDate":%q,"percentComplete":%q,"notes":null}`, key, project, date, percent)
	}
	const name = `"filters":[{"$eq":{"project.key":"101"}},{"$eq":{"asOfDate":"2026-03-31"}}]`
	creation := Creation{
		Name: []string{"101", "2026-03-31"}, Values: Values{Key("project", "101"), Word("asOfDate", "2026-03-31"), Number("percentComplete", "25")},
	}
	c, far := answering(t, rows(), reply{Status: 500}, rows(row("11", "101", "2026-03-31", "25.00")),
		ok(`{"ia::result":{"key":"11","project":{"key":"101"},"asOfDate":"2026-03-31","percentComplete":"25.00"}}`))
	key, err := c.ObservedPercents.CreateOnce(t.Context(), creation)
	check(t, err)
	if diff := cmp.Diff([]string{"QUERY", "POST key 1", "QUERY", "GET"}, steps(far.requests)); diff != "" || key != "11" {
		t.Errorf("key %s, %s", key, diff)
	}
	if !strings.Contains(far.requests[0].Body, name) || !strings.Contains(far.requests[2].Body, name) {
		t.Errorf("asked %s and %s", far.requests[0].Body, far.requests[2].Body)
	}
	if want := `{"project":{"key":"101"},"asOfDate":"2026-03-31","percentComplete":"25"}`; far.requests[1].Body != want {
		t.Errorf("sent %s", far.requests[1].Body)
	}
	c, _ = answering(t, rows(row("12", "101", "2026-03-31", "5"), row("13", "102", "2026-03-31", "5")))
	if _, err := c.ObservedPercents.CreateOnce(t.Context(), creation); err == nil ||
		err.Error() != `Sage Intacct already has a percentage with the project and date "101, 2026-03-31": its key is 12` {
		t.Errorf("error %v", err)
	}
}
