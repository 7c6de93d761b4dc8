package customtypes

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"pgregory.net/rapid"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
)

// customType is one of the package's types with the parts of its values that the tests of both need.
type customType struct {
	typ   basetypes.StringTypable
	empty attr.Value
	wrap  func(basetypes.StringValue) attr.Value
	name  string
}

func customTypes() []customType {
	return []customType{
		{DecimalType{}, Decimal{}, func(s basetypes.StringValue) attr.Value { return Decimal{StringValue: s} }, "customtypes.DecimalType"},
		{DateType{}, Date{}, func(s basetypes.StringValue) attr.Value { return Date{StringValue: s} }, "customtypes.DateType"},
	}
}

func TestTypes_identity(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	for i, c := range customTypes() {
		other := customTypes()[1-i].typ
		if !c.typ.Equal(c.typ) || c.typ.Equal(other) || c.typ.Equal(types.StringType) || c.typ.Equal(nil) {
			t.Errorf("%s: Equal mistakes the type", c.name)
		}
		if c.typ.String() != c.name {
			t.Errorf("String() = %s, want %s", c.typ, c.name)
		}
		if got := c.typ.TerraformType(ctx); !got.Equal(tftypes.String) {
			t.Errorf("%s: Terraform type %s", c.name, got)
		}
		if got := c.typ.ValueType(ctx); got != c.empty {
			t.Errorf("%s: ValueType() = %T", c.name, got)
		}
		if got := c.empty.Type(ctx); !got.Equal(c.typ) {
			t.Errorf("%s: the value's type is %s", c.name, got)
		}
	}
}

func TestTypes_valueFromString(t *testing.T) {
	t.Parallel()
	for _, c := range customTypes() {
		for _, in := range []types.String{types.StringNull(), types.StringUnknown(), types.StringValue("1200.00"), types.StringValue("junk")} {
			got, diags := c.typ.ValueFromString(context.Background(), in)
			if diags.HasError() || !got.Equal(c.wrap(in)) {
				t.Errorf("%s: %s became %v, %v", c.name, in, got, diags)
			}
		}
	}
}

func TestTypes_valueFromTerraform_refusesOtherTypes(t *testing.T) {
	t.Parallel()
	for _, c := range customTypes() {
		if got, err := c.typ.ValueFromTerraform(context.Background(), tftypes.NewValue(tftypes.Number, 12)); err == nil {
			t.Errorf("%s: a number became %v", c.name, got)
		}
	}
}

func TestTypes_terraformValueRoundTrip(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	texts := rapid.OneOf(anyDecimalText(), anyDateText())
	for _, c := range customTypes() {
		rapid.Check(t, func(t *rapid.T) {
			in := tftypes.NewValue(tftypes.String, rapid.OneOf(
				rapid.Just[any](nil),
				rapid.Just[any](tftypes.UnknownValue),
				rapid.Map(texts, func(s string) any { return s }),
			).Draw(t, "value"))
			value, err := c.typ.ValueFromTerraform(ctx, in)
			if err != nil {
				t.Fatal(err)
			}
			if !value.Type(ctx).Equal(c.typ) {
				t.Fatalf("%s became a %T", in, value)
			}
			out, err := value.ToTerraformValue(ctx)
			if err != nil {
				t.Fatal(err)
			}
			if !out.Equal(in) {
				t.Fatalf("%s came back as %s", in, out)
			}
		})
	}
}

func TestTypes_semanticEquality(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		v    basetypes.StringValuableWithSemanticEquals
		o    basetypes.StringValuable
		want bool
	}{
		{"same number", NewDecimalValue("1200"), NewDecimalValue("1200.00"), true},
		{"other number", NewDecimalValue("1200"), NewDecimalValue("1200.01"), false},
		{"no number", NewDecimalValue("1,200"), NewDecimalValue("1200"), false},
		{"same text, no number", NewDecimalValue("1,200"), NewDecimalValue("1,200"), true},
		{"same day", NewDateValue("2015-06-17"), NewDateValue("20150617"), true},
		{"other day", NewDateValue("2015-06-17"), NewDateValue("20150618"), false},
		{"same text, no date", NewDateValue("2026-02-30"), NewDateValue("2026-02-30"), true},
	} {
		got, diags := test.v.StringSemanticEquals(context.Background(), test.o)
		if got != test.want || len(diags) != 0 {
			t.Errorf("%s: got %t, %v", test.name, got, diags)
		}
	}
}

func TestTypes_semanticEqualityWithAnotherType_isAnError(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		v          basetypes.StringValuableWithSemanticEquals
		o          basetypes.StringValuable
		wantDetail string
	}{
		{NewDecimalValue("25"), types.StringValue("25"), "Expected Value Type: customtypes.DecimalType\nGot Value Type: basetypes.StringType"},
		{NewDecimalValue("25"), NewDateValue("25"), "Expected Value Type: customtypes.DecimalType\nGot Value Type: customtypes.DateType"},
		{NewDateValue("20150617"), types.StringValue("20150617"), "Expected Value Type: customtypes.DateType\nGot Value Type: basetypes.StringType"},
	} {
		got, diags := test.v.StringSemanticEquals(context.Background(), test.o)
		if got || diags.ErrorsCount() != 1 {
			t.Errorf("%T and %T: got %t, %v", test.v, test.o, got, diags)
			continue
		}
		if diags[0].Summary() != "Semantic Equality Check Error" || !strings.HasSuffix(diags[0].Detail(), test.wantDetail) {
			t.Errorf("%T and %T: got %v", test.v, test.o, diags)
		}
	}
}

func TestTextOrNull(t *testing.T) {
	t.Parallel()
	if got := TextOrNull(""); !got.IsNull() {
		t.Errorf("got %s, want null", got)
	}
	for _, s := range []lenient.Text{" ", "PO-7"} {
		if got := TextOrNull(s); !got.Equal(types.StringValue(string(s))) {
			t.Errorf("%q became %s", s, got)
		}
	}
}

// checkEquivalenceRelation draws three texts and checks that same is reflexive, symmetric and transitive.
func checkEquivalenceRelation(t *rapid.T, texts *rapid.Generator[string], same func(a, b string) bool) {
	a, b, c := texts.Draw(t, "a"), texts.Draw(t, "b"), texts.Draw(t, "c")
	if !same(a, a) {
		t.Fatalf("%q differs from itself", a)
	}
	if same(a, b) != same(b, a) {
		t.Fatalf("%q and %q: the order decides", a, b)
	}
	if same(a, b) && same(b, c) && !same(a, c) {
		t.Fatalf("%q, %q and %q: equality is not handed on", a, b, c)
	}
}

// wantAttributeError checks that diags contains one error, at the path, with exactly this detail.
func wantAttributeError(t *testing.T, diags diag.Diagnostics, at path.Path, detail string) {
	t.Helper()
	if diags.ErrorsCount() != 1 || len(diags) != 1 {
		t.Fatalf("got %v, want one error", diags)
	}
	located, ok := diags[0].(diag.DiagnosticWithPath)
	if !ok || !located.Path().Equal(at) {
		t.Errorf("the error is not at %s: %v", at, diags[0])
	}
	if diff := cmp.Diff(detail, diags[0].Detail()); diff != "" {
		t.Errorf("detail (-want +got):\n%s", diff)
	}
}

func TestTypes_stateRefusesWhatIsNoDecimalOrDate(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := schema.Schema{Attributes: map[string]schema.Attribute{
		"amount": schema.StringAttribute{Computed: true, CustomType: DecimalType{}},
		"day":    schema.StringAttribute{Computed: true, CustomType: DateType{}},
	}}
	type model struct {
		Amount Decimal `tfsdk:"amount"`
		Day    Date    `tfsdk:"day"`
	}
	for _, test := range []struct {
		in        model
		summaries []string
	}{
		{model{NewDecimalValue("1200.00"), NewDateValue("20150617")}, nil},
		{model{NewDecimalNull(), Date{}}, nil},
		{model{NewDecimalUnknown(), Date{StringValue: types.StringUnknown()}}, nil},
		{model{NewDecimalValue("1,200"), NewDateValue("20150617")}, []string{"Invalid decimal"}},
		{model{NewDecimalValue("1200"), NewDateValue("soon")}, []string{"Invalid date"}},
	} {
		state := tfsdk.State{Schema: s, Raw: tftypes.NewValue(s.Type().TerraformType(ctx), nil)}
		var got []string
		for _, d := range state.Set(ctx, test.in) {
			got = append(got, d.Summary())
		}
		if diff := cmp.Diff(test.summaries, got); diff != "" {
			t.Errorf("%+v: diagnostics (-want +got):\n%s", test.in, diff)
			continue
		}
		if test.summaries != nil {
			continue
		}
		var out model
		if diags := state.Get(ctx, &out); diags.HasError() || out != test.in {
			t.Errorf("%+v came back as %+v, %v", test.in, out, diags)
		}
	}
}
