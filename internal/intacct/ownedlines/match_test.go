package ownedlines_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/projectbilling/terraform-provider-billing/internal/intacct/ownedlines"
)

type line struct{ offset, text string }

func offset(l line) (string, bool) { return l.offset, l.offset != "?" }

func text(l line) (string, bool) { return l.text, l.text != "" }

func TestMatch(t *testing.T) {
	t.Parallel()
	existing := []line{{"1", "A"}, {"2", "B"}, {"2", "C"}, {"3", ""}}
	for name, test := range map[string]struct {
		wanted []line
		keys   []ownedlines.Key[line]
		want   []int
	}{
		"by the first key":          {[]line{{"3", "A"}, {"1", "B"}}, []ownedlines.Key[line]{offset, text}, []int{3, 0}},
		"what is left, by the next": {[]line{{"1", "B"}, {"9", "A"}, {"8", "B"}}, []ownedlines.Key[line]{offset, text}, []int{0, -1, 1}},
		"equal keys in order":       {[]line{{"2", ""}, {"2", ""}, {"2", ""}}, []ownedlines.Key[line]{offset}, []int{1, 2, -1}},
		"no key":                    {[]line{{"?", "C"}, {"?", ""}}, []ownedlines.Key[line]{offset, text}, []int{2, -1}},
		"any":                       {[]line{{"3", ""}, {"8", ""}, {"9", ""}}, []ownedlines.Key[line]{offset, ownedlines.Any[line]}, []int{3, 0, 1}},
		"none wanted":               {nil, []ownedlines.Key[line]{offset}, []int{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, ownedlines.Match(test.wanted, existing, test.keys...)); diff != "" {
				t.Errorf("partners differ (-want +got):\n%s", diff)
			}
		})
	}
}

// No existing line has two partners, and two lines with the same first key are never both left unmatched.
func TestMatch_properties(t *testing.T) {
	t.Parallel()
	drawn := rapid.SliceOf(rapid.Custom(func(t *rapid.T) line {
		return line{fmt.Sprint(rapid.IntRange(0, 5).Draw(t, "offset")), rapid.SampledFrom([]string{"", "A", "B"}).Draw(t, "text")}
	}))
	rapid.Check(t, func(t *rapid.T) {
		wanted, existing := drawn.Draw(t, "wanted"), drawn.Draw(t, "existing")
		partners := ownedlines.Match(wanted, existing, offset, text)
		taken := map[int]bool{}
		for _, partner := range partners {
			if partner >= 0 && taken[partner] {
				t.Fatalf("%d has two partners", partner)
			}
			taken[partner] = true
		}
		for i, partner := range partners {
			isAlone := func(at line) bool { return at.offset == wanted[i].offset }
			if at := slices.IndexFunc(existing, isAlone); partner < 0 && at >= 0 && !taken[at] {
				t.Fatalf("%v and %v are both left over", wanted[i], existing[at])
			}
		}
	})
}
