package sharedcall_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/projectbilling/terraform-provider-billing/internal/sharedcall"
)

func TestDo_isCalledOnceForAll(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var group sharedcall.Group[int]
		var calls atomic.Int32
		release := make(chan struct{})
		var callers sync.WaitGroup
		for range 10 {
			callers.Go(func() {
				got, err := group.Do(t.Context(), "key", func(context.Context) (int, error) {
					calls.Add(1)
					<-release
					return 7, nil
				})
				if got != 7 || err != nil {
					t.Errorf("got %d, %v", got, err)
				}
			})
		}
		synctest.Wait()
		close(release)
		callers.Wait()
		if calls.Load() != 1 {
			t.Errorf("%d calls", calls.Load())
		}
	})
}

func TestDo_goesOnForTheOthers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var group sharedcall.Group[string]
		first, giveUp := context.WithCancelCause(t.Context())
		release := make(chan struct{})
		call := func(ctx context.Context) (string, error) {
			<-release
			return "done", ctx.Err()
		}
		reason := errors.New("enough")
		var callers sync.WaitGroup
		callers.Go(func() {
			if _, err := group.Do(first, "key", call); !errors.Is(err, reason) {
				t.Errorf("the one who gave up got %v", err)
			}
		})
		synctest.Wait()
		callers.Go(func() {
			if got, err := group.Do(t.Context(), "key", call); got != "done" || err != nil {
				t.Errorf("the other got %q, %v", got, err)
			}
		})
		giveUp(reason)
		synctest.Wait()
		close(release)
		callers.Wait()
	})
}
