package acceptance_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"

	intacct "github.com/projectbilling/terraform-provider-billing/internal/intacct/api"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	teamwork "github.com/projectbilling/terraform-provider-billing/internal/teamwork/api"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
	wethod "github.com/projectbilling/terraform-provider-billing/internal/wethod/api"
)

// network responds to requests in memory.
type network func(*http.Request) (*http.Response, error)

func (n network) RoundTrip(request *http.Request) (*http.Response, error) { return n(request) }

// clientCalls returns reads with each system's own client, with the canary as
// the credential.
func clientCalls(answer network) map[string]func(context.Context) error {
	options := transport.Options{BaseURL: &url.URL{Scheme: "https", Host: "system.example.com"}, Network: answer}
	return map[string]func(context.Context) error{
		"teamwork": func(ctx context.Context) error {
			_, err := teamwork.New(options, teamwork.Credential{APIKey: canary}).GetInvoice(ctx, "49")
			return err
		},
		"intacct": func(ctx context.Context) error {
			_, err := intacct.New(options, intacct.Credential{AccessToken: canary}, "").Templates.Get(ctx, "15")
			return err
		},
		"wethod": func(ctx context.Context) error {
			_, err := wethod.New(options, wethod.Access{Company: "acme", Token: canary}).ListInvoices(ctx, wethod.InvoiceQuery{})
			return err
		},
	}
}

// endless is an endless body of whitespace that counts the bytes read.
type endless struct{ read *atomic.Int64 }

func (e endless) Read(into []byte) (int, error) {
	for i := range into {
		into[i] = ' '
	}
	e.read.Add(int64(len(into)))
	return len(into), nil
}

// longestError is the maximum length of one error's text, in bytes.
const longestError = 4 << 10

// TestHostileAnswers_areAClearErrorInBoundedMemory checks that endless
// responses and responses of 100 MB are cut off, and that excessive nesting is
// refused, in successes and in errors.
func TestHostileAnswers_areAClearErrorInBoundedMemory(t *testing.T) {
	t.Parallel()
	const deep = 200_000
	bodies := map[string]func(read *atomic.Int64) io.Reader{
		"without an end": func(read *atomic.Int64) io.Reader { return endless{read} },
		"of 100 MB":      func(read *atomic.Int64) io.Reader { return io.LimitReader(endless{read}, 100<<20) },
		"lists nested deep": func(*atomic.Int64) io.Reader {
			return strings.NewReader(strings.Repeat("[", deep) + strings.Repeat("]", deep))
		},
		"objects nested deep": func(*atomic.Int64) io.Reader {
			return strings.NewReader(strings.Repeat(`{"error":`, deep) + "1" + strings.Repeat("}", deep))
		},
	}
	for name, body := range bodies {
		for _, status := range []int{http.StatusOK, http.StatusUnprocessableEntity} {
			for _, system := range sandbox.Names() {
				t.Run(fmt.Sprintf("%s %d %s", system, status, name), func(t *testing.T) {
					t.Parallel()
					var read atomic.Int64
					err := clientCalls(func(request *http.Request) (*http.Response, error) {
						return &http.Response{
							StatusCode: status, Header: http.Header{"Content-Type": {"application/json"}},
							Body: io.NopCloser(body(&read)), Request: request,
						}, nil
					})[system](t.Context())
					if err == nil || len(err.Error()) > longestError {
						t.Fatalf("got %.200v, want an error that a person can read", err)
					}
					if got := read.Load(); got > 17<<20 {
						t.Errorf("%d bytes were read", got)
					}
					if !strings.Contains(name, "nested") && !strings.Contains(err.Error(), "larger than 16 MiB and was cut off") {
						t.Errorf("the error does not say that the answer was cut: %v", err)
					}
				})
			}
		}
	}
}

// panicVariable makes this test's own process panic during a request to the
// named system.
const panicVariable = "BILLING_TEST_PANIC"

// TestSecrets_areNotInWhatAPanicPrints covers a panic during a request, and a
// panic with the credential itself as its value.
func TestSecrets_areNotInWhatAPanicPrints(t *testing.T) {
	t.Parallel()
	if system := os.Getenv(panicVariable); system != "" {
		panicIn(t, system)
	}
	executable, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for _, system := range append(sandbox.Names(), "value") {
		t.Run(system, func(t *testing.T) {
			t.Parallel()
			command := exec.CommandContext(t.Context(), executable, "-test.run=^TestSecrets_areNotInWhatAPanicPrints$") //nolint:gosec // this very test
			command.Env = append(os.Environ(), panicVariable+"="+system, "GOTRACEBACK=all", "TF_ACC=")
			output, err := command.CombinedOutput()
			if err == nil || !strings.Contains(string(output), "panic: ") {
				t.Fatalf("it did not panic: %v\n%s", err, output)
			}
			if strings.Contains(string(output), canary) {
				t.Errorf("the credential is in what it printed:\n%s", output)
			}
		})
	}
}

func panicIn(t *testing.T, system string) {
	if system == "value" {
		panic(errors.Join(
			fmt.Errorf("%v %+v %#v", teamwork.Credential{APIKey: canary}, teamwork.Credential{AccessToken: canary}, teamwork.Credential{APIKey: canary}),
			fmt.Errorf("%v %+v %#v", intacct.Credential{ClientSecret: canary}, intacct.Credential{AccessToken: canary}, intacct.Credential{ClientSecret: canary}),
			fmt.Errorf("%v %+v %#v", wethod.Access{Token: canary}, wethod.Access{Token: canary}, wethod.Access{Token: canary}),
		))
	}
	call := clientCalls(func(request *http.Request) (*http.Response, error) {
		if !strings.Contains(fmt.Sprint(request.Header), canary) && request.Header.Get("Authorization") == "" {
			t.Fatal("the request carries no credential: the test proves nothing")
		}
		panic("in the middle of a request")
	})[system]
	t.Fatal(call(t.Context()))
}
