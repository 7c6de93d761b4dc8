package record

import (
	"context"
	"reflect"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/system"
)

// managed is the resource of a kind of record.
type managed[C, M, W any] struct {
	system.Access[C]
	*Kind[C, M, W]
	isComparable bool // models can be compared with ==
}

// NewResource returns the resource of a kind of record.
func NewResource[C, M, W any](kind *Kind[C, M, W]) resource.Resource {
	return &managed[C, M, W]{Kind: kind, isComparable: reflect.TypeFor[M]().Comparable() && !hasCollections(reflect.TypeFor[M]())}
}

// hasCollections reports whether a model has an attribute that == would panic on.
func hasCollections(model reflect.Type) bool {
	for field := range model.Fields() {
		switch field.Type {
		case reflect.TypeFor[types.Set](), reflect.TypeFor[types.List](), reflect.TypeFor[types.Map](), reflect.TypeFor[types.Object]():
			return true
		}
	}
	return false
}

// isSame reports whether two models have the same values.
func (r *managed[C, M, W]) isSame(a, b *M) bool {
	if r.isComparable {
		return any(*a) == any(*b)
	}
	first, second := reflect.ValueOf(a).Elem(), reflect.ValueOf(b).Elem()
	for i := range first.NumField() {
		value, isValue := reflect.TypeAssert[attr.Value](first.Field(i))
		other, isOther := reflect.TypeAssert[attr.Value](second.Field(i))
		if !isValue || !isOther || !value.Equal(other) {
			return false
		}
	}
	return true
}

func (r *managed[C, M, W]) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + r.Type
	resp.ResourceBehavior.MutableIdentity = r.Identity.Place != "" // a system can move to another host
}

func (r *managed[C, M, W]) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = r.Kind.Schema()
}

func (r *managed[C, M, W]) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	attributes := map[string]identityschema.Attribute{
		"id": identityschema.StringAttribute{RequiredForImport: true, Description: r.Identity.ID},
	}
	if r.Identity.Place != "" {
		attributes[r.Identity.Place] = identityschema.StringAttribute{OptionalForImport: true, Description: r.Identity.About}
	}
	resp.IdentitySchema = identityschema.Schema{Attributes: attributes}
}

func (r *managed[C, M, W]) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	resp.Diagnostics.Append(r.Connect(req.ProviderData, r.System)...)
}

func (r *managed[C, M, W]) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	if r.Validate != nil {
		r.Validate(ctx, req, resp)
	}
}

// identify records the identity of the record with the given ID.
func (k *Kind[C, M, W]) identify(ctx context.Context, connection C, id string, identity *tfsdk.ResourceIdentity) diag.Diagnostics {
	if identity == nil {
		return nil
	}
	diags := identity.SetAttribute(ctx, path.Root("id"), id)
	if k.Identity.Place != "" {
		diags.Append(identity.SetAttribute(ctx, path.Root(k.Identity.Place), k.Identity.PlaceOf(connection))...)
	}
	return diags
}

// placeBefore returns the place in a stored identity; "" = none.
func (k *Kind[C, M, W]) placeBefore(ctx context.Context, identity *tfsdk.ResourceIdentity) string {
	if identity == nil || k.Identity.Place == "" || identity.Raw.IsNull() || identity.Raw.IsFullyNull() {
		return ""
	}
	var place types.String
	if identity.GetAttribute(ctx, path.Root(k.Identity.Place), &place).HasError() {
		return ""
	}
	return place.ValueString()
}
