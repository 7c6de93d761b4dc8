package acceptance_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/teamwork"
)

// These tests use the protocol itself, because not every supported command-line
// interface stores identities.
func TestIdentity_siteCanMoveToAnotherHost(t *testing.T) {
	t.Parallel()
	site := newSite(t)
	server, err := inProcess()["billing"]()
	if err != nil {
		t.Fatal(err)
	}
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	const kind = "billing_teamwork_invoice"
	connection := map[string]tftypes.Value{
		"base_url": tftypes.NewValue(tftypes.String, site.baseURL), "api_key": tftypes.NewValue(tftypes.String, teamwork.APIKey),
	}
	configured, err := server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{
		Config: wire(t, schemas.Provider.ValueType(), map[string]map[string]tftypes.Value{"teamwork": connection}),
	})
	noDiagnostics(t, err, configured.Diagnostics)

	identity := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"id": tftypes.String, "host": tftypes.String}}
	before, err := tfprotov6.NewDynamicValue(identity, tftypes.NewValue(identity, map[string]tftypes.Value{
		"id": tftypes.NewValue(tftypes.String, "49"), "host": tftypes.NewValue(tftypes.String, "old.teamwork.com"),
	}))
	if err != nil {
		t.Fatal(err)
	}
	read, err := server.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName:        kind,
		CurrentState:    wire(t, schemas.ResourceSchemas[kind].ValueType(), map[string]map[string]tftypes.Value{"id": {"": tftypes.NewValue(tftypes.String, "49")}}),
		CurrentIdentity: &tfprotov6.ResourceIdentityData{IdentityData: &before},
	})
	noDiagnostics(t, err, read.Diagnostics)
	after, err := read.NewIdentity.IdentityData.Unmarshal(identity)
	if err != nil {
		t.Fatal(err)
	}
	var found map[string]tftypes.Value
	if err := after.As(&found); err != nil {
		t.Fatal(err)
	}
	var host string
	if err := found["host"].As(&host); err != nil || host == "" || host == "old.teamwork.com" {
		t.Errorf("host is %q, %v", host, err)
	}
}

// wire returns an object of a schema in which few attributes are set: nested
// objects by their own attributes, others by the value under "".
func wire(t *testing.T, kind tftypes.Type, set map[string]map[string]tftypes.Value) *tfprotov6.DynamicValue {
	t.Helper()
	outer, _ := kind.(tftypes.Object)
	attributes := map[string]tftypes.Value{}
	for name, attribute := range outer.AttributeTypes {
		given, found := set[name]
		nested, isObject := attribute.(tftypes.Object)
		switch {
		case !found:
			attributes[name] = tftypes.NewValue(attribute, nil)
		case isObject:
			inner := map[string]tftypes.Value{}
			for innerName, innerKind := range nested.AttributeTypes {
				inner[innerName] = tftypes.NewValue(innerKind, nil)
				if value, found := given[innerName]; found {
					inner[innerName] = value
				}
			}
			attributes[name] = tftypes.NewValue(attribute, inner)
		default:
			attributes[name] = given[""]
		}
	}
	value, err := tfprotov6.NewDynamicValue(outer, tftypes.NewValue(outer, attributes))
	if err != nil {
		t.Fatal(err)
	}
	return &value
}

func noDiagnostics(t *testing.T, err error, diagnostics []*tfprotov6.Diagnostic) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	for _, diagnostic := range diagnostics {
		t.Errorf("%s: %s", diagnostic.Summary, diagnostic.Detail)
	}
}
