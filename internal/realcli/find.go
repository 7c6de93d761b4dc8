package realcli

import (
	"context"
	"fmt"
	"os"
	"os/exec"

	"github.com/hashicorp/hc-install/product"
	"github.com/hashicorp/hc-install/releases"
)

// Find returns the path of a command-line interface: what
// TF_ACC_TERRAFORM_PATH names, terraform or tofu on the PATH, or a Terraform
// downloaded to folder.
func Find(ctx context.Context, folder string) (string, error) {
	if named := os.Getenv("TF_ACC_TERRAFORM_PATH"); named != "" {
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
		return "", fmt.Errorf("no terraform or tofu on the PATH, and none could be downloaded (%w); "+
			"install Terraform 1.8 or OpenTofu 1.8, or newer", err)
	}
	return path, nil
}
