package transport_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// dripping returns one byte after each pause, forever or until its request's
// context ends.
type dripping struct {
	ctx   context.Context
	pause time.Duration
}

func (d *dripping) Read(p []byte) (int, error) {
	timer := time.NewTimer(d.pause)
	defer timer.Stop()
	select {
	case <-timer.C:
		p[0] = ' '
		return 1, nil
	case <-d.ctx.Done():
		return 0, d.ctx.Err()
	}
}

func (*dripping) Close() error { return nil }

// roundTripper is a network that consists of one function.
type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(request *http.Request) (*http.Response, error) { return f(request) }

func TestAttempt_isOverWhenItsTimeIsUp(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		answer func(*http.Request) (*http.Response, error)
		want   string
	}{
		"no first byte": {
			func(request *http.Request) (*http.Response, error) {
				<-request.Context().Done()
				return nil, request.Context().Err()
			},
			"no response from Acme to GET /x: no complete response within the request timeout",
		},
		"a byte now and then": {
			func(request *http.Request) (*http.Response, error) {
				return step{reader: &dripping{request.Context(), time.Second}}.response(request), nil
			},
			"no response from Acme to GET /x: the response broke off: no complete response within the request timeout",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				client := newClient(t, roundTripper(test.answer), func(o *transport.Options) {
					o.MaxRetries, o.AttemptTimeout = 0, 5*time.Second
				})
				start := time.Now()
				failure := mustFail(t.Context(), t, client, get("/x"))
				if took := time.Since(start); took != 5*time.Second {
					t.Errorf("gave up after %v, want 5s", took)
				}
				if failure.Error() != test.want {
					t.Errorf("error:\n got %s\nwant %s", failure, test.want)
				}
				if notSent(failure) {
					t.Error("counts as not sent")
				}
			})
		})
	}
}

func TestAttempt_eachHasItsOwnTimeAndWaitsDoNotCount(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		net := newNetwork(step{delay: 9 * time.Second, status: 503}, step{delay: 9 * time.Second})
		client := newClient(t, net, func(o *transport.Options) {
			o.AttemptTimeout, o.RequestsPerMinute = 10*time.Second, 1
		})
		if answer := mustDo(t, client, get("/x")); answer.Status != http.StatusOK {
			t.Errorf("status %d, want 200 from the second attempt", answer.Status)
		}
	})
}

func TestAttempt_withoutATimeOutWaitsForTheAnswer(t *testing.T) {
	t.Parallel()
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		synctest.Test(t, func(t *testing.T) {
			net := newNetwork(step{delay: time.Hour})
			mustDo(t, newClient(t, net, func(o *transport.Options) { o.AttemptTimeout = 0 }), do(method))
			net.only(t)
		})
	}
}

func TestAttempt_anAnswerThatBreaksOffIsAFailure(t *testing.T) {
	t.Parallel()
	broken := func() io.ReadCloser {
		return io.NopCloser(io.MultiReader(strings.NewReader(`{"invoices":[`), &failing{io.ErrUnexpectedEOF}))
	}
	t.Run("a read is repeated", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			net := newNetwork(step{reader: broken()}, step{body: `{"whole":1}`})
			answer := mustDo(t, newClient(t, net, nil), get("/x"))
			if string(answer.Body) != `{"whole":1}` {
				t.Errorf("body %s", answer.Body)
			}
		})
	})
	t.Run("a create is not", func(t *testing.T) {
		t.Parallel()
		net := newNetwork(step{status: 201, reader: broken()})
		failure := mustFail(t.Context(), t, newClient(t, net, nil), do(http.MethodPost))
		if want := "no response from Acme to POST /x: the response broke off: unexpected EOF"; failure.Error() != want {
			t.Errorf("error %q, want %q", failure, want)
		}
		if notSent(failure) || !errors.Is(failure, io.ErrUnexpectedEOF) {
			t.Errorf("not sent: %t, cause kept %t", notSent(failure), errors.Is(failure, io.ErrUnexpectedEOF))
		}
		net.only(t)
	})
}

type failing struct{ err error }

func (f *failing) Read([]byte) (int, error) { return 0, f.err }

// endless is a body without an end that counts the bytes read from it.
type endless struct {
	read   int64
	closed bool
}

func (e *endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	e.read += int64(len(p))
	return len(p), nil
}

func (e *endless) Close() error { e.closed = true; return nil }

func TestAttempt_anAnswerWithoutEndIsCutAndNotRepeated(t *testing.T) {
	t.Parallel()
	const bound = 16 << 20
	for _, code := range []int{200, 404} {
		body := &endless{}
		net := newNetwork(step{status: code, reader: body})
		failure := mustFail(t.Context(), t, newClient(t, net, nil), get("/x"))
		if want := "no response from Acme to GET /x: the response is larger than 16 MiB and was cut off"; failure.Error() != want {
			t.Errorf("error %q, want %q", failure, want)
		}
		if body.read > bound+1 || !body.closed {
			t.Errorf("read %d bytes (bound %d), closed: %t", body.read, bound, body.closed)
		}
		net.only(t)
	}
}

func TestAttempt_anAnswerOfTheLargestSizePasses(t *testing.T) {
	t.Parallel()
	const bound = 16 << 20
	net := newNetwork(step{body: `"` + strings.Repeat("a", bound-2) + `"`})
	if answer := mustDo(t, newClient(t, net, nil), get("/x")); len(answer.Body) != bound {
		t.Errorf("%d bytes, want %d", len(answer.Body), bound)
	}
}

func TestInterruption_endsAWaitAtOnce(t *testing.T) {
	t.Parallel()
	const after = 3 * time.Second
	for name, test := range map[string]struct {
		edit    func(*transport.Options)
		before  int // requests that use up the limits
		request transport.Request
		answer  step
		notSent bool
	}{
		"rate limit, read":   {func(o *transport.Options) { o.RequestsPerMinute = 1 }, 1, get("/x"), step{}, true},
		"rate limit, write":  {func(o *transport.Options) { o.RequestsPerMinute = 1 }, 1, do(http.MethodPost), step{}, true},
		"concurrency, read":  {func(o *transport.Options) { o.MaxConcurrent = 1 }, 1, get("/x"), step{delay: 20 * time.Second}, true},
		"concurrency, write": {func(o *transport.Options) { o.MaxConcurrent = 1 }, 1, do(http.MethodPost), step{delay: 20 * time.Second}, true},
		"wait as asked":      {nil, 0, get("/x"), status(503, "Retry-After", "60"), false},
		"answer, read":       {nil, 0, get("/x"), step{delay: 20 * time.Second}, false},
		"answer, POST that reads": {
			nil, 0, transport.Request{Method: http.MethodPost, Path: "/x", Retry: transport.RetryAlways},
			step{delay: 20 * time.Second}, false,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				net := newNetwork(test.answer)
				client := newClient(t, net, test.edit)
				for range test.before {
					go func() { _, _ = client.Do(context.Background(), get("/before")) }()
					synctest.Wait()
				}
				ctx, cancel := context.WithCancel(t.Context())
				time.AfterFunc(after, cancel)
				start := time.Now()
				failure := mustFail(ctx, t, client, test.request)
				if took := time.Since(start); took != after {
					t.Errorf("ended after %v, want %v", took, after)
				}
				if want := test.request.Method + " /x to Acme was interrupted"; failure.Error() != want {
					t.Errorf("error %q, want %q", failure, want)
				}
				if !errors.Is(failure, context.Canceled) || notSent(failure) != test.notSent {
					t.Errorf("canceled: %t, not sent: %t, want %t",
						errors.Is(failure, context.Canceled), notSent(failure), test.notSent)
				}
				sentBefore := len(net.seen())
				time.Sleep(5 * time.Minute) // fake clock: nothing may be sent later
				if got := len(net.seen()); got != sentBefore {
					t.Errorf("%d requests were sent after the interruption", got-sentBefore)
				}
			})
		})
	}
}

func TestInterruption_nothingSetsOutAfterIt(t *testing.T) {
	t.Parallel()
	for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodDelete} {
		for name, edit := range map[string]func(*transport.Options){
			"no limits":   nil,
			"rate":        func(o *transport.Options) { o.RequestsPerMinute = 10 },
			"concurrency": func(o *transport.Options) { o.MaxConcurrent = 1 },
		} {
			t.Run(method+"/"+name, func(t *testing.T) {
				t.Parallel()
				net := newNetwork()
				ctx, cancel := context.WithCancel(t.Context())
				cancel()
				failure := mustFail(ctx, t, newClient(t, net, edit), do(method))
				if got := len(net.seen()); got != 0 || !notSent(failure) {
					t.Errorf("sent %d requests, not sent: %t: %v", got, notSent(failure), failure)
				}
			})
		}
	}
}

func TestInterruption_aWriteOnItsWayIsWaitedFor(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		answer   step
		took     time.Duration
		answered bool
	}{
		"answered in the grace":         {step{status: 201, body: `{"id":99}`, delay: 7900 * time.Millisecond}, 7900 * time.Millisecond, true},
		"refused in the grace":          {step{status: 429, delay: 4 * time.Second}, 4 * time.Second, true},
		"a server error in the grace":   {step{status: 503, delay: 4 * time.Second}, 4 * time.Second, true},
		"not answered within the grace": {step{status: 201, delay: 20 * time.Second}, 8 * time.Second, false},
	} {
		for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodDelete} {
			t.Run(name+"/"+method, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					net := newNetwork(test.answer)
					client := newClient(t, net, nil)
					ctx, cancel := context.WithCancel(t.Context())
					time.AfterFunc(3*time.Second, cancel)
					start := time.Now()
					answer, err := client.Do(ctx, do(method))
					if took := time.Since(start); took != test.took {
						t.Errorf("took %v, want %v", took, test.took)
					}
					net.only(t)
					if !test.answered {
						var failure *transport.NoAnswerError
						if !errors.As(err, &failure) || notSent(failure) || !errors.Is(err, context.Canceled) {
							t.Errorf("error %v, want an interruption of what may have been sent", err)
						}
						return
					}
					if err != nil || answer.Status != test.answer.status {
						t.Errorf("answer %v, error %v; want %d", answer, err, test.answer.status)
					}
				})
			})
		}
	}
}

func TestInterruption_theTimeOutOfAnAttemptHoldsInTheGrace(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		net := newNetwork(step{delay: time.Minute})
		client := newClient(t, net, func(o *transport.Options) { o.AttemptTimeout = 4 * time.Second })
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(3*time.Second, cancel)
		start := time.Now()
		_ = mustFail(ctx, t, client, do(http.MethodPut))
		if took := time.Since(start); took != 4*time.Second {
			t.Errorf("took %v, want 4s", took)
		}
		net.only(t)
	})
}

func TestGrace_outlivesItsParentByTheGivenTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		parent, interrupt := context.WithCancelCause(context.WithValue(t.Context(), keyOfTest{}, "kept"))
		ctx, cancel := transport.Grace(parent, 5*time.Second)
		defer cancel()
		if ctx.Value(keyOfTest{}) != "kept" {
			t.Error("the parent's values are lost")
		}
		reason := errors.New("the user pressed a key")
		interrupt(reason)
		start := time.Now()
		<-ctx.Done()
		if took := time.Since(start); took != 5*time.Second {
			t.Errorf("ended after %v, want 5s", took)
		}
		if !errors.Is(context.Cause(ctx), reason) {
			t.Errorf("cause %v, want the parent's", context.Cause(ctx))
		}
	})
}

func TestGrace_endsWithItsOwnCancellation(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) { // a goroutine left behind would fail the bubble
		for _, interrupted := range []bool{false, true} {
			parent, interrupt := context.WithCancel(t.Context())
			ctx, cancel := transport.Grace(parent, 5*time.Second)
			if interrupted {
				interrupt()
				synctest.Wait()
			}
			if ctx.Err() != nil {
				t.Error("ended too soon")
			}
			cancel()
			if ctx.Err() == nil {
				t.Error("did not end")
			}
			interrupt()
		}
	})
}

type keyOfTest struct{}

// net/http itself resends a request with an idempotency key when a kept-alive
// connection breaks. A request whose policy allows one attempt must arrive
// once.
func TestAttempt_isNotRepeatedBehindItsPolicysBack(t *testing.T) {
	t.Parallel()
	for policy, want := range map[transport.RetryPolicy]int32{transport.RetryLimited: 1, transport.RetryNever: 1} {
		var writes atomic.Int32
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodGet {
				return
			}
			_, _ = io.Copy(io.Discard, r.Body)
			writes.Add(1)
			panic(http.ErrAbortHandler)
		}))
		client := newClient(t, transport.NewNetwork(), func(options *transport.Options) { options.BaseURL = mustParse(t, server.URL) })
		mustDo(t, client, get("/x"))
		_ = mustFail(t.Context(), t, client, transport.Request{
			Method: http.MethodPost, Path: "/x", Body: "a", Header: header("Idempotency-Key", "k"), Retry: policy,
		})
		if got := writes.Load(); got != want {
			t.Errorf("policy %d: sent %d times", policy, got)
		}
		server.Close()
	}
}
