package commandline

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"

	"github.com/hashicorp/hc-install/product"
	"github.com/hashicorp/hc-install/releases"
)

// PathVariable names the environment variable with the path of the command-line
// interface, for this package and for terraform-plugin-testing.
const PathVariable = "TF_ACC_TERRAFORM_PATH"

// Find returns the path of a command-line interface: the value of PathVariable,
// terraform or tofu on the PATH, or a Terraform that it downloads to folder.
func Find(ctx context.Context, folder string) (string, error) {
	if named := os.Getenv(PathVariable); named != "" {
		return named, nil
	}
	for _, name := range []string{"terraform", "tofu"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", err
	}
	path, err := (&releases.LatestVersion{Product: product.Terraform, InstallDir: folder}).Install(ctx)
	if err != nil {
		return "", fmt.Errorf("found no terraform or tofu on the PATH, and could not download one (%w); "+
			"install Terraform 1.8 or OpenTofu 1.8, or newer, or set %s", err, PathVariable)
	}
	return path, nil
}

// Version returns the name and version of the command-line interface at path,
// such as "Terraform v1.8.0".
func Version(ctx context.Context, path string) (string, error) {
	command := exec.CommandContext(ctx, path, "version") //nolint:gosec // the interface that was found
	command.Env = environment(os.DevNull)
	output, err := command.Output()
	if err != nil {
		return "", fmt.Errorf("could not run %s (%w): install Terraform or OpenTofu, 1.8 or newer, or set %s", path, err, PathVariable)
	}
	first, _, _ := strings.Cut(string(output), "\n")
	return first, nil
}
