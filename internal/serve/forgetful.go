package serve

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// server is all that the framework serves.
type server interface {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer
	tfprotov6.ActionServer
}

// forgetful lends the framework the context of each call that Terraform makes
// for each record, and takes it back when the call is over. The framework
// (1.19.0, registerContext) keeps the context of every call until the provider
// is stopped, and with it the loggers that terraform-plugin-go makes for each
// call: more than 100 KiB a record.
type forgetful struct{ server }

// ValidateResourceConfig forgets its context.
func (f forgetful) ValidateResourceConfig(ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	return lending(ctx, req, f.server.ValidateResourceConfig)
}

// UpgradeResourceState forgets its context.
func (f forgetful) UpgradeResourceState(ctx context.Context, req *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	return lending(ctx, req, f.server.UpgradeResourceState)
}

// UpgradeResourceIdentity forgets its context.
func (f forgetful) UpgradeResourceIdentity(ctx context.Context, req *tfprotov6.UpgradeResourceIdentityRequest) (*tfprotov6.UpgradeResourceIdentityResponse, error) {
	return lending(ctx, req, f.server.UpgradeResourceIdentity)
}

// ReadResource forgets its context.
func (f forgetful) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	return lending(ctx, req, f.server.ReadResource)
}

// PlanResourceChange forgets its context.
func (f forgetful) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	return lending(ctx, req, f.server.PlanResourceChange)
}

// ApplyResourceChange forgets its context.
func (f forgetful) ApplyResourceChange(ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	return lending(ctx, req, f.server.ApplyResourceChange)
}

// ImportResourceState forgets its context.
func (f forgetful) ImportResourceState(ctx context.Context, req *tfprotov6.ImportResourceStateRequest) (*tfprotov6.ImportResourceStateResponse, error) {
	return lending(ctx, req, f.server.ImportResourceState)
}

// lending makes a call with a context that is taken back afterwards.
func lending[Request, Response any](ctx context.Context, req Request, call func(context.Context, Request) (Response, error)) (Response, error) {
	ctx, takeBack := lend(ctx)
	defer takeBack()
	return call(ctx, req)
}
