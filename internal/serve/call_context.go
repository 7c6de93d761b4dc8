package serve

import (
	"context"
	"sync/atomic"
	"time"
)

// callContext is the context of one call, which holds nothing of the call any more
// once that is over, whoever still holds it then. The framework (1.19.0,
// registerContext) keeps the context of every call until the provider is stopped,
// and with it the loggers that terraform-plugin-go makes for each call: more than
// 100 KiB a record.
type callContext struct {
	done  <-chan struct{}
	owner atomic.Pointer[context.Context] // nil when the call is over
}

var _ context.Context = (*callContext)(nil)

// newCallContext makes a context for a call, and returns what ends it.
func newCallContext(ctx context.Context) (_ context.Context, release func()) {
	ctx, cancel := context.WithCancel(ctx)
	call := &callContext{done: ctx.Done()}
	call.owner.Store(&ctx)
	return call, func() {
		cancel()
		call.owner.Store(nil)
	}
}

// Deadline is the call's.
func (c *callContext) Deadline() (deadline time.Time, ok bool) {
	if owner := c.owner.Load(); owner != nil {
		return (*owner).Deadline()
	}
	return time.Time{}, false
}

// Done is closed when the call is over, or given up.
func (c *callContext) Done() <-chan struct{} { return c.done }

// Err is context.Canceled when the call is over.
func (c *callContext) Err() error {
	if owner := c.owner.Load(); owner != nil {
		return (*owner).Err()
	}
	return context.Canceled
}

// Value is the call's while that lasts, and then nil.
func (c *callContext) Value(key any) any {
	if owner := c.owner.Load(); owner != nil {
		return (*owner).Value(key)
	}
	return nil
}
