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
	"syscall"

	"github.com/projectbilling/terraform-provider-billing/internal/realcli"
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

// run sets the stage and plays the story.
func run(ctx context.Context) error {
	work, err := newWorkplace()
	if err != nil {
		return err
	}
	defer work.remove()

	say("Find a command-line interface: terraform, else tofu, else one that is downloaded for this run.")
	cli, err := realcli.Find(ctx, work.path("cli"))
	if err != nil {
		return err
	}
	fmt.Println(cli)

	say("Build the provider into a local mirror, and the sandbox that plays the systems.")
	mirror, err := realcli.NewMirror(ctx, work.path("mirror"), ".")
	if err != nil {
		return err
	}
	path, err := realcli.BuildSandbox(ctx, work.path("billing-sandbox"))
	if err != nil {
		return err
	}
	sandbox, err := realcli.StartSandbox(ctx, path)
	if err != nil {
		return err
	}
	defer sandbox.Stop()
	fmt.Println("The sandbox listens on", sandbox.URL())

	return (&story{work: work, mirror: mirror, sandbox: sandbox, cli: cli}).tell(ctx)
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
