package serve

import (
	"context"
	"sync/atomic"
	"time"
)

// lent is the context of one call, which holds nothing of the call any more
// once that is over, whoever still holds it then.
type lent struct {
	done  <-chan struct{}
	owner atomic.Pointer[context.Context] // nil when the call is over
}

var _ context.Context = (*lent)(nil)

// lend makes a context for a call, and returns what ends it.
func lend(ctx context.Context) (_ context.Context, takeBack func()) {
	ctx, cancel := context.WithCancel(ctx)
	loan := &lent{done: ctx.Done()}
	loan.owner.Store(&ctx)
	return loan, func() {
		cancel()
		loan.owner.Store(nil)
	}
}

// Deadline is the call's.
func (l *lent) Deadline() (deadline time.Time, ok bool) {
	if owner := l.owner.Load(); owner != nil {
		return (*owner).Deadline()
	}
	return time.Time{}, false
}

// Done is closed when the call is over, or given up.
func (l *lent) Done() <-chan struct{} { return l.done }

// Err is context.Canceled when the call is over.
func (l *lent) Err() error {
	if owner := l.owner.Load(); owner != nil {
		return (*owner).Err()
	}
	return context.Canceled
}

// Value is the call's while that lasts, and then nil.
func (l *lent) Value(key any) any {
	if owner := l.owner.Load(); owner != nil {
		return (*owner).Value(key)
	}
	return nil
}
