package record

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// Delete deletes the record after it recognizes it and finds it open.
func (r *managed[C, M, W]) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state M
	resp.Diagnostics.Append(Decode(ctx, req.State, &state)...)
	connection, ok := r.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	var before *W
	known, relation := r.known(ctx, connection, req.Private, req.Identity)
	isProtected := r.Protection != nil && r.Protection.isOn(&state)
	if relation != samePlace || isProtected {
		found, isThere, diags := r.removable(ctx, connection, &state, known, relation, isProtected)
		resp.Diagnostics.Append(diags...)
		if diags.HasError() || !isThere { // a deletion could reach a record that is there after all, and closed
			return
		}
		before = &found
	}
	err := r.Kind.Delete(ctx, connection, &state, before)
	if transport.MayHaveTakenEffect(err) {
		if _, readErr := r.Kind.Read(ctx, connection, &state); r.IsNotFound(readErr) {
			return // regardless of the response, even if it was lost
		}
	}
	if err != nil {
		resp.Diagnostics.Append(r.Explain("could not delete "+r.plain(&state), err)...)
	}
}

// removable reads the record before it is deleted.
func (r *managed[C, M, W]) removable(
	ctx context.Context, connection C, state *M, known note, relation relation, isProtected bool,
) (found W, isThere bool, diags diag.Diagnostics) {
	found, isThere, diags = r.find(ctx, connection, state, known, relation, r.reader(isProtected))
	if diags.HasError() || !isThere {
		return found, isThere, diags
	}
	now := *state
	if _, others := readable(r.Flatten(ctx, &now, found)); others.HasError() {
		return found, true, others
	}
	if isProtected {
		if closed := r.Protection.Closed(&now); closed != "" {
			return found, true, r.refusesRemoval(&now, closed, "delete")
		}
	}
	return found, true, diags
}
