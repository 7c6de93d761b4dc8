package api

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
)

const (
	templateFieldsOnTheWire = `["key","id","name","description","billingMethod","calculateOn","basedOn","status","href",` +
		`"entity.key","entity.id","entity.name"]`
	milestoneFieldsOnTheWire = `["key","id","percentCompleted","percentToInvoice","description","href","projectBillingTemplate.key"]`
)

func templateRow(key, name string) string {
	return fmt.Sprintf(`{"key":%q,"id":%q,"name":%q,"description":"d","billingMethod":"milestone","calculateOn":"task",
		"basedOn":"plannedHours","status":"active","href":"/objects/projects/project-billing-template/%s",
		"entity.key":"46","entity.id":"W","entity.name":"West"}`, key, key, name, key)
}

func milestoneRow(key, template, percent string) string {
	return fmt.Sprintf(`{"key":%q,"id":%q,"percentCompleted":%q,"percentToInvoice":"5","description":null,
		"href":"/objects/projects/project-billing-template-milestone/%s","projectBillingTemplate.key":%q}`, key, key, percent, key, template)
}

// asGot is the response to a single read of the same template.
func asGot(key, name string, milestones ...string) reply {
	lines := make([]string, len(milestones))
	for i, milestone := range milestones {
		milestoneKey, percent, _ := strings.Cut(milestone, ":")
		lines[i] = fmt.Sprintf(`{"key":%q,"id":%q,"percentCompleted":%q,"percentToInvoice":"5","description":null,
			"href":"/objects/projects/project-billing-template-milestone/%s",
			"projectBillingTemplate":{"key":%q,"id":%q,"href":"/objects/projects/project-billing-template/%s"}}`,
			milestoneKey, milestoneKey, percent, milestoneKey, key, key, key)
	}
	return ok(fmt.Sprintf(`{"ia::result":{"key":%q,"id":%q,"name":%q,"description":"d","billingMethod":"milestone","calculateOn":"task",
		"basedOn":"plannedHours","status":"active","href":"/objects/projects/project-billing-template/%s",
		"entity":{"key":"46","id":"W","name":"West","href":"/objects/company-config/entity/46"},"milestones":[%s]}}`,
		key, key, name, key, strings.Join(lines, ",")))
}

func TestQuery_twoQueriesGiveWhatSingleReadsGive(t *testing.T) {
	t.Parallel()
	c, far := answering(t,
		rows(templateRow("12", "a"), templateRow("13", "b")),
		rows(milestoneRow("7", "13", "100.00"), milestoneRow("8", "13", "25.5"), milestoneRow("9", "99", "1")),
		asGot("12", "a"), asGot("13", "b", "7:100.00", "8:25.5"))
	list, err := c.Templates.Query(t.Context(), ObjectQuery{Lines: true})
	check(t, err)
	if list.TotalCount != 2 || list.IsCut {
		t.Errorf("list %+v", list)
	}
	if want := `{"object":"projects/project-billing-template","fields":` + templateFieldsOnTheWire +
		`,"orderBy":[{"key":"asc"}],"start":1,"size":4000}`; far.requests[0].Body != want {
		t.Errorf("sent %s\nwant %s", far.requests[0].Body, want)
	}
	if want := `{"object":"projects/project-billing-template-milestone","fields":` + milestoneFieldsOnTheWire +
		`,"orderBy":[{"key":"asc"}],"start":1,"size":4000}`; far.requests[1].Body != want {
		t.Errorf("sent %s\nwant %s", far.requests[1].Body, want)
	}
	for i, key := range []string{"12", "13"} {
		single, err := c.Templates.Get(t.Context(), key)
		check(t, err)
		if diff := cmp.Diff(*single, list.Objects[i]); diff != "" {
			t.Error(diff)
		}
	}
}

func TestQuery_chosenOnes(t *testing.T) {
	t.Parallel()
	c, far := answering(t, rows(templateRow("12", "a"), templateRow("0013", "b")), rows(milestoneRow("7", "12", "50")))
	list, err := c.Templates.Query(t.Context(), ObjectQuery{
		Filters:          []Filter{{Field: "status", Operator: Equal, Values: []string{"active"}}},
		FilterExpression: "1", Parameters: FilterParameters{IncludePrivate: new(true)},
		OrderBy: []Order{{Field: "status", Descending: true}}, Lines: true, MaxResults: 50,
	})
	check(t, err)
	if len(list.Objects) != 2 || list.Objects[1].Milestones == nil {
		t.Errorf("list %+v", list)
	}
	if want := `"filters":[{"$eq":{"status":"active"}}],"filterExpression":"1","filterParameters":{"includePrivate":true},` +
		`"orderBy":[{"status":"desc"},{"key":"asc"}],"start":1,"size":50}`; !strings.HasSuffix(far.requests[0].Body, want) {
		t.Errorf("sent %s", far.requests[0].Body)
	}
	if want := `"filters":[{"$in":{"projectBillingTemplate.key":["12","0013"]}}],"orderBy":[{"key":"asc"}],"start":1,"size":4000}`; !strings.HasSuffix(far.requests[1].Body, want) {
		t.Errorf("sent %s", far.requests[1].Body)
	}
}

func TestQuery_withoutAny_asksForNoMilestones(t *testing.T) {
	t.Parallel()
	c, _ := answering(t, rows())
	list, err := c.Templates.Query(t.Context(), ObjectQuery{Lines: true})
	check(t, err)
	if len(list.Objects) != 0 {
		t.Errorf("list %+v", list)
	}
}

// pagesThatFit are two pages of three templates.
func pagesThatFit() []reply {
	return []reply{pageOf(1, 3, "3", templateRow("1", "a"), templateRow("2", "b")), pageOf(3, 3, "null", templateRow("3", "c"))}
}

// pagesThatDoNotFit are pages between which others have created or deleted templates.
func pagesThatDoNotFit() map[string][]reply {
	first := pageOf(1, 3, "3", templateRow("1", "a"), templateRow("2", "b"))
	return map[string][]reply{
		"one was deleted":              {first, pageOf(3, 2, "null")},
		"one was created":              {first, pageOf(3, 4, "null", templateRow("3", "c"), templateRow("4", "d"))},
		"one is repeated":              {first, pageOf(3, 3, "null", templateRow("2", "b"))},
		"the second ends early":        {first, pageOf(3, 3, "null")},
		"more than there are":          {first, pageOf(3, 3, "null", templateRow("3", "c"), templateRow("4", "d"))},
		"more than there are, at once": {pageOf(1, 1, "null", templateRow("1", "a"), templateRow("2", "b"))},
	}
}

func TestQuery_pagesThatDoNotFitAreReadOnceMore(t *testing.T) {
	t.Parallel()
	for name, pages := range pagesThatDoNotFit() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, _ := answering(t, replies(pages, pagesThatFit())...)
			list, err := c.Templates.Query(t.Context(), ObjectQuery{})
			check(t, err)
			if len(list.Objects) != 3 || list.TotalCount != 3 || list.Objects[0].Milestones != nil {
				t.Errorf("list %+v", list)
			}
			c, far := answering(t, replies(pages, pages)...)
			list, err = c.Templates.Query(t.Context(), ObjectQuery{})
			if _, isShifted := errors.AsType[*ShiftedError](err); !isShifted || list.Objects != nil || len(far.requests) != 2*len(pages) {
				t.Errorf("%d requests, list %+v, error %v", len(far.requests), list, err)
			}
		})
	}
}

func TestQuery_aPartOfTheTemplatesIsAnError(t *testing.T) {
	t.Parallel()
	short := ok(`{"ia::result":[` + templateRow("1", "a") + `],"ia::meta":{"totalCount":2,"start":1,"next":null}}`)
	for name, query := range map[string]ObjectQuery{
		"all":    {},
		"chosen": {Filters: []Filter{{Field: "status", Operator: Equal, Values: []string{"active"}}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, _ := answering(t, short)
			_, err := c.Templates.Query(t.Context(), query)
			if failure := asError(t, err); !strings.Contains(failure.Error(), "ends after 1 of 2 records") {
				t.Errorf("error %v", err)
			}
		})
	}
}

func TestQuery_aPartOfTheMilestonesIsAnError(t *testing.T) {
	t.Parallel()
	for name, second := range map[string]reply{
		"cut short":   ok(`{"ia::result":[` + milestoneRow("7", "12", "1") + `],"ia::meta":{"totalCount":9,"start":1,"next":null}}`),
		"no template": rows(`{"key":"7","projectBillingTemplate.key":null}`),
		"no key":      rows(`{"key":null,"projectBillingTemplate.key":"12"}`),
		"refused":     {Status: 403},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, _ := answering(t, rows(templateRow("12", "a")), second)
			list, err := c.Templates.Query(t.Context(), ObjectQuery{Lines: true})
			if failure := asError(t, err); list.Objects != nil || failure.Path != "/services/core/query" {
				t.Errorf("list %+v, error %v", list, err)
			}
		})
	}
}

func TestQuery_aTemplateWithoutAKeyIsAnError(t *testing.T) {
	t.Parallel()
	c, _ := answering(t, rows(`{"name":"a"}`))
	if _, err := c.Templates.Query(t.Context(), ObjectQuery{}); !asError(t, err).IsUnreadable {
		t.Errorf("error %v", err)
	}
}

// A response without milestones proves nothing if it could have lost them.
func TestQuery_missingMilestonesAreConfirmed(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		queries []reply // of milestones
		reads   map[string]reply
		steps   []string
		want    string
	}{
		"others have some": {queries: []reply{rows(milestoneRow("7", "12", "50"))}, steps: []string{"QUERY x2"}, want: "12:1 13:0"},
		"none at all": {
			queries: []reply{rows()}, reads: map[string]reply{"12": asGot("12", "a"), "13": asGot("13", "b")},
			steps: []string{"QUERY x2", "GET x2"}, want: "12:0 13:0",
		},
		"queries show none": {
			queries: []reply{rows()}, reads: map[string]reply{"12": asGot("12", "a", "7:50"), "13": asGot("13", "b", "8:50", "9:100")},
			steps: []string{"QUERY x2", "GET x2"}, want: "12:1 13:2",
		},
		"one is gone": {
			queries: []reply{rows()}, reads: map[string]reply{"12": {Status: 404}, "13": asGot("13", "b", "8:50")},
			steps: []string{"QUERY x2", "GET x2"}, want: "13:1",
		},
		"several pages": {
			queries: []reply{
				pageOf(1, 2, "2", milestoneRow("6", "99", "50")), pageOf(2, 2, "null", milestoneRow("7", "12", "50")),
				rows(milestoneRow("8", "13", "50")),
			},
			steps: []string{"QUERY x4"}, want: "12:1 13:1",
		},
		"pages do not fit": {
			queries: []reply{
				pageOf(1, 3, "2", milestoneRow("7", "12", "50")), pageOf(2, 2, "null", milestoneRow("8", "13", "1")),
				rows(milestoneRow("8", "13", "1"), milestoneRow("9", "12", "2")),
			},
			steps: []string{"QUERY x4"}, want: "12:1 13:1",
		},
		"one cannot be read": {queries: []reply{rows()}, reads: map[string]reply{"12": {Status: 403}, "13": {Status: 403}}, want: "error 403"},
		"the reads do not tell": {
			queries: []reply{rows(), rows(), rows()}, want: "12:0 13:0",
			reads: map[string]reply{"12": ok(`{"ia::result":{"key":"12"}}`), "13": ok(`{"ia::result":{"key":"13","milestones":null}}`)},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			queries := inTurn(t, replies(rows(templateRow("12", "a"), templateRow("13", "b")), test.queries)...)
			far := &wire{answer: func(arrived sent) reply {
				if arrived.Method == "GET" {
					return test.reads[arrived.Path[strings.LastIndex(arrived.Path, "/")+1:]]
				}
				return queries(arrived)
			}}
			list, err := client(far).Templates.Query(t.Context(), ObjectQuery{Lines: true})
			var got []string
			for _, template := range list.Objects {
				got = append(got, fmt.Sprintf("%s:%d", template.Key, len(template.Milestones)))
			}
			if err != nil {
				got = []string{fmt.Sprint("error ", asError(t, err).Status)}
			}
			if strings.Join(got, " ") != test.want {
				t.Errorf("got %q, want %q (%v)", got, test.want, err)
			}
			if diff := cmp.Diff(test.steps, steps(far.sentOnly())); test.steps != nil && diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAddLines_ofManyTemplatesNamesNoKeys(t *testing.T) {
	t.Parallel()
	c, far := answering(t, rows(milestoneRow("7", "5", "1")))
	templates := make([]Template, LargestPage+1)
	for i := range templates {
		templates[i].Key = lenient.Text(fmt.Sprint(i))
	}
	check(t, c.Templates.AddLines(t.Context(), templates, false))
	if strings.Contains(far.requests[0].Body, "filters") || len(templates[5].Milestones) != 1 {
		t.Errorf("sent %s", far.requests[0].Body)
	}
}

func TestNamed_areThoseOfExactlyThatName(t *testing.T) {
	t.Parallel()
	c, far := answering(t, rows(templateRow("12", "Half"), templateRow("13", "half"), templateRow("14", "Half")))
	found, err := c.Templates.Named(t.Context(), "Half")
	check(t, err)
	if len(found) != 2 || found[0].Key != "12" || found[1].Key != "14" {
		t.Errorf("found %+v", found)
	}
	if want := `"filters":[{"$eq":{"name":"Half"}}],"filterParameters":{"caseSensitiveComparison":true},` +
		`"orderBy":[{"key":"asc"}],"start":1,"size":4000}`; !strings.HasSuffix(far.requests[0].Body, want) {
		t.Errorf("sent %s", far.requests[0].Body)
	}
}

func TestPage(t *testing.T) {
	t.Parallel()
	c, far := answering(t, ok(`{"ia::result":[`+templateRow("12", "a")+`],"ia::meta":{"totalCount":9,"start":4,"next":5}}`))
	page, err := c.Templates.Page(t.Context(), ObjectQuery{}, 4, 1)
	check(t, err)
	if page.Next != 5 || page.TotalCount != 9 || len(page.Objects) != 1 || page.Objects[0].Milestones != nil {
		t.Errorf("page %+v", page)
	}
	if !strings.HasSuffix(far.requests[0].Body, `"start":4,"size":1}`) {
		t.Errorf("sent %s", far.requests[0].Body)
	}
}

func TestCheckFree_manyNamesShareOneListing(t *testing.T) {
	t.Parallel()
	far := &wire{answer: func(arrived sent) reply {
		if strings.Contains(arrived.Body, `"fields":["key","name"]`) {
			return rows(`{"key":"1","name":"taken"}`, `{"key":"2","name":"gone"}`)
		}
		if strings.Contains(arrived.Body, `"taken"`) {
			return rows(templateRow("10", "taken"), templateRow("9", "taken"))
		}
		return rows()
	}}
	c := client(far)
	for i := range 100 {
		check(t, c.Templates.checkFree(t.Context(), fmt.Sprint("new ", i)))
	}
	if got := len(far.requests); got != singleNameChecks+1 {
		t.Errorf("%d requests", got)
	}
	check(t, c.Templates.checkFree(t.Context(), "gone")) // deleted since the names were read
	var exists *ExistsError
	if err := c.Templates.checkFree(t.Context(), "taken"); !errors.As(err, &exists) || exists.Key != "9" || exists.Others[0] != "10" {
		t.Errorf("error %v", err)
	}
	if want := `Sage Intacct already has several billing templates with the name "taken": their keys are 9 and 10`; exists.Error() != want {
		t.Errorf("error %v", exists)
	}
	c.Templates.names.add("77", "new 7")
	check(t, c.Templates.checkFree(t.Context(), "new 7")) // created here, and looked up since
	if got := len(far.requests); got != singleNameChecks+1+3 {
		t.Errorf("%d requests", got)
	}
}

func TestCheckFree_amongTooManyNames_asksForEach(t *testing.T) {
	t.Parallel()
	far := &wire{}
	listing := served(t, mostNames+1, func(start, size int) string { return fmt.Sprint(start + size) })
	far.answer = func(arrived sent) reply {
		if strings.Contains(arrived.Body, `"filters"`) {
			return rows()
		}
		return listing(arrived)
	}
	c := client(far)
	for i := range 10 {
		check(t, c.Templates.checkFree(t.Context(), fmt.Sprint(i)))
	}
	if got := len(far.requests); got != 10+mostNames/LargestPage {
		t.Errorf("%d requests", got)
	}
}

func TestCheckFree_aListingThatFailsIsAnErrorAndTriedAgain(t *testing.T) {
	t.Parallel()
	c, _ := answering(t, rows(), reply{Status: 422}, rows())
	for i := range singleNameChecks {
		check(t, c.Templates.checkFree(t.Context(), fmt.Sprint(i)))
	}
	if err := c.Templates.checkFree(t.Context(), "x"); asError(t, err).Status != 422 {
		t.Errorf("error %v", err)
	}
	check(t, c.Templates.checkFree(t.Context(), "x"))
}

func TestCheckFree_aCredentialThatMayNotQueryIsTold(t *testing.T) {
	t.Parallel()
	c, _ := answering(t, reply{Status: 403}, reply{Status: 403})
	check(t, c.Templates.checkFree(t.Context(), "x"))
	if told := c.Templates.NamesUnchecked(); asError(t, told).Status != 403 {
		t.Errorf("told %v", told)
	}
	check(t, c.Templates.checkFree(t.Context(), "y"))
	if told := c.Templates.NamesUnchecked(); told != nil {
		t.Errorf("told again: %v", told)
	}
}

// A name in decomposed Unicode is found among the names of all templates.
func TestCheckFree_aNameThatLooksTheSameIsTaken(t *testing.T) {
	t.Parallel()
	c, far := answering(t, rows(`{"key":"7","name":"Cafe\u0301"}`), rows(`{"key":"7","name":"Cafe\u0301"}`))
	err := c.Templates.checkFree(t.Context(), "Caf\u00e9")
	var exists *ExistsError
	if !errors.As(err, &exists) || exists.Key != "7" {
		t.Fatalf("error %v after %d requests", err, len(far.requests))
	}
}

// A name in a list that was read after a create began does not prove that the object existed before.
func TestLike_whatIsReadLaterProvesNothing(t *testing.T) {
	t.Parallel()
	ours := rows(`{"key":"7","name":"OURS"}`)
	c, _ := answering(t, ours, ours, ours)
	before := c.Templates.names.keysBefore()
	check(t, c.Templates.listNames(t.Context()))
	found, err := c.Templates.like(t.Context(), []string{"ours"}, before)
	if err != nil || len(found) != 1 {
		t.Errorf("found %v, %v", found, err)
	}
	found, err = c.Templates.like(t.Context(), []string{"ours"}, c.Templates.names.keysBefore())
	if err != nil || len(found) != 0 {
		t.Errorf("found %v, %v, which was there before", found, err)
	}
}
