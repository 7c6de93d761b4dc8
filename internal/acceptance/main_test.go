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

// hostVariable is how terraform-plugin-testing is told where its command-line
// interface expects providers to come from.
const hostVariable = "TF_ACC_PROVIDER_HOST"

// cliPath is the command-line interface that the tests drive.
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
		defer func() { _ = os.RemoveAll(built) }() // a temporary folder; the system clears what is left
		err = errors.Join(chooseCLI(context.Background()), easeCLI())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return m.Run()
}

// chooseCLI finds the command-line interface, and tells the framework, too.
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

// easeCLI sets what makes the hundreds of short runs cheaper: they call nobody,
// and spend a third less on collecting garbage.
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
