package acceptance_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
)

// Variables by which terraform-plugin-testing is told which command-line
// interface to run, and where that one expects providers to come from.
const (
	cliVariable  = "TF_ACC_TERRAFORM_PATH"
	hostVariable = "TF_ACC_PROVIDER_HOST"
)

// cliPath is the command-line interface that the tests drive.
var cliPath string

// built holds the provider's binary while the tests run.
var built string

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	if os.Getenv("TF_ACC") == "" {
		return m.Run() // every test skips itself
	}
	err := errors.Join(chooseCLI(), easeCLI())
	if err == nil {
		built, err = os.MkdirTemp("", "billing-acceptance-")
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() { _ = os.RemoveAll(built) }() // a temporary folder; the system clears what is left
	return m.Run()
}

// chooseCLI finds the command-line interface: what TF_ACC_TERRAFORM_PATH
// names, else terraform or tofu on the PATH. Without this, the framework would
// try to download one.
func chooseCLI() error {
	cliPath = os.Getenv(cliVariable)
	for _, name := range []string{"terraform", "tofu"} {
		if cliPath == "" {
			cliPath, _ = exec.LookPath(name) // "" when there is none
		}
	}
	if cliPath == "" {
		return fmt.Errorf("the acceptance tests need a command-line interface: install Terraform or OpenTofu, 1.8 or newer, or set %s", cliVariable)
	}
	version, err := exec.Command(cliPath, "version").Output() //nolint:gosec // the interface that was just found
	if err != nil {
		return fmt.Errorf("%s cannot be run (%w): install Terraform or OpenTofu, 1.8 or newer, or set %s", cliPath, err, cliVariable)
	}
	if strings.HasPrefix(string(version), "OpenTofu") && os.Getenv(hostVariable) == "" {
		if err := os.Setenv(hostVariable, "registry.opentofu.org"); err != nil {
			return err
		}
	}
	return os.Setenv(cliVariable, cliPath)
}

// easeCLI sets what makes the hundreds of short runs cheaper: they call nobody,
// and spend a third less on collecting garbage.
func easeCLI() error {
	err := os.Setenv("CHECKPOINT_DISABLE", "1")
	if os.Getenv("GOGC") == "" {
		err = errors.Join(err, os.Setenv("GOGC", "800"))
	}
	return err
}

// providerBinary builds the provider, once for all tests, and returns the
// folder that it is in.
var providerBinary = sync.OnceValues(func() (string, error) {
	name := "terraform-provider-billing"
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	command := exec.CommandContext(context.Background(), "go", "build", "-o", filepath.Join(built, name), "../..") //nolint:gosec // our own package
	if output, err := command.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build the provider: %w\n%s", err, output)
	}
	return built, nil
})
