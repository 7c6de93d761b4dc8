package protocol_test

import (
	"context"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/projectbilling/terraform-provider-billing/internal/finalvalue"
	"github.com/projectbilling/terraform-provider-billing/internal/provider"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
)

// readData reads a data source through the provider's process or through the
// framework alone.
func (c *core) readData(ctx context.Context, kind string, config object, aside *finalvalue.Aside) tftypes.Value {
	c.t.Helper()
	schema := c.schemas.DataSourceSchemas[kind].ValueType()
	answer, err := c.server.ReadDataSource(ctx, &tfprotov6.ReadDataSourceRequest{TypeName: kind, Config: c.wire(schema, config)})
	c.must(err)
	c.expect(said(answer.Diagnostics))
	if aside != nil {
		if unfinished, err := answer.State.Unmarshal(schema); err != nil || len(answer.State.MsgPack) > 1<<12 {
			c.t.Errorf("%s: the list is not set aside: %s, %v", kind, unfinished, err)
		}
		c.must(aside.Complete(answer.State))
	}
	state, err := answer.State.Unmarshal(schema)
	c.must(err)
	return state
}

// A list that bypasses the framework equals the one that the framework would return.
func TestLongLists_areWhatTheFrameworkMakesOfThem(t *testing.T) {
	t.Parallel()
	c := newCore(t, sandbox.Options{Invoices: 60, Templates: 30})
	c.server = providerserver.NewProtocol6(provider.New("test")())() // without the wrapper of serve
	settings := object{"wethod": object{}}
	for name, value := range c.Settings("wethod") {
		settings["wethod"].(object)[name] = value //nolint:forcetypeassert // it is one, above
	}
	for _, system := range []string{"teamwork", "intacct"} {
		connection := object{}
		for name, value := range c.Settings(system) {
			connection[name] = value
		}
		settings[system] = connection
	}
	c.expect(c.configure(settings))
	for name, test := range map[string]struct {
		kind   string
		config object
	}{
		"invoices":         {"billing_teamwork_invoices", object{"type": "all"}},
		"currencies":       {"billing_teamwork_currency_codes", object{}},
		"templates":        {"billing_intacct_project_billing_templates", object{}},
		"templates alone":  {"billing_intacct_project_billing_templates", object{"include_milestones": false, "filters": []any{filter("key", "gt", "0")}}},
		"rows":             {"billing_intacct_query", object{"object": "projects/project-billing-template", "fields": []any{"key", "name", "entity.id"}}},
		"no rows":          {"billing_intacct_query", object{"object": "projects/project-billing-template", "fields": []any{"key"}, "filters": []any{filter("key", "eq", "0")}}},
		"Wethod's":         {"billing_wethod_invoices", object{}},
		"of one in Wethod": {"billing_wethod_invoices", object{"project_id": 1}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, aside := finalvalue.Collect(t.Context())
			got, want := c.readData(ctx, test.kind, test.config, aside), c.readData(t.Context(), test.kind, test.config, nil)
			if !got.Equal(want) {
				t.Errorf("got %s\nwant %s", got, want)
			}
		})
	}
}
