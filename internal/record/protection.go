package record

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/projectbilling/terraform-provider-billing/internal/linearset"
)

// Protection keeps records that are closed, and so were seen by somebody
// outside, from being changed or deleted by accident.
type Protection[M any] struct {
	// Attribute switches the protection off where it is false; Value points at
	// it in the model. It is the provider's own and never sent.
	Attribute string
	Value     func(model *M) *types.Bool
	// Closed is the word for the state that a closed record is in, as in
	// "completed"; "" = the record is open.
	Closed func(model *M) string
	// Unmanaged lists attributes that nobody manages where they are null: leaving
	// one out changes nothing.
	Unmanaged []string
	// Free lists attributes that may change although the record is closed.
	Free []string
}

// ProtectionAttribute is the schema of a protection's switch. closed says which records
// it is about, as in "completed".
func ProtectionAttribute(attribute, noun, closed string) schema.BoolAttribute {
	return schema.BoolAttribute{
		Optional: true,
		Computed: true,
		MarkdownDescription: fmt.Sprintf("Whether a %s %s is protected: a plan that would change, reopen, replace or delete it fails. "+
			"To change it, set this to `false` in the same apply; to delete or replace it, apply `false` first. "+
			"The value is used by the provider only and never sent. Default `true`.", closed, noun),
		PlanModifiers: []planmodifier.Bool{protectedByDefault{}},
	}
}

// protectedByDefault plans true where nothing is configured. A state from
// before the attribute existed keeps null, which means the same, so that it
// plans nothing.
type protectedByDefault struct{}

func (protectedByDefault) Description(context.Context) string { return "Defaults to true." }

func (m protectedByDefault) MarkdownDescription(ctx context.Context) string {
	return m.Description(ctx)
}

func (protectedByDefault) PlanModifyBool(_ context.Context, req planmodifier.BoolRequest, resp *planmodifier.BoolResponse) {
	if !req.ConfigValue.IsNull() {
		return
	}
	resp.PlanValue = types.BoolValue(true)
	if !req.State.Raw.IsNull() && req.StateValue.IsNull() {
		resp.PlanValue = types.BoolNull()
	}
}

// isOn tells whether the model's record is protected once it is closed. An
// unknown switch is not on: the apply, which knows it, checks again.
func (p *Protection[M]) isOn(model *M) bool {
	value := p.Value(model)
	return value.IsNull() || !value.IsUnknown() && value.ValueBool()
}

// changes lists the attributes that an update would write and that a closed
// record may not have changed. Computed values and those that are not known
// yet are no changes.
func (p *Protection[M]) changes(attributes map[string]schema.Attribute, before, after tftypes.Value) []string {
	own := p.Attribute
	return slices.DeleteFunc(differing(attributes, before, after), func(name string) bool {
		isLeftOut := slices.Contains(p.Unmanaged, name) && fields(after)[name].IsNull()
		return name == own || isLeftOut || slices.Contains(p.Free, name)
	})
}

// differing lists the attributes that a configuration can set and that are
// known and different in two objects, in order of their names.
func differing(attributes map[string]schema.Attribute, before, after tftypes.Value) []string {
	was, is := fields(before), fields(after)
	var names []string
	for _, name := range slices.Sorted(maps.Keys(attributes)) {
		isWritable := attributes[name].IsRequired() || attributes[name].IsOptional()
		if isWritable && is[name].IsFullyKnown() && !linearset.Equal(attributes[name], is[name], was[name]) {
			names = append(names, name)
		}
	}
	return names
}

// same tells whether two objects are the same.
func same(attributes map[string]schema.Attribute, before, after tftypes.Value) bool {
	was, is := fields(before), fields(after)
	for name, attribute := range attributes {
		if !linearset.Equal(attribute, was[name], is[name]) {
			return false
		}
	}
	return true
}

// fields are an object's attributes; none for null.
func fields(object tftypes.Value) map[string]tftypes.Value {
	values := map[string]tftypes.Value{}
	if object.IsNull() || !object.IsKnown() || object.As(&values) != nil {
		return map[string]tftypes.Value{}
	}
	return values
}

// refusesChange is the error for an update of a closed record.
func (k *Kind[C, M, W]) refusesChange(model *M, closed string, changes []string) diag.Diagnostics {
	return diag.Diagnostics{diag.NewErrorDiagnostic(
		fmt.Sprintf("The %s is %s and protected", k.Noun, closed),
		fmt.Sprintf("The %s is %s, and this would change %s. Nothing was sent. To change it anyway, "+
			"set %s = false in the same apply. Otherwise, undo the change.",
			k.called(model), closed, strings.Join(changes, ", "), k.Protection.Attribute))}
}

// refusesRemoval is the error for a destruction or replacement of a closed record.
func (k *Kind[C, M, W]) refusesRemoval(model *M, closed, verb string) diag.Diagnostics {
	return diag.Diagnostics{diag.NewErrorDiagnostic(
		fmt.Sprintf("The %s is %s and protected", k.Noun, closed),
		fmt.Sprintf("The %s is %s, and this would %s it. Nothing was sent. To %s it anyway, apply %s = false first. "+
			"To stop managing it and leave it as it is, use a removed block with destroy = false, or run \"terraform state rm\" "+
			"with the resource's address. If the resource is marked as tainted, \"terraform untaint\" takes the mark away.",
			k.called(model), closed, verb, verb, k.Protection.Attribute))}
}
