package realcli

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// What configurations call the provider, and the version that mirrors have it in.
const (
	providerAddress = "registry.terraform.io/projectbilling/billing"
	providerVersion = "0.1.0"
)

// Mirror is a folder that a command-line interface installs the provider from,
// and the interface's settings that say so.
type Mirror struct {
	folder, settings, executable string
}

// NewMirror builds the provider from the main package at source, such as ".",
// into folder.
func NewMirror(ctx context.Context, folder, source string) (*Mirror, error) {
	mirror := &Mirror{folder: folder, settings: filepath.Join(folder, "cli.tfrc")}
	mirror.executable = withSuffix(filepath.Join(folder, filepath.FromSlash(providerAddress), providerVersion,
		runtime.GOOS+"_"+runtime.GOARCH, "terraform-provider-billing_v"+providerVersion))
	if err := build(ctx, mirror.executable, "-ldflags=-X main.version="+providerVersion, source); err != nil {
		return nil, fmt.Errorf("build %s: %w", source, err)
	}
	text := fmt.Sprintf("disable_checkpoint = true\nprovider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n", folder)
	return mirror, os.WriteFile(mirror.settings, []byte(text), 0o600)
}

// Executable is the path of the provider that was built.
func (m *Mirror) Executable() string { return m.executable }

// Environment is the caller's, without settings that would reach into a run,
// for a command-line interface that installs from this mirror and asks nobody
// anything.
func (m *Mirror) Environment() []string {
	var kept []string
	for _, variable := range os.Environ() {
		name, _, _ := strings.Cut(variable, "=")
		if !strings.HasPrefix(name, "TF_") || strings.HasPrefix(name, "TF_LOG") {
			kept = append(kept, variable)
		}
	}
	return append(kept, "TF_CLI_CONFIG_FILE="+m.settings, "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1", "TF_INPUT=0")
}

func build(ctx context.Context, result string, arguments ...string) error {
	command := exec.CommandContext(ctx, "go", append([]string{"build", "-o", result}, arguments...)...) //nolint:gosec // our own packages
	command.Stdout, command.Stderr = os.Stderr, os.Stderr
	return command.Run()
}

// withSuffix gives the name of a program its ending, where programs have one.
func withSuffix(path string) string {
	if runtime.GOOS == "windows" {
		return path + ".exe"
	}
	return path
}
