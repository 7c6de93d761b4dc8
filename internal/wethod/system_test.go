package wethod

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/system"
	"github.com/projectbilling/terraform-provider-billing/internal/wethod/company"
	"github.com/projectbilling/terraform-provider-billing/internal/wethod/invoice"
)

func TestSystem_connects(t *testing.T) {
	t.Parallel()
	attributeTypes := map[string]attr.Type{
		"base_url": types.StringType, "company": types.StringType, "token": types.StringType, "api_version": types.StringType, "reads": types.StringType,
	}
	tests := map[string]struct {
		block       map[string]attr.Value
		environment map[string]string
		isReady     bool
	}{
		"environment alone": {nil, map[string]string{"WETHOD_COMPANY": "acme", "WETHOD_TOKEN": "t"}, true},
		"block and environment": {
			map[string]attr.Value{"company": types.StringValue("acme")}, map[string]string{"WETHOD_TOKEN": "t"}, true,
		},
		"no token":         {nil, map[string]string{"WETHOD_COMPANY": "acme"}, false},
		"no company":       {nil, map[string]string{"WETHOD_TOKEN": "t"}, false},
		"token not known":  {map[string]attr.Value{"token": types.StringUnknown()}, map[string]string{"WETHOD_COMPANY": "acme"}, false},
		"an odd company":   {nil, map[string]string{"WETHOD_COMPANY": "acme.wethod.com", "WETHOD_TOKEN": "t"}, false},
		"an odd token":     {nil, map[string]string{"WETHOD_COMPANY": "acme", "WETHOD_TOKEN": "t\n"}, false},
		"an odd version":   {nil, map[string]string{"WETHOD_COMPANY": "acme", "WETHOD_TOKEN": "t", "WETHOD_API_VERSION": "1\r\n"}, false},
		"an odd address":   {nil, map[string]string{"WETHOD_COMPANY": "acme", "WETHOD_TOKEN": "t", "WETHOD_BASE_URL": "http://wethod.com"}, false},
		"another address":  {nil, map[string]string{"WETHOD_COMPANY": "acme", "WETHOD_TOKEN": "t", "WETHOD_BASE_URL": "https://example.com/x"}, true},
		"nothing at all":   {nil, nil, false},
		"an empty version": {map[string]attr.Value{"api_version": types.StringValue("")}, map[string]string{"WETHOD_COMPANY": "a", "WETHOD_TOKEN": "t"}, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			values := map[string]attr.Value{}
			for name := range attributeTypes {
				values[name] = types.StringNull()
				if value, ok := test.block[name]; ok {
					values[name] = value
				}
			}
			block := types.ObjectValueMust(attributeTypes, values)
			settings := system.NewSettings(company.Name, company.Title, block, func(name string) string { return test.environment[name] })
			connections := &system.Connections{}
			diags := connections.Add(settings, connect(t.Context(), settings, system.Shared{}))
			var access system.Access[*company.Company]
			access.Connect(connections, company.Name)
			if diags.HasError() || access.IsReady() != test.isReady {
				t.Errorf("ready is %t, want %t; %v", access.IsReady(), test.isReady, diags)
			}
		})
	}
}

func TestSchema_everyAttributeIsDescribed(t *testing.T) {
	t.Parallel()
	var found datasource.SchemaResponse
	invoice.NewInvoicesDataSource().Schema(t.Context(), datasource.SchemaRequest{}, &found)
	if diags := found.Schema.ValidateImplementation(t.Context()); diags.HasError() {
		t.Fatal(diags)
	}
	var check func(prefix string, attributes map[string]schema.Attribute)
	check = func(prefix string, attributes map[string]schema.Attribute) {
		for name, attribute := range attributes {
			if len(attribute.GetMarkdownDescription()) < 15 {
				t.Errorf("%s%s is not described", prefix, name)
			}
			switch nested := attribute.(type) {
			case schema.SingleNestedAttribute:
				check(prefix+name+".", nested.Attributes)
			case schema.ListNestedAttribute:
				check(prefix+name+".", nested.NestedObject.Attributes)
			}
		}
	}
	check("", found.Schema.Attributes)
	for name, attribute := range connectionAttribute().Attributes {
		if len(attribute.GetMarkdownDescription()) < 15 || attribute.IsSensitive() != (name == "token") {
			t.Errorf("%s: %q, sensitive %t", name, attribute.GetMarkdownDescription(), attribute.IsSensitive())
		}
	}
}
