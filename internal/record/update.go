package record

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"github.com/projectbilling/terraform-provider-billing/internal/linearset"
)

// Update writes what differs after it recognizes the record and finds it open.
func (r *managed[C, M, W]) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state M
	resp.Diagnostics.Append(Decode(ctx, req.Plan, &plan)...)
	resp.Diagnostics.Append(Decode(ctx, req.State, &state)...)
	connection, ok := r.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	known, relation := r.known(ctx, connection, req.Private, req.Identity)
	resp.Diagnostics.Append(r.identify(ctx, connection, r.ID(&state).ValueString(), resp.Identity)...)
	if !r.writesAnything(req) { // only the provider's own attributes have changed
		resp.Diagnostics.Append(saveUnread(ctx, &resp.State, &plan)...)
		return
	}
	change := Change[M, W]{ID: r.ID(&state).ValueString(), State: state, Plan: plan}
	if relation != samePlace || r.Protection != nil && r.Protection.isOn(&plan) {
		found, diags := r.open(ctx, connection, &state, known, relation, req)
		resp.Diagnostics.Append(diags...)
		if diags.HasError() {
			return
		}
		change.Found = &found
		known = r.noteOf(connection, known, found)
		resp.Diagnostics.Append(writeNote(ctx, resp.Private, note{}, known)...)
	}
	writing := r.Writing(connection, &plan)
	defer writing.End()
	isSent, err := r.Kind.Update(ctx, connection, change)
	if err != nil {
		resp.Diagnostics.Append(r.Explain("could not update "+r.plain(&state), err)...)
		r.saveWhatIs(ctx, writing, connection, &state, known, &resp.State)
		return
	}
	if !isSent { // for example, an empty collection instead of none
		resp.Diagnostics.Append(saveUnread(ctx, &resp.State, &plan)...)
		return
	}
	promised := promise{config: req.Config.Raw, plan: req.Plan.Raw}
	found, err := writing.ReadBack(ctx, change.ID, r.isKept(ctx, resp.State, plan, promised))
	resp.Diagnostics.Append(saveUnread(ctx, &resp.State, &plan)...)
	if err != nil {
		resp.Diagnostics.Append(r.unread(&plan, r.Explain("updated "+r.plain(&plan)+", but could not read it", err))...)
		return
	}
	resp.Diagnostics.Append(r.settle(ctx, &resp.State, plan, found, promised)...)
}

// writesAnything reports whether an update changes more than the provider's own
// attributes.
func (r *managed[C, M, W]) writesAnything(req resource.UpdateRequest) bool {
	if r.Protection == nil {
		return true
	}
	before, after := fields(req.State.Raw), fields(req.Plan.Raw)
	for name, attribute := range r.Kind.Schema().Attributes {
		isWritable := attribute.IsRequired() || attribute.IsOptional()
		if isWritable && name != r.Protection.Attribute && !linearset.Equal(attribute, after[name], before[name]) {
			return true
		}
	}
	return false
}

// open reads the record before a change and makes sure that it may be changed:
// it is the one in the state, still exists, and is not closed if it is
// protected.
func (r *managed[C, M, W]) open(ctx context.Context, connection C, state *M, known note, relation relation, req resource.UpdateRequest) (found W, diags diag.Diagnostics) {
	var plan M
	diags = Decode(ctx, req.Plan, &plan)
	isProtected := r.Protection != nil && r.Protection.isOn(&plan)
	found, isThere, problems := r.find(ctx, connection, state, known, relation, r.reader(isProtected))
	diags.Append(problems...)
	switch {
	case diags.HasError():
		return found, diags
	case !isThere:
		return found, r.gone(state)
	}
	now := *state
	if flattened, _ := flatten(ctx, r.Kind, req.State.Schema.GetAttributes(), &now, found); flattened.HasError() {
		return found, flattened
	}
	if !isProtected {
		return found, diags
	}
	closed := r.Protection.Closed(&now)
	if closed == "" {
		return found, diags
	}
	present := tfsdk.State{Schema: req.State.Schema, Raw: req.State.Raw.Copy()}
	diags.Append(present.Set(ctx, &now)...)
	changes := r.Protection.changes(r.Kind.Schema().Attributes, present.Raw, req.Plan.Raw)
	changes = r.onlyConfigured(ctx, changes, present, req)
	if len(changes) > 0 {
		diags.Append(r.refusesChange(state, closed, changes)...)
	}
	return found, diags
}

// onlyConfigured drops attributes that are not configured: their planned value
// is the value in the state, and a new value in the system is not a requested
// change. It also drops attributes that differ only in spelling from the
// record.
func (r *managed[C, M, W]) onlyConfigured(ctx context.Context, changes []string, present tfsdk.State, req resource.UpdateRequest) []string {
	configured, before, after, now := fields(req.Config.Raw), fields(req.State.Raw), fields(req.Plan.Raw), fields(present.Raw)
	attributes := r.Kind.Schema().Attributes
	var kept []string
	for _, name := range changes {
		if meansSame(ctx, attributes[name].GetType(), after[name], now[name]) {
			continue
		}
		if !configured[name].IsNull() || !linearset.Equal(attributes[name], before[name], after[name]) {
			kept = append(kept, name)
		}
	}
	return kept
}

// reader returns how to read a record before a write: by itself if it is
// protected, because a list may be older than the closing of the record.
func (k *Kind[C, M, W]) reader(isProtected bool) func(context.Context, C, *M) (W, error) {
	if isProtected {
		return k.Fresh
	}
	return k.Read
}

// saveWhatIs reads a record after a failed write: some steps may have
// succeeded, and the state must contain the actual values rather than the
// planned ones.
func (r *managed[C, M, W]) saveWhatIs(ctx context.Context, writing Writing[W], connection C, state *M, known note, saved *tfsdk.State) {
	found, err := writing.ReadBack(ctx, r.ID(state).ValueString(), func(W) bool { return false })
	if err != nil || r.recognize(known, state, found, r.Origin(connection)).HasError() {
		return
	}
	if flattened, _ := flatten(ctx, r.Kind, saved.Schema.GetAttributes(), state, found); !flattened.HasError() {
		_ = saveUnread(ctx, saved, state) // the failed write is already reported
	}
}
