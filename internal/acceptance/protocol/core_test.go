package protocol_test

import (
	"maps"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/projectbilling/terraform-provider-billing/internal/provider"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/serve"
)

// The types that the tests use.
const (
	invoiceType  = "billing_teamwork_invoice"
	templateType = "billing_intacct_project_billing_template"
	contractType = "billing_intacct_contract_billing_template"
	projectType  = "billing_intacct_project"
	observedType = "billing_intacct_project_observed_percent_completed"
	actionType   = "billing_teamwork_invoice_add_line_items"
	billType     = "billing_wethod_invoice"
	sendType     = "billing_wethod_invoice_send"
)

// core acts as Terraform: it has one provider, configured for its own sandbox.
type core struct {
	t *testing.T
	*sandbox.Box
	*sandbox.Server
	server     tfprotov6.ProviderServer
	schemas    *tfprotov6.GetProviderSchemaResponse
	identities *tfprotov6.GetResourceIdentitySchemasResponse
}

// newCore starts a sandbox and a provider for all of its systems.
func newCore(t *testing.T, options sandbox.Options) *core {
	t.Helper()
	box := sandbox.New(options)
	c := newProvider(t, box, box.StartTest(t))
	settings := func(system string, more object) object {
		for name, value := range c.Settings(system) {
			more[name] = value
		}
		return more
	}
	c.expect(c.configure(object{
		"max_retries": 1,
		"teamwork":    settings("teamwork", object{"requests_per_minute": 0}),
		"intacct":     settings("intacct", object{}),
		"wethod":      settings("wethod", object{}),
	}))
	return c
}

// newProvider starts a provider that is not configured yet.
func newProvider(t *testing.T, box *sandbox.Box, server *sandbox.Server) *core {
	t.Helper()
	served := serve.NewServer(provider.New("test")())
	var err error
	c := &core{t: t, Box: box, Server: server, server: served}
	if c.schemas, err = served.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{}); err != nil {
		t.Fatal(err)
	}
	c.expect(said(c.schemas.Diagnostics))
	if c.identities, err = served.GetResourceIdentitySchemas(t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{}); err != nil {
		t.Fatal(err)
	}
	c.expect(said(c.identities.Diagnostics))
	return c
}

func (c *core) configure(config object) []string {
	c.t.Helper()
	answer, err := c.server.ConfigureProvider(c.t.Context(), &tfprotov6.ConfigureProviderRequest{
		TerraformVersion: "1.14.0", Config: c.wire(c.schemas.Provider.ValueType(), config),
	})
	c.must(err)
	return said(answer.Diagnostics)
}

// host returns the site as identities name it.
func (c *core) host() string { return c.URL()[len("http://"):] }

// requests lists the requests since the last reset, as in "GET /invoices/49.json".
func (c *core) requests() []string {
	lines := []string{}
	for _, request := range c.Requests() {
		line := request.Method + " " + request.Path
		if request.RawQuery != "" {
			line += "?" + request.RawQuery
		}
		lines = append(lines, line)
	}
	return lines
}

// instance is a resource as Terraform stores it between two calls.
type instance struct {
	kind     string
	state    tftypes.Value
	identity tftypes.Value
	private  []byte
}

func (i instance) value() object    { return plainObject(i.state) }
func (i instance) identify() object { return plainObject(i.identity) }

func (c *core) resourceType(kind string) tftypes.Type {
	return c.schemas.ResourceSchemas[kind].ValueType()
}

func (c *core) identityType(kind string) tftypes.Type {
	return c.identities.IdentitySchemas[kind].ValueType()
}

func (c *core) identityOf(kind string, data *tfprotov6.ResourceIdentityData) tftypes.Value {
	c.t.Helper()
	if data == nil || data.IdentityData == nil {
		return tftypes.NewValue(c.identityType(kind), nil)
	}
	value, err := data.IdentityData.Unmarshal(c.identityType(kind))
	c.must(err)
	return value
}

// identityData returns nil for a null identity, as sent by a command-line
// interface before 1.12.
func (c *core) identityData(identity tftypes.Value) *tfprotov6.ResourceIdentityData {
	c.t.Helper()
	if identity.Type() == nil || identity.IsNull() {
		return nil
	}
	data, err := tfprotov6.NewDynamicValue(identity.Type(), identity)
	c.must(err)
	return &tfprotov6.ResourceIdentityData{IdentityData: &data}
}

// create plans and applies a new resource.
func (c *core) create(kind string, config object) instance {
	c.t.Helper()
	return c.apply(instance{kind: kind, state: tftypes.NewValue(c.resourceType(kind), nil)}, encode(c.t, c.resourceType(kind), config))
}

// update plans and applies another configuration.
func (c *core) update(before instance, config object) instance {
	c.t.Helper()
	return c.apply(before, encode(c.t, c.resourceType(before.kind), config))
}

func (c *core) apply(before instance, config tftypes.Value) instance {
	c.t.Helper()
	after, diagnostics := c.tryApply(before, config)
	c.expect(diagnostics)
	return after
}

// tryApply plans and applies a configuration, and returns the diagnostics of the apply.
func (c *core) tryApply(before instance, config tftypes.Value) (after instance, diagnostics []string) {
	c.t.Helper()
	planned := c.plan(before, config)
	c.expect(said(planned.Diagnostics))
	answer, err := c.server.ApplyResourceChange(c.t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: before.kind, PriorState: c.dynamic(before.state), PlannedState: planned.PlannedState, Config: c.dynamic(config),
		PlannedPrivate: planned.PlannedPrivate, PlannedIdentity: planned.PlannedIdentity,
	})
	c.must(err)
	return c.instance(before.kind, answer.NewState, answer.NewIdentity, answer.Private), said(answer.Diagnostics)
}

// plan plans a configuration, with computed attributes proposed unchanged.
func (c *core) plan(before instance, config tftypes.Value) *tfprotov6.PlanResourceChangeResponse {
	c.t.Helper()
	answer, err := c.server.PlanResourceChange(c.t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: before.kind, PriorState: c.dynamic(before.state), Config: c.dynamic(config),
		ProposedNewState: c.dynamic(c.propose(before, config)), PriorPrivate: before.private, PriorIdentity: c.identityData(before.identity),
	})
	c.must(err)
	return answer
}

// propose returns the configuration with the computed attributes of the state.
func (c *core) propose(before instance, config tftypes.Value) tftypes.Value {
	c.t.Helper()
	if before.state.IsNull() {
		return config
	}
	var known, proposed map[string]tftypes.Value
	c.must(before.state.As(&known))
	c.must(config.As(&proposed))
	proposed = maps.Clone(proposed)
	for _, attribute := range c.schemas.ResourceSchemas[before.kind].Block.Attributes {
		if attribute.Computed && proposed[attribute.Name].IsNull() {
			proposed[attribute.Name] = known[attribute.Name]
		}
	}
	return tftypes.NewValue(config.Type(), proposed)
}

// read refreshes a resource. Its state is null if the record was deleted.
func (c *core) read(before instance) instance {
	c.t.Helper()
	answer, err := c.server.ReadResource(c.t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: before.kind, CurrentState: c.dynamic(before.state), Private: before.private, CurrentIdentity: c.identityData(before.identity),
	})
	c.must(err)
	c.expect(said(answer.Diagnostics))
	return c.instance(before.kind, answer.NewState, answer.NewIdentity, answer.Private)
}

func (c *core) instance(kind string, state *tfprotov6.DynamicValue, identity *tfprotov6.ResourceIdentityData, private []byte) instance {
	c.t.Helper()
	value, err := state.Unmarshal(c.resourceType(kind))
	c.must(err)
	return instance{kind: kind, state: value, identity: c.identityOf(kind, identity), private: private}
}

// importWith imports by an ID, or by an identity if that is not nil, and reads
// the imported resource.
func (c *core) importWith(kind, id string, identity object) instance {
	c.t.Helper()
	answer := c.tryImport(kind, id, identity)
	c.expect(said(answer.Diagnostics))
	if len(answer.ImportedResources) != 1 {
		c.t.Fatalf("imported are %d resources, want 1", len(answer.ImportedResources))
	}
	imported := answer.ImportedResources[0]
	return c.read(c.instance(kind, imported.State, imported.Identity, imported.Private))
}

func (c *core) tryImport(kind, id string, identity object) *tfprotov6.ImportResourceStateResponse {
	c.t.Helper()
	request := &tfprotov6.ImportResourceStateRequest{TypeName: kind, ID: id}
	if identity != nil {
		request.Identity = c.identityData(encode(c.t, c.identityType(kind), identity))
	}
	answer, err := c.server.ImportResourceState(c.t.Context(), request)
	c.must(err)
	return answer
}

// generate returns the configuration that Terraform 1.14 writes for an imported resource.
func (c *core) generate(imported instance) tftypes.Value {
	c.t.Helper()
	answer, err := c.server.GenerateResourceConfig(c.t.Context(), &tfprotov6.GenerateResourceConfigRequest{
		TypeName: imported.kind, State: c.dynamic(imported.state),
	})
	c.must(err)
	c.expect(said(answer.Diagnostics))
	config, err := answer.Config.Unmarshal(c.resourceType(imported.kind))
	c.must(err)
	validated, err := c.server.ValidateResourceConfig(c.t.Context(), &tfprotov6.ValidateResourceConfigRequest{
		TypeName: imported.kind, Config: answer.Config,
	})
	c.must(err)
	c.expect(said(validated.Diagnostics))
	return config
}

// plansNothing checks that the configuration generated for an imported resource
// plans no changes.
func (c *core) plansNothing(imported instance) {
	c.t.Helper()
	planned := c.plan(imported, c.generate(imported))
	c.expect(said(planned.Diagnostics))
	after, err := planned.PlannedState.Unmarshal(c.resourceType(imported.kind))
	c.must(err)
	differs(c.t, "planned state", imported.value(), plainObject(after))
	if len(planned.RequiresReplace) > 0 {
		c.t.Errorf("the plan replaces the resource: %v", planned.RequiresReplace)
	}
}

func (c *core) dynamic(value tftypes.Value) *tfprotov6.DynamicValue {
	c.t.Helper()
	dynamic, err := tfprotov6.NewDynamicValue(value.Type(), value)
	c.must(err)
	return &dynamic
}

func (c *core) wire(kind tftypes.Type, value object) *tfprotov6.DynamicValue {
	c.t.Helper()
	return c.dynamic(encode(c.t, kind, value))
}

func (c *core) must(err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
}
