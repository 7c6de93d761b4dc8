// Command demo shows in seven steps what the provider does. It builds the
// provider, starts the sandbox, and drives the real command-line interface. It
// checks everything that it claims, requires no account, and leaves nothing
// behind except a log of every command.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/projectbilling/terraform-provider-billing/internal/commandline"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	verbose := flag.Bool("verbose", false, "print the complete output of every command")
	logPath := flag.String("log", filepath.Join("bin", "demo.log"), "file for the complete output of every command")
	flag.Parse()
	err := run(ctx, *logPath, *verbose)
	stop()
	if err != nil {
		fmt.Fprintf(os.Stderr, "\ndemo: %v\n\nThe output of every command is in %s\n", err, *logPath)
		os.Exit(1)
	}
}

// run opens the log and plays the demo in a temporary folder.
func run(ctx context.Context, logPath string, verbose bool) (err error) {
	if err := os.MkdirAll(filepath.Dir(logPath), 0o750); err != nil {
		return err
	}
	log, err := os.Create(logPath) //nolint:gosec // where the caller wants it
	if err != nil {
		return err
	}
	defer func() { _ = log.Close() }()
	root, err := os.MkdirTemp("", "billing-demo-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(root) }() // a temporary folder, which the system cleans up anyway

	screen := newScreen(log, verbose)
	screen.title("Project billing as code: a demo against a sandbox, no account required")
	screen.text("Complete output of every command: " + logPath)
	screen.text("")
	work, sandbox, err := prepare(ctx, screen, root)
	if err != nil {
		return err
	}
	defer sandbox.Stop()
	return (&story{Workspace: work, screen: screen, sandbox: sandbox}).tell(ctx)
}

// prepare finds a command-line interface, builds the provider and the sandbox,
// and starts the sandbox with 20 hours of work in March.
func prepare(ctx context.Context, screen *screen, root string) (*commandline.Workspace, *commandline.Sandbox, error) {
	work := &commandline.Workspace{Folder: filepath.Join(root, "configuration")}
	var version, program string
	var sandbox *commandline.Sandbox
	stages := []struct {
		words string
		do    func() error
	}{
		{"Find Terraform or OpenTofu, or download Terraform", func() (err error) {
			if work.CLI, err = commandline.Find(ctx, filepath.Join(root, "cli")); err == nil {
				version, err = commandline.Version(ctx, work.CLI)
			}
			return err
		}},
		{"Build the provider (a minute or two the first time)", func() (err error) {
			work.Provider, err = commandline.BuildMirror(ctx, filepath.Join(root, "mirror"), ".")
			return err
		}},
		{"Build and start the sandbox", func() (err error) {
			if program, err = commandline.BuildSandbox(ctx, filepath.Join(root, "billing-sandbox")); err == nil {
				sandbox, err = commandline.StartSandbox(ctx, program, "-time-logs", "40")
			}
			return err
		}},
	}
	for _, stage := range stages {
		if err := screen.progress("  "+stage.words, stage.do); err != nil {
			return nil, nil, err
		}
	}
	screen.text("  " + version + " against " + sandbox.URL())
	work.Variables = sandbox.Environment()
	return work, sandbox, nil
}
