// Command demo shows the provider at its main job, as a user would see it: it
// builds the provider, starts the sandbox, and drives the real command-line
// interface through init, plan, apply, an empty second plan, a drift and its
// repair, import, and destroy. It needs no account and leaves nothing behind.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/projectbilling/terraform-provider-billing/internal/commandline"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx); err != nil {
		fmt.Fprintf(os.Stderr, "\ndemo: %v\n", err)
		stop()
		os.Exit(1)
	}
}

// configuration is what the demo applies.
const configuration = "examples/complete"

// run sets the stage, in a temporary folder, and plays the story.
func run(ctx context.Context) error {
	root, err := os.MkdirTemp("", "billing-demo-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(root) }() // a temporary folder; the system clears what is left
	work := &commandline.Workspace{Folder: filepath.Join(root, "configuration")}
	if err := work.CopyFrom(configuration); err != nil {
		return fmt.Errorf("run the demo from the root of the repository: %w", err)
	}

	say("Find a command-line interface: terraform, else tofu, else one that is downloaded for this run.")
	if work.CLI, err = commandline.Find(ctx, filepath.Join(root, "cli")); err != nil {
		return err
	}
	fmt.Println(work.CLI)

	say("Build the provider into a local mirror, and the sandbox that plays the systems.")
	if work.Provider, err = commandline.BuildMirror(ctx, filepath.Join(root, "mirror"), "."); err != nil {
		return err
	}
	path, err := commandline.BuildSandbox(ctx, filepath.Join(root, "billing-sandbox"))
	if err != nil {
		return err
	}
	sandbox, err := commandline.StartSandbox(ctx, path)
	if err != nil {
		return err
	}
	defer sandbox.Stop()
	fmt.Println("The sandbox listens on", sandbox.URL())

	work.Variables = sandbox.Environment()
	if isTerminal(os.Stdout) {
		work.Variables = append(work.Variables, "TF_CLI_ARGS=") // in color
	}
	return (&story{Workspace: work, sandbox: sandbox}).tell(ctx)
}

// say announces a step in plain words, in bold where somebody is watching.
func say(words string) {
	if isTerminal(os.Stdout) {
		words = "\033[1m" + words + "\033[0m"
	}
	fmt.Printf("\n=== %s\n\n", words)
}

// isTerminal tells a person's terminal from a file or a pipe.
func isTerminal(file *os.File) bool {
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
