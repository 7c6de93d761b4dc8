package customtypes

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/attr/xattr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// meaning is what texts of one kind mean, regardless of their spelling. Its implementations have no fields.
type meaning interface {
	comparable
	name() string          // of the value's type, such as Decimal
	noun() string          // in messages, such as decimal
	same(a, b string) bool // an equivalence relation over all strings
	check(text string) error
}

// spelledType is the type of attributes whose text has a meaning and keeps its spelling. Its value is a spelled.
type spelledType[K meaning] struct {
	basetypes.StringType
}

// spelled is a text with a meaning that remembers its spelling. Its zero value is null.
type spelled[K meaning] struct {
	basetypes.StringValue
}

// Equal reports whether o is this type.
func (t spelledType[K]) Equal(o attr.Type) bool {
	_, ok := o.(spelledType[K])
	return ok
}

// String names the type in the framework's own messages.
func (t spelledType[K]) String() string {
	var kind K
	return "customtypes." + kind.name() + "Type"
}

// ValueFromString wraps a framework string. It never fails: ValidateAttribute reports a text without a meaning at the
// attribute's path.
func (t spelledType[K]) ValueFromString(_ context.Context, in basetypes.StringValue) (basetypes.StringValuable, diag.Diagnostics) {
	return spelled[K]{StringValue: in}, nil
}

// ValueFromTerraform converts Terraform's own value, which must be a string, null or unknown.
func (t spelledType[K]) ValueFromTerraform(ctx context.Context, in tftypes.Value) (attr.Value, error) {
	value, err := t.StringType.ValueFromTerraform(ctx, in)
	text, ok := value.(basetypes.StringValue)
	if err == nil && !ok {
		err = fmt.Errorf("unexpected value type of %T", value)
	}
	if err != nil {
		return nil, err
	}
	return spelled[K]{StringValue: text}, nil
}

// ValueType returns an empty value, which tells the framework the Go type.
func (t spelledType[K]) ValueType(context.Context) attr.Value { return spelled[K]{} }

// Type returns the type of the value.
func (v spelled[K]) Type(context.Context) attr.Type { return spelledType[K]{} }

// Equal reports whether o is the same, including the spelling, as the framework expects of Equal.
func (v spelled[K]) Equal(o attr.Value) bool {
	other, ok := o.(spelled[K])
	return ok && v.StringValue.Equal(other.StringValue)
}

// Equivalent reports whether v and other mean the same: both null, or both known and the same number or day. An unknown
// value is not equivalent to anything.
func (v spelled[K]) Equivalent(other spelled[K]) bool {
	if v.IsUnknown() || other.IsUnknown() {
		return false
	}
	if v.IsNull() || other.IsNull() {
		return v.IsNull() && other.IsNull()
	}
	var kind K
	return kind.same(v.ValueString(), other.ValueString())
}

// StringSemanticEquals tells the framework to keep the prior spelling if a new value means the same. It returns an error
// for a value of another type, which only a bug in the provider can cause.
func (v spelled[K]) StringSemanticEquals(ctx context.Context, o basetypes.StringValuable) (bool, diag.Diagnostics) {
	other, ok := o.(spelled[K])
	if !ok {
		return false, diag.Diagnostics{diag.NewErrorDiagnostic("Semantic Equality Check Error",
			"An unexpected value type was received while performing semantic equality checks. Please report this to the provider developers.\n\n"+
				fmt.Sprintf("Expected Value Type: %s\nGot Value Type: %s", v.Type(ctx), o.Type(ctx)))}
	}
	return v.Equivalent(other), nil
}

// ValidateAttribute reports a known value without a meaning as an error at the attribute's path, with the attribute, the
// value and how to write it.
func (v spelled[K]) ValidateAttribute(_ context.Context, req xattr.ValidateAttributeRequest, resp *xattr.ValidateAttributeResponse) {
	var kind K
	if v.IsNull() || v.IsUnknown() {
		return
	}
	if err := kind.check(v.ValueString()); err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid "+kind.noun(), fmt.Sprintf("Attribute %s: %s.", attributeName(req.Path), err))
	}
}
