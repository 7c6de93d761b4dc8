package serve

import (
	"context"
	"errors"
	"runtime"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/projectbilling/terraform-provider-billing/internal/provider"
)

type key struct{}

// keeper keeps the contexts of its calls, as the framework does.
type keeper struct {
	server
	kept   context.Context
	cancel context.CancelFunc
	during func(context.Context)
}

func (k *keeper) ReadResource(ctx context.Context, _ *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	k.kept, k.cancel = context.WithCancel(ctx)
	k.during(k.kept)
	return &tfprotov6.ReadResourceResponse{}, k.kept.Err()
}

func TestCallContext_keepsNothingOfACallThatIsOver(t *testing.T) {
	t.Parallel()
	forgotten := make(chan struct{})
	kept := &keeper{during: func(ctx context.Context) {
		if ctx.Value(key{}) == nil || ctx.Err() != nil {
			t.Error("during the call, its context is not whole")
		}
	}}
	func() {
		value := new([1 << 10]byte)
		runtime.AddCleanup(value, func(done chan struct{}) { close(done) }, forgotten)
		ctx := context.WithValue(t.Context(), key{}, value)
		if _, err := newInterruptible(kept, true).ReadResource(ctx, &tfprotov6.ReadResourceRequest{}); err != nil {
			t.Fatal(err)
		}
	}()
	if kept.kept.Value(key{}) != nil || !errors.Is(kept.kept.Err(), context.Canceled) {
		t.Error("after the call, its context is still there")
	}
	for deadline := time.After(10 * time.Second); ; {
		runtime.GC()
		select {
		case <-forgotten:
			runtime.KeepAlive(kept)
			return
		case <-deadline:
			t.Fatal("what belonged to the call is still in memory")
		case <-time.After(time.Millisecond):
		}
	}
}

func TestCallContext_callsCanBeCancelledFromBothSides(t *testing.T) {
	t.Parallel()
	reason := errors.New("the user has had enough")
	ctx, giveUp := context.WithCancelCause(t.Context())
	byCaller := &keeper{during: func(ctx context.Context) {
		giveUp(reason)
		<-ctx.Done()
		if !errors.Is(context.Cause(ctx), reason) {
			t.Errorf("the cause is %v", context.Cause(ctx))
		}
	}}
	if _, err := newInterruptible(byCaller, true).ReadResource(ctx, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("the call that its caller gave up ended with %v", err)
	}

	byFramework := &keeper{}
	byFramework.during = func(ctx context.Context) {
		byFramework.cancel() // as when the provider is stopped
		<-ctx.Done()
	}
	if _, err := newInterruptible(byFramework, true).ReadResource(t.Context(), nil); !errors.Is(err, context.Canceled) {
		t.Errorf("the call that the framework canceled ended with %v", err)
	}
}

func TestCallContext_hasTheDeadlineOfTheCall(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
	defer cancel()
	want, _ := ctx.Deadline()
	call, release := newCallContext(ctx)
	if got, ok := call.Deadline(); !ok || !got.Equal(want) {
		t.Errorf("the deadline is %v, want %v", got, want)
	}
	release()
	if _, ok := call.Deadline(); ok {
		t.Error("there is a deadline after the call")
	}
}

// Released contexts would be missing in a log.
func TestNewServer_releasesContextsWhereNobodyAskedForALog(t *testing.T) {
	t.Parallel()
	for _, isQuiet := range []bool{true, false} {
		outer, isWhole := newServer(provider.New("test")(), isQuiet).(*interruptible)
		if !isWhole {
			t.Fatal("the framework's server is not whole")
		}
		if outer.releases != isQuiet {
			t.Errorf("quiet %t: the server releases contexts: %t", isQuiet, outer.releases)
		}
	}
}
