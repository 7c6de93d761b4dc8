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

// Protection keeps closed records, which people outside the company have seen,
// from being changed or deleted by accident.
type Protection[M any] struct {
	// Attribute switches the protection off if it is false; Value returns a
	// pointer to it in the model. Only the provider uses it; it is never sent.
	Attribute string
	Value     func(model *M) *types.Bool
	// Closed returns the word for the state of a closed record, such as
	// "completed"; "" = the record is open.
	Closed func(model *M) string
	// ClosedBy is an optional attribute whose value is Closed's word, such as
	// "status"; "" = none.
	ClosedBy string
	// Unmanaged lists attributes that are not managed while they are null:
	// omitting one changes nothing.
	Unmanaged []string
	// Free lists attributes that can change even if the record is closed.
	Free []string
}

// ProtectionAttribute returns the schema of a protection's switch. closed names the
// protected records, such as "completed".
func ProtectionAttribute(attribute, noun, closed string) schema.BoolAttribute {
	return schema.BoolAttribute{
		Optional: true,
		Computed: true,
		MarkdownDescription: fmt.Sprintf("Whether to protect a %s %s: a plan that would change, reopen, replace or delete it fails. "+
			"To change it, set this to `false` in the same apply. To delete or replace it, apply `false` first. "+
			"Only the provider uses this value; it is never sent. Defaults to `true`.", closed, noun),
		PlanModifiers: []planmodifier.Bool{protectedByDefault{}},
	}
}

// protectedByDefault plans true if nothing is configured. An older state
// without the attribute keeps null, which means the same, so that it plans no
// change.
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

// isOn reports whether the model's record is protected once it is closed. An
// unknown switch counts as off: the apply checks again when the value is known.
func (p *Protection[M]) isOn(model *M) bool {
	value := p.Value(model)
	return value.IsNull() || !value.IsUnknown() && value.ValueBool()
}

// changes lists the attributes that an update would write and that the
// protection of a closed record covers. Computed and unknown values do not
// count as changes.
func (p *Protection[M]) changes(attributes map[string]schema.Attribute, before, after tftypes.Value) []string {
	own := p.Attribute
	return slices.DeleteFunc(differing(attributes, before, after), func(name string) bool {
		isLeftOut := slices.Contains(p.Unmanaged, name) && fields(after)[name].IsNull()
		return name == own || isLeftOut || slices.Contains(p.Free, name)
	})
}

// differing lists the configurable attributes that are known and different in
// two objects, sorted by name.
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

// same reports whether two objects are the same.
func same(attributes map[string]schema.Attribute, before, after tftypes.Value) bool {
	was, is := fields(before), fields(after)
	for name, attribute := range attributes {
		if !linearset.Equal(attribute, was[name], is[name]) {
			return false
		}
	}
	return true
}

// fields returns an object's attributes; none for null.
func fields(object tftypes.Value) map[string]tftypes.Value {
	values := map[string]tftypes.Value{}
	if object.IsNull() || !object.IsKnown() || object.As(&values) != nil {
		return map[string]tftypes.Value{}
	}
	return values
}

// refusesChange returns the error for an update of a closed record.
func (k *Kind[C, M, W]) refusesChange(model *M, closed string, changes []string) diag.Diagnostics {
	cure := "Otherwise, undo the change."
	if by := k.Protection.ClosedBy; by != "" && slices.Equal(changes, []string{by}) {
		cure = fmt.Sprintf("To accept that it is %s, set %s = %q, or omit %[2]s.", closed, by, closed)
	}
	return diag.Diagnostics{diag.NewErrorDiagnostic(
		fmt.Sprintf("The %s is %s and protected", k.Noun, closed),
		fmt.Sprintf("The %s is %s, and this would change %s. Nothing was sent. To change it anyway, set %s = false in the same apply. %s",
			k.called(model), closed, strings.Join(changes, ", "), k.Protection.Attribute, cure))}
}

// refusesRemoval returns the error for the destruction or replacement of a closed record.
func (k *Kind[C, M, W]) refusesRemoval(model *M, closed, verb string) diag.Diagnostics {
	return diag.Diagnostics{diag.NewErrorDiagnostic(
		fmt.Sprintf("The %s is %s and protected", k.Noun, closed),
		fmt.Sprintf("The %s is %s, and this would %s it. Nothing was sent. To %s it anyway, apply %s = false first. "+
			"To stop managing it and leave it as it is, use a removed block with destroy = false, or run \"terraform state rm\" "+
			"with the resource's address. If the resource is marked as tainted, \"terraform untaint\" removes the mark.",
			k.called(model), closed, verb, verb, k.Protection.Attribute))}
}
