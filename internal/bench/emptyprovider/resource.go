package main

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// placeholder replaces a text that the real provider reads from a system, such
// as a timestamp or the name of a project.
const placeholder = "2026-01-02T09:00:00Z"

// emptied returns a resource that has the schemas of full but does nothing.
func emptied(full resource.Resource) resource.Resource {
	if identified, ok := full.(resource.ResourceWithIdentity); ok {
		return &identifiedResource{emptyResource: emptyResource{full: full}, identified: identified}
	}
	return &emptyResource{full: full}
}

// emptyResource changes nothing: a read keeps the state, and an apply produces
// exactly the plan.
type emptyResource struct{ full resource.Resource }

// Metadata returns the real resource's metadata.
func (r *emptyResource) Metadata(ctx context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	r.full.Metadata(ctx, req, resp)
}

// Schema returns the real resource's schema, with its plan modifiers and
// validators.
func (r *emptyResource) Schema(ctx context.Context, req resource.SchemaRequest, resp *resource.SchemaResponse) {
	r.full.Schema(ctx, req, resp)
}

// Create copies the plan to the state.
func (r *emptyResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	r.identify(ctx, resp.Identity)
	state, err := known(req.Plan.Raw)
	if err != nil {
		resp.Diagnostics.AddError("Cannot copy the plan to the state", err.Error())
		return
	}
	resp.State.Raw = state
}

// Read leaves the state as it is.
func (r *emptyResource) Read(ctx context.Context, _ resource.ReadRequest, resp *resource.ReadResponse) {
	r.identify(ctx, resp.Identity)
}

// Update copies the plan to the state.
func (r *emptyResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	r.identify(ctx, resp.Identity)
	state, err := known(req.Plan.Raw)
	if err != nil {
		resp.Diagnostics.AddError("Cannot copy the plan to the state", err.Error())
		return
	}
	resp.State.Raw = state
}

// Delete does nothing.
func (r *emptyResource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}

// identify sets an identity that is not set yet, which the framework requires.
func (r *emptyResource) identify(ctx context.Context, identity *tfsdk.ResourceIdentity) {
	if identity == nil || !identity.Raw.IsFullyNull() {
		return
	}
	values := map[string]tftypes.Value{}
	for name := range identity.Schema.GetAttributes() {
		values[name] = tftypes.NewValue(tftypes.String, placeholder)
	}
	identity.Raw = tftypes.NewValue(identity.Schema.Type().TerraformType(ctx), values)
}

// identifiedResource is an emptyResource with an identity.
type identifiedResource struct {
	emptyResource
	identified resource.ResourceWithIdentity
}

// IdentitySchema returns the real resource's identity schema.
func (r *identifiedResource) IdentitySchema(ctx context.Context, req resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	r.identified.IdentitySchema(ctx, req, resp)
}

// known replaces every unknown value of a plan with a known one.
func known(plan tftypes.Value) (tftypes.Value, error) {
	return tftypes.Transform(plan, func(_ *tftypes.AttributePath, value tftypes.Value) (tftypes.Value, error) {
		if value.IsKnown() {
			return value, nil
		}
		switch {
		case value.Type().Is(tftypes.String):
			return tftypes.NewValue(tftypes.String, placeholder), nil
		case value.Type().Is(tftypes.Number):
			return tftypes.NewValue(tftypes.Number, 1149), nil
		default:
			return tftypes.NewValue(value.Type(), nil), nil
		}
	})
}
