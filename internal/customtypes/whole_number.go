package customtypes

import (
	"context"
	"fmt"
	"math/big"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

var _ basetypes.Int64Typable = WholeNumberType{}

// WholeNumberType is the type of attributes that hold a whole number of 64 bits. Its values are the framework's own Int64.
// The framework's type reports 1149.5 as an error in the provider; this one reports it at the attribute.
type WholeNumberType struct {
	basetypes.Int64Type
}

// Equal reports whether o has the same values.
func (t WholeNumberType) Equal(o attr.Type) bool {
	if _, isWhole := o.(WholeNumberType); isWhole {
		return true
	}
	return t.Int64Type.Equal(o) // the type that a value returns for itself
}

// String names the type in the framework's own messages.
func (t WholeNumberType) String() string { return "customtypes.WholeNumberType" }

// ValueFromTerraform converts Terraform's own value. A value that is not a whole number is unknown until Validate reports it.
func (t WholeNumberType) ValueFromTerraform(ctx context.Context, in tftypes.Value) (attr.Value, error) {
	if in.IsKnown() && !in.IsNull() && !isWhole(in) {
		return basetypes.NewInt64Unknown(), nil
	}
	return t.Int64Type.ValueFromTerraform(ctx, in)
}

// Validate refuses a number that has decimals or more than 64 bits.
func (t WholeNumberType) Validate(_ context.Context, in tftypes.Value, at path.Path) diag.Diagnostics {
	if !in.IsKnown() || in.IsNull() || isWhole(in) {
		return nil
	}
	var number big.Float
	if err := in.As(&number); err != nil {
		return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(at, "Not a number", fmt.Sprintf("Attribute %s: %s", attributeName(at), err))}
	}
	return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(at, "Not a whole number",
		fmt.Sprintf("The attribute %s is %s. Set a whole number of at most 18 digits.", attributeName(at), number.Text('g', -1)))}
}

func isWhole(in tftypes.Value) bool {
	var number big.Float
	if err := in.As(&number); err != nil {
		return false
	}
	_, accuracy := number.Int64()
	return accuracy == big.Exact
}
