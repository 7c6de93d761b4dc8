// Command bench measures the cost of the provider. It drives the real
// command-line interface against the sandbox's process and prints, as Markdown,
// wall time, processor time, requests, and memory of planning N unchanged
// records, of creating N, and of destroying N, under several conditions.
//
// Next to each figure, it prints two floors, measured in turn with it: the same
// schemas without an implementation (emptyprovider), and the same number of
// terraform_data with the same values, which require no provider process.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/projectbilling/terraform-provider-billing/internal/commandline"
)

// options select what is measured.
type options struct {
	sizes     []int
	runs      int
	latencies []time.Duration
	rate      int // requests per minute, measured as a separate condition
	templates bool
	onlyLists bool
	sets      bool // measure long sets as well
	// maxWrites is the maximum number of records that are created and destroyed.
	maxWrites int
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := run(ctx, os.Args[1:])
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintf(os.Stderr, "bench: %v\n", err)
		stop()
		os.Exit(1)
	}
}

func run(ctx context.Context, arguments []string) error {
	options, err := parse(arguments, os.Stderr)
	if err != nil {
		return err
	}
	stage, err := newStage(ctx)
	if err != nil {
		return err
	}
	defer stage.remove()
	var kinds []kind
	if !options.onlyLists {
		kinds = append(kinds, invoices{})
	}
	if options.templates {
		kinds = append(kinds, templates{})
	}
	started := time.Now()
	for _, kind := range kinds {
		results, err := stage.measureAll(ctx, kind, options)
		if len(results) > 0 { // all of them, or those before a failure or an interruption
			report(os.Stdout, kind, results)
		}
		if err != nil {
			return err
		}
	}
	listed, err := stage.measureLists(ctx, options)
	reportLists(os.Stdout, listed)
	if err != nil {
		return err
	}
	if options.sets {
		measured, err := stage.measureSets(ctx, options)
		reportSets(os.Stdout, measured)
		if err != nil {
			return err
		}
	}
	version, err := commandline.Version(ctx, stage.cli)
	fmt.Printf("\nMeasured in %s with %s.\n", time.Since(started).Round(time.Second), version)
	return err
}

// parse parses the flags.
func parse(arguments []string, stderr io.Writer) (options, error) {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(stderr)
	sizes := flags.String("n", "1,10,100,1000,5000", "comma-separated numbers of records")
	latencies := flags.String("latencies", "0,50ms", "comma-separated delays added to each response")
	parsed := options{}
	flags.IntVar(&parsed.runs, "runs", 3, "number of measurements per command; the report shows the median")
	flags.IntVar(&parsed.rate, "rate", 150, "requests per minute in the condition with a limit; 0 omits that condition")
	flags.IntVar(&parsed.maxWrites, "max-writes", 1000, "maximum number of records to create and destroy")
	flags.BoolVar(&parsed.templates, "templates", false, "also measure templates of Sage Intacct")
	flags.BoolVar(&parsed.onlyLists, "only-lists", false, "measure only data sources that list")
	flags.BoolVar(&parsed.sets, "sets", true, "also measure long sets, which takes Terraform several minutes")
	quick := flags.Bool("quick", false, "a small grid: -n 1,100,1000 -runs 1 -max-writes 100 -sets=false")
	if err := flags.Parse(arguments); err != nil {
		return options{}, err
	}
	if flags.NArg() > 0 {
		return options{}, fmt.Errorf("unexpected argument %q: only flags are accepted", flags.Arg(0))
	}
	if *quick {
		*sizes, parsed.runs, parsed.maxWrites = "1,100,1000", 1, 100
		parsed.sets = false
	}
	var problems []error
	for word := range strings.SplitSeq(*sizes, ",") {
		size, err := strconv.Atoi(strings.TrimSpace(word))
		if err != nil || size < 1 {
			problems = append(problems, fmt.Errorf("-n %q: must be positive whole numbers", word))
		}
		parsed.sizes = append(parsed.sizes, size)
	}
	for word := range strings.SplitSeq(*latencies, ",") {
		latency, err := time.ParseDuration(strings.TrimSpace(word))
		if err != nil || latency < 0 {
			problems = append(problems, fmt.Errorf("-latencies %q: must be durations such as 0 or 50ms", word))
		}
		parsed.latencies = append(parsed.latencies, latency)
	}
	if parsed.runs < 1 || parsed.rate < 0 || parsed.maxWrites < 0 {
		problems = append(problems, errors.New("-runs, -rate, and -max-writes: must be whole numbers, and -runs at least 1"))
	}
	return parsed, errors.Join(problems...)
}
