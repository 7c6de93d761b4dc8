// Package sharedcall makes a call once for all callers that need its result at
// the same time.
package sharedcall

import (
	"context"

	"golang.org/x/sync/singleflight"
)

// Group shares calls whose results are of type V. Its zero value is ready to
// use, and it is safe for concurrent use.
type Group[V any] struct{ calls singleflight.Group }

// Do makes the call, or joins the one in progress for the same key. The call
// does not belong to any single caller: its context has the values of the first
// caller's context but does not end with it. A caller whose own context ends
// returns at once, with the cause.
func (g *Group[V]) Do(ctx context.Context, key string, call func(ctx context.Context) (V, error)) (V, error) {
	shared := g.calls.DoChan(key, func() (any, error) { return call(context.WithoutCancel(ctx)) })
	select {
	case result := <-shared:
		value, _ := result.Val.(V)
		return value, result.Err
	case <-ctx.Done():
		var none V
		return none, context.Cause(ctx)
	}
}
