package billingtemplate

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"pgregory.net/rapid"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/intacct/api"
	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
)

// background returns the context of conversions, which are never interrupted.
func background() context.Context { return context.Background() }

// templateOf returns a template as in a state.
func templateOf(t failing, milestones ...milestoneModel) model {
	return model{
		ID: types.StringValue("12"), Name: types.StringValue("Name"), Description: types.StringValue("Old"),
		BillingMethod: types.StringValue("percentCompleted"), CalculateOn: types.StringValue("project"), BasedOn: types.StringValue("estimatedHours"),
		Status: types.StringValue("active"), Milestones: setOf(t, milestones...), Href: types.StringValue("/12"), EntityID: types.StringNull(),
	}
}

// Without a key of an existing milestone, it is not certain that there is none.
func TestPatch_areFirst(t *testing.T) {
	t.Parallel()
	unread := stage("1", "25", "25", "Design")
	unread.ID = types.StringNull()
	for name, test := range map[string]struct {
		before []milestoneModel
		want   bool
	}{
		"none": {nil, true}, "one": {[]milestoneModel{stage("1", "25", "25", "Design")}, false}, "not read": {[]milestoneModel{unread}, true},
	} {
		change, diags := patch(t.Context(), templateOf(t, test.before...), templateOf(t, wish("50", "")))
		fine(t, diags)
		if change.AreFirst != test.want {
			t.Errorf("%s: %t", name, change.AreFirst)
		}
	}
}

func TestPatch_body(t *testing.T) {
	t.Parallel()
	before := []milestoneModel{stage("1", "25.00", "25.00", "Design"), stage("2", "100", "75.00", "")}
	tests := map[string]struct {
		change func(*model)
		want   string
	}{
		"nothing":        {func(*model) {}, `{}`},
		"description":    {func(m *model) { m.Description = types.StringValue("<b> & \"Ü\"") }, `{"description":"<b> & \"Ü\""}`},
		"billing method": {func(m *model) { m.BillingMethod = types.StringValue("milestone") }, `{"billingMethod":"milestone"}`},
		"calculate on":   {func(m *model) { m.CalculateOn = types.StringValue("task") }, `{"calculateOn":"task"}`},
		"based on":       {func(m *model) { m.BasedOn = types.StringValue("plannedHours") }, `{"basedOn":"plannedHours"}`},
		"status":         {func(m *model) { m.Status = types.StringValue("inactive") }, `{"status":"inactive"}`},
		"name":           {func(m *model) { m.Name = types.StringValue("Other") }, `{}`}, // never sent
		"spelling": {
			func(m *model) {
				m.Milestones = setOf(t, stage("1", "25", "25.0", "Design"), stage("2", "100.00", "75", ""))
			}, `{}`,
		},
		"no milestones":      {func(m *model) { m.Milestones = types.ListNull(milestoneType()) }, `{"milestones":[{"key":"1","ia::operation":"delete"},{"key":"2","ia::operation":"delete"}]}`},
		"nothing, as a list": {func(m *model) { m.Milestones = setOf(t) }, `{"milestones":[{"key":"1","ia::operation":"delete"},{"key":"2","ia::operation":"delete"}]}`},
		"deletions first, then changes, then the new ones, each by percentage": {
			func(m *model) {
				m.Milestones = setOf(t, wish("90", ""), wish("7", "First"), stage("2", "99.5", "1", "Rest"))
			},
			`{"milestones":[{"key":"1","ia::operation":"delete"},{"key":"2","percentCompleted":"99.5","description":"Rest"},` +
				`{"percentCompleted":"7","description":"First"},{"percentCompleted":"90"}]}`,
		},
		"cleared": {
			func(m *model) { m.Milestones = setOf(t, stage("1", "25.00", "25.00", ""), before[1]) },
			`{"milestones":[{"key":"1","description":null}]}`,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan := templateOf(t, before...)
			test.change(&plan)
			change, diags := patch(t.Context(), templateOf(t, before...), plan)
			fine(t, diags)
			body, err := objects().PatchBody(change)
			if err != nil {
				t.Fatal(err)
			}
			var got, want any
			if err := json.Unmarshal(body, &got); err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal([]byte(test.want), &want); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" || change.IsEmpty() != (test.want == `{}`) {
				t.Errorf("body differs (-want +got):\n%s", diff)
			}
		})
	}
}

// onWire returns a milestone as Intacct returns it.
func onWire(key, percent, toInvoice, description string) api.Milestone {
	return api.Milestone{
		Key: lenient.Text(key), PercentCompleted: lenient.Text(percent), PercentToInvoice: lenient.Text(toInvoice), Description: lenient.Text(description),
	}
}

func TestFlatten_keepsSpellingsAndWhatIsNone(t *testing.T) {
	t.Parallel()
	kind := milestoneType()
	wire := []api.Milestone{onWire("1", "25.00", "25.00", "Design"), onWire("2", "100.00", "75.00", "")}
	tests := map[string]struct {
		before types.List
		wire   []api.Milestone
		want   types.List
	}{
		"imported":               {types.ListNull(kind), wire, setOf(t, stage("1", "25.00", "25.00", "Design"), stage("2", "100.00", "75.00", ""))},
		"as it was spelled":      {setOf(t, wish("25", "Old"), wish("100.0", "")), wire, setOf(t, stage("1", "25", "25.00", "Design"), stage("2", "100.0", "75.00", ""))},
		"share as it was":        {setOf(t, stage("1", "25", "25", "Design")), wire[:1], setOf(t, stage("1", "25", "25", "Design"))},
		"another percentage":     {setOf(t, stage("1", "20", "20", "")), wire[:1], setOf(t, stage("1", "25.00", "25.00", "Design"))},
		"none, and none before":  {types.ListNull(kind), []api.Milestone{}, types.ListNull(kind)},
		"none, and empty before": {setOf(t), []api.Milestone{}, setOf(t)},
		"none, and some before":  {setOf(t, stage("1", "25", "25", "")), []api.Milestone{}, setOf(t)},
		"none, and unknown":      {types.ListUnknown(kind), []api.Milestone{}, types.ListNull(kind)},
		"no share":               {types.ListNull(kind), []api.Milestone{onWire("1", "25", "", "")}, setOf(t, milestoneModel{ID: types.StringValue("1"), PercentCompleted: customtypes.NewDecimalValue("25"), PercentToInvoice: customtypes.NewDecimalNull()})},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			model := model{Milestones: test.before}
			fine(t, model.flatten(t.Context(), api.Template{Key: "12", Name: "N", Status: "Active", Milestones: test.wire}))
			if !model.Milestones.Equal(test.want) {
				t.Errorf("got %s, want %s", model.Milestones, test.want)
			}
			if !model.EntityID.IsNull() || !model.Description.IsNull() || model.ID.ValueString() != "12" {
				t.Errorf("header: %+v", model)
			}
		})
	}
}

// A second read returns the same as the first one, and there is nothing to change then, regardless of the previous
// spelling.
func TestFlatten_isStable(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		before := drawnStages(t, "milestones")
		template := api.Template{Key: "12", Name: "Name", Description: "Old", BillingMethod: "percentCompleted", CalculateOn: "project", BasedOn: "estimatedHours", Status: "active", Href: "/12"}
		for i, milestone := range drawnWishes(t) {
			template.Milestones = append(template.Milestones, onWire(strconv.Itoa(i), milestone.PercentCompleted.ValueString(), "1", milestone.Description.ValueString()))
		}
		first := templateOf(t, before...)
		fine(t, first.flatten(background(), template))
		second := first
		slices.Reverse(template.Milestones)
		fine(t, second.flatten(background(), template))
		if !first.Milestones.Equal(second.Milestones) {
			t.Fatalf("%s became %s", first.Milestones, second.Milestones)
		}
		change, diags := patch(background(), first, second)
		fine(t, diags)
		if !change.IsEmpty() {
			t.Fatalf("there is something to change: %+v", change)
		}
	})
}

// The result keeps what the plan promised, even if Intacct computes it differently, and reports what Intacct stores
// differently.
func TestKeepMilestones(t *testing.T) {
	t.Parallel()
	unknown := milestoneModel{
		ID: types.StringUnknown(), PercentCompleted: customtypes.NewDecimalValue("50"), PercentToInvoice: customtypes.NewDecimalUnknown(),
		Description: types.StringValue("Half & half"),
	}
	filled := unknown
	filled.ID, filled.PercentToInvoice = types.StringValue("2"), customtypes.NewDecimalValue("98")
	lost := unknown
	lost.ID, lost.PercentToInvoice = types.StringNull(), customtypes.NewDecimalNull()
	tests := map[string]struct {
		plan, found, want types.List
		differences       int
	}{
		"as planned":       {setOf(t, stage("1", "25", "25.00", ""), unknown), setOf(t, stage("1", "25", "99", ""), stage("2", "50", "98", "Half & half")), setOf(t, stage("1", "25", "25.00", ""), filled), 0},
		"text changed":     {setOf(t, unknown), setOf(t, stage("2", "50", "98", "Half &amp; half")), setOf(t, filled), 1},
		"percent changed":  {setOf(t, unknown), setOf(t, stage("2", "50.5", "98", "Half & half")), setOf(t, filled), 1},
		"one was dropped":  {setOf(t, unknown), setOf(t), setOf(t, lost), 1},
		"one was added":    {setOf(t, stage("1", "25", "25.00", "")), setOf(t, stage("1", "25", "25", ""), stage("3", "30", "5", "")), setOf(t, stage("1", "25", "25.00", "")), 1},
		"none, and none":   {types.ListNull(milestoneType()), types.ListNull(milestoneType()), types.ListNull(milestoneType()), 0},
		"none, and some":   {types.ListNull(milestoneType()), setOf(t, stage("1", "25", "25", "")), types.ListNull(milestoneType()), 1},
		"empty, and none":  {setOf(t), setOf(t), setOf(t), 0},
		"whitespace ended": {setOf(t, stage("1", "25", "25", "Design\n")), setOf(t, stage("1", "25", "25", "Design")), setOf(t, stage("1", "25", "25", "Design\n")), 0},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result := model{Milestones: test.found}
			differences, diags := milestones().Keep(t.Context(), test.plan, &result.Milestones)
			fine(t, diags)
			if !result.Milestones.Equal(test.want) {
				t.Errorf("got %s, want %s", result.Milestones, test.want)
			}
			if len(differences) != test.differences {
				t.Errorf("told differences: %+v, want %d", differences, test.differences)
			}
		})
	}
}

func TestExpand_inOrderOfPercentage(t *testing.T) {
	t.Parallel()
	model := templateOf(t, wish("100.00", "Rest"), wish("9.5", ""), wish("25", "Design"))
	fields, diags := model.expand(t.Context())
	fine(t, diags)
	body, err := objects().CreationBody(fields)
	want := `{"name":"Name","description":"Old","billingMethod":"percentCompleted","calculateOn":"project","basedOn":"estimatedHours","status":"active",` +
		`"milestones":[{"percentCompleted":"9.5"},{"percentCompleted":"25","description":"Design"},{"percentCompleted":"100.00","description":"Rest"}]}`
	if err != nil || string(body) != want {
		t.Errorf("body %s, %v\nwant %s", body, err, want)
	}
}
