package commandline

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
)

// The provider's name in configurations, and its version in mirrors.
const (
	providerName    = "projectbilling/billing"
	providerHost    = "registry.terraform.io"
	providerProgram = "terraform-provider-billing"
	providerVersion = "0.1.0"
)

// Provider is the provider as command-line interfaces use it: a program, and
// the settings that locate it.
type Provider struct{ executable, settings string }

// Executable returns the path of the program; "" if it is packed in an archive.
func (p *Provider) Executable() string { return p.executable }

// BuildMirror builds the provider from the main package at source, such as ".",
// into folder, from which `init` installs it.
func BuildMirror(ctx context.Context, folder, source string) (*Provider, error) {
	executable := withSuffix(filepath.Join(folder, providerHost, filepath.FromSlash(providerName), providerVersion,
		runtime.GOOS+"_"+runtime.GOARCH, providerProgram+"_v"+providerVersion))
	if err := build(ctx, executable, "-ldflags=-X main.version="+providerVersion, source); err != nil {
		return nil, err
	}
	mirror, err := OpenMirror(folder)
	mirror.executable = executable
	return mirror, err
}

// OpenMirror uses the provider from an existing mirror, packed or not, and from
// nowhere else.
func OpenMirror(folder string) (*Provider, error) {
	mirror := &Provider{settings: filepath.Join(folder, "cli.tfrc")}
	return mirror, mirror.install("  filesystem_mirror {\n    path = %q\n  }\n", folder)
}

// BuildOverride builds the provider from the main package at source into
// folder, from which it runs without installation.
func BuildOverride(ctx context.Context, folder, source string) (*Provider, error) {
	override := &Provider{executable: withSuffix(filepath.Join(folder, providerProgram)), settings: filepath.Join(folder, "cli.tfrc")}
	if err := build(ctx, override.executable, source); err != nil {
		return nil, err
	}
	// OpenTofu resolves a source without a host to its own registry.
	return override, override.install("  dev_overrides {\n    \""+providerHost+"/"+providerName+"\" = %q\n"+
		"    \"registry.opentofu.org/"+providerName+"\" = %[1]q\n  }\n  direct {}\n", folder)
}

// install writes the settings. methods lists the installation methods.
func (p *Provider) install(methods, folder string) error {
	text := "disable_checkpoint = true\nprovider_installation {\n" + fmt.Sprintf(methods, folder) + "}\n"
	return os.WriteFile(p.settings, []byte(text), 0o600)
}

// build builds a main package. result is the path of the program.
func build(ctx context.Context, result string, arguments ...string) error {
	command := exec.CommandContext(ctx, "go", append([]string{"build", "-o", result}, arguments...)...) //nolint:gosec // our own packages
	if output, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("build %s: %w\n%s", arguments[len(arguments)-1], err, output)
	}
	return nil
}

// withSuffix adds the file extension of programs, if the platform has one.
func withSuffix(path string) string {
	if runtime.GOOS == "windows" {
		return path + ".exe"
	}
	return path
}
