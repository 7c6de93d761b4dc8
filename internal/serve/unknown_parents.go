package serve

import (
	"context"
	"slices"
	"sync"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// missingRequired is the summary of the framework's error for a required
// attribute without a value.
const missingRequired = "Missing Configuration for Required Attribute"

// unknownParents removes the framework's errors about objects that are not
// known yet. The framework (1.19.0, terraform-plugin-framework#186) treats
// every attribute of an unknown element of a collection as null, so that
// milestones = [var.first] seems to lack required attributes while Terraform
// validates. Terraform validates again when the object is known.
type unknownParents struct {
	server
	schemas func() (*schemas, error)
}

type schemas = tfprotov6.GetProviderSchemaResponse

func newUnknownParents(inner server) unknownParents {
	return unknownParents{server: inner, schemas: sync.OnceValues(func() (*schemas, error) {
		return inner.GetProviderSchema(context.Background(), &tfprotov6.GetProviderSchemaRequest{})
	})}
}

// ValidateResourceConfig reports no missing attributes of unknown objects.
func (u unknownParents) ValidateResourceConfig(ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	resp, err := u.server.ValidateResourceConfig(ctx, req)
	if resp != nil {
		resp.Diagnostics = u.takeBack(resp.Diagnostics, req.Config, func(all *schemas) *tfprotov6.Schema { return all.ResourceSchemas[req.TypeName] })
	}
	return resp, err
}

// ValidateDataResourceConfig reports no missing attributes of unknown objects.
func (u unknownParents) ValidateDataResourceConfig(ctx context.Context, req *tfprotov6.ValidateDataResourceConfigRequest) (*tfprotov6.ValidateDataResourceConfigResponse, error) {
	resp, err := u.server.ValidateDataResourceConfig(ctx, req)
	if resp != nil {
		resp.Diagnostics = u.takeBack(resp.Diagnostics, req.Config, func(all *schemas) *tfprotov6.Schema { return all.DataSourceSchemas[req.TypeName] })
	}
	return resp, err
}

// ValidateListResourceConfig reports no missing attributes of unknown objects.
func (u unknownParents) ValidateListResourceConfig(ctx context.Context, req *tfprotov6.ValidateListResourceConfigRequest) (*tfprotov6.ValidateListResourceConfigResponse, error) {
	resp, err := u.server.ValidateListResourceConfig(ctx, req)
	if resp != nil {
		resp.Diagnostics = u.takeBack(resp.Diagnostics, req.Config, func(all *schemas) *tfprotov6.Schema { return all.ListResourceSchemas[req.TypeName] })
	}
	return resp, err
}

// takeBack removes the errors for attributes of unknown objects in config.
func (u unknownParents) takeBack(diagnostics []*tfprotov6.Diagnostic, config *tfprotov6.DynamicValue, schemaIn func(*schemas) *tfprotov6.Schema) []*tfprotov6.Diagnostic {
	isSuspect := func(each *tfprotov6.Diagnostic) bool { return each.Summary == missingRequired && each.Attribute != nil }
	if !slices.ContainsFunc(diagnostics, isSuspect) { // the usual case, and decoding is expensive
		return diagnostics
	}
	all, err := u.schemas()
	if err != nil {
		return diagnostics
	}
	schema := schemaIn(all)
	if schema == nil {
		return diagnostics
	}
	value, err := config.Unmarshal(schema.ValueType())
	if err != nil {
		return diagnostics
	}
	return slices.DeleteFunc(diagnostics, func(each *tfprotov6.Diagnostic) bool {
		return isSuspect(each) && hasUnknownParent(value, each.Attribute)
	})
}

// hasUnknownParent reports whether a parent of an attribute is not known.
func hasUnknownParent(value tftypes.Value, attribute *tftypes.AttributePath) bool {
	for _, step := range attribute.Steps() {
		if !value.IsKnown() {
			return true
		}
		next, err := value.ApplyTerraform5AttributePathStep(step)
		if err != nil {
			return false
		}
		inner, isValue := next.(tftypes.Value)
		if !isValue {
			return false
		}
		value = inner
	}
	return false
}
