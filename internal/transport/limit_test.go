package transport_test

import (
	"context"
	"errors"
	"math"
	"net/http"
	"runtime"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// sendAll sends one request after each of the gaps, concurrently, and returns
// when they reached the network.
func sendAll(t *testing.T, gaps []time.Duration, edit func(*transport.Options)) []time.Duration {
	t.Helper()
	net := newNetwork()
	client := newClient(t, net, edit)
	var group sync.WaitGroup
	for _, gap := range gaps {
		time.Sleep(gap) // fake
		group.Go(func() {
			if _, err := client.Do(context.Background(), get("/x")); err != nil {
				t.Errorf("request failed: %v", err)
			}
		})
	}
	group.Wait()
	times := make([]time.Duration, 0, len(gaps))
	for _, request := range net.seen() {
		times = append(times, request.at)
	}
	slices.Sort(times)
	return times
}

func TestRateLimit_neverMoreInAnyMinute(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		limit := rapid.IntRange(1, 8).Draw(r, "limit")
		milliseconds := rapid.SliceOfN(rapid.OneOf(
			rapid.Just(0), rapid.IntRange(0, 2_000), rapid.IntRange(0, 90_000),
		), 1, 40).Draw(r, "gaps")
		gaps := make([]time.Duration, len(milliseconds))
		arrived := make([]time.Duration, len(milliseconds))
		var now time.Duration
		for i, gap := range milliseconds {
			gaps[i] = time.Duration(gap) * time.Millisecond
			now += gaps[i]
			arrived[i] = now
		}
		var times []time.Duration
		synctest.Test(t, func(t *testing.T) {
			times = sendAll(t, gaps, func(o *transport.Options) { o.RequestsPerMinute = limit })
		})
		if len(times) != len(gaps) {
			r.Fatalf("%d of %d requests were sent", len(times), len(gaps))
		}
		for i, at := range times {
			earliest := arrived[i]
			if i >= limit {
				if span := at - times[i-limit]; span < time.Minute {
					r.Fatalf("requests %d to %d were sent within %v, at %v", i-limit+1, i+1, span, times)
				}
				earliest = max(earliest, times[i-limit]+61*time.Second)
			}
			if at > earliest {
				r.Fatalf("request %d was sent at %v, and could have been at %v", i+1, at, earliest)
			}
		}
	})
}

func TestRateLimit_asManyAsAllowedGoAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		times := sendAll(t, make([]time.Duration, 301), func(o *transport.Options) { o.RequestsPerMinute = 150 })
		for i, at := range times {
			want := time.Duration(i/150) * time.Minute
			within(t, "request sent", at, want, want+2*time.Second)
		}
		if times[149] != 0 {
			t.Errorf("the 150th request waited %v", times[149])
		}
	})
}

func TestRateLimit_countsEveryAttempt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		net := newNetwork(status(500), status(500), step{})
		client := newClient(t, net, func(o *transport.Options) { o.RequestsPerMinute = 2 })
		mustDo(t, client, get("/x"))
		within(t, "third attempt", net.seen()[2].at, time.Minute, 61*time.Second)
	})
}

// Not parallel: allocations of other tests would count.
//
//nolint:paralleltest // see above
func TestRateLimit_beyondUseTakesNoMemory(t *testing.T) {
	for _, limit := range []int{1_000, 10_000_000, math.MaxInt} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		client := newClient(t, newNetwork(), func(o *transport.Options) { o.RequestsPerMinute = limit })
		mustDo(t, client, get("/x"))
		runtime.ReadMemStats(&after)
		if taken := after.TotalAlloc - before.TotalAlloc; taken > 1<<20 {
			t.Errorf("a limit of %d a minute takes %d bytes", limit, taken)
		}
	}
}

func TestRateLimit_noneMeansNoWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		times := sendAll(t, make([]time.Duration, 500), nil)
		if last := times[len(times)-1]; last != 0 {
			t.Errorf("the last request waited %v", last)
		}
	})
}

func TestRateLimit_aTimeTooShortForTheWaitFailsAtOnceAndOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		net := newNetwork()
		client := newClient(t, net, func(o *transport.Options) { o.RequestsPerMinute = 1 })
		mustDo(t, client, get("/x"))
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		defer cancel()
		start := time.Now()
		failure := mustFail(ctx, t, client, get("/x"))
		if waited := time.Since(start); waited != 0 {
			t.Errorf("failed after %v, want at once: the wait cannot end in time", waited)
		}
		if !notSent(failure) || !errors.Is(failure, context.DeadlineExceeded) {
			t.Errorf("not sent: %t, deadline %t: %v", notSent(failure), errors.Is(failure, context.DeadlineExceeded), failure)
		}
		net.only(t)
	})
}

func TestConcurrencyLimit_isReachedAndNotPassed(t *testing.T) {
	t.Parallel()
	for _, limit := range []int{1, 4} {
		synctest.Test(t, func(t *testing.T) {
			net := &slowNetwork{takes: time.Second}
			client := newClient(t, net, func(o *transport.Options) { o.MaxConcurrent = limit })
			start := time.Now()
			var group sync.WaitGroup
			for range 12 {
				group.Go(func() {
					if _, err := client.Do(context.Background(), get("/x")); err != nil {
						t.Errorf("request failed: %v", err)
					}
				})
			}
			group.Wait()
			if net.most != limit {
				t.Errorf("%d requests were in flight at once, want %d", net.most, limit)
			}
			if got, want := time.Since(start), time.Duration(12/limit)*time.Second; got != want {
				t.Errorf("12 requests of a second took %v at limit %d, want %v", got, limit, want)
			}
		})
	}
}

func TestConcurrencyLimit_aPlaceIsFreeAgainAfterAFailureAndDuringBackOff(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		net := newNetwork(status(429, "Retry-After", "100"), step{}, step{err: errReset}, step{})
		client := newClient(t, net, func(o *transport.Options) { o.MaxConcurrent = 1 })
		var group sync.WaitGroup
		group.Go(func() { _, _ = client.Do(context.Background(), get("/refused")) })
		synctest.Wait()
		mustDo(t, client, get("/meanwhile"))
		if got := net.seen()[1]; got.at != 0 {
			t.Errorf("the second request waited %v for a place that its neighbour's back-off held", got.at)
		}
		group.Wait()
		mustDo(t, client, get("/last"))
	})
}

// slowNetwork responds after a delay and counts the requests in flight.
type slowNetwork struct {
	takes time.Duration

	mu        sync.Mutex
	now, most int
}

func (n *slowNetwork) RoundTrip(request *http.Request) (*http.Response, error) {
	n.mu.Lock()
	n.now++
	n.most = max(n.most, n.now)
	n.mu.Unlock()
	time.Sleep(n.takes) // fake
	n.mu.Lock()
	n.now--
	n.mu.Unlock()
	return step{}.response(request), nil
}
