package transport_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// waitBetween sends a request with the given first response and returns how
// long the client waited before the retry.
func waitBetween(t *testing.T, first step, limitWait time.Duration) time.Duration {
	t.Helper()
	net := newNetwork(first, step{})
	client := newClient(t, net, func(o *transport.Options) { o.DefaultLimitWait = limitWait })
	mustDo(t, client, get("/x"))
	requests := net.seen()
	if len(requests) != 2 {
		t.Fatalf("sent %d times, want 2", len(requests))
	}
	return requests[1].at - requests[0].at
}

func TestDo_waitsAsTheSystemAsks(t *testing.T) {
	t.Parallel()
	// The fake clock starts at midnight UTC 2000-01-01.
	epoch := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	tests := map[string]struct {
		answer step
		want   time.Duration
	}{
		"seconds":                      {status(429, "Retry-After", "7"), 7 * time.Second},
		"seconds, with spaces":         {status(429, "Retry-After", " 7 "), 7 * time.Second},
		"a fraction":                   {status(429, "Retry-After", "2.5"), 2500 * time.Millisecond},
		"an HTTP date":                 {status(429, "Retry-After", epoch.Add(42*time.Second).Format(http.TimeFormat)), 42 * time.Second},
		"an RFC 850 date":              {status(429, "Retry-After", epoch.Add(42*time.Second).Format("Monday, 02-Jan-06 15:04:05 GMT")), 42 * time.Second},
		"a date gone by":               {status(429, "Retry-After", epoch.Add(-time.Hour).Format(http.TimeFormat)), time.Second},
		"zero":                         {status(429, "Retry-After", "0"), time.Second},
		"less than a second":           {status(429, "Retry-After", "0.2"), time.Second},
		"negative":                     {status(429, "Retry-After", "-5"), time.Second},
		"not a number":                 {status(429, "Retry-After", "NaN"), time.Second},
		"Intacct, one word":            {status(429, "RetryAfter", "9"), 9 * time.Second},
		"Intacct, concurrency":         {status(429, "X-IA-Throttle-Retry-After", "9"), 9 * time.Second},
		"Intacct, tenant":              {status(429, "X-IA-TENANT-Throttle-Retry-After", "9"), 9 * time.Second},
		"Intacct, hour":                {status(429, "X-IA-Hour-Rate-Limit-Retry-After", "9"), 9 * time.Second},
		"Wethod":                       {status(429, "x-ratelimit-retry-after", "9"), 9 * time.Second},
		"several: the longest":         {status(429, "Retry-After", "3", "X-IA-Hour-Rate-Limit-Retry-After", "11"), 11 * time.Second},
		"a server error that says":     {status(503, "Retry-After", "7"), 7 * time.Second},
		"reset as seconds":             {status(429, "X-RateLimit-Reset", "33"), 33 * time.Second},
		"reset, other spelling":        {status(429, "X-Rate-Limit-Reset", "33"), 33 * time.Second},
		"reset, Intacct":               {status(429, "X-IA-CPU-Limit-Reset", "33"), 33 * time.Second},
		"reset of 400":                 {status(400, "X-RateLimit-Remaining", "0", "X-RateLimit-Reset", "33"), 33 * time.Second},
		"reset of zero":                {status(429, "X-RateLimit-Reset", "0"), time.Second},
		"Retry-After beats reset":      {status(429, "Retry-After", "5", "X-RateLimit-Reset", "33"), 5 * time.Second},
		"unreadable Retry-After":       {status(429, "Retry-After", "soon", "X-RateLimit-Reset", "33"), 33 * time.Second},
		"400 that asks and is refused": {status(400, "X-Rate-Limit-Remaining", "0", "Retry-After", "5"), 5 * time.Second},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				if got := waitBetween(t, test.answer, time.Minute); got != test.want {
					t.Errorf("waited %v, want %v", got, test.want)
				}
			})
		})
	}
}

func TestDo_readsAResetSince1970(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		header string
		after  time.Duration
		want   time.Duration
	}{
		"ahead":   {"X-RateLimit-Reset", 33 * time.Second, 33 * time.Second},
		"Intacct": {"X-IA-CPU-Limit-Reset", 33 * time.Second, 33 * time.Second},
		"gone by": {"X-RateLimit-Reset", -time.Minute, time.Second},
		"longest": {"X-Rate-Limit-Reset", 2 * time.Minute, 2 * time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				time.Sleep(26 * 365 * 24 * time.Hour) // the fake clock starts in 2000, when such a number was below 1e9
				reset := strconv.FormatInt(time.Now().Add(test.after).Unix(), 10)
				if got := waitBetween(t, status(429, test.header, reset), time.Minute); got != test.want {
					t.Errorf("waited %v, want %v", got, test.want)
				}
			})
		})
	}
}

func TestDo_waitsWithJitterWhereARefusalNamesNoTime(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		answer    step
		limitWait time.Duration
		low, high time.Duration
	}{
		"429":                            {status(429), time.Minute, time.Minute, 66 * time.Second},
		"429 with words":                 {status(429, "Retry-After", "later"), time.Minute, time.Minute, 66 * time.Second},
		"400 with nothing remaining":     {status(400, "X-RateLimit-Remaining", "0"), time.Minute, time.Minute, 66 * time.Second},
		"400, other spelling":            {status(400, "X-Rate-Limit-Remaining", " 0 "), time.Minute, time.Minute, 66 * time.Second},
		"a system without such a wait":   {status(429), 0, 250 * time.Millisecond, 275 * time.Millisecond},
		"a server error":                 {status(500), time.Minute, 250 * time.Millisecond, 275 * time.Millisecond},
		"a server error late in a limit": {status(500, "X-RateLimit-Reset", "33"), time.Minute, 250 * time.Millisecond, 275 * time.Millisecond},
		"a server error, limit spent": {
			status(500, "X-RateLimit-Remaining", "0", "X-RateLimit-Reset", "33"), time.Minute,
			250 * time.Millisecond, 275 * time.Millisecond,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				different := map[time.Duration]bool{}
				for range 20 {
					wait := waitBetween(t, test.answer, test.limitWait)
					within(t, "wait", wait, test.low, test.high)
					different[wait] = true
				}
				if len(different) == 1 {
					t.Error("20 waits were all alike: no jitter")
				}
			})
		})
	}
}

func TestCall_asksForNothingBeforeItMayComeBack(t *testing.T) {
	t.Parallel()
	// The fake clock starts at midnight UTC 2000-01-01.
	epoch := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	const far = "2099-12-07 00:00:00 UTC"
	for name, test := range map[string]struct {
		answer step
		want   string
	}{
		"a second too long":       {status(429, "Retry-After", "121"), "pause of 2m1s. Try again after 2000-01-01 00:02:01 UTC."},
		"most of an hour":         {status(429, "Retry-After", "3100"), "pause of 51m40s. Try again after 2000-01-01 00:51:40 UTC."},
		"in several, folded":      {status(429, "Retry-After", "3100, 3100"), "pause of 51m40s. Try again after 2000-01-01 00:51:40 UTC."},
		"a date":                  {status(429, "Retry-After", epoch.Add(time.Hour).Format(http.TimeFormat)), "Try again after 2000-01-01 01:00:00 UTC."},
		"of the longest of many":  {status(429, "Retry-After", "3", "X-IA-Hour-Rate-Limit-Retry-After", "2400"), "Try again after 2000-01-01 00:40:00 UTC."},
		"a reset":                 {status(429, "X-RateLimit-Reset", "600"), "Try again after 2000-01-01 00:10:00 UTC."},
		"a reset of 400":          {status(400, "X-RateLimit-Remaining", "0", "X-RateLimit-Reset", "600"), "Try again after 2000-01-01 00:10:00 UTC."},
		"a server that is down":   {status(503, "Retry-After", "7200"), "Try again after 2000-01-01 02:00:00 UTC."},
		"beyond any number":       {status(429, "Retry-After", "1e300"), far},
		"infinite":                {status(429, "Retry-After", "Inf"), far},
		"a reset beyond a number": {status(429, "X-RateLimit-Reset", "1e300"), "UTC."},
	} {
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			t.Run(name+"/"+method, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					net := newNetwork(test.answer)
					_, err := newClient(t, net, nil).Call(t.Context(), do(method), nil)
					net.only(t)
					if err == nil || !strings.Contains(err.Error(), test.want) {
						t.Errorf("error %v, want one with %q", err, test.want)
					}
				})
			})
		}
	}
}

func TestCall_aResetInMillisecondsIsAMomentToo(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(26 * 365 * 24 * time.Hour)
		reset := strconv.FormatInt(time.Now().Add(33*time.Second).UnixMilli(), 10)
		if got := waitBetween(t, status(429, "X-RateLimit-Reset", reset), time.Minute); got != 33*time.Second {
			t.Errorf("waited %v, want 33s", got)
		}
	})
}

func TestDo_400IsARefusalOnlyWithNothingRemaining(t *testing.T) {
	t.Parallel()
	for name, headers := range map[string][]string{
		"plain":              {},
		"some remaining":     {"X-RateLimit-Remaining", "1"},
		"remaining unknown":  {"X-RateLimit-Remaining", ""},
		"only a reset":       {"X-RateLimit-Reset", "30"},
		"only a Retry-After": {"Retry-After", "30"},
		"another status":     {"X-RateLimit-Limit", "0"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			net := newNetwork(status(http.StatusBadRequest, headers...))
			answer := mustDo(t, newClient(t, net, nil), get("/x"))
			if answer.Status != http.StatusBadRequest {
				t.Errorf("status %d", answer.Status)
			}
			net.only(t)
		})
	}
}

func TestDo_aRefusalIsRepeatedUntilMaxRetries(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		net := newNetwork(status(429, "Retry-After", "10"))
		answer := mustDo(t, newClient(t, net, nil), do(http.MethodPost))
		if answer.Status != 429 {
			t.Errorf("status %d, want the last 429", answer.Status)
		}
		for i, request := range net.seen() {
			if want := time.Duration(i) * 10 * time.Second; request.at != want {
				t.Errorf("attempt %d at %v, want %v", i+1, request.at, want)
			}
		}
		if got := len(net.seen()); got != 5 {
			t.Errorf("sent %d times, want 5", got)
		}
	})
}
