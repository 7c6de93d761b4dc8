package api

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestList_ofMoreThanOnePage_isReadByQueries(t *testing.T) {
	t.Parallel()
	page := func(start, total int, next string, keys ...string) reply {
		items := make([]string, len(keys))
		for i, key := range keys {
			items[i] = fmt.Sprintf(`{"key":%q}`, key)
		}
		return ok(fmt.Sprintf(`{"ia::result":[%s],"ia::meta":{"totalCount":%d,"start":%d,"pageSize":2,"next":%s}}`,
			strings.Join(items, ","), total, start, next))
	}
	tests := map[string]struct {
		replies []reply
		want    []string
		fails   string
	}{
		"several pages":          {[]reply{page(1, 3, "3", "1", "2"), page(1, 3, "3", "1", "2"), page(3, 3, "null", "3")}, []string{"1", "2", "3"}, ""},
		"moved to the next page": {[]reply{page(1, 4, "3", "1", "2"), page(1, 4, "3", "1", "2"), page(3, 4, "null", "2", "3")}, []string{"1", "2", "3"}, ""},
		"next beyond the end":    {[]reply{page(1, 2, "101", "1", "2")}, []string{"1", "2"}, ""},
		"next is zero":           {[]reply{page(1, 2, "0", "1", "2")}, []string{"1", "2"}, ""},
		"nothing":                {[]reply{page(1, 0, "null")}, nil, ""},
		"other page":             {[]reply{page(3, 9, "5", "3", "4")}, nil, "asked for the records from number 1, the answer has those from number 3"},
		"more, and no total":     {[]reply{ok(`{"ia::result":[{"key":"1"}],"ia::meta":{"next":2}}`)}, nil, "does not say how many records there are"},
		"no list":                {[]reply{ok(`{"ia::meta":{}}`)}, nil, "no list in it"},
		"the query fails":        {[]reply{page(1, 3, "3", "1", "2"), {Status: 403}}, nil, "403"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, far := answering(t, test.replies...)
			references, err := c.ListTemplates(t.Context())
			if test.fails != "" {
				if err == nil || !strings.Contains(err.Error(), test.fails) || references != nil {
					t.Fatalf("error %v, want %q in it", err, test.fails)
				}
				return
			}
			check(t, err)
			var got []string
			for _, reference := range references {
				got = append(got, string(reference.Key))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
			if far.requests[0].Path != "/objects/projects/project-billing-template" || len(far.requests) > 1 && far.requests[1].Body !=
				`{"object":"projects/project-billing-template","fields":["key","id","href"],"orderBy":[{"key":"asc"}],"start":1,"size":4000}` {
				t.Errorf("sent %+v", far.requests)
			}
		})
	}
}

func TestMilestones_examples(t *testing.T) {
	t.Parallel()
	c, far := answering(t,
		ok(`{"ia::result":[{"key":"23","id":"23'","href":"/objects/projects/project-billing-template-milestone/23"},
			{"key":"24","id":"24","href":"/objects/projects/project-billing-template-milestone/24"},
			{"key":"25","id":"25","href":"/objects/projects/project-billing-template-milestone/25"}],
			"ia::meta":{"totalCount":3,"start":1,"pageSize":100,"next":101,"previous":null}}`),
		ok(`{"ia::result":{"key":"23","id":"23","percentCompleted":"25.00","percentToInvoice":"50.00","description":"Invoice at 50%",
			"href":"/objects/projects/project-billing-template-milestone/23",
			"projectBillingTemplate":{"key":"12","id":"12","href":"/objects/projects/project-billing-template/12"}},
			"ia::meta":{"totalCount":1,"totalSuccess":1,"totalError":0}}`),
		ok(`{"ia::result":{}}`))
	references, err := c.ListMilestones(t.Context())
	check(t, err)
	if len(references) != 3 || references[0].ID != "23'" {
		t.Errorf("references %+v", references)
	}
	got, err := c.GetMilestone(t.Context(), "23")
	check(t, err)
	want := &Milestone{
		Key: "23", ID: "23", PercentCompleted: "25.00", PercentToInvoice: "50.00", Description: "Invoice at 50%",
		Href: "/objects/projects/project-billing-template-milestone/23", Template: exampleReference("12"),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if far.requests[0].Path != "/objects/projects/project-billing-template-milestone" ||
		far.requests[1].Path != "/objects/projects/project-billing-template-milestone/23" {
		t.Errorf("sent %+v", far.requests)
	}
	if _, err := c.GetMilestone(t.Context(), "24"); !asError(t, err).Unreadable {
		t.Errorf("error %v", err)
	}
}
