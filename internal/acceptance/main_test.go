package acceptance_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/projectbilling/terraform-provider-billing/internal/commandline"
)

// hostVariable tells terraform-plugin-testing which registry host its
// command-line interface expects providers from.
const hostVariable = "TF_ACC_PROVIDER_HOST"

// cliPath is the path of the command-line interface under test.
var cliPath string

// built holds the provider's binary while the tests run.
var built string

func TestMain(m *testing.M) {
	flag.Bool("update", false, "write the golden files of the tests that run")
	os.Exit(run(m))
}

func run(m *testing.M) int {
	if os.Getenv("TF_ACC") == "" {
		return m.Run() // every test skips itself
	}
	var err error
	if built, err = os.MkdirTemp("", "billing-acceptance-"); err == nil {
		defer func() { _ = os.RemoveAll(built) }() // a temporary folder, which the system cleans up anyway
		err = errors.Join(chooseCLI(context.Background()), easeCLI())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return m.Run()
}

// chooseCLI finds the command-line interface, and also configures the framework
// to use it.
func chooseCLI(ctx context.Context) (err error) {
	if cliPath, err = commandline.Find(ctx, filepath.Join(built, "cli")); err != nil {
		return err
	}
	version, err := commandline.Version(ctx, cliPath)
	if err != nil {
		return err
	}
	if strings.HasPrefix(version, "OpenTofu") && os.Getenv(hostVariable) == "" {
		if err := os.Setenv(hostVariable, "registry.opentofu.org"); err != nil {
			return err
		}
	}
	return os.Setenv(commandline.PathVariable, cliPath)
}

// easeCLI sets variables that speed up the hundreds of short runs: they contact
// no one, and spend a third less time on garbage collection.
func easeCLI() error {
	err := os.Setenv("CHECKPOINT_DISABLE", "1")
	if os.Getenv("GOGC") == "" {
		err = errors.Join(err, os.Setenv("GOGC", "800"))
	}
	return err
}

// theProvider builds the provider, once for all tests.
var theProvider = sync.OnceValues(func() (*commandline.Provider, error) {
	return commandline.BuildOverride(context.Background(), built, "../..")
})
