package linearset_test

import (
	"context"
	"fmt"
	"math/big"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/projectbilling/terraform-provider-billing/internal/linearset"
)

type shelfProvider struct{ provider.Provider }

func (shelfProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "library"
}
func (shelfProvider) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}
func (shelfProvider) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {
}
func (shelfProvider) DataSources(context.Context) []func() datasource.DataSource { return nil }
func (shelfProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return shelf{} }}
}

type shelf struct{ resource.Resource }

func (shelf) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_shelf"
}

func (shelf) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{Attributes: map[string]schema.Attribute{
		"numbers": linearset.Attribute{ListAttribute: schema.ListAttribute{
			Optional: true, ElementType: types.NumberType, Validators: []validator.List{refuseSecond{}},
		}},
		"books": linearset.NestedAttribute{ListNestedAttribute: schema.ListNestedAttribute{
			Optional:     true,
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{"title": schema.StringAttribute{Optional: true}}},
		}},
		"plain": schema.SetAttribute{Optional: true, ElementType: types.NumberType},
		"order": schema.ListAttribute{Optional: true, ElementType: types.StringType, Validators: []validator.List{refuseSecond{}}},
	}}
}

// refuseSecond refuses every second element at its position.
type refuseSecond struct{}

func (refuseSecond) Description(context.Context) string         { return "" }
func (refuseSecond) MarkdownDescription(context.Context) string { return "" }
func (refuseSecond) ValidateList(_ context.Context, req validator.ListRequest, resp *validator.ListResponse) {
	if len(req.ConfigValue.Elements()) > 1 {
		resp.Diagnostics.AddAttributeError(req.Path.AtListIndex(1), "Refused", "do not write "+req.Path.AtListIndex(1).String())
	}
}

func newServer(t testing.TB) (linearset.Server, *tfprotov6.Schema) {
	t.Helper()
	inner, isWhole := providerserver.NewProtocol6(shelfProvider{})().(linearset.Inner)
	if !isWhole {
		t.Fatal("the framework serves less than it did")
	}
	server := linearset.NewServer(t.Context(), shelfProvider{}, inner)
	described, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil || len(described.Diagnostics) > 0 {
		t.Fatal(err, described.Diagnostics)
	}
	return server, described.ResourceSchemas["library_shelf"]
}

func TestServer_describesSets(t *testing.T) {
	t.Parallel()
	_, described := newServer(t)
	want := tftypes.Object{AttributeTypes: map[string]tftypes.Type{
		"numbers": tftypes.Set{ElementType: tftypes.Number},
		"books":   tftypes.Set{ElementType: tftypes.Object{AttributeTypes: map[string]tftypes.Type{"title": tftypes.String}}},
		"plain":   tftypes.Set{ElementType: tftypes.Number},
		"order":   tftypes.List{ElementType: tftypes.String},
	}}
	if got := described.ValueType(); !got.Equal(want) {
		t.Errorf("got %s, want %s", got, want)
	}
}

func number(text string) tftypes.Value {
	exact, _, err := big.ParseFloat(text, 10, 512, big.ToNearestEven)
	if err != nil {
		panic(err)
	}
	return tftypes.NewValue(tftypes.Number, exact)
}

func TestServer_namesNoPositionInASet(t *testing.T) {
	t.Parallel()
	server, described := newServer(t)
	kind := described.ValueType()
	texts := tftypes.NewValue(tftypes.List{ElementType: tftypes.String}, []tftypes.Value{tftypes.NewValue(tftypes.String, "a"), tftypes.NewValue(tftypes.String, "b")})
	numbers := tftypes.NewValue(tftypes.Set{ElementType: tftypes.Number}, []tftypes.Value{number("1"), number("2")})
	books := tftypes.Set{ElementType: tftypes.Object{AttributeTypes: map[string]tftypes.Type{"title": tftypes.String}}}
	config, err := tfprotov6.NewDynamicValue(kind, tftypes.NewValue(kind, map[string]tftypes.Value{
		"numbers": numbers, "order": texts, "books": tftypes.NewValue(books, nil), "plain": tftypes.NewValue(numbers.Type(), nil),
	}))
	if err != nil {
		t.Fatal(err)
	}
	answer, err := server.ValidateResourceConfig(t.Context(), &tfprotov6.ValidateResourceConfigRequest{TypeName: "library_shelf", Config: &config})
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]string{}
	for _, each := range answer.Diagnostics {
		said[each.Attribute.String()] = each.Detail
	}
	want := map[string]string{
		`AttributeName("numbers")`: "do not write numbers[...]", `AttributeName("order").ElementKeyInt(1)`: "do not write order[1]",
	}
	if diff := cmp.Diff(want, said); diff != "" {
		t.Errorf("what is said differs (-want +got):\n%s", diff)
	}
}

func TestEqual(t *testing.T) {
	t.Parallel()
	numbers := func(texts ...string) tftypes.Value {
		elements := []tftypes.Value{}
		for _, text := range texts {
			elements = append(elements, number(text))
		}
		return tftypes.NewValue(tftypes.List{ElementType: tftypes.Number}, elements)
	}
	null := tftypes.NewValue(tftypes.List{ElementType: tftypes.Number}, nil)
	unknown := tftypes.NewValue(tftypes.List{ElementType: tftypes.Number}, tftypes.UnknownValue)
	set, list := linearset.Attribute{}, schema.ListAttribute{}
	for name, test := range map[string]struct {
		attribute any
		a, b      tftypes.Value
		want      bool
	}{
		"the same":              {set, numbers("1", "2"), numbers("1", "2"), true},
		"another order":         {set, numbers("1", "2", "3"), numbers("3", "1", "2"), true},
		"another order, a list": {list, numbers("1", "2"), numbers("2", "1"), false},
		"one more":              {set, numbers("1", "2"), numbers("1", "2", "3"), false},
		"another":               {set, numbers("1", "2"), numbers("1", "3"), false},
		"twice":                 {set, numbers("1", "1", "2"), numbers("1", "2", "2"), false},
		"beyond a float":        {set, numbers("9007199254740993"), numbers("9007199254740992"), false},
		"none and null":         {set, numbers(), null, false},
		"null":                  {set, null, null, true},
		"unknown and null":      {set, unknown, null, false},
		"none":                  {set, numbers(), numbers(), true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := linearset.Equal(test.attribute, test.a, test.b); got != test.want {
				t.Errorf("Equal(%s, %s) is %t", test.a, test.b, got)
			}
			if got := linearset.Equal(test.attribute, test.b, test.a); got != test.want {
				t.Errorf("Equal(%s, %s) is %t", test.b, test.a, got)
			}
		})
	}
}

// BenchmarkSet plans a new set of numbers, with this package and with the
// framework's own set. The cost per element is constant here and grows there.
func BenchmarkSet(b *testing.B) {
	server, described := newServer(b)
	kind := described.ValueType()
	for _, name := range []string{"numbers", "plain"} {
		for _, length := range []int{250, 1000, 4000} {
			b.Run(fmt.Sprintf("%s/%d", name, length), func(b *testing.B) {
				attributes := map[string]tftypes.Value{}
				for each, attribute := range kind.(tftypes.Object).AttributeTypes { //nolint:forcetypeassert // a schema's type is one
					attributes[each] = tftypes.NewValue(attribute, nil)
				}
				prior, err := tfprotov6.NewDynamicValue(kind, tftypes.NewValue(kind, nil))
				if err != nil {
					b.Fatal(err)
				}
				elements := make([]tftypes.Value, length)
				for i := range elements {
					elements[i] = number(strconv.Itoa(i))
				}
				attributes[name] = tftypes.NewValue(attributes[name].Type(), elements)
				config, err := tfprotov6.NewDynamicValue(kind, tftypes.NewValue(kind, attributes))
				if err != nil {
					b.Fatal(err)
				}
				for b.Loop() {
					answer, err := server.PlanResourceChange(b.Context(), &tfprotov6.PlanResourceChangeRequest{
						TypeName: "library_shelf", PriorState: &prior, ProposedNewState: &config, Config: &config,
					})
					if err != nil || len(answer.Diagnostics) > 0 {
						b.Fatal(err, answer.Diagnostics)
					}
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*length), "ns/element")
			})
		}
	}
}
