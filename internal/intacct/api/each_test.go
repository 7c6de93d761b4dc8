package api

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// pageOf returns a response of the query service with a page of rows.
func pageOf(start, total int, next string, rows ...string) reply {
	return ok(fmt.Sprintf(`{"ia::result":[%s],"ia::meta":{"totalCount":%d,"start":%d,"pageSize":%d,"next":%s,"previous":null}}`,
		strings.Join(rows, ","), total, start, len(rows), next))
}

// each returns the keys of templates one by one, and the error that ends them.
func each(t *testing.T, c *Client, query ObjectQuery, limit int) (keys []string, err error) {
	t.Helper()
	for template, err := range c.Templates.Each(t.Context(), query) {
		if err != nil {
			return keys, err
		}
		keys = append(keys, string(template.Key))
		if len(keys) == limit {
			break
		}
	}
	return keys, nil
}

func TestEachTemplate_readsPagesUntilTheCallerHasEnough(t *testing.T) {
	t.Parallel()
	first := pageOf(1, 3, "3", templateRow("12", "a"), templateRow("13", "b"))
	second := pageOf(3, 3, "null", templateRow("14", "c"))
	for limit, replies := range map[int][]reply{0: {first, second}, 1: {first}, 2: {first}, 3: {first, second}} {
		c, far := answering(t, replies...)
		keys, err := each(t, c, ObjectQuery{}, limit)
		check(t, err)
		want := []string{"12", "13", "14"}
		if limit > 0 {
			want = want[:limit]
		}
		if diff := cmp.Diff(want, keys); diff != "" || len(far.requests) != len(replies) {
			t.Errorf("limit %d: %d requests, keys differ (-want +got):\n%s", limit, len(far.requests), diff)
		}
	}
}

func TestEachTemplate_maxResultsIsThePageSize(t *testing.T) {
	t.Parallel()
	c, far := answering(t, pageOf(1, 9, "3", templateRow("12", "a"), templateRow("13", "b")))
	keys, err := each(t, c, ObjectQuery{MaxResults: 2}, 0)
	check(t, err)
	if diff := cmp.Diff([]string{"12", "13"}, keys); diff != "" {
		t.Error(diff)
	}
	if !strings.Contains(far.requests[0].Body, `"start":1,"size":2}`) {
		t.Errorf("sent %s", far.requests[0].Body)
	}
}

func TestEachTemplate_milestonesOfEachPageAreReadWithIt(t *testing.T) {
	t.Parallel()
	c, far := answering(t,
		pageOf(1, 2, "2", templateRow("12", "a")), rows(milestoneRow("7", "12", "50")),
		pageOf(2, 2, "null", templateRow("13", "b")), rows(), asGot("13", "b"))
	var milestones []string
	for template, err := range c.Templates.Each(t.Context(), ObjectQuery{Lines: true}) {
		check(t, err)
		milestones = append(milestones, fmt.Sprintf("%s: %d", template.Key, len(template.Milestones)))
		if template.Milestones == nil {
			t.Errorf("template %s has milestones that were not read", template.Key)
		}
	}
	if diff := cmp.Diff([]string{"12: 1", "13: 0"}, milestones); diff != "" {
		t.Error(diff)
	}
	if want := `"filters":[{"$in":{"projectBillingTemplate.key":["12"]}}]`; !strings.Contains(far.requests[1].Body, want) {
		t.Errorf("sent %s, want %s", far.requests[1].Body, want)
	}
}

func TestEachTemplate_pagesThatDoNotFitAreReadOnceMore(t *testing.T) {
	t.Parallel()
	for name, pages := range pagesThatDoNotFit() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, _ := answering(t, replies(pages, pagesThatFit())...)
			keys, err := each(t, c, ObjectQuery{}, 0)
			slices.Sort(keys)
			if keys = slices.DeleteFunc(keys, func(key string) bool { return key > "3" }); err != nil || strings.Join(keys, " ") != "1 2 3" {
				t.Errorf("keys %v, error %v", keys, err)
			}
			c, _ = answering(t, replies(pages, pages)...)
			_, err = each(t, c, ObjectQuery{}, 0)
			if _, isShifted := errors.AsType[*ShiftedError](err); !isShifted {
				t.Errorf("error %v", err)
			}
		})
	}
}

func TestEachTemplate_errorComesAfterWhatWasRead(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		replies []reply
		want    string
	}{
		"failure":             {[]reply{pageOf(1, 2, "2", templateRow("12", "a")), {Status: 400, Body: `{}`}}, "400"},
		"ends before its end": {[]reply{pageOf(1, 2, "null", templateRow("12", "a"))}, "1 of 2"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, _ := answering(t, test.replies...)
			keys, err := each(t, c, ObjectQuery{}, 0)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v", err)
			}
			if diff := cmp.Diff([]string{"12"}, keys); diff != "" {
				t.Error(diff)
			}
		})
	}
}
