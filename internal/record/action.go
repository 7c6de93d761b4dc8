package record

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/projectbilling/terraform-provider-billing/internal/system"
)

// Action describes an action of a system. M is the model of its configuration.
type Action[C, M any] struct {
	System string // attribute of the provider block
	Type   string // as in wethod_invoice_send
	Schema func() schema.Schema
	// Validate checks a configuration, in which values may be unknown, and again
	// before the action runs, when all of them are known. Optional.
	Validate func(config *M) diag.Diagnostics
	// Run performs the action. say shows a line of progress to the user.
	Run func(ctx context.Context, connection C, config *M, say func(progress string)) diag.Diagnostics
}

// NewAction returns the Terraform action for its description.
func NewAction[C, M any](described *Action[C, M]) action.Action {
	return &invoked[C, M]{Action: described}
}

// invoked is an action that Terraform can invoke.
type invoked[C, M any] struct {
	system.Access[C]
	*Action[C, M]
}

func (a *invoked[C, M]) Metadata(_ context.Context, req action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + a.Type
}

func (a *invoked[C, M]) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = a.Action.Schema()
}

func (a *invoked[C, M]) Configure(_ context.Context, req action.ConfigureRequest, resp *action.ConfigureResponse) {
	resp.Diagnostics.Append(a.Connect(req.ProviderData, a.System)...)
}

func (a *invoked[C, M]) ValidateConfig(ctx context.Context, req action.ValidateConfigRequest, resp *action.ValidateConfigResponse) {
	if a.Validate == nil {
		return
	}
	var config M
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(a.Validate(&config)...)
	}
}

func (a *invoked[C, M]) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var config M
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	connection, ok := a.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	if a.Validate != nil {
		resp.Diagnostics.Append(a.Validate(&config)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	say := func(progress string) { resp.SendProgress(action.InvokeProgressEvent{Message: progress}) }
	resp.Diagnostics.Append(a.Run(ctx, connection, &config, say)...)
}
