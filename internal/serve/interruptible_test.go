package serve

import (
	"context"
	"errors"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// recorder keeps the context of the last call of each kind. It does not do what
// the framework's StopProvider does: these are calls that StopProvider does not
// cover.
type recorder struct {
	server
	last context.Context
}

func (r *recorder) ConfigureProvider(context.Context, *tfprotov6.ConfigureProviderRequest) (*tfprotov6.ConfigureProviderResponse, error) {
	return &tfprotov6.ConfigureProviderResponse{}, nil
}

func (r *recorder) StopProvider(context.Context, *tfprotov6.StopProviderRequest) (*tfprotov6.StopProviderResponse, error) {
	return &tfprotov6.StopProviderResponse{}, nil
}

func (r *recorder) ReadResource(ctx context.Context, _ *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	return &tfprotov6.ReadResourceResponse{}, ctx.Err()
}

func (r *recorder) PlanResourceChange(ctx context.Context, _ *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	return &tfprotov6.PlanResourceChangeResponse{}, ctx.Err()
}

func (r *recorder) ApplyResourceChange(ctx context.Context, _ *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	return &tfprotov6.ApplyResourceChangeResponse{}, ctx.Err()
}

func (r *recorder) ImportResourceState(ctx context.Context, _ *tfprotov6.ImportResourceStateRequest) (*tfprotov6.ImportResourceStateResponse, error) {
	return &tfprotov6.ImportResourceStateResponse{}, ctx.Err()
}

func (r *recorder) ReadDataSource(ctx context.Context, _ *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	return &tfprotov6.ReadDataSourceResponse{}, ctx.Err()
}

func (r *recorder) ListResource(ctx context.Context, _ *tfprotov6.ListResourceRequest) (*tfprotov6.ListResourceServerStream, error) {
	r.last = ctx
	return &tfprotov6.ListResourceServerStream{}, ctx.Err()
}

func (r *recorder) InvokeAction(ctx context.Context, _ *tfprotov6.InvokeActionRequest) (*tfprotov6.InvokeActionServerStream, error) {
	r.last = ctx
	return &tfprotov6.InvokeActionServerStream{}, ctx.Err()
}

// calls returns the calls that can take long, by name.
func calls(ctx context.Context, i *interruptible) map[string]error {
	made := map[string]error{}
	_, made["read"] = i.ReadResource(ctx, nil)
	_, made["plan"] = i.PlanResourceChange(ctx, nil)
	_, made["apply"] = i.ApplyResourceChange(ctx, nil)
	_, made["import"] = i.ImportResourceState(ctx, nil)
	_, made["read data"] = i.ReadDataSource(ctx, nil)
	_, made["list"] = i.ListResource(ctx, nil)
	_, made["invoke"] = i.InvokeAction(ctx, nil)
	return made
}

func TestInterruptible_endsCallsThatComeAfterTheInterruption(t *testing.T) {
	t.Parallel()
	i := newInterruptible(&recorder{}, false)
	for _, step := range []struct {
		name string
		do   func() error
		want error
	}{
		{name: "before a run", do: func() error { return nil }},
		{name: "in a run", do: func() error { _, err := i.ConfigureProvider(t.Context(), nil); return err }},
		{name: "after its interruption", do: func() error { _, err := i.StopProvider(t.Context(), nil); return err }, want: context.Canceled},
		{name: "in the next run", do: func() error { _, err := i.ConfigureProvider(t.Context(), nil); return err }},
	} {
		if err := step.do(); err != nil {
			t.Fatal(err)
		}
		for call, err := range calls(t.Context(), i) {
			if !errors.Is(err, step.want) {
				t.Errorf("%s, %s: got %v, want %v", step.name, call, err, step.want)
			}
		}
	}
}

// Streamed results come after the call has returned, until Terraform stops
// reading them.
func TestInterruptible_streamsLastUntilTheInterruption(t *testing.T) {
	t.Parallel()
	inner := &recorder{}
	i := newInterruptible(inner, false)
	for name, call := range map[string]func(context.Context) error{
		"list":   func(ctx context.Context) error { _, err := i.ListResource(ctx, nil); return err },
		"invoke": func(ctx context.Context) error { _, err := i.InvokeAction(ctx, nil); return err },
	} {
		i.begin()
		ctx, cancel := context.WithCancel(t.Context())
		if err := call(ctx); err != nil || inner.last.Err() != nil {
			t.Errorf("%s: the stream has ended with its call: %v, %v", name, err, inner.last.Err())
		}
		cancel()
		<-inner.last.Done() // its caller has gone

		if err := call(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, err := i.StopProvider(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		<-inner.last.Done()
	}
}
