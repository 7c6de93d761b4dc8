package record

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/naturalkey"
)

// ImportState accepts a record's ID, its name if the kind looks names up, or an
// identity. The imported record is read next, so the system must be known.
func (r *managed[C, M, W]) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	connection, ok := r.Client(&resp.Diagnostics)
	if !ok {
		return
	}
	id := req.ID
	if id == "" {
		id = r.identified(ctx, connection, req, resp)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	if name, isName := strings.CutPrefix(id, r.ImportPrefix); isName && r.ImportPrefix != "" {
		found, diags := r.Find(ctx, connection, name)
		resp.Diagnostics.Append(diags...)
		if resp.Diagnostics.HasError() {
			return
		}
		id = found
	}
	if !naturalkey.IsID(id) {
		resp.Diagnostics.AddError("Invalid import ID", fmt.Sprintf(r.ImportHelp, id))
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), id)...)
}

// identified returns the ID of an identity, which may name the place of its record.
func (r *managed[C, M, W]) identified(ctx context.Context, connection C, req resource.ImportStateRequest, resp *resource.ImportStateResponse) string {
	var id types.String
	resp.Diagnostics.Append(req.Identity.GetAttribute(ctx, path.Root("id"), &id)...)
	if place := r.placeBefore(ctx, req.Identity); place != "" && !strings.EqualFold(place, r.Identity.PlaceOf(connection)) {
		here := r.Identity.PlaceOf(connection)
		resp.Diagnostics.AddError(fmt.Sprintf("The %s is %s", r.Noun, r.Identity.Elsewhere),
			fmt.Sprintf("The identity names %s, but the provider is configured for %s. Import it with a provider configuration for %[1]s.", place, here))
	}
	return id.ValueString()
}
