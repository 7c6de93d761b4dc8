package api

import (
	"testing"

	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

func TestPatch_toTheLetter(t *testing.T) {
	t.Parallel()
	c, _ := answering(t)
	tests := map[string]struct {
		patch Patch
		want  string
	}{
		"header": {
			Patch{Values: Values{
				Text("description", "a & b"), Word("billingMethod", "milestone"), Word("calculateOn", "task"), Word("basedOn", "budgetedHours"),
				Word("status", "inactive"),
			}},
			`{"description":"a & b","billingMethod":"milestone","calculateOn":"task","basedOn":"budgetedHours","status":"inactive"}`,
		},
		"contract section 3": {
			Patch{
				Values:      Values{Text("description", "new text")},
				AddLines:    []Values{milestone("100.00", "final")},
				ChangeLines: []LineChange{{Key: "24", Values: milestone("75.00", "")}},
				DeleteLines: []string{"23"},
			},
			`{"description":"new text","milestones":[{"key":"23","ia::operation":"delete"},` +
				`{"key":"24","percentCompleted":"75.00","description":null},{"percentCompleted":"100.00","description":"final"}]}`,
		},
		"one description": {
			Patch{ChangeLines: []LineChange{{Key: "24", Values: Values{Text("description", "<half>")}}}},
			`{"milestones":[{"key":"24","description":"<half>"}]}`,
		},
		"one percentage": {
			Patch{ChangeLines: []LineChange{{Key: "24", Values: Values{Number("percentCompleted", "5")}}}},
			`{"milestones":[{"key":"24","percentCompleted":"5"}]}`,
		},
		"cleared text": {Patch{Values: Values{Text("description", "")}}, `{"description":null}`},
		"nested": {
			Patch{Values: Values{
				Number("budget.billingAmount", "1000.00"), ID("customer", "CUST-1"), Number("budget.budgetedCost", ""), ID("parent", ""), Flag("invoiceWithParent", true),
				Key("project", "7"), Flag("excludeExpenses", false),
			}},
			`{"budget":{"billingAmount":"1000.00","budgetedCost":null},"customer":{"id":"CUST-1"},"parent":{"key":null},"invoiceWithParent":true,` +
				`"project":{"key":"7"},"excludeExpenses":false}`,
		},
		"nothing": {Patch{}, `{}`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if test.patch.IsEmpty() != (name == "nothing") {
				t.Error("IsEmpty is wrong")
			}
			got, err := c.Templates.PatchBody(test.patch)
			check(t, err)
			if string(got) != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

func TestUpdateTemplate_example(t *testing.T) {
	t.Parallel()
	c, far := answering(t, ok(exampleUpdated))
	check(t, c.Templates.Update(t.Context(), "12", Patch{Values: Values{Text("description", "Bill by actual project hours")}}, "k-1"))
	request := far.requests[0]
	if request.Method != "PATCH" || request.Path != "/objects/projects/project-billing-template/12" {
		t.Errorf("sent %+v", request)
	}
	if request.Body != `{"description":"Bill by actual project hours"}` || request.Header.Get("Idempotency-Key") != "k-1" {
		t.Errorf("sent %+v", request)
	}
}

func TestUpdateTemplate_withNothingToChangeSendsNothing(t *testing.T) {
	t.Parallel()
	c, far := answering(t)
	check(t, c.Templates.Update(t.Context(), "12", Patch{}, "k-1"))
	if len(far.requests) != 0 {
		t.Errorf("sent %+v", far.requests)
	}
}

func TestDeleteTemplate(t *testing.T) {
	t.Parallel()
	c, far := answering(t, reply{Status: 204}, reply{Status: 404, Body: `{"ia::error":{"code":"notFound"}}`})
	check(t, c.Templates.Delete(t.Context(), "15"))
	if request := far.requests[0]; request.Method != "DELETE" || request.Path != "/objects/projects/project-billing-template/15" ||
		request.Header.Get("Idempotency-Key") != "" || request.Body != "" {
		t.Errorf("sent %+v", request)
	}
	if err := c.Templates.Delete(t.Context(), "15"); !transport.IsNotFound(err) {
		t.Errorf("error %v", err)
	}
}
