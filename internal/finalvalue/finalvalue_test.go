package finalvalue

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

type inner struct {
	Name types.String `tfsdk:"name"`
}

type row struct {
	inner
	Count   types.Int64        `tfsdk:"count"`
	IsGood  types.Bool         `tfsdk:"is_good"`
	Parts   []inner            `tfsdk:"parts"`
	Columns map[string]*string `tfsdk:"columns"`
	private int
}

type model struct {
	Argument types.String `tfsdk:"argument"`
	Rows     []row        `tfsdk:"rows"`
}

func stateType() tftypes.Type {
	part := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"name": tftypes.String}}
	return tftypes.Object{AttributeTypes: map[string]tftypes.Type{
		"argument": tftypes.String,
		"rows": tftypes.List{ElementType: tftypes.Object{AttributeTypes: map[string]tftypes.Type{
			"name": tftypes.String, "count": tftypes.Number, "is_good": tftypes.Bool,
			"parts": tftypes.List{ElementType: part}, "columns": tftypes.Map{ElementType: tftypes.String},
		}}},
	}}
}

// state is the framework's state of a model whose rows were taken out.
func state(t *testing.T) *tfprotov6.DynamicValue {
	t.Helper()
	kind, _ := stateType().(tftypes.Object)
	value, err := tfprotov6.NewDynamicValue(kind, tftypes.NewValue(kind, map[string]tftypes.Value{
		"argument": tftypes.NewValue(tftypes.String, "all"), "rows": tftypes.NewValue(kind.AttributeTypes["rows"], nil),
	}))
	if err != nil {
		t.Fatal(err)
	}
	return &value
}

func TestAside_completesAState(t *testing.T) {
	t.Parallel()
	text := "x"
	full := model{Argument: types.StringValue("all"), Rows: []row{
		{inner: inner{types.StringValue("ü & ö")}, Count: types.Int64Value(-42), IsGood: types.BoolValue(true), Parts: []inner{{}, {types.StringValue("")}}, private: 1},
		{Columns: map[string]*string{"a": &text, "b": nil}},
		{Parts: []inner{}, Columns: map[string]*string{}},
	}}
	ctx, aside := Collect(t.Context())
	if err := SetAside(ctx, &full, "rows"); err != nil || full.Rows != nil {
		t.Fatalf("left are %v, %v", full.Rows, err)
	}
	answer := state(t)
	if err := aside.Complete(answer); err != nil {
		t.Fatal(err)
	}
	got, err := answer.Unmarshal(stateType())
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"argument":tftypes.String<"all">`, `tftypes.String<"ü & ö">`, `tftypes.Number<"-42">`, `tftypes.Bool<"true">`, `"a":tftypes.String<"x">`, `"b":tftypes.String<null>`} {
		if !strings.Contains(got.String(), want) {
			t.Errorf("%s is not in %s", want, got)
		}
	}
}

func TestSetAside_whereNobodyCollects(t *testing.T) {
	t.Parallel()
	full := model{Rows: []row{{}}}
	if err := SetAside(t.Context(), &full, "rows"); err != nil || len(full.Rows) != 1 {
		t.Errorf("left are %v, %v", full.Rows, err)
	}
}

func TestSetAside_whatHasNoFormIsAnError(t *testing.T) {
	t.Parallel()
	ctx, _ := Collect(t.Context())
	odd := struct {
		Rows []struct {
			Odd complex128 `tfsdk:"odd"`
		} `tfsdk:"rows"`
	}{}
	odd.Rows = make([]struct {
		Odd complex128 `tfsdk:"odd"`
	}, 1)
	if err := SetAside(ctx, &odd, "rows"); err == nil || !strings.Contains(err.Error(), "attribute rows: a complex128 cannot be encoded") {
		t.Errorf("error %v", err)
	}
}

func TestComplete_ofNoObjectIsAnError(t *testing.T) {
	t.Parallel()
	ctx, aside := Collect(t.Context())
	if err := SetAside(ctx, &model{Rows: []row{{}}}, "rows"); err != nil {
		t.Fatal(err)
	}
	if err := aside.Complete(&tfprotov6.DynamicValue{MsgPack: []byte{0xc0}}); err == nil {
		t.Error("a state of null is completed")
	}
	if err := aside.Complete(nil); err != nil {
		t.Error(err)
	}
}
