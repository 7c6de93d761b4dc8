package record

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Create creates the record, puts its ID into the state, finishes it, and reads
// it back.
func (r *managed[C, M, W]) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan M
	resp.Diagnostics.Append(Decode(ctx, req.Plan, &plan)...)
	connection, ok := r.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	writing := r.Writing(connection, &plan)
	defer writing.End()
	id, diags := r.Kind.Create(ctx, connection, &plan)
	resp.Diagnostics.Append(diags...)
	if id == "" {
		return
	}

	// The ID is known: from here on, nothing may lose it.
	*r.ID(&plan) = types.StringValue(id)
	state := plan
	if r.Made != nil {
		r.Made(connection, &state)
	}
	resp.Diagnostics.Append(r.identify(ctx, connection, id, resp.Identity)...)
	resp.Diagnostics.Append(writeNote(ctx, resp.Private, note{}, note{Origin: r.Origin(connection), Mark: r.StateMark(&state), IsUnseen: true})...)
	resp.Diagnostics.Append(saveUnread(ctx, &resp.State, &state)...)

	if r.Finish != nil {
		if err := r.Finish(ctx, connection, id, &plan); err != nil {
			resp.Diagnostics.Append(r.unfinished(&plan, err)...)
			r.saveWhatIs(ctx, writing, connection, &state, note{}, &resp.State)
			return
		}
	}
	promised := promise{config: req.Config.Raw, plan: req.Plan.Raw, isCreate: true}
	found, err := writing.ReadBack(ctx, id, r.isKept(ctx, resp.State, plan, promised))
	if err != nil {
		resp.Diagnostics.Append(saveUnread(ctx, &resp.State, &plan)...)
		resp.Diagnostics.Append(r.unread(&plan, r.Explain("created "+r.plain(&plan)+", but could not read it", err))...)
		return
	}
	resp.Diagnostics.Append(writeNote(ctx, resp.Private, note{}, r.noteOf(connection, note{}, found))...)
	resp.Diagnostics.Append(saveUnread(ctx, &resp.State, &plan)...)
	resp.Diagnostics.Append(r.settle(ctx, &resp.State, plan, found, promised)...)
}

// unfinished returns the error for a record that was created but not finished.
// It must be an error because the plan promised more. Terraform then marks the
// record as tainted, and would delete and re-create it.
func (k *Kind[C, M, W]) unfinished(model *M, err error) diag.Diagnostics {
	var diags diag.Diagnostics
	for _, each := range k.Explain("created "+k.plain(model)+", but could not complete it", err) {
		detail := each.Detail() + "\n\nThe " + k.Noun + " exists and is in the state, but Terraform now marks it as tainted: the next apply would " +
			"delete and re-create it. To keep it and only complete it, first run \"terraform untaint\" with the resource's address."
		if attributed, ok := each.(diag.DiagnosticWithPath); ok {
			diags.AddAttributeError(attributed.Path(), each.Summary(), detail)
			continue
		}
		diags.AddError(each.Summary(), detail)
	}
	return diags
}
