package customtypes

import (
	"context"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
)

func TestKeepSpelling(t *testing.T) {
	t.Parallel()
	decimals, dates := KeepSpelling(lenient.SameNumber), KeepSpelling(SameDate)
	null, unknown, known := types.StringNull(), types.StringUnknown(), types.StringValue
	for _, test := range []struct {
		name                string
		modifier            planmodifier.String
		config, state, plan types.String
		want                types.String
	}{
		{"number spelled differently", decimals, known("1200"), known("1200.00"), known("1200"), known("1200.00")},
		{"number spelled alike", decimals, known("1200"), known("1200"), known("1200"), known("1200")},
		{"number changed", decimals, known("1200"), known("1200.01"), known("1200"), known("1200")},
		{"state is no number", decimals, known("1200"), known("1,200"), known("1200"), known("1200")},
		{"configuration is no number", decimals, known("1,200"), known("1200"), known("1,200"), known("1,200")},
		{"day spelled differently", dates, known("20150617"), known("2015-06-17"), known("20150617"), known("2015-06-17")},
		{"day changed", dates, known("20150618"), known("2015-06-17"), known("20150618"), known("20150618")},
		{"create", decimals, known("1200"), null, known("1200"), known("1200")},
		{"destroy", decimals, null, known("1200.00"), null, null},
		{"cleared", dates, null, known("2015-06-17"), null, null},
		{"default for an unset number", decimals, null, known("0.00"), known("0"), known("0")},
		{"computed", decimals, null, known("1200.00"), unknown, unknown},
		{"configuration not known yet", decimals, unknown, known("1200.00"), unknown, unknown},
		{"state unknown", dates, known("20150617"), unknown, known("20150617"), known("20150617")},
	} {
		req := planmodifier.StringRequest{Path: path.Root("x"), ConfigValue: test.config, StateValue: test.state, PlanValue: test.plan}
		resp := &planmodifier.StringResponse{PlanValue: test.plan}
		test.modifier.PlanModifyString(context.Background(), req, resp)
		if !resp.PlanValue.Equal(test.want) || len(resp.Diagnostics) != 0 || resp.RequiresReplace {
			t.Errorf("%s: plans %s, want %s (%v)", test.name, resp.PlanValue, test.want, resp.Diagnostics)
		}
	}
}

func TestKeepSpelling_describesItself(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	for _, m := range []planmodifier.String{KeepSpelling(lenient.SameNumber), KeepSpelling(SameDate)} {
		if m.Description(ctx) == "" || m.Description(ctx) != m.MarkdownDescription(ctx) {
			t.Errorf("%T: %q, %q", m, m.Description(ctx), m.MarkdownDescription(ctx))
		}
	}
}

// ledgerProvider offers one resource with a required amount and day that force replacement and a computed ID: the smallest
// schema in which spelling could cause harm.
type ledgerProvider struct{ provider.Provider }

func (ledgerProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "ledger"
}
func (ledgerProvider) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}
func (ledgerProvider) DataSources(context.Context) []func() datasource.DataSource               { return nil }
func (ledgerProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return ledgerEntry{} }}
}

type ledgerEntry struct{ resource.Resource }

func (ledgerEntry) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = "ledger_entry"
}

func (ledgerEntry) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	replace := stringplanmodifier.RequiresReplace()
	resp.Schema = schema.Schema{Attributes: map[string]schema.Attribute{
		"amount": schema.StringAttribute{Required: true, CustomType: DecimalType{}, PlanModifiers: []planmodifier.String{KeepSpelling(lenient.SameNumber), replace}},
		"day":    schema.StringAttribute{Required: true, CustomType: DateType{}, PlanModifiers: []planmodifier.String{KeepSpelling(SameDate), replace}},
		"id":     schema.StringAttribute{Computed: true, PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()}},
	}}
}

var ledgerEntryType = tftypes.Object{AttributeTypes: map[string]tftypes.Type{
	"amount": tftypes.String, "day": tftypes.String, "id": tftypes.String,
}}

// ledgerEntryValue encodes an entry for the protocol; id may be nil for null.
func ledgerEntryValue(t *testing.T, amount, day string, id any) *tfprotov6.DynamicValue {
	t.Helper()
	value, err := tfprotov6.NewDynamicValue(ledgerEntryType, tftypes.NewValue(ledgerEntryType, map[string]tftypes.Value{
		"amount": tftypes.NewValue(tftypes.String, amount),
		"day":    tftypes.NewValue(tftypes.String, day),
		"id":     tftypes.NewValue(tftypes.String, id),
	}))
	if err != nil {
		t.Fatal(err)
	}
	return &value
}

func TestKeepSpelling_throughTheFramework_plansNothing(t *testing.T) {
	t.Parallel()
	server, err := providerserver.NewProtocol6WithError(ledgerProvider{})()
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name, amount, day string
		wantAmount        string
		wantReplacements  int
	}{
		{"spelling alone differs", "1200", "20150617", "1200.00", 0},
		{"amount differs", "1300", "20150617", "1300", 1},
	} {
		resp, err := server.PlanResourceChange(context.Background(), &tfprotov6.PlanResourceChangeRequest{
			TypeName:         "ledger_entry",
			PriorState:       ledgerEntryValue(t, "1200.00", "2015-06-17", "7"),
			Config:           ledgerEntryValue(t, test.amount, test.day, nil),
			ProposedNewState: ledgerEntryValue(t, test.amount, test.day, "7"),
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range resp.Diagnostics {
			t.Errorf("%s: %s: %s", test.name, d.Summary, d.Detail)
		}
		got, err := resp.PlannedState.Unmarshal(ledgerEntryType)
		if err != nil {
			t.Fatal(err)
		}
		want, err := ledgerEntryValue(t, test.wantAmount, "2015-06-17", "7").Unmarshal(ledgerEntryType)
		if err != nil {
			t.Fatal(err)
		}
		if !got.Equal(want) {
			t.Errorf("%s: plans %s, want %s", test.name, got, want)
		}
		if len(resp.RequiresReplace) != test.wantReplacements {
			t.Errorf("%s: replaced for %v", test.name, resp.RequiresReplace)
		}
	}
}

func TestTypes_throughTheFramework_refuseBadConfiguration(t *testing.T) {
	t.Parallel()
	server, err := providerserver.NewProtocol6WithError(ledgerProvider{})()
	if err != nil {
		t.Fatal(err)
	}
	resp, err := server.ValidateResourceConfig(context.Background(), &tfprotov6.ValidateResourceConfigRequest{
		TypeName: "ledger_entry",
		Config:   ledgerEntryValue(t, "1,200", "2026-02-30", nil),
	})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, d := range resp.Diagnostics {
		got[d.Attribute.String()] = d.Summary
	}
	want := map[string]string{`AttributeName("amount")`: "Invalid decimal", `AttributeName("day")`: "Invalid date"}
	if len(resp.Diagnostics) != len(want) {
		t.Errorf("%d diagnostics, want one an attribute: %v", len(resp.Diagnostics), got)
	}
	for at, summary := range want {
		if got[at] != summary {
			t.Errorf("at %s: %q, want %q", at, got[at], summary)
		}
	}
}
