package api

import (
	"testing"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

func TestTemplatePatch_toTheLetter(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		patch TemplatePatch
		want  string
	}{
		"header": {
			TemplatePatch{
				Description: new("a & b"), BillingMethod: new("milestone"), CalculateOn: new("task"),
				BasedOn: new("budgetedHours"), Status: new("inactive"),
			},
			`{"description":"a & b","billingMethod":"milestone","calculateOn":"task","basedOn":"budgetedHours","status":"inactive"}`,
		},
		"contract section 3": {
			TemplatePatch{
				Description:      new("new text"),
				AddMilestones:    []MilestoneFields{{PercentCompleted: "100.00", Description: "final"}},
				ChangeMilestones: []MilestoneChange{{Key: "24", PercentCompleted: new("75.00"), Description: new("")}},
				DeleteMilestones: []string{"23"},
			},
			`{"description":"new text","milestones":[{"key":"23","ia::operation":"delete"},` +
				`{"key":"24","percentCompleted":"75.00","description":null},{"percentCompleted":"100.00","description":"final"}]}`,
		},
		"one description": {
			TemplatePatch{ChangeMilestones: []MilestoneChange{{Key: "24", Description: new("<half>")}}},
			`{"milestones":[{"key":"24","description":"<half>"}]}`,
		},
		"one percentage": {
			TemplatePatch{ChangeMilestones: []MilestoneChange{{Key: "24", PercentCompleted: new("5")}}},
			`{"milestones":[{"key":"24","percentCompleted":"5"}]}`,
		},
		"empty text": {TemplatePatch{Description: new("")}, `{"description":""}`},
		"nothing":    {TemplatePatch{}, `{}`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if test.patch.IsEmpty() != (name == "nothing") {
				t.Error("IsEmpty is wrong")
			}
			got, err := lenient.Encode(test.patch)
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
	check(t, c.UpdateTemplate(t.Context(), "12", TemplatePatch{Description: new("Bill by actual project hours")}, "k-1"))
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
	check(t, c.UpdateTemplate(t.Context(), "12", TemplatePatch{}, "k-1"))
	if len(far.requests) != 0 {
		t.Errorf("sent %+v", far.requests)
	}
}

func TestDeleteTemplate(t *testing.T) {
	t.Parallel()
	c, far := answering(t, reply{Status: 204}, reply{Status: 404, Body: `{"ia::error":{"code":"notFound"}}`})
	check(t, c.DeleteTemplate(t.Context(), "15"))
	if request := far.requests[0]; request.Method != "DELETE" || request.Path != "/objects/projects/project-billing-template/15" ||
		request.Header.Get("Idempotency-Key") != "" || request.Body != "" {
		t.Errorf("sent %+v", request)
	}
	if err := c.DeleteTemplate(t.Context(), "15"); !transport.IsNotFound(err) {
		t.Errorf("error %v", err)
	}
}
