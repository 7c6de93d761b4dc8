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

# Paste this into main.tf in an empty folder. The credentials are made up.
# Omit the systems that you do not use.

terraform {
  required_providers {
    billing = {
      source = "registry.terraform.io/projectbilling/billing"
    }
  }
}

` + address.ProviderBlock() + `
# Or write provider "billing" {} and set these environment variables:

export ` + strings.Join(address.Environment(), "\nexport ") + `

# Requests so far: curl ` + address.URL() + `/sandbox/stats
# Press Ctrl+C to stop the sandbox. Its data is lost.
`
}

// parse parses the flags.
func parse(arguments []string, stderr io.Writer) (sandbox.Options, string, error) {
	options := sandbox.Options{DiscardRequests: true}
	flags := flag.NewFlagSet("billing-sandbox", flag.ContinueOnError)
	flags.SetOutput(stderr)
	address := flags.String("addr", "127.0.0.1:0", "loopback address to listen on; port 0 picks a free port")
	seed := flags.String("seed", string(sandbox.SeedDemo), "initial contents of the systems: demo or empty")
	faults := flags.String("faults", "", "share of requests hit by each fault, such as reset=0.05,status500=0.05,lost=0.02,seed=1")
	values := flags.String("values", "", "how the systems change the records that clients write: "+sandbox.ValuesHelp)
	flags.IntVar(&options.Invoices, "invoices", 0, "number of invoices to add to the Teamwork project 1149")
	flags.IntVar(&options.TimeLogs, "time-logs", 0, "number of billable time logs to add to the Teamwork project 1149")
	flags.IntVar(&options.Templates, "templates", 0, "number of project billing templates to add to Intacct")
	flags.IntVar(&options.PageSize, "page-size", 50, "number of records per page of a Teamwork list")
	flags.DurationVar(&options.Latency, "latency", 0, "delay added to each response, such as 50ms")
	flags.IntVar(&options.Rate, "rate", 0, "number of Teamwork requests per minute before 429; 0 means no limit")
	if err := flags.Parse(arguments); err != nil {
		return sandbox.Options{}, "", err
	}
	if flags.NArg() > 0 {
		return sandbox.Options{}, "", fmt.Errorf("unexpected argument %q: only flags are accepted", flags.Arg(0))
	}
	if options.PageSize < 1 {
		return sandbox.Options{}, "", fmt.Errorf("-page-size %d: must be at least 1", options.PageSize)
	}
	options.Seed = sandbox.Seed(*seed)
	if options.Seed == "" {
		return sandbox.Options{}, "", errors.New("-seed: must be demo or empty")
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
