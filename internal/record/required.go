package record

import (
	"context"
	"fmt"
	"reflect"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// flatten copies a record into a model like Kind.Flatten. A required attribute
// that the record has no value for keeps its previous value: every record has
// one, so the response is incomplete, and null would change or even replace the
// record. missing has an error for each of them. attributes are the resource's.
func flatten[C, M, W any, A interface{ IsRequired() bool }](
	ctx context.Context, k *Kind[C, M, W], attributes map[string]A, model *M, found W,
) (diags, missing diag.Diagnostics) {
	before := reflect.ValueOf(*model)
	diags = k.Flatten(ctx, model, found)
	unread, _ := readable(diags)
	now := reflect.ValueOf(model).Elem()
	for i := range now.NumField() {
		name := now.Type().Field(i).Tag.Get("tfsdk")
		attribute, isThere := attributes[name]
		value, isValue := reflect.TypeAssert[attr.Value](now.Field(i))
		if !isThere || !attribute.IsRequired() || !isValue || !value.IsNull() {
			continue
		}
		now.Field(i).Set(before.Field(i))
		if len(unread) > 0 { // that is why it is null
			continue
		}
		missing.AddError("Unexpected response from "+k.Title,
			fmt.Sprintf("The response contains no value for attribute %s of %s, although every %s has one. The provider does not guess the value.",
				name, k.called(model), k.Noun))
	}
	return diags, missing
}
