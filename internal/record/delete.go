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
	if relation != samePlace || r.Protection != nil && r.Protection.isOn(&state) {
		found, isThere, diags := r.removable(ctx, connection, &state, known, relation)
		resp.Diagnostics.Append(diags...)
		if diags.HasError() {
			return
		}
		if isThere {
			before = &found
		}
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
func (r *managed[C, M, W]) removable(ctx context.Context, connection C, state *M, known note, relation relation) (found W, isThere bool, diags diag.Diagnostics) {
	found, isThere, diags = r.find(ctx, connection, state, known, relation)
	if diags.HasError() || !isThere {
		return found, isThere, diags
	}
	now := *state
	if _, others := readable(r.Flatten(ctx, &now, found)); others.HasError() {
		return found, true, others
	}
	if r.Protection != nil && r.Protection.isOn(state) {
		if closed := r.Protection.Closed(&now); closed != "" {
			return found, true, r.refusesRemoval(&now, closed, "delete")
		}
	}
	return found, true, diags
}
