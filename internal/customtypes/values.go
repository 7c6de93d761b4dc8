package customtypes

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// stringFromTerraform reads Terraform's own value as the framework string that both types are built over.
func stringFromTerraform(ctx context.Context, in tftypes.Value) (basetypes.StringValue, error) {
	value, err := basetypes.StringType{}.ValueFromTerraform(ctx, in)
	if err != nil {
		return basetypes.StringValue{}, err
	}
	text, ok := value.(basetypes.StringValue)
	if !ok {
		return basetypes.StringValue{}, fmt.Errorf("unexpected value type of %T", value)
	}
	return text, nil
}

// equivalent compares two values of one type, where same compares known texts.
func equivalent(a, b basetypes.StringValue, same func(a, b string) bool) bool {
	if a.IsUnknown() || b.IsUnknown() {
		return false
	}
	if a.IsNull() || b.IsNull() {
		return a.IsNull() && b.IsNull()
	}
	return same(a.ValueString(), b.ValueString())
}

// wrongValueType reports a comparison of two different types the way the framework's own custom types do.
func wrongValueType(want, got attr.Value) diag.Diagnostics {
	return diag.Diagnostics{diag.NewErrorDiagnostic(
		"Semantic Equality Check Error",
		"An unexpected value type was received while performing semantic equality checks. "+
			"Please report this to the provider developers.\n\n"+
			fmt.Sprintf("Expected Value Type: %T\nGot Value Type: %T", want, got),
	)}
}
