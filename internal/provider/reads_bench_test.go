package provider_test

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/projectbilling/terraform-provider-billing/internal/provider"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/teamwork"
	"github.com/projectbilling/terraform-provider-billing/internal/serve"
)

const invoiceType = "billing_teamwork_invoice"

// BenchmarkPlan_5000UnchangedInvoices makes the calls that Terraform makes to
// the provider for a plan of 5,000 unchanged invoices, ten at a time, for a
// profile of the provider alone:
//
//	go test ./internal/provider -run='^$' -bench=Plan -benchtime=1x -cpuprofile=cpu.out -memprofile=heap.out
func BenchmarkPlan_5000UnchangedInvoices(b *testing.B) {
	const invoices, parallelism = 5000, 10
	box := sandbox.New(sandbox.Options{Seed: sandbox.SeedEmpty, Invoices: invoices, DiscardRequests: true})
	site := box.StartTest(b).SystemURL("teamwork")
	states := make([][]byte, 0, invoices)
	for _, invoice := range box.Teamwork().Invoices() {
		states = append(states, stateOf(b, invoice))
	}
	b.ReportAllocs()
	for b.Loop() {
		run := newRun(b, site)
		work := make(chan []byte)
		var group sync.WaitGroup
		for range parallelism {
			group.Go(func() {
				for state := range work {
					run.plan(b, state)
				}
			})
		}
		for _, state := range states {
			work <- state
		}
		close(work)
		group.Wait()
	}
	b.ReportMetric(float64(box.Stats().Count("", "", ""))/float64(b.N), "requests/op")
}

// stateOf returns an invoice as in a state file.
func stateOf(b *testing.B, invoice teamwork.Invoice) []byte {
	b.Helper()
	state, err := json.Marshal(map[string]any{
		"id": fmt.Sprint(invoice.ID), "project_id": invoice.ProjectID, "number": invoice.Number,
		"display_date": "2026-01-02", "description": invoice.Description, "po_number": nil,
		"fixed_cost": invoice.FixedCost, "currency_code": invoice.CurrencyCode, "status": teamwork.StatusActive, "protect_completed": true,
		"project_name": "API Private Items", "company_id": 51, "company_name": "Kent Farms", "date_created": "2026-01-02T09:00:00Z",
	})
	if err != nil {
		b.Fatal(err)
	}
	return state
}

// run is one run of the provider.
type run struct {
	server tfprotov6.ProviderServer
}

func newRun(b *testing.B, site string) *run {
	b.Helper()
	ctx := context.Background()
	server := serve.NewServer(provider.New("test")())
	schemas, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		b.Fatal(err)
	}
	object := schemas.Provider.ValueType()
	block := nulls(b, object)["teamwork"]
	connection := nulls(b, block.Type())
	connection["base_url"] = tftypes.NewValue(tftypes.String, site)
	connection["api_key"] = tftypes.NewValue(tftypes.String, teamwork.APIKey)
	connection["requests_per_minute"] = tftypes.NewValue(tftypes.Number, 0)
	attributes := nulls(b, object)
	attributes["teamwork"] = tftypes.NewValue(block.Type(), connection)
	config, err := tfprotov6.NewDynamicValue(object, tftypes.NewValue(object, attributes))
	if err != nil {
		b.Fatal(err)
	}
	response, err := server.ConfigureProvider(ctx, &tfprotov6.ConfigureProviderRequest{TerraformVersion: "1.11.4", Config: &config})
	mustBeFine(b, err, response.Diagnostics)
	return &run{server: server}
}

// nulls returns the attributes of an object, all of them null.
func nulls(b *testing.B, object tftypes.Type) map[string]tftypes.Value {
	b.Helper()
	typed, ok := object.(tftypes.Object)
	if !ok {
		b.Fatalf("%s is no object", object)
	}
	values := map[string]tftypes.Value{}
	for name, attribute := range typed.AttributeTypes {
		values[name] = tftypes.NewValue(attribute, nil)
	}
	return values
}

// plan makes the calls for one record.
func (r *run) plan(b *testing.B, raw []byte) {
	ctx := context.Background()
	upgraded, err := r.server.UpgradeResourceState(ctx, &tfprotov6.UpgradeResourceStateRequest{
		TypeName: invoiceType, RawState: &tfprotov6.RawState{JSON: raw},
	})
	mustBeFine(b, err, upgraded.Diagnostics)
	read, err := r.server.ReadResource(ctx, &tfprotov6.ReadResourceRequest{TypeName: invoiceType, CurrentState: upgraded.UpgradedState})
	mustBeFine(b, err, read.Diagnostics)
	_, err = r.server.ValidateResourceConfig(ctx, &tfprotov6.ValidateResourceConfigRequest{TypeName: invoiceType, Config: read.NewState})
	mustBeFine(b, err, nil) // it reports the computed attributes, because the state is used as the configuration
	planned, err := r.server.PlanResourceChange(ctx, &tfprotov6.PlanResourceChangeRequest{
		TypeName: invoiceType, PriorState: read.NewState, ProposedNewState: read.NewState, Config: read.NewState,
	})
	mustBeFine(b, err, planned.Diagnostics)
}

func mustBeFine(b *testing.B, err error, diagnostics []*tfprotov6.Diagnostic) {
	if err != nil {
		b.Error(err)
	}
	for _, diagnostic := range diagnostics {
		b.Error(diagnostic.Summary, diagnostic.Detail)
	}
}
