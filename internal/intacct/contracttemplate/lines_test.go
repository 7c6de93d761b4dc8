package contracttemplate

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"pgregory.net/rapid"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/intacct/api"
	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// objects returns the objects of a client that sends nothing.
func objects() *api.Objects[api.ContractTemplate] {
	return api.New(transport.Options{BaseURL: &url.URL{Scheme: "https", Host: "intacct.test"}}, api.Credential{}, "").ContractTemplates
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

// line returns a line with an ID, a period, a percentage, and a threshold, each "-" for null and "?" for unknown.
func line(words string) lineModel {
	word := strings.Fields(words)
	decimal := func(text string) customtypes.Decimal {
		switch text {
		case "-":
			return customtypes.NewDecimalNull()
		case "?":
			return customtypes.NewDecimalUnknown()
		}
		return customtypes.NewDecimalValue(text)
	}
	made := lineModel{ID: types.StringValue(word[0]), PercentToBill: decimal(word[2]), StepPercent: decimal(word[3])}
	if word[0] == "?" {
		made.ID = types.StringUnknown()
	}
	var period int64
	switch _, err := fmt.Sscan(word[1], &period); {
	case word[1] == "?":
		made.PeriodOffset = types.Int64Unknown()
	case err == nil:
		made.PeriodOffset = types.Int64Value(period)
	}
	return made
}

// set returns a set of lines.
func set(t failing, words ...string) types.List {
	t.Helper()
	made := []lineModel{}
	for _, each := range words {
		made = append(made, line(each))
	}
	list, diags := lines().Set(context.Background(), made)
	fine(t, diags)
	return list
}

// sketches are lines as set takes them.
func sketches(t failing, list types.List) []string {
	t.Helper()
	found, diags := lines().Of(context.Background(), list)
	fine(t, diags)
	all := []string{}
	for _, each := range found {
		text := fmt.Sprint(each.ID, " ", each.PeriodOffset, " ", each.PercentToBill, " ", each.StepPercent)
		all = append(all, strings.NewReplacer(`"`, "", "<unknown>", "?", "<null>", "-").Replace(text))
	}
	return all
}

func TestPlan_saysWhichLineIsWhich(t *testing.T) {
	t.Parallel()
	quarters := []string{"1 3 25.00000000 -", "2 6 25.00000000 -", "3 9 50.00000000 -"}
	for name, test := range map[string]struct{ before, wanted, want []string }{
		"spelling and order": {quarters, []string{"? 9 50 -", "? 3 25 -", "? 6 25.0 -"}, quarters},
		"another percentage": {quarters, []string{"? 3 20 -", "? 6 30 -", "? 9 50 -"}, []string{"1 3 20 -", "2 6 30 -", "3 9 50.00000000 -"}},
		"another period":     {quarters, []string{"? 3 25 -", "? 6 25 -", "? 12 50 -"}, []string{"1 3 25.00000000 -", "2 6 25.00000000 -", "3 12 50.00000000 -"}},
		"one removed":        {quarters, []string{"? 3 25 -", "? 9 75 -"}, []string{"1 3 25.00000000 -", "3 9 75 -"}},
		"one added":          {quarters, []string{"? 3 25 -", "? 6 25 -", "? 7 25 -", "? 9 25 -"}, []string{"1 3 25.00000000 -", "2 6 25.00000000 -", "? 7 25 -", "3 9 25 -"}},
		"by percentage":      {quarters, []string{"? 4 25 -", "? 6 25 -", "? 9 50 -"}, []string{"1 4 25.00000000 -", "2 6 25.00000000 -", "3 9 50.00000000 -"}},
		"nothing is guessed while a percentage is unknown": {quarters, []string{"? 3 ? -", "? 7 25 -", "? 9 50 -"}, []string{"1 3 ? -", "? 7 25 -", "3 9 50.00000000 -"}},
		"unknown period": {quarters, []string{"? ? 25 -", "? 6 25 -", "? 9 50 -"}, []string{"2 6 25.00000000 -", "3 9 50.00000000 -", "? ? 25 -"}},
		"thresholds":     {[]string{"1 - - 50.00000000", "2 - - 100.00000000"}, []string{"? - - 75", "? - - 100"}, []string{"1 - - 75", "2 - - 100.00000000"}},
		"none before":    {nil, []string{"? 3 100 -"}, []string{"? 3 100 -"}},
		"none":           {quarters, []string{}, []string{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			planned, diags := lines().Plan(t.Context(), set(t, test.wanted...), set(t, test.before...), nil)
			fine(t, diags)
			if diff := cmp.Diff(test.want, sketches(t, planned)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// The PATCH always leads to the wanted lines. No line of it is empty, and none is for a line that does not change.
func TestPatch_leadsToWhatIsWanted(t *testing.T) {
	t.Parallel()
	draw := func(t *rapid.T, label string, isKnown bool) []string {
		periods := rapid.SliceOfNDistinct(rapid.IntRange(0, 8), 0, 6, rapid.ID[int]).Draw(t, label)
		var words []string
		for i, period := range periods {
			id := "?"
			if isKnown {
				id = fmt.Sprint(100 + i)
			}
			words = append(words, fmt.Sprintf("%s %d %d -", id, period, rapid.IntRange(1, 3).Draw(t, "percentage")))
		}
		return words
	}
	rapid.Check(t, func(t *rapid.T) {
		before, wanted := draw(t, "before", true), draw(t, "wanted", false)
		planned, diags := lines().Plan(context.Background(), set(t, wanted...), set(t, before...), nil)
		fine(t, diags)
		var patch api.Patch
		fine(t, lines().Patch(context.Background(), set(t, before...), planned, &patch))
		body, err := objects().PatchBody(patch)
		if err != nil {
			t.Fatalf("%v", err)
		}
		after, touched := applied(t, before, body)
		want := []string{}
		for _, each := range wanted {
			want = append(want, strings.Join(strings.Fields(each)[1:3], ":"))
		}
		slices.Sort(want)
		if diff := cmp.Diff(want, after); diff != "" {
			t.Fatalf("%s leads elsewhere:\n%s", body, diff)
		}
		if most := max(len(before), len(wanted)); touched > most {
			t.Fatalf("%s has %d lines for %d", body, touched, most)
		}
	})
}

// applied applies the lines of a PATCH to lines as Intacct does.
func applied(t *rapid.T, before []string, body []byte) (after []string, touched int) {
	type element struct {
		Key           string
		Operation     string `json:"ia::operation"`
		PeriodOffset  string
		PercentToBill string
	}
	held := map[string][2]string{}
	for _, each := range before {
		word := strings.Fields(each)
		held[word[0]] = [2]string{word[1], word[2]}
	}
	var sent struct{ Lines []element }
	if err := json.Unmarshal(body, &sent); err != nil {
		t.Fatalf("%s: %v", body, err)
	}
	for i, each := range sent.Lines {
		now, isThere := held[each.Key]
		switch {
		case each.Key != "" && !isThere:
			t.Fatalf("there is no line %s", each.Key)
		case each.Operation == "delete":
			delete(held, each.Key)
			continue
		case each.PeriodOffset == "" && each.PercentToBill == "" || each.PeriodOffset == now[0] || each.PercentToBill == now[1]:
			t.Fatalf("the line %+v says what is so already", each)
		case each.Key == "":
			each.Key = fmt.Sprint("new", i)
		}
		if each.PeriodOffset != "" {
			now[0] = each.PeriodOffset
		}
		if each.PercentToBill != "" {
			now[1] = each.PercentToBill
		}
		held[each.Key] = now
	}
	after = []string{}
	for _, each := range held {
		after = append(after, each[0]+":"+each[1])
	}
	slices.Sort(after)
	return after, len(sent.Lines)
}

func TestCheck(t *testing.T) {
	t.Parallel()
	predefined, project, task := types.StringNull(), types.StringValue(api.MethodProjectPercentComplete), types.StringValue(api.MethodTaskPercentComplete)
	for name, test := range map[string]struct {
		method, source types.String
		steps          types.Bool
		lines          types.List
		want           string // the attribute and a part of the summary; "" = nothing is wrong
	}{
		"a third each":          {method: predefined, lines: set(t, "? 1 33.33333333 -", "? 2 33.33333333 -", "? 3 33.33333334 -")},
		"a hundred and a bit":   {method: predefined, lines: set(t, "? 1 100.00000001 -"), want: "lines: do not add up"},
		"no line":               {method: predefined, lines: lines().Null()}, // Intacct decides
		"unknown lines":         {method: predefined, lines: types.ListUnknown(lines().Type)},
		"unknown percentage":    {method: predefined, lines: set(t, "? 1 ? -", "? 2 5 -")},
		"unknown method":        {method: types.StringUnknown(), lines: set(t, "? 1 5 -")},
		"unknown threshold":     {method: predefined, lines: set(t, "? 1 100 ?")},
		"same period":           {method: predefined, lines: set(t, "? 1 50 -", "? 1 50.0 -"), want: "lines: Two lines with the same period"},
		"unknown periods":       {method: predefined, lines: set(t, "? ? 50 -", "? ? 50 -")},
		"by steps":              {method: project, steps: types.BoolValue(true), lines: set(t, "? - - 50")},
		"steps not known":       {method: project, steps: types.BoolUnknown(), lines: set(t, "? - - 50")},
		"no steps":              {method: project, steps: types.BoolValue(false), lines: set(t, "? - - 50"), want: "lines: Threshold without step billing"},
		"no steps and no lines": {method: project, lines: lines().Null()},
		"threshold unknown":     {method: project, steps: types.BoolValue(true), lines: set(t, "? - - ?")},
		"period may be null":    {method: project, steps: types.BoolValue(true), lines: set(t, "? ? ? 50")},
		"budget of a project":   {method: project, source: types.StringValue("budgetedHours"), lines: lines().Null()},
		"budget of a task":      {method: task, source: types.StringValue("budgetedHours"), lines: types.ListUnknown(lines().Type), want: "source: Source for projects only"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := check(t.Context(), func(_ context.Context, at path.Path, target any) diag.Diagnostics {
				switch into := target.(type) {
				case *types.List:
					*into = test.lines
				case *types.Bool:
					*into = test.steps
				case *types.String:
					*into = map[string]types.String{"method": test.method, "source": test.source}[at.String()]
				}
				return nil
			})
			attribute, summary, _ := strings.Cut(test.want, ": ")
			switch {
			case test.want == "" && len(got) == 0:
			case test.want != "" && len(got) == 1:
				placed, _ := got[0].(diag.DiagnosticWithPath)
				if placed.Path().String() != attribute || !strings.Contains(got[0].Summary(), summary) {
					t.Errorf("told is %v", got)
				}
			default:
				t.Errorf("told is %v", got)
			}
		})
	}
}

// Values that Intacct pads are equal to the previous ones, and unreadable values are not guessed.
func TestFlatten(t *testing.T) {
	t.Parallel()
	wire := func(key, period, percent, step lenient.Text) api.ContractLine {
		return api.ContractLine{Key: key, PeriodOffset: period, PercentToBill: percent, StepPercent: step}
	}
	for name, test := range map[string]struct {
		before types.List
		wire   []api.ContractLine
		want   []string
	}{
		"imported":       {lines().Null(), []api.ContractLine{wire("2", "6", "50.00000000", ""), wire("1", "0", "50.00000000", "")}, []string{"1 0 50.00000000 -", "2 6 50.00000000 -"}},
		"as before":      {set(t, "1 0 50 -"), []api.ContractLine{wire("1", "0", "50.00000000", "")}, []string{"1 0 50 -"}},
		"another period": {set(t, "1 0 50 -"), []api.ContractLine{wire("1", "3", "50.00000000", "")}, []string{"1 3 50 -"}},
		"thresholds":     {set(t, "1 - - 50", "2 - - 100"), []api.ContractLine{wire("1", "", "", "100.00000000")}, []string{"1 - - 100"}},
		"cannot be read": {set(t, "1 0 50 -"), []api.ContractLine{wire("1", "soon", "half", "")}, []string{"1 0 50 -"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := model{Lines: test.before}
			diags := m.flatten(t.Context(), api.ContractTemplate{Key: "41", ID: "Q", Status: "active", Lines: test.wire})
			if diags.HasError() != (name == "cannot be read") {
				t.Errorf("told is %v", diags)
			}
			if diff := cmp.Diff(test.want, sketches(t, m.Lines)); diff != "" {
				t.Error(diff)
			}
		})
	}
}
