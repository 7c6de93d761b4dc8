package linearset

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Inner is what the framework serves.
type Inner interface {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer
	tfprotov6.ActionServer
}

// Server presents the sets of a provider's resources to Terraform as sets.
type Server struct {
	Inner
	sets map[string]map[string]bool // by type and name
}

// NewServer wraps the framework's server of a provider.
func NewServer(ctx context.Context, of provider.Provider, inner Inner) Server {
	var named provider.MetadataResponse
	of.Metadata(ctx, provider.MetadataRequest{}, &named)
	sets := map[string]map[string]bool{}
	for _, newResource := range of.Resources(ctx) {
		each := newResource()
		var metadata resource.MetadataResponse
		each.Metadata(ctx, resource.MetadataRequest{ProviderTypeName: named.TypeName}, &metadata)
		var described resource.SchemaResponse
		each.Schema(ctx, resource.SchemaRequest{}, &described)
		if found := names(described.Schema); len(found) > 0 {
			sets[metadata.TypeName] = found
		}
	}
	return Server{Inner: inner, sets: sets}
}

// GetProviderSchema describes sets as sets.
func (s Server) GetProviderSchema(ctx context.Context, req *tfprotov6.GetProviderSchemaRequest) (*tfprotov6.GetProviderSchemaResponse, error) {
	resp, err := s.Inner.GetProviderSchema(ctx, req)
	if err != nil || resp == nil {
		return resp, err
	}
	for typeName, sets := range s.sets {
		for _, attribute := range resp.ResourceSchemas[typeName].Block.Attributes {
			if !sets[attribute.Name] {
				continue
			}
			if err := describe(attribute); err != nil {
				return nil, fmt.Errorf("describe %s of %s: %w", attribute.Name, typeName, err)
			}
		}
	}
	return resp, nil
}

// describe converts a list to a set.
func describe(attribute *tfprotov6.SchemaAttribute) error {
	if attribute.NestedType != nil {
		attribute.NestedType.Nesting = tfprotov6.SchemaObjectNestingModeSet
		return nil
	}
	list, isList := attribute.Type.(tftypes.List)
	if !isList {
		return fmt.Errorf("%s is not a list", attribute.Type)
	}
	attribute.Type = tftypes.Set{ElementType: list.ElementType}
	return nil
}

// cut shortens the path of a diagnostic to the set that it lies in, and removes
// positions from its text: the position of an element is Terraform's own, not
// the one in the configuration.
func (s Server) cut(typeName string, diagnostics []*tfprotov6.Diagnostic) {
	for _, each := range diagnostics {
		steps := each.Attribute.Steps()
		if len(steps) < 2 {
			continue
		}
		name, isName := steps[0].(tftypes.AttributeName)
		position, isPosition := steps[1].(tftypes.ElementKeyInt)
		if isName && isPosition && s.sets[typeName][string(name)] {
			each.Attribute = tftypes.NewAttributePathWithSteps(steps[:1])
			each.Detail = strings.ReplaceAll(each.Detail, fmt.Sprintf("%s[%d]", name, position), string(name)+"[...]")
		}
	}
}

// ValidateResourceConfig removes positions in sets from diagnostics.
func (s Server) ValidateResourceConfig(ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	resp, err := s.Inner.ValidateResourceConfig(ctx, req)
	if resp != nil {
		s.cut(req.TypeName, resp.Diagnostics)
	}
	return resp, err
}

// ReadResource removes positions in sets from diagnostics.
func (s Server) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	resp, err := s.Inner.ReadResource(ctx, req)
	if resp != nil {
		s.cut(req.TypeName, resp.Diagnostics)
	}
	return resp, err
}

// PlanResourceChange removes positions in sets from diagnostics.
func (s Server) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	resp, err := s.Inner.PlanResourceChange(ctx, req)
	if resp != nil {
		s.cut(req.TypeName, resp.Diagnostics)
	}
	return resp, err
}

// ApplyResourceChange removes positions in sets from diagnostics.
func (s Server) ApplyResourceChange(ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	resp, err := s.Inner.ApplyResourceChange(ctx, req)
	if resp != nil {
		s.cut(req.TypeName, resp.Diagnostics)
	}
	return resp, err
}
