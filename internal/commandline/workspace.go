package commandline

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
)

// Workspace is a folder with a configuration, in which the command-line
// interface and the provider run as processes.
type Workspace struct {
	// CLI is the path of the command-line interface.
	CLI string
	// Provider is the provider that the configuration uses.
	Provider *Provider
	// Folder contains the configuration and its state.
	Folder string
	// Variables are added to the environment of each command, as in
	// "NAME=value". The caller's own variables that configure the interface or
	// the provider are removed.
	Variables []string
}

// Write writes a file of the workspace.
func (w *Workspace) Write(name, content string) error {
	file := filepath.Join(w.Folder, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return err
	}
	return os.WriteFile(file, []byte(content), 0o600)
}

// Read returns the content of a file of the workspace.
func (w *Workspace) Read(name string) (string, error) {
	content, err := os.ReadFile(filepath.Join(w.Folder, name)) //nolint:gosec // the workspace's own
	return string(content), err
}

// CopyFrom copies the files of a configuration from another folder, and the
// files that it reads, except queries, which only newer interfaces understand.
func (w *Workspace) CopyFrom(folder string) error {
	if files, err := filepath.Glob(filepath.Join(folder, "*.tf")); err != nil || len(files) == 0 {
		return errors.Join(err, fmt.Errorf("there is no configuration in %s", folder))
	}
	entries, err := os.ReadDir(folder)
	for _, entry := range entries {
		if entry.IsDir() || strings.HasSuffix(entry.Name(), ".tfquery.hcl") {
			continue
		}
		content, err := os.ReadFile(filepath.Join(folder, entry.Name())) //nolint:gosec // a configuration
		if err != nil {
			return err
		}
		if err := w.Write(entry.Name(), string(content)); err != nil {
			return err
		}
	}
	return err
}

// Command prepares a command. When ctx ends, the command is interrupted, so
// that the interface ends in its own way and saves the state.
func (w *Workspace) Command(ctx context.Context, arguments ...string) *exec.Cmd {
	command := exec.CommandContext(ctx, w.CLI, arguments...) //nolint:gosec // the interface that was found
	command.Dir, command.Env = w.Folder, append(environment(w.Provider.settings), w.Variables...)
	command.Cancel = func() error { return command.Process.Signal(os.Interrupt) }
	return command
}

// Run runs a command and returns everything that it printed. The error contains it too.
func (w *Workspace) Run(ctx context.Context, arguments ...string) (string, error) {
	command := w.Command(ctx, arguments...)
	var printed bytes.Buffer
	command.Stdout, command.Stderr = &printed, &printed
	if err := command.Run(); err != nil {
		return printed.String(), fmt.Errorf("%s: %w\n%s", strings.Join(arguments, " "), err, printed.String())
	}
	return printed.String(), nil
}

// Output runs a command and returns what it printed to standard output.
func (w *Workspace) Output(ctx context.Context, arguments ...string) (string, error) {
	command := w.Command(ctx, arguments...)
	command.Stderr = os.Stderr
	printed, err := command.Output()
	return string(printed), err
}

// environment returns the caller's environment without variables that configure
// a command-line interface or the provider. The interface uses the given
// settings, asks no questions and prints without colors.
func environment(settings string) []string {
	prefixes := []string{"TF_"}
	for _, system := range sandbox.Names() {
		prefixes = append(prefixes, sandbox.VariablePrefix(system))
	}
	kept := slices.DeleteFunc(os.Environ(), func(variable string) bool {
		return slices.ContainsFunc(prefixes, func(prefix string) bool { return strings.HasPrefix(variable, prefix) })
	})
	return append(kept, "TF_CLI_CONFIG_FILE="+settings, "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1", "TF_INPUT=0", "TF_CLI_ARGS=-no-color")
}
