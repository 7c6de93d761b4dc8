// Command soak tests that no record is lost or created twice. It creates,
// changes, and deletes records of all resources through the real command-line
// interface while the sandbox cuts connections, loses responses, fails before
// and after requests take effect, hangs, drips, truncates responses, and
// enforces rate limits.
//
// Two more campaigns use a system that changes values at random while responses
// are lost, and a site that is replaced by another company's between runs.
//
// For each kind of fault, it applies until clean, at most three times, counts
// the records in the sandbox, and plans again. It prints a table and exits with
// an error if a record is duplicated, lost, or belongs to another company and
// was changed, or if the plan is not empty.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"

	"golang.org/x/sync/errgroup"

	"github.com/projectbilling/terraform-provider-billing/internal/commandline"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
)

func main() {
	records := flag.Int("records", 50, "number of records of each kind in a campaign")
	seeds := flag.Int("seeds", 1, "number of campaigns per kind and fault, each with a different seed")
	share := flag.Float64("share", 0.1, "share of requests hit by the fault")
	side := flag.Int("parallel", 2, "number of campaigns to run in parallel")
	only := flag.String("only", "", "run only one kind of record, such as bill; empty means all")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, *only, *records, *seeds, *share, *side); err != nil {
		fmt.Fprintf(os.Stderr, "\nsoak: %v\n", err)
		stop()
		os.Exit(1)
	}
}

// run runs all campaigns and prints their results.
func run(ctx context.Context, only string, records, seeds int, share float64, side int) error {
	root, err := os.MkdirTemp("", "billing-soak-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(root) }() // a temporary folder, which the system cleans up anyway
	newWorkspace, err := prepare(ctx, root, ".")
	if err != nil {
		return err
	}

	var report report
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(side)
	for _, kind := range kinds() {
		if only != "" && kind.name != only {
			continue
		}
		for _, fault := range append([]sandbox.FaultKind{"", changingValues, switchedSite}, faults()...) {
			runs := seeds
			if fault == changingValues {
				runs *= 2 // every other seed also fails after the request takes effect
			}
			for seed := range runs {
				folder := filepath.Join(root, fmt.Sprintf("%s-%s-%d", kind.name, fault, seed))
				group.Go(func() error {
					each := &campaign{
						Workspace: newWorkspace(folder), kind: kind, fault: fault, share: share, seed: uint64(seed) + 1, number: records, //nolint:gosec // a small count
					}
					result, err := each.play(ctx)
					report.add(each, result, err)
					fmt.Fprint(os.Stderr, ".")
					return ctx.Err()
				})
			}
		}
	}
	if err := group.Wait(); err != nil {
		return err
	}
	fmt.Print("\n\n", report.String())
	return report.problems()
}

// prepare finds the command-line interface and builds the provider from the
// package at source, below the folder root. It returns a function that creates
// workspaces with them.
func prepare(ctx context.Context, root, source string) (func(folder string) *commandline.Workspace, error) {
	cli, err := commandline.Find(ctx, filepath.Join(root, "cli"))
	if err != nil {
		return nil, err
	}
	mirror, err := commandline.BuildMirror(ctx, filepath.Join(root, "mirror"), source)
	return func(folder string) *commandline.Workspace {
		return &commandline.Workspace{CLI: cli, Provider: mirror, Folder: folder}
	}, err
}

// faults returns the kinds of faults in campaigns.
func faults() []sandbox.FaultKind {
	return []sandbox.FaultKind{
		sandbox.FaultReset, sandbox.FaultLost,
		sandbox.FaultStatus500, sandbox.FaultStatus500After, sandbox.FaultStatus502, sandbox.FaultStatus502After,
		sandbox.FaultStatus503, sandbox.FaultStatus503After,
		sandbox.FaultHang, sandbox.FaultHangAfter, sandbox.FaultDrip, sandbox.FaultTruncate, sandbox.FaultHTML,
		sandbox.FaultStatus429, sandbox.FaultStatus429Date, sandbox.FaultStatus429Delta, sandbox.FaultStatus429Epoch,
		sandbox.FaultStatus429Dashed, sandbox.FaultStatus400Limit, sandbox.FaultStatus400Dashed,
	}
}

// indent indents the lines of a long text.
func indent(text string) string { return "    " + strings.ReplaceAll(text, "\n", "\n    ") }
