package serve

import (
	"context"
	"sync/atomic"
	"time"
)

// callContext is the context of one call. It releases everything of the call when
// the call is over, even if something still holds the context. The framework
// (1.19.0, registerContext) keeps the context of every call until the provider is
// stopped, and with it the loggers that terraform-plugin-go creates for each call:
// more than 100 KiB per record.
type callContext struct {
	done  <-chan struct{}
	owner atomic.Pointer[context.Context] // nil when the call is over
}

var _ context.Context = (*callContext)(nil)

// newCallContext returns a context for a call, and the function that ends it.
func newCallContext(ctx context.Context) (_ context.Context, release func()) {
	ctx, cancel := context.WithCancel(ctx)
	call := &callContext{done: ctx.Done()}
	call.owner.Store(&ctx)
	return call, func() {
		cancel()
		call.owner.Store(nil)
	}
}

// Deadline returns the call's deadline.
func (c *callContext) Deadline() (deadline time.Time, ok bool) {
	if owner := c.owner.Load(); owner != nil {
		return (*owner).Deadline()
	}
	return time.Time{}, false
}

// Done returns a channel that is closed when the call is over or canceled.
func (c *callContext) Done() <-chan struct{} { return c.done }

// Err returns context.Canceled when the call is over.
func (c *callContext) Err() error {
	if owner := c.owner.Load(); owner != nil {
		return (*owner).Err()
	}
	return context.Canceled
}

// Value returns the call's value while the call lasts, and nil afterwards.
func (c *callContext) Value(key any) any {
	if owner := c.owner.Load(); owner != nil {
		return (*owner).Value(key)
	}
	return nil
}
