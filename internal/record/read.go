package record

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Read refreshes the state from the record after it recognizes it.
func (r *managed[C, M, W]) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state M
	resp.Diagnostics.Append(Decode(ctx, req.State, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if !r.IsReady() {
		r.skipRefresh(ctx, req, resp, &state)
		return
	}
	connection, _ := r.Client(&resp.Diagnostics)
	known, relation := r.known(ctx, connection, req.Private, req.Identity)
	// This comes before the branch for a missing record: a CLI before 1.12
	// keeps no identity, and the framework fails a Read that leaves none.
	resp.Diagnostics.Append(r.identify(ctx, connection, r.ID(&state).ValueString(), resp.Identity)...)

	found, isThere, diags := r.find(ctx, connection, &state, known, relation, r.Kind.Read)
	resp.Diagnostics.Append(diags...)
	if diags.HasError() {
		return
	}
	switch {
	case !isThere && known.IsUnseen:
		resp.Diagnostics.Append(r.unseenError(&state)...)
		return
	case !isThere:
		resp.State.RemoveResource(ctx)
		return
	}
	before := state
	flattened, missing := flatten(ctx, r.Kind, req.State.Schema.GetAttributes(), &state, found)
	unread, others := readable(flattened)
	if wasNeverRead(req.State) {
		others.Append(unread...)
		others.Append(missing...)
	}
	resp.Diagnostics.Append(others...)
	if others.HasError() {
		return
	}
	resp.Diagnostics.Append(withoutValues(unread)...)
	resp.Diagnostics.Append(withoutValues(missing)...)
	if r.Fixed != nil && !r.Fixed(&before).IsNull() {
		*r.Fixed(&state) = *r.Fixed(&before)
	}
	if r.Protection != nil && r.Protection.Value(&state).IsNull() { // imported, or from before protection existed
		*r.Protection.Value(&state) = types.BoolValue(true)
	}
	if !r.isSame(&before, &state) { // usually nothing has changed, and skipping the Set saves a tenth of the work here
		resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
	}
	now := r.noteOf(connection, known, found)
	now.Unread = details(unread)
	resp.Diagnostics.Append(writeNote(ctx, resp.Private, known, now)...)
}

// known returns what is stored about a record, and how the connection relates
// to where the record was last seen. A state from before notes existed has at
// most its identity.
func (k *Kind[C, M, W]) known(ctx context.Context, connection C, private privateReader, identity *tfsdk.ResourceIdentity) (note, relation) {
	remembered := readNote(ctx, private)
	if remembered.Origin != (Origin{}) {
		return remembered, relate(remembered.Origin, k.Origin(connection), k.IsShared)
	}
	place := k.placeBefore(ctx, identity)
	switch {
	case place == "": // an old state, or a tainted record, which Terraform deletes without its private state
		return remembered, unprovenPlace
	case strings.EqualFold(place, k.Identity.PlaceOf(connection)):
		return remembered, samePlace
	}
	remembered.Address = place
	return remembered, movedPlace
}

// find reads the record of a state with read, and recognizes it. A missing record
// is an error if it may be somewhere else.
func (k *Kind[C, M, W]) find(
	ctx context.Context, connection C, state *M, known note, relation relation, read func(context.Context, C, *M) (W, error),
) (found W, isThere bool, diags diag.Diagnostics) {
	here := k.Origin(connection)
	if relation == otherPlace {
		return found, false, k.otherPlaceError(state, known.Origin, here)
	}
	found, err := read(ctx, connection, state)
	switch {
	case k.IsNotFound(err) && relation == movedPlace:
		return found, false, k.goneElsewhereError(state, known.Origin, here)
	case k.IsNotFound(err):
		return found, false, nil
	case err != nil:
		return found, false, k.Explain("could not read "+k.plain(state), err)
	}
	if relation == movedPlace && k.Alike != nil && !k.Alike(state, found) {
		return found, true, k.unlikeError(state, known.Origin, here)
	}
	return found, true, k.recognize(known, state, found, here)
}

// skipRefresh ends a Read while the system is not configured yet. A record that
// was read before stays unchanged. One that was never read, as after an import,
// would differ from its configuration in everything, and be replaced.
func (r *managed[C, M, W]) skipRefresh(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse, state *M) {
	if wasNeverRead(req.State) {
		_, _ = r.Client(&resp.Diagnostics)
		return
	}
	resp.Diagnostics.Append(r.SkippedRefresh(r.plain(state))...)
	if resp.Identity != nil && resp.Identity.Raw.IsFullyNull() {
		resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), r.ID(state).ValueString())...) // the place is not known yet
	}
}

// wasNeverRead reports whether a state lacks values that every record has.
func wasNeverRead(state tfsdk.State) bool {
	values := fields(state.Raw)
	for name, attribute := range state.Schema.GetAttributes() {
		if attribute.IsRequired() && values[name].IsNull() {
			return true
		}
	}
	return false
}

// unseenError returns the error for a record that was created but never read:
// the system may not show it yet, and without it the next apply would create a
// second one.
func (k *Kind[C, M, W]) unseenError(state *M) diag.Diagnostics {
	return diag.Diagnostics{diag.NewErrorDiagnostic(
		fmt.Sprintf("%s: %s is not there yet", k.Title, k.called(state)),
		fmt.Sprintf("%s confirmed that it created the %s, but has not returned it since. Nothing was changed. Run the plan again in a while. "+
			"If the %[2]s was deleted in the meantime, remove it with \"terraform state rm\" and the resource's address.", k.Title, k.Noun))}
}

// gone returns the error for a record that was deleted after its change was planned.
func (k *Kind[C, M, W]) gone(state *M) diag.Diagnostics {
	return diag.Diagnostics{diag.NewErrorDiagnostic(
		fmt.Sprintf("%s: %s was deleted", k.Title, k.called(state)),
		fmt.Sprintf("The %s existed when the change was planned but no longer does. Nothing was sent. Run the plan again.", k.Noun))}
}
