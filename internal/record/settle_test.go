package record

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

func attributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"set":     schema.StringAttribute{Required: true},
		"left":    schema.StringAttribute{Optional: true, Computed: true},
		"system":  schema.StringAttribute{Computed: true},
		"protect": schema.BoolAttribute{Optional: true, Computed: true},
	}
}

// object has texts; nil is null and "?" unknown.
func object(set, left, system any) tftypes.Value {
	value := func(text any) tftypes.Value {
		if text == "?" {
			return tftypes.NewValue(tftypes.String, tftypes.UnknownValue)
		}
		return tftypes.NewValue(tftypes.String, text)
	}
	return tftypes.NewValue(tftypes.Object{AttributeTypes: map[string]tftypes.Type{
		"set": tftypes.String, "left": tftypes.String, "system": tftypes.String, "protect": tftypes.Bool,
	}}, map[string]tftypes.Value{
		"set": value(set), "left": value(left), "system": value(system), "protect": tftypes.NewValue(tftypes.Bool, true),
	})
}

func TestKeepPlanned(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		config, plan, actual, want tftypes.Value
		isCreate                   bool
		differences                []Difference
	}{
		"as planned": {
			object("a", nil, nil), object("a", "?", "?"), object("a", "b", "c"), object("a", "b", "c"), true, nil,
		},
		"a configured value": {
			object("a", nil, nil), object("a", "?", "?"), object("A", "b", "c"), object("a", "b", "c"), true,
			[]Difference{{"set", `"a"`, `"A"`}},
		},
		"a default": {
			object("a", nil, nil), object("a", "b", "?"), object("a", "B", "c"), object("a", "b", "c"), true,
			[]Difference{{"left", `"b"`, `"B"`}},
		},
		"kept from the state, and changed elsewhere meanwhile": {
			object("a", nil, nil), object("a", "b", "c"), object("a", "B", "C"), object("a", "b", "c"), false, nil,
		},
		"cleared by the system": {
			object("a", "b", nil), object("a", "b", "c"), object("a", nil, "c"), object("a", "b", "c"), false,
			[]Difference{{"left", `"b"`, "null"}},
		},
	} {
		got, differences := keepPlanned(t.Context(), attributes(), test.actual, promise{config: test.config, plan: test.plan, isCreate: test.isCreate})
		if !got.Equal(test.want) {
			t.Errorf("%s: got %s, want %s", name, got, test.want)
		}
		if diff := cmp.Diff(test.differences, differences); diff != "" {
			t.Errorf("%s: differences differ (-want +got):\n%s", name, diff)
		}
	}
}

func TestWithoutUnknown(t *testing.T) {
	t.Parallel()
	got, err := withoutUnknown(object("a", "?", "?"))
	if err != nil || !got.Equal(object("a", nil, nil)) {
		t.Errorf("got %s, %v", got, err)
	}
}

func TestProtection_changes(t *testing.T) {
	t.Parallel()
	protection := &Protection[thing]{Attribute: "protect"}
	for name, test := range map[string]struct {
		before, after tftypes.Value
		want          []string
	}{
		"nothing":                 {object("a", "b", "c"), object("a", "b", "c"), nil},
		"a value":                 {object("a", "b", "c"), object("x", "b", "c"), []string{"set"}},
		"a value that is cleared": {object("a", "b", "c"), object("a", nil, "c"), []string{"left"}},
		"what is not known":       {object("a", "b", "c"), object("?", "b", "c"), nil},
		"what the system decides": {object("a", "b", "c"), object("a", "b", "x"), nil},
	} {
		if diff := cmp.Diff(test.want, protection.changes(attributes(), test.before, test.after)); diff != "" && len(test.want) > 0 {
			t.Errorf("%s: changes differ (-want +got):\n%s", name, diff)
		} else if len(test.want) == 0 && len(protection.changes(attributes(), test.before, test.after)) > 0 {
			t.Errorf("%s: changes are told", name)
		}
	}
	protection.Free = []string{"set"}
	if got := protection.changes(attributes(), object("a", "b", "c"), object("x", "b", "c")); len(got) > 0 {
		t.Errorf("what may change is told: %v", got)
	}
}
