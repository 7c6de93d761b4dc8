package serve

import (
	"context"
	"sync"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// interruptible ends every call of an interrupted run. The framework (1.19.0,
// StopProvider) ends the calls in progress. Calls that Terraform had begun and
// that arrive a moment later would wait their full time, for a limit or for a
// response. A run begins when Terraform configures the provider: a provider in
// a debugger serves several runs.
type interruptible struct {
	server
	releases bool // whether calls release their context when they end; see callContext

	mu        sync.Mutex
	run       context.Context //nolint:containedctx // it lasts from call to call
	interrupt context.CancelFunc
}

func newInterruptible(inner server, releases bool) *interruptible {
	i := &interruptible{server: inner, releases: releases}
	i.begin()
	return i
}

func (i *interruptible) begin() {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.run, i.interrupt = context.WithCancel(context.Background()) //nolint:gosec // StopProvider calls it
}

// within returns the context of a call that also ends with its run.
func (i *interruptible) within(ctx context.Context) (_ context.Context, end context.CancelFunc) {
	i.mu.Lock()
	run := i.run
	i.mu.Unlock()
	ctx, cancel := context.WithCancel(ctx)
	if run.Err() != nil {
		cancel()
	}
	forget := context.AfterFunc(run, cancel)
	return ctx, func() {
		forget()
		cancel()
	}
}

// during makes a call that also ends with its run, and keeps nothing of the call.
func during[Request, Response any](ctx context.Context, i *interruptible, req Request, call func(context.Context, Request) (Response, error)) (Response, error) {
	ctx, end := i.within(ctx)
	defer end()
	if i.releases {
		released, release := newCallContext(ctx)
		defer release()
		ctx = released
	}
	return call(ctx, req)
}

// ConfigureProvider begins a run.
func (i *interruptible) ConfigureProvider(ctx context.Context, req *tfprotov6.ConfigureProviderRequest) (*tfprotov6.ConfigureProviderResponse, error) {
	i.begin()
	return i.server.ConfigureProvider(ctx, req)
}

// StopProvider ends the run.
func (i *interruptible) StopProvider(ctx context.Context, req *tfprotov6.StopProviderRequest) (*tfprotov6.StopProviderResponse, error) {
	i.mu.Lock()
	i.interrupt()
	i.mu.Unlock()
	return i.server.StopProvider(ctx, req)
}

// ValidateResourceConfig ends with its run.
func (i *interruptible) ValidateResourceConfig(ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	return during(ctx, i, req, i.server.ValidateResourceConfig)
}

// UpgradeResourceState ends with its run.
func (i *interruptible) UpgradeResourceState(ctx context.Context, req *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	return during(ctx, i, req, i.server.UpgradeResourceState)
}

// UpgradeResourceIdentity ends with its run.
func (i *interruptible) UpgradeResourceIdentity(ctx context.Context, req *tfprotov6.UpgradeResourceIdentityRequest) (*tfprotov6.UpgradeResourceIdentityResponse, error) {
	return during(ctx, i, req, i.server.UpgradeResourceIdentity)
}

// ReadResource ends with its run.
func (i *interruptible) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	return during(ctx, i, req, i.server.ReadResource)
}

// PlanResourceChange ends with its run.
func (i *interruptible) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	return during(ctx, i, req, i.server.PlanResourceChange)
}

// ApplyResourceChange ends with its run.
func (i *interruptible) ApplyResourceChange(ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	return during(ctx, i, req, i.server.ApplyResourceChange)
}

// ImportResourceState ends with its run.
func (i *interruptible) ImportResourceState(ctx context.Context, req *tfprotov6.ImportResourceStateRequest) (*tfprotov6.ImportResourceStateResponse, error) {
	return during(ctx, i, req, i.server.ImportResourceState)
}

// ReadDataSource ends with its run.
func (i *interruptible) ReadDataSource(ctx context.Context, req *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	return during(ctx, i, req, i.server.ReadDataSource)
}

// ListResource ends with its run. Its results arrive after it has returned.
func (i *interruptible) ListResource(ctx context.Context, req *tfprotov6.ListResourceRequest) (*tfprotov6.ListResourceServerStream, error) {
	ctx, end := i.within(ctx)
	context.AfterFunc(ctx, end)
	return i.server.ListResource(ctx, req)
}

// InvokeAction ends with its run. Its events arrive after it has returned.
func (i *interruptible) InvokeAction(ctx context.Context, req *tfprotov6.InvokeActionRequest) (*tfprotov6.InvokeActionServerStream, error) {
	ctx, end := i.within(ctx)
	context.AfterFunc(ctx, end)
	return i.server.InvokeAction(ctx, req)
}
