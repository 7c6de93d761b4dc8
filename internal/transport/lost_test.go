package transport

import (
	"context"
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"
)

func TestMayRepeat(t *testing.T) {
	t.Parallel()
	unreadable := &APIError{Status: http.StatusCreated, IsUnreadable: true}
	for name, test := range map[string]struct {
		err                               error
		isUnderway, isAccepted, mayRepeat bool
	}{
		"timeout":          {fmt.Errorf("create: %w", &NoAnswerError{Err: errAttemptTimeout}), true, false, false},
		"gateway timeout":  {&APIError{Status: http.StatusGatewayTimeout, IsWebPage: true}, true, false, false},
		"unreadable 201":   {fmt.Errorf("create: %w", unreadable), false, true, false},
		"sign-in page":     {&APIError{Status: http.StatusOK, IsUnreadable: true, IsWebPage: true}, false, false, true},
		"declined in 200":  {&APIError{Status: http.StatusOK}, false, false, true},
		"broken off":       {&NoAnswerError{Err: http.ErrServerClosed}, false, false, true},
		"server error":     {&APIError{Status: http.StatusInternalServerError}, false, false, true},
		"bad gateway":      {&APIError{Status: http.StatusBadGateway, IsWebPage: true}, false, false, true},
		"interrupted":      {&NoAnswerError{Err: context.Canceled}, false, false, true},
		"never sent":       {context.Canceled, false, false, true},
		"repeated, unread": {&APIError{Status: http.StatusOK, IsUnreadable: true, IsRepetition: true}, false, true, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if IsUnderway(test.err) != test.isUnderway || IsAccepted(test.err) != test.isAccepted || MayRepeat(test.err) != test.mayRepeat {
				t.Errorf("is underway %t, accepted %t, may be repeated %t", IsUnderway(test.err), IsAccepted(test.err), MayRepeat(test.err))
			}
		})
	}
}

func TestLookUps(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		cause error
		took  time.Duration
		count int
	}{
		"broken off": {&NoAnswerError{Err: http.ErrServerClosed}, 3 * time.Second, 4},
		"underway":   {&NoAnswerError{Err: errAttemptTimeout}, 15 * time.Second, 6},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				began, count := time.Now(), 0
				for i := range LookUps(t.Context(), test.cause) {
					if i != count {
						t.Errorf("number %d came as number %d", i, count)
					}
					count++
				}
				if took := time.Since(began); took != test.took || count != test.count {
					t.Errorf("%d times in %s, want %d in %s", count, took, test.count, test.took)
				}
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				for range LookUps(ctx, test.cause) {
					cancel()
				}
				if took := time.Since(began); took != test.took {
					t.Errorf("after the end of the context, it waited for another %s", took-test.took)
				}
			})
		})
	}
}
