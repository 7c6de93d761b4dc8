package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

const (
	providerAddress = "registry.terraform.io/projectbilling/billing"
	providerVersion = "0.1.0"
	sandboxName     = "billing-sandbox"
	configuration   = "examples/complete"
)

// workplace is a temporary folder with all that the demo needs: the mirror
// with the provider, the sandbox, a copy of the configuration and the CLI's
// own settings.
type workplace struct {
	root string
}

func newWorkplace() (*workplace, error) {
	root, err := os.MkdirTemp("", "billing-demo-")
	if err != nil {
		return nil, err
	}
	work := &workplace{root: root}
	if err := work.fill(); err != nil {
		work.remove()
		return nil, err
	}
	return work, nil
}

func (w *workplace) path(elements ...string) string {
	return filepath.Join(append([]string{w.root}, elements...)...)
}

func (w *workplace) remove() { _ = os.RemoveAll(w.root) } // a temporary folder; the system clears what is left

// fill copies the configuration and writes the CLI's settings.
func (w *workplace) fill() error {
	if err := copyConfiguration(configuration, w.path("configuration")); err != nil {
		return fmt.Errorf("run the demo from the root of the repository: %w", err)
	}
	settings := fmt.Sprintf("disable_checkpoint = true\nprovider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n", w.path("mirror"))
	return os.WriteFile(w.path("cli.tfrc"), []byte(settings), 0o600)
}

// build compiles the provider into the mirror, and the sandbox.
func (w *workplace) build(ctx context.Context) error {
	provider := w.path("mirror", filepath.FromSlash(providerAddress), providerVersion,
		runtime.GOOS+"_"+runtime.GOARCH, "terraform-provider-billing_v"+providerVersion+executable())
	if err := compile(ctx, provider, "-ldflags=-X main.version="+providerVersion, "."); err != nil {
		return err
	}
	return compile(ctx, w.path(sandboxName)+executable(), "./internal/sandbox/cmd/"+sandboxName)
}

func compile(ctx context.Context, result string, arguments ...string) error {
	command := exec.CommandContext(ctx, "go", append([]string{"build", "-o", result}, arguments...)...) //nolint:gosec // our own packages
	command.Stdout, command.Stderr = os.Stdout, os.Stderr
	return command.Run()
}

// environment is the caller's, without settings of Terraform that would reach
// into the demo.
func (w *workplace) environment() []string {
	var kept []string
	for _, variable := range os.Environ() {
		name, _, _ := strings.Cut(variable, "=")
		if !strings.HasPrefix(name, "TF_") || strings.HasPrefix(name, "TF_LOG") {
			kept = append(kept, variable)
		}
	}
	if !isTerminal(os.Stdout) {
		kept = append(kept, "TF_CLI_ARGS=-no-color")
	}
	return append(kept, "TF_CLI_CONFIG_FILE="+w.path("cli.tfrc"), "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1", "TF_INPUT=0")
}

// copyConfiguration copies the .tf files of a folder.
func copyConfiguration(from, to string) error {
	files, err := fs.Glob(os.DirFS(from), "*.tf")
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return fmt.Errorf("no configuration in %s", from)
	}
	if err := os.MkdirAll(to, 0o700); err != nil {
		return err
	}
	for _, file := range files {
		content, err := os.ReadFile(filepath.Join(from, file))
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(to, file), content, 0o600); err != nil {
			return err
		}
	}
	return nil
}

func executable() string {
	if runtime.GOOS == "windows" {
		return ".exe"
	}
	return ""
}
