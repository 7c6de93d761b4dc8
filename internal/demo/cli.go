package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"

	"github.com/hashicorp/hc-install/product"
	"github.com/hashicorp/hc-install/releases"
)

// findCLI returns the path of a command-line interface: what
// TF_ACC_TERRAFORM_PATH names, terraform or tofu on the PATH, or a Terraform
// downloaded to folder.
func findCLI(ctx context.Context, folder string) (string, error) {
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

// terraform runs a command of the interface in the configuration's folder and
// shows what it prints.
func (s *story) terraform(ctx context.Context, arguments ...string) error {
	fmt.Printf("$ terraform %s\n", strings.Join(arguments, " "))
	command := s.command(ctx, arguments...)
	command.Stdout, command.Stderr = os.Stdout, os.Stderr
	return command.Run()
}

// output reads an output of the configuration.
func (s *story) output(ctx context.Context, name string) (string, error) {
	command := s.command(ctx, "output", "-raw", name)
	var out bytes.Buffer
	command.Stdout, command.Stderr = &out, os.Stderr
	err := command.Run()
	return strings.TrimSpace(out.String()), err
}

func (s *story) command(ctx context.Context, arguments ...string) *exec.Cmd {
	command := exec.CommandContext(ctx, s.cli, arguments...) //nolint:gosec // the interface that was found above
	command.Dir = s.work.path("configuration")
	command.Env = append(s.work.environment(), s.sandbox.environment()...)
	// An interrupt ends Terraform in its own way, which saves the state.
	command.Cancel = func() error { return command.Process.Signal(os.Interrupt) }
	return command
}
