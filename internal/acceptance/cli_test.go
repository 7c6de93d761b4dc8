package acceptance_test

import (
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/projectbilling/terraform-provider-billing/internal/commandline"
)

// workspace is the workspace of one test. It ends the test if something fails.
type workspace struct {
	*commandline.Workspace
	t *testing.T
}

// source declares the provider in a configuration that a process reads.
const source = `
terraform {
  required_providers {
    billing = { source = "registry.terraform.io/projectbilling/billing" }
  }
}
`

// newWorkspace creates a folder without a configuration. The process gets the
// given variables, such as "NAME=value", and none of the caller's own variables
// that configure Terraform or the provider.
func newWorkspace(t *testing.T, variables ...string) *workspace {
	t.Helper()
	if os.Getenv("TF_ACC") == "" {
		t.Skip("acceptance tests run only with TF_ACC set")
	}
	t.Parallel()
	provider, err := theProvider()
	if err != nil {
		t.Fatal(err)
	}
	return &workspace{t: t, Workspace: &commandline.Workspace{CLI: cliPath, Provider: provider, Folder: t.TempDir(), Variables: variables}}
}

// workspace creates a folder with a complete configuration for this site.
func (s *site) workspace(t *testing.T, blocks ...string) *workspace {
	t.Helper()
	w := newWorkspace(t)
	w.configure(s.config(blocks...))
	return w
}

// configure replaces the configuration.
func (w *workspace) configure(configuration string) {
	w.t.Helper()
	w.write("main.tf", source+configuration)
}

func (w *workspace) write(name, content string) {
	w.t.Helper()
	if err := w.Write(name, content); err != nil {
		w.t.Fatal(err)
	}
}

// read returns a file of the workspace.
func (w *workspace) read(name string) string {
	w.t.Helper()
	content, err := w.Read(name)
	if err != nil {
		w.t.Fatal(err)
	}
	return content
}

// try runs a command and returns its complete output.
func (w *workspace) try(arguments ...string) (string, error) {
	return w.Run(w.t.Context(), arguments...)
}

// command prepares a command.
func (w *workspace) command(arguments ...string) *exec.Cmd {
	return w.Command(w.t.Context(), arguments...)
}

// run runs a command that must succeed, and returns its complete output.
func (w *workspace) run(arguments ...string) string {
	w.t.Helper()
	output, err := w.try(arguments...)
	if err != nil {
		w.t.Fatal(err)
	}
	return output
}

// fails runs a command that must fail, and returns its complete output.
func (w *workspace) fails(arguments ...string) string {
	w.t.Helper()
	output, err := w.try(arguments...)
	if _, failed := errors.AsType[*exec.ExitError](err); !failed {
		w.t.Fatalf("%s should have failed: %v\n%s", strings.Join(arguments, " "), err, output)
	}
	return output
}

// apply applies the configuration.
func (w *workspace) apply() string {
	w.t.Helper()
	return w.run("apply", "-auto-approve")
}

// plansNothing checks that the plan has no changes.
func (w *workspace) plansNothing() {
	w.t.Helper()
	if _, err := w.try("plan", "-detailed-exitcode"); err != nil {
		w.t.Errorf("the plan should have been empty: %v", err)
	}
}

// mustSay checks that a text contains the given words in this order, and
// returns it.
func (w *workspace) mustSay(output string, phrases ...string) {
	w.t.Helper()
	if !says(phrases...).MatchString(output) {
		w.t.Errorf("nothing says %q in:\n%s", phrases, output)
	}
}
