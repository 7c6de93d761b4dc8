// Command billing-sandbox serves the emulated systems on a loopback address, for trying out the provider and for tests
// that drive a real command line. The first line on standard output contains the address. The following lines configure
// the provider for it, as a provider block to paste and as shell commands.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
)

// grace is how long requests in flight may take after the process is asked to stop.
const grace = 3 * time.Second

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "billing-sandbox:", err)
		os.Exit(1)
	}
}

// run serves until ctx ends.
func run(ctx context.Context, arguments []string, stdout, stderr io.Writer) error {
	options, address, err := parse(arguments, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return nil
	}
	if err != nil {
		return err
	}
	server, err := sandbox.New(options).Listen(address)
	if err != nil {
		return err
	}
	defer server.Close()
	if _, err := io.WriteString(stdout, welcome(server.Address)); err != nil {
		return fmt.Errorf("tell the address: %w", err)
	}
	select {
	case <-server.Done():
		return server.Err()
	case <-ctx.Done():
		ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
		defer cancel()
		server.Shutdown(ending)
		return nil
	}
}

// welcome returns the startup output: the address and the matching provider configuration.
func welcome(address sandbox.Address) string {
	return "listening on " + address.URL() + `

# Paste this into a configuration. The credentials are made up.
# Systems that you do not use can be left out.

` + address.ProviderBlock() + `
# Or write provider "billing" {} and set the same in the environment:

export ` + strings.Join(address.Environment(), "\nexport ") + `

# Requests so far: curl ` + address.URL() + `/sandbox/stats
# Ctrl+C ends the sandbox, and with it all that it holds.
`
}

// parse parses the flags.
func parse(arguments []string, stderr io.Writer) (sandbox.Options, string, error) {
	options := sandbox.Options{DiscardRequests: true}
	flags := flag.NewFlagSet("billing-sandbox", flag.ContinueOnError)
	flags.SetOutput(stderr)
	address := flags.String("addr", "127.0.0.1:0", "loopback address to listen on; port 0 is any free one")
	seed := flags.String("seed", string(sandbox.SeedDemo), "what the systems hold at the start: demo or empty")
	faults := flags.String("faults", "", "shares of requests that meet a fault, such as reset=0.05,status500=0.05,lost=0.02,seed=1")
	values := flags.String("values", "", "what the systems do to the records that clients write: "+sandbox.ValuesHelp)
	flags.IntVar(&options.Invoices, "invoices", 0, "number of invoices added to the Teamwork project 1149")
	flags.IntVar(&options.TimeLogs, "time-logs", 0, "number of billable time logs added to the Teamwork project 1149")
	flags.IntVar(&options.Templates, "templates", 0, "number of project billing templates added to Intacct")
	flags.IntVar(&options.PageSize, "page-size", 50, "records on a page of a Teamwork list")
	flags.DurationVar(&options.Latency, "latency", 0, "time added to each answer, such as 50ms")
	flags.IntVar(&options.Rate, "rate", 0, "Teamwork requests a minute before 429; 0 is no limit")
	if err := flags.Parse(arguments); err != nil {
		return sandbox.Options{}, "", err
	}
	if flags.NArg() > 0 {
		return sandbox.Options{}, "", fmt.Errorf("unexpected argument %q: there are flags only", flags.Arg(0))
	}
	if options.PageSize < 1 {
		return sandbox.Options{}, "", fmt.Errorf("-page-size %d: want at least 1", options.PageSize)
	}
	options.Seed = sandbox.Seed(*seed)
	if options.Seed == "" {
		return sandbox.Options{}, "", errors.New("-seed: want demo or empty")
	}
	drawn, err := sandbox.ParseFaults(*faults)
	if err != nil {
		return sandbox.Options{}, "", fmt.Errorf("-faults: %w", err)
	}
	options.Faults = drawn
	if err := options.ApplyValues(*values); err != nil {
		return sandbox.Options{}, "", fmt.Errorf("-values: %w", err)
	}
	return options, *address, options.Validate()
}
