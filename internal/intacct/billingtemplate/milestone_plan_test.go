package billingtemplate

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"pgregory.net/rapid"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/intacct/api"
	"github.com/projectbilling/terraform-provider-billing/internal/intacct/ownedlines"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// stage returns a milestone as in a state.
func stage(id, percent, toInvoice, description string) milestoneModel {
	return milestoneModel{
		ID: types.StringValue(id), PercentCompleted: customtypes.NewDecimalValue(percent),
		PercentToInvoice: customtypes.NewDecimalValue(toInvoice), Description: customtypes.TextOrNull(lenient.Text(description)),
	}
}

// wish returns a milestone as in a configuration; "?" = unknown.
func wish(percent, description string) milestoneModel {
	wanted := milestoneModel{
		ID: types.StringUnknown(), PercentCompleted: customtypes.NewDecimalValue(percent), PercentToInvoice: customtypes.NewDecimalUnknown(),
		Description: customtypes.TextOrNull(lenient.Text(description)),
	}
	if percent == "?" {
		wanted.PercentCompleted = customtypes.NewDecimalUnknown()
	}
	if description == "?" {
		wanted.Description = types.StringUnknown()
	}
	return wanted
}

// sketch returns a milestone in one line: ID, percentage, share to invoice, and description.
func sketch(milestone milestoneModel) string {
	word := func(text types.String) string {
		switch {
		case text.IsUnknown():
			return "?"
		case text.IsNull():
			return "-"
		}
		return text.ValueString()
	}
	return fmt.Sprintf("%s %s %s %s", word(milestone.ID), word(milestone.PercentCompleted.StringValue), word(milestone.PercentToInvoice.StringValue),
		word(milestone.Description))
}

// failing is the common interface of tests and properties.
type failing interface {
	Helper()
	Fatalf(format string, arguments ...any)
}

func fine(t failing, diags diag.Diagnostics) {
	t.Helper()
	if diags.HasError() {
		t.Fatalf("diagnostics: %v", diags)
	}
}

func setOf(t failing, milestones ...milestoneModel) types.List {
	t.Helper()
	set, diags := types.ListValueFrom(background(), milestoneType(), append([]milestoneModel{}, milestones...)) // no elements does not mean null
	fine(t, diags)
	return set
}

func planned(t failing, wanted, before types.List) []milestoneModel {
	t.Helper()
	set, diags := planMilestones(background(), wanted, before)
	fine(t, diags)
	lines, diags := milestones().Of(background(), set)
	fine(t, diags)
	return lines
}

func TestPlanMilestones(t *testing.T) {
	t.Parallel()
	before := []milestoneModel{stage("1", "25.00", "25.00", "Design"), stage("2", "50.00", "25.00", "Build"), stage("3", "100.00", "50.00", "")}
	tests := map[string]struct {
		wanted []milestoneModel
		want   []string
	}{
		"nothing changes":         {[]milestoneModel{wish("100", ""), wish("25.0", "Design"), wish("50", "Build")}, []string{"1 25.00 25.00 Design", "2 50.00 25.00 Build", "3 100.00 50.00 -"}},
		"all go":                  {nil, nil},
		"one goes":                {[]milestoneModel{wish("25", "Design"), wish("100", "")}, []string{"1 25.00 25.00 Design", "3 100.00 ? -"}},
		"the first goes":          {[]milestoneModel{wish("50", "Build"), wish("100", "")}, []string{"2 50.00 ? Build", "3 100.00 50.00 -"}},
		"one comes":               {[]milestoneModel{wish("25", "Design"), wish("50", "Build"), wish("75", ""), wish("100", "")}, []string{"1 25.00 25.00 Design", "2 50.00 25.00 Build", "3 100.00 ? -", "? 75 ? -"}},
		"one comes last":          {[]milestoneModel{wish("25", "Design"), wish("50", "Build"), wish("100", ""), wish("99.99", "x")}, []string{"1 25.00 25.00 Design", "2 50.00 25.00 Build", "3 100.00 ? -", "? 99.99 ? x"}},
		"moves, by description":   {[]milestoneModel{wish("30", "Design"), wish("50", "Build"), wish("100", "")}, []string{"1 30 ? Design", "2 50.00 ? Build", "3 100.00 50.00 -"}},
		"words before order":      {[]milestoneModel{wish("10", "Build"), wish("20", "Design"), wish("100", "")}, []string{"1 20 ? Design", "2 10 ? Build", "3 100.00 ? -"}},
		"moves past another":      {[]milestoneModel{wish("60", "Design"), wish("50", "Build"), wish("100", "")}, []string{"1 60 ? Design", "2 50.00 ? Build", "3 100.00 ? -"}},
		"percentage before words": {[]milestoneModel{wish("50", "Design"), wish("25", "Build"), wish("100", "")}, []string{"1 25.00 25.00 Build", "2 50.00 25.00 Design", "3 100.00 50.00 -"}},
		"the rest in order":       {[]milestoneModel{wish("10", "One"), wish("20", "Two"), wish("30", "Three")}, []string{"1 10 ? One", "2 20 ? Two", "3 30 ? Three"}},
		"unknown percentage":      {[]milestoneModel{wish("25", "Design"), wish("?", "Build"), wish("100", "")}, []string{"1 25.00 ? Design", "3 100.00 ? -", "? ? ? Build"}},
		"unknown description":     {[]milestoneModel{wish("25", "?"), wish("50", "Build"), wish("100", "")}, []string{"1 25.00 25.00 ?", "2 50.00 25.00 Build", "3 100.00 50.00 -"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, milestone := range planned(t, setOf(t, test.wanted...), setOf(t, before...)) {
				got = append(got, sketch(milestone))
			}
			slices.Sort(got)
			slices.Sort(test.want)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("planned differs (-want +got):\n%s", diff)
			}
		})
	}
}

// Null, unknown, and partly unknown sets stay as they are.
func TestPlanMilestones_ofNothing(t *testing.T) {
	t.Parallel()
	kind := milestoneType()
	before := setOf(t, stage("1", "100", "100", ""))
	for _, wanted := range []types.List{types.ListNull(kind), types.ListUnknown(kind)} {
		if got, diags := planMilestones(t.Context(), wanted, before); !got.Equal(wanted) || diags.HasError() {
			t.Errorf("%s became %s: %v", wanted, got, diags)
		}
	}
	element := types.ObjectUnknown(kind.AttrTypes)
	known := setOf(t, wish("100.0", "")).Elements()[0]
	wanted, diags := types.ListValue(kind, append(setOf(t).Elements(), element, known))
	fine(t, diags)
	var got []string
	for _, milestone := range planned(t, wanted, before) {
		got = append(got, sketch(milestone))
	}
	slices.Sort(got)
	if diff := cmp.Diff([]string{"1 100 ? -", "? ? ? ?"}, got); diff != "" {
		t.Errorf("planned differs (-want +got):\n%s", diff)
	}
}

// drawnStages draws milestones as Intacct may have them. There are only a few percentages, so that two draws have
// some in common. Several milestones can have the same percentage or the same description.
func drawnStages(t *rapid.T, label string) []milestoneModel {
	return stagesAt(t, rapid.SliceOfN(rapid.IntRange(1, 8), 0, 6).Draw(t, label))
}

// drawnWishes draws milestones as in a configuration: no two with the same percentage.
func drawnWishes(t *rapid.T) []milestoneModel {
	return wishes(stagesAt(t, rapid.SliceOfNDistinct(rapid.IntRange(1, 8), 0, 6, rapid.ID[int]).Draw(t, "wanted")))
}

func stagesAt(t *rapid.T, percents []int) []milestoneModel {
	var milestones []milestoneModel
	for i, percent := range percents {
		text := fmt.Sprint(percent * 10)
		spelled := rapid.SampledFrom([]string{text, text + ".0", text + ".00", "0" + text}).Draw(t, "spelling")
		description := rapid.SampledFrom([]string{"", "A", "B", "C", "D"}).Draw(t, "description")
		milestones = append(milestones, stage(strconv.Itoa(100+i), spelled, "1"+text, description))
	}
	return milestones
}

// wishes are milestones as in a configuration.
func wishes(milestones []milestoneModel) []milestoneModel {
	wanted := slices.Clone(milestones)
	for i := range wanted {
		wanted[i].ID, wanted[i].PercentToInvoice = types.StringUnknown(), customtypes.NewDecimalUnknown()
	}
	return wanted
}

// content returns a milestone's percentage, regardless of its spelling, and description.
func content(percent customtypes.Decimal, description types.String) string {
	number, err := customtypes.DecimalNumber(percent)
	return fmt.Sprint(number, err, description)
}

func contents(milestones []milestoneModel) []string {
	found := []string{}
	for _, milestone := range milestones {
		found = append(found, content(milestone.PercentCompleted, milestone.Description))
	}
	slices.Sort(found)
	return found
}

// line is an element of milestones in the body of a PATCH; nil = missing.
type line struct {
	Key              string
	Operation        string `json:"ia::operation"`
	PercentCompleted *string
	Description      json.RawMessage
}

// linesOf returns the lines of a patch as they are sent.
func linesOf(t *rapid.T, patch api.Patch) []line {
	var body struct{ Milestones []line }
	raw, err := objects().PatchBody(patch)
	if err == nil {
		err = json.Unmarshal(raw, &body)
	}
	if err != nil {
		t.Fatalf("%s: %v", raw, err)
	}
	return body.Milestones
}

// objects returns the objects of a client that sends nothing.
func objects() *api.Objects[api.Template] {
	return api.New(transport.Options{BaseURL: &url.URL{Scheme: "https", Host: "intacct.test"}}, api.Credential{}, "").Templates
}

// applyPatch applies the lines of a PATCH to milestones as Intacct does.
func applyPatch(t *rapid.T, before []milestoneModel, lines []line) []milestoneModel {
	after := slices.Clone(before)
	for _, line := range lines {
		description := strings.Trim(strings.TrimPrefix(string(line.Description), "null"), `"`)
		if line.Key == "" {
			after = append(after, wish(*line.PercentCompleted, description))
			continue
		}
		at := slices.IndexFunc(after, func(milestone milestoneModel) bool { return milestone.ID.ValueString() == line.Key })
		switch {
		case at < 0:
			t.Fatalf("there is no milestone %s", line.Key)
		case line.Operation == "delete":
			after = slices.Delete(after, at, at+1)
			continue
		case line.PercentCompleted == nil && line.Description == nil:
			t.Fatalf("the line of %s says nothing", line.Key)
		}
		if line.PercentCompleted != nil {
			if after[at].PercentCompleted.Equivalent(customtypes.NewDecimalValue(*line.PercentCompleted)) {
				t.Fatalf("the percentage of %s is sent, and is the same", line.Key)
			}
			after[at].PercentCompleted = customtypes.NewDecimalValue(*line.PercentCompleted)
		}
		if line.Description != nil {
			if after[at].Description.ValueString() == description {
				t.Fatalf("the description of %s is sent, and is the same", line.Key)
			}
			after[at].Description = customtypes.TextOrNull(lenient.Text(description))
		}
	}
	return after
}

func TestMilestonePlan_properties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		before, wanted := drawnStages(t, "before"), drawnWishes(t)
		after := planned(t, setOf(t, wanted...), setOf(t, before...))

		if diff := cmp.Diff(contents(wanted), contents(after)); diff != "" {
			t.Fatalf("what is planned is not what is wanted:\n%s", diff)
		}
		var patch api.Patch
		fine(t, milestones().Patch(background(), setOf(t, before...), setOf(t, after...), &patch))
		lines := linesOf(t, patch)
		if diff := cmp.Diff(contents(wanted), contents(applyPatch(t, before, lines))); diff != "" {
			t.Fatalf("the PATCH does not lead to what is wanted:\n%s", diff)
		}

		// The PATCH is minimal: it has no line for a milestone that does not change.
		same := 0
		for _, milestone := range wanted {
			if slices.Contains(contents(before), content(milestone.PercentCompleted, milestone.Description)) {
				same++
			}
		}
		if want := max(len(before), len(wanted)) - same; len(lines) != want {
			t.Fatalf("%d lines, want %d", len(lines), want)
		}
		if len(patch.DeleteLines) > 0 && len(patch.AddLines) > 0 {
			t.Fatalf("deleted are %v, and added %v: they could have been changed", patch.DeleteLines, patch.AddLines)
		}
	})
}

func TestMatchMilestones_isAPartialInjectionThatKeepsIDs(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		existing, wanted := drawnStages(t, "existing"), drawnWishes(t)
		hasUnknown := false
		for i := range wanted {
			if rapid.IntRange(0, 9).Draw(t, "is unknown") == 0 {
				wanted[i].PercentCompleted, hasUnknown = customtypes.NewDecimalUnknown(), true
			}
		}
		matched := make([]*milestoneModel, len(wanted))
		for i, partner := range ownedlines.Match(wanted, existing, milestoneKeys(wanted)...) {
			if partner >= 0 {
				matched[i] = &existing[partner]
			}
		}
		if len(matched) != len(wanted) {
			t.Fatalf("%d matches of %d", len(matched), len(wanted))
		}
		taken := map[string]bool{}
		for i, match := range matched {
			if match == nil {
				continue
			}
			if id := match.ID.ValueString(); taken[id] {
				t.Fatalf("%s is matched twice", id)
			} else {
				taken[id] = true
			}
			if hasUnknown && !match.PercentCompleted.Equivalent(wanted[i].PercentCompleted) {
				t.Fatalf("%s is matched by a guess", sketch(*match))
			}
		}
		for i := range wanted {
			isSame := func(existing milestoneModel) bool {
				return existing.PercentCompleted.Equivalent(wanted[i].PercentCompleted)
			}
			if slices.ContainsFunc(existing, isSame) && (matched[i] == nil || !isSame(*matched[i])) {
				t.Fatalf("%s lost its id", sketch(wanted[i]))
			}
		}
		if !hasUnknown && len(taken) != min(len(wanted), len(existing)) {
			t.Fatalf("%d are matched of %d and %d", len(taken), len(wanted), len(existing))
		}
	})
}

func TestPlanMilestones_orderAndSpellingPlanNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		before := drawnWishes(t)
		for i := range before {
			before[i].ID, before[i].PercentToInvoice = types.StringValue(strconv.Itoa(i)), customtypes.NewDecimalValue("1")
		}
		wanted := rapid.Permutation(wishes(before)).Draw(t, "order")
		for i := range wanted {
			number, err := customtypes.DecimalNumber(wanted[i].PercentCompleted)
			if err != nil {
				t.Fatalf("%v", err)
			}
			text := number.String()
			wanted[i].PercentCompleted = customtypes.NewDecimalValue(rapid.SampledFrom([]string{text, text + ".00", "00" + text}).Draw(t, "spelling"))
		}
		set := setOf(t, sortedByPercent(before)...)
		if got, diags := planMilestones(background(), setOf(t, wanted...), setOf(t, before...)); diags.HasError() || !got.Equal(set) {
			t.Fatalf("planned is %s instead of %s: %v", got, set, diags)
		}
	})
}

// The share to invoice is known if a milestone exists and neither its percentage nor that of the milestone before it
// changes, and only then.
func TestPlanMilestones_percentToInvoice(t *testing.T) {
	t.Parallel()
	step := func(milestones []milestoneModel, of milestoneModel) string {
		before := customtypes.NewDecimalNull()
		for _, other := range milestones {
			isLower := compare(other.PercentCompleted, of.PercentCompleted) < 0
			if isLower && (before.IsNull() || compare(other.PercentCompleted, before) > 0) {
				before = other.PercentCompleted
			}
		}
		from, _ := customtypes.DecimalNumber(before) // zero for none
		to, _ := customtypes.DecimalNumber(of.PercentCompleted)
		return from.String() + " to " + to.String()
	}
	rapid.Check(t, func(t *rapid.T) {
		before, wanted := drawnStages(t, "before"), drawnWishes(t)
		if distinct(before).HasError() {
			t.Skip("which of several with one percentage comes first is anyone's guess")
		}
		after := planned(t, setOf(t, wanted...), setOf(t, before...))
		for _, milestone := range after {
			want := customtypes.NewDecimalUnknown()
			for _, old := range before {
				if old.ID.Equal(milestone.ID) && step(before, old) == step(after, milestone) {
					want = old.PercentToInvoice
				}
			}
			if !want.Equal(milestone.PercentToInvoice) {
				t.Fatalf("the share to invoice of %s should be %s", sketch(milestone), want)
			}
		}
	})
}

func compare(a, b customtypes.Decimal) int {
	first, _ := customtypes.DecimalNumber(a)
	second, _ := customtypes.DecimalNumber(b)
	return first.Cmp(second)
}

func TestDistinct(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		milestones []milestoneModel
		errors     int
	}{
		"none": {nil, 0}, "one": {[]milestoneModel{wish("1", "")}, 0},
		"different":        {[]milestoneModel{wish("1", ""), wish("1.01", "")}, 0},
		"equal":            {[]milestoneModel{wish("25", "a"), wish("30", ""), wish("25.00", "b")}, 1},
		"three":            {[]milestoneModel{wish("25", "a"), wish("025", "c"), wish("25.00", "b")}, 2},
		"not known":        {[]milestoneModel{wish("?", "a"), wish("?", "b"), wish("1", "c")}, 0},
		"missing, no pair": {[]milestoneModel{{PercentCompleted: customtypes.NewDecimalNull()}, {PercentCompleted: customtypes.NewDecimalNull()}}, 0},
	} {
		if got := distinct(test.milestones); len(got) != test.errors {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// A warning appears if milestones certainly bill only a part of the project.
func TestComplete_warnsOfWhatIsNeverBilled(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		milestones []milestoneModel
		warns      bool
	}{
		"none":       {nil, false},
		"of 100":     {[]milestoneModel{wish("100.00", ""), wish("30", "")}, false},
		"of 1":       {[]milestoneModel{wish("0.5", ""), wish("1", "")}, false},
		"not all":    {[]milestoneModel{wish("40", ""), wish("30", "")}, true},
		"a share":    {[]milestoneModel{wish("0.5", "")}, true},
		"above one":  {[]milestoneModel{wish("1", ""), wish("50", "")}, true},
		"an unknown": {[]milestoneModel{wish("40", ""), wish("?", "")}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diags := complete(test.milestones); diags.HasError() || (diags.WarningsCount() == 1) != test.warns {
				t.Errorf("said %v", diags)
			}
		})
	}
}
