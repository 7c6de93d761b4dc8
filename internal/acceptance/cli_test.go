package acceptance_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// workspace is a folder with a configuration in which the real command-line
// interface runs as a process, and the provider as another.
type workspace struct {
	t           *testing.T
	folder      string
	environment []string
}

// source names the provider for a configuration that a process reads.
const source = `
terraform {
  required_providers {
    billing = { source = "registry.terraform.io/projectbilling/billing" }
  }
}
`

// newWorkspace makes a folder without a configuration. The process gets the
// given variables, as in "NAME=value", and none of the caller's own that
// configure Terraform or the provider.
func newWorkspace(t *testing.T, variables ...string) *workspace {
	t.Helper()
	if os.Getenv("TF_ACC") == "" {
		t.Skip("acceptance tests run only with TF_ACC set")
	}
	t.Parallel()
	binary, err := providerBinary()
	if err != nil {
		t.Fatal(err)
	}
	w := &workspace{t: t, folder: t.TempDir()}
	settings := filepath.Join(t.TempDir(), "cli.tfrc")
	// OpenTofu takes a source without a host for one of its own registry.
	w.writeTo(settings, fmt.Sprintf("disable_checkpoint = true\nprovider_installation {\n  dev_overrides {\n"+
		"    \"registry.terraform.io/projectbilling/billing\" = %q\n    \"registry.opentofu.org/projectbilling/billing\" = %[1]q\n"+
		"  }\n  direct {}\n}\n", binary))
	for _, variable := range os.Environ() {
		if name, _, _ := strings.Cut(variable, "="); !isSetting(name) {
			w.environment = append(w.environment, variable)
		}
	}
	w.environment = append(w.environment, "TF_CLI_CONFIG_FILE="+settings, "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1",
		"TF_INPUT=0", "TF_CLI_ARGS=-no-color")
	w.environment = append(w.environment, variables...)
	return w
}

func isSetting(name string) bool {
	for _, prefix := range []string{"TF_", "TEAMWORK_", "INTACCT_", "WETHOD_"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

// workspace makes a folder with a whole configuration for this site.
func (s *site) workspace(t *testing.T, blocks ...string) *workspace {
	t.Helper()
	w := newWorkspace(t)
	w.configure(s.config(blocks...))
	return w
}

// configure replaces the configuration.
func (w *workspace) configure(configuration string) {
	w.t.Helper()
	w.writeTo(filepath.Join(w.folder, "main.tf"), source+configuration)
}

func (w *workspace) writeTo(path, content string) {
	w.t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		w.t.Fatal(err)
	}
}

// try runs a command and returns all that it printed.
func (w *workspace) try(arguments ...string) (string, error) {
	w.t.Helper()
	command := w.command(arguments...)
	var output bytes.Buffer
	command.Stdout, command.Stderr = &output, &output
	err := command.Run()
	return output.String(), err
}

// command prepares a command.
func (w *workspace) command(arguments ...string) *exec.Cmd {
	command := exec.CommandContext(w.t.Context(), cliPath, arguments...) //nolint:gosec // the interface under test
	command.Dir, command.Env = w.folder, w.environment
	return command
}

// run runs a command that must succeed, and returns all that it printed.
func (w *workspace) run(arguments ...string) string {
	w.t.Helper()
	output, err := w.try(arguments...)
	if err != nil {
		w.t.Fatalf("%s: %v\n%s", strings.Join(arguments, " "), err, output)
	}
	return output
}

// fails runs a command that must fail, and returns all that it printed.
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

// plansNothing checks that there is nothing to do.
func (w *workspace) plansNothing() {
	w.t.Helper()
	if output, err := w.try("plan", "-detailed-exitcode"); err != nil {
		w.t.Errorf("the plan should have been empty: %v\n%s", err, output)
	}
}

// mustSay checks that a text has the given words in this order, and returns it.
func (w *workspace) mustSay(output string, phrases ...string) {
	w.t.Helper()
	if !says(phrases...).MatchString(output) {
		w.t.Errorf("nothing says %q in:\n%s", phrases, output)
	}
}
