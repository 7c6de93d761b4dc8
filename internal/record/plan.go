package record

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// ModifyPlan protects closed records and lets the kind complete and check the plan.
func (r *managed[C, M, W]) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	isDestruction := req.Plan.Raw.IsNull()
	if r.Plan != nil && !isDestruction {
		var connection C
		if r.IsReady() {
			connection, _ = r.Client(&resp.Diagnostics)
		}
		r.Plan(ctx, connection, r.IsReady(), req, resp)
	}
	if !isDestruction && !req.State.Raw.IsNull() {
		r.refuseUnread(ctx, req, resp)
	}
	if r.Protection == nil || req.State.Raw.IsNull() || resp.Diagnostics.HasError() {
		return
	}
	var state M
	resp.Diagnostics.Append(Decode(ctx, req.State, &state)...)
	closed := r.Protection.Closed(&state)
	if closed == "" || resp.Diagnostics.HasError() {
		return
	}
	if isDestruction {
		if r.Protection.isOn(&state) {
			resp.Diagnostics.Append(r.refusesRemoval(&state, closed, "delete")...)
		}
		return
	}
	r.protectPlanned(ctx, &state, closed, req, resp)
}

// refuseUnread refuses to change a record that could not be read completely:
// the plan for it would be a guess. A plan without a change passes, because
// Terraform also makes one before it destroys a resource. Unknown values that the
// system chooses are not a change: they could not be read.
func (r *managed[C, M, W]) refuseUnread(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var state M
	unread := readNote(ctx, req.Private).Unread
	if unread == "" {
		return
	}
	if known, err := withoutUnknown(resp.Plan.Raw); err == nil && same(r.Kind.Schema().Attributes, req.State.Raw, known) {
		resp.Plan.Raw = req.State.Raw.Copy()
		return
	}
	resp.Diagnostics.Append(Decode(ctx, req.State, &state)...)
	resp.Diagnostics.AddError(fmt.Sprintf("%s: %s cannot be changed until it can be read", r.Title, r.called(&state)),
		unread+fmt.Sprintf("\n\nNothing was planned or sent. Correct the %s in %s. To stop managing it, run \"terraform state rm\" with "+
			"the resource's address.", r.Noun, r.Title))
}

// protectPlanned refuses changes to a closed record. For a replacement, which
// deletes it, the switch in the state counts; otherwise, the planned one.
func (r *managed[C, M, W]) protectPlanned(ctx context.Context, state *M, closed string, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var plan M
	resp.Diagnostics.Append(Decode(ctx, resp.Plan, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	changes := r.Protection.changes(r.Kind.Schema().Attributes, req.State.Raw, resp.Plan.Raw)
	switch {
	case (r.replaces(changes) || len(changes) > 0 && len(resp.RequiresReplace) > 0) && r.Protection.isOn(state):
		resp.Diagnostics.Append(r.refusesRemoval(state, closed, "replace")...)
	case len(changes) > 0 && r.Protection.isOn(&plan):
		resp.Diagnostics.Append(r.refusesChange(state, closed, changes)...)
	}
}

// replaces reports whether one of the changed attributes replaces the record.
func (k *Kind[C, M, W]) replaces(changes []string) bool {
	return slices.ContainsFunc(changes, func(name string) bool { return slices.Contains(k.Replacing, name) })
}
