package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

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
	command := exec.CommandContext(ctx, s.cli, arguments...) //nolint:gosec // the interface that was found
	command.Dir = s.work.path("configuration")
	command.Env = append(s.mirror.Environment(), s.sandbox.Environment()...)
	if !isTerminal(os.Stdout) {
		command.Env = append(command.Env, "TF_CLI_ARGS=-no-color")
	}
	// An interrupt ends Terraform in its own way, which saves the state.
	command.Cancel = func() error { return command.Process.Signal(os.Interrupt) }
	return command
}
