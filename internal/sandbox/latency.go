package sandbox

import (
	"context"
	"time"
)

// wait waits for span, and reports whether it passed before ctx ended.
func wait(ctx context.Context, span time.Duration) bool {
	if span <= 0 {
		return ctx.Err() == nil
	}
	timer := time.NewTimer(span)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
