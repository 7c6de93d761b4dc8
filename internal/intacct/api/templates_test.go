package api

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// The examples are copied verbatim from the reference page.
const (
	exampleList = `{"ia::result":[
		{"key":"12","id":"12","href":"/objects/projects/project-billing-template/12"},
		{"key":"13","id":"13","href":"/objects/projects/project-billing-template/13"},
		{"key":"14","id":"14","href":"/objects/projects/project-billing-template/14"}],
		"ia::meta":{"totalCount":3,"start":1,"pageSize":100,"next":101,"previous":null}}`
	exampleCreateBody = `{"name":"Project Estimated Hours","description":"Template for billing by estimated project hours",
		"billingMethod":"percentCompleted","calculateOn":"project","basedOn":"plannedHours","status":"active",
		"milestones":[{"percentCompleted":"0.1","description":"Project Estimated Hours"}]}`
	exampleCreated = `{"ia::result":{"key":"15","id":"15","href":"/objects/projects/project-billing-template/15"},
		"ia::meta":{"totalCount":1,"totalSuccess":1,"totalError":0}}`
	exampleTemplate = `{"ia::result":{"key":"15","id":"15","href":"/objects/projects/project-billing-template/15",
		"name":"Project Estimated Hours","description":"Template for billing by estimated project hours",
		"billingMethod":"percentCompleted","calculateOn":"project","basedOn":"plannedHours","status":"active",
		"milestones":[
			{"key":"23","id":"23","percentCompleted":"0.5","percentToInvoice":"0.5","description":"Bill at 50% completion",
			 "href":"/objects/projects/project-billing-template-milestone/23",
			 "projectBillingTemplate":{"key":"15","id":"15","href":"/objects/projects/project-billing-template/15"}},
			{"key":"24","id":"24","percentCompleted":"1","percentInvoiced":"0.5","description":"Bill at 100% completion",
			 "href":"/objects/projects/project-billing-template-milestone/23",
			 "projectBillingTemplate":{"key":"15","id":"15","href":"/objects/projects/project-billing-template/15"}}]},
		"ia::meta":{"totalCount":1,"totalSuccess":1,"totalError":0}}`
	exampleUpdated = `{"ia::result":{"key":"12","id":"12","href":"/objects/projects/project-billing-template/12"},
		"ia::meta":{"totalCount":1,"totalSuccess":1,"totalError":0}}`
)

func exampleReference(key lenient.Text) Reference {
	return Reference{Key: key, ID: key, Href: "/objects/projects/project-billing-template/" + key}
}

func exampleFields() Creation {
	return Creation{
		Name: []string{"Project Estimated Hours"},
		Values: Values{
			Text("name", "Project Estimated Hours"), Text("description", "Template for billing by estimated project hours"),
			Word("billingMethod", BillingMethodPercentCompleted), Word("calculateOn", CalculateOnProject), Word("basedOn", BasedOnPlannedHours),
			Word("status", StatusActive),
		},
		Lines: []Values{milestone("0.1", "Project Estimated Hours")},
	}
}

func exampleResult() Template {
	return Template{
		Key: "15", ID: "15", Href: "/objects/projects/project-billing-template/15",
		Name: "Project Estimated Hours", Description: "Template for billing by estimated project hours",
		BillingMethod: "percentCompleted", CalculateOn: "project", BasedOn: "plannedHours", Status: "active",
		Milestones: []Milestone{
			{
				Key: "23", ID: "23", PercentCompleted: "0.5", PercentToInvoice: "0.5", Description: "Bill at 50% completion",
				Href: "/objects/projects/project-billing-template-milestone/23", Template: exampleReference("15"),
			},
			{
				Key: "24", ID: "24", PercentCompleted: "1", PercentToInvoice: "0.5", Description: "Bill at 100% completion",
				Href: "/objects/projects/project-billing-template-milestone/23", Template: exampleReference("15"),
			},
		},
	}
}

func TestCreateTemplate_example(t *testing.T) {
	t.Parallel()
	c, far := answering(t, reply{Status: 201, Body: exampleCreated})
	key, err := c.Templates.Create(t.Context(), exampleFields(), "3d3f9d6e-3f6f-4f4d-9a39-0d2f3d1a8a11")
	check(t, err)
	if key != "15" {
		t.Errorf("key %q", key)
	}
	request := far.requests[0]
	if request.Method != "POST" || request.Path != "/objects/projects/project-billing-template" {
		t.Errorf("sent %+v", request)
	}
	if got := request.Header.Get("Idempotency-Key"); got != "3d3f9d6e-3f6f-4f4d-9a39-0d2f3d1a8a11" {
		t.Errorf("Idempotency-Key %q", got)
	}
	if got := request.Header.Get("Content-Type"); got != "application/json" {
		t.Errorf("Content-Type %q", got)
	}
	sameJSON(t, request.Body, exampleCreateBody)
}

func TestCreateTemplate_leavesOutWhatIsNotSet(t *testing.T) {
	t.Parallel()
	c, far := answering(t, reply{Status: 201, Body: exampleCreated})
	_, err := c.Templates.Create(t.Context(), Creation{
		Values: Values{Text("name", "R&D <2>"), Text("description", "d"), Word("status", "")}, Lines: []Values{milestone("33.30", "")},
	}, "k")
	check(t, err)
	if want := `{"name":"R&D <2>","description":"d","milestones":[{"percentCompleted":"33.30"}]}`; far.requests[0].Body != want {
		t.Errorf("body %s\nwant %s", far.requests[0].Body, want)
	}
}

func TestCreateTemplate_answersThatDoNotSayTheKeyMayHaveTakenEffect(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]reply{
		"empty":         {Status: 201},
		"no result":     {Status: 201, Body: `{}`},
		"null":          {Status: 201, Body: `{"ia::result":null}`},
		"no key":        {Status: 201, Body: `{"ia::result":{"id":null}}`},
		"other kind":    {Status: 201, Body: `{"ia::result":["15"]}`},
		"accepted only": {Status: 202, Body: `{"ia::result":{"jobId":"7"}}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, _ := answering(t, answer)
			_, err := c.Templates.Create(t.Context(), exampleFields(), "k")
			if failure := asError(t, err); !failure.IsUnreadable || !transport.MayHaveTakenEffect(err) {
				t.Errorf("error %v", err)
			}
		})
	}
}

func TestGetTemplate_example(t *testing.T) {
	t.Parallel()
	c, far := answering(t, ok(exampleTemplate))
	got, err := c.Templates.Get(t.Context(), "15")
	check(t, err)
	want := exampleResult()
	if diff := cmp.Diff(&want, got); diff != "" {
		t.Error(diff)
	}
	if far.requests[0].Method != "GET" || far.requests[0].Path != "/objects/projects/project-billing-template/15" {
		t.Errorf("sent %+v", far.requests[0])
	}
}

func TestGetTemplate_readsTheEntity_andOrdersMilestones_andIgnoresWhatItDoesNotKnow(t *testing.T) {
	t.Parallel()
	c, _ := answering(t, ok(`{"ia::result":{"key":15,"id":"15","href":null,"name":"n","description":"d","status":"active","isNew":{"a":[1]},
		"entity":{"key":"46","id":"Western Region","name":"Western Region","href":"/objects/company-config/entity/15"},
		"milestones":[{"key":"30","percentCompleted":"100.00"},{"key":"9","percentCompleted":100,"description":null},{"key":"10","percentCompleted":"25.5"}]},
		"ia::meta":{"totalCount":1}}`))
	got, err := c.Templates.Get(t.Context(), "15")
	check(t, err)
	want := &Template{
		Key: "15", ID: "15", Name: "n", Description: "d", Status: "active",
		Entity: Entity{Key: "46", ID: "Western Region", Name: "Western Region"},
		Milestones: []Milestone{
			{Key: "10", PercentCompleted: "25.5", Template: exampleReference("15")},
			{Key: "9", PercentCompleted: "100", Template: exampleReference("15")},
			{Key: "30", PercentCompleted: "100.00", Template: exampleReference("15")},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// Only an empty list of milestones proves that there are none. For anything else, a
// query decides.
func TestGetTemplate_withoutMilestones(t *testing.T) {
	t.Parallel()
	for member, isProof := range map[string]bool{
		`,"milestones":[]`: true, `,"milestones": [ ]`: true, ``: false, `,"milestones":null`: false, `,"milestones":""`: false, `,"milestones":{}`: false,
	} {
		for name, queried := range map[string][]string{"none": nil, "one": {milestoneRow("7", "15", "50")}} {
			t.Run(member+" "+name, func(t *testing.T) {
				t.Parallel()
				replies := []reply{ok(`{"ia::result":{"key":"15","entity":{"key":null,"id":null,"name":null}` + member + `}}`)}
				want := 0
				if !isProof {
					replies, want = append(replies, rows(queried...)), len(queried)
				}
				c, far := answering(t, replies...)
				got, err := c.Templates.Get(t.Context(), "15")
				check(t, err)
				if got.Milestones == nil || len(got.Milestones) != want || got.Entity != (Entity{}) || len(far.requests) != len(replies) {
					t.Errorf("got %+v after %d requests", got, len(far.requests))
				}
			})
		}
	}
}

func TestGetTemplate_notFound(t *testing.T) {
	t.Parallel()
	c, _ := answering(t, reply{Status: 404, Body: `{"ia::error":{"code":"notFound","message":"No such object"}}`})
	if _, err := c.Templates.Get(t.Context(), "15"); !transport.IsNotFound(err) || transport.MayHaveTakenEffect(err) {
		t.Errorf("error %v", err)
	}
}

func TestGetTemplate_keepsAKeyInItsPlace(t *testing.T) {
	t.Parallel()
	c, far := answering(t, reply{Status: 404})
	_, _ = c.Templates.Get(t.Context(), "1/2,3?x")
	if got := far.requests[0].Path; got != "/objects/projects/project-billing-template/1%2F2%2C3%3Fx" {
		t.Errorf("path %s", got)
	}
}
