package commandline

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
)

// Sandbox is the process of the sandbox.
type Sandbox struct {
	sandbox.Address
	command *exec.Cmd
}

// BuildSandbox builds the sandbox and returns its path, which begins with path.
func BuildSandbox(ctx context.Context, path string) (string, error) {
	path = withSuffix(path)
	return path, build(ctx, path, "github.com/projectbilling/terraform-provider-billing/internal/sandbox/cmd/billing-sandbox")
}

// StartSandbox starts the process with the given flags and waits for its
// address, the first line it prints.
func StartSandbox(ctx context.Context, path string, flags ...string) (*Sandbox, error) {
	command := exec.CommandContext(ctx, path, flags...) //nolint:gosec // built a moment ago
	command.Stderr = os.Stderr
	output, err := command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := command.Start(); err != nil {
		return nil, fmt.Errorf("start the sandbox: %w", err)
	}
	line, err := bufio.NewReader(output).ReadString('\n')
	url, ok := strings.CutPrefix(strings.TrimSpace(line), "listening on ")
	if err != nil || !ok {
		_ = command.Process.Kill()
		return nil, fmt.Errorf("the sandbox did not print its address: %q", line)
	}
	return &Sandbox{Address: sandbox.Address(url), command: command}, nil
}

// Stop ends the process.
func (s *Sandbox) Stop() {
	_ = s.command.Process.Signal(os.Interrupt)
	_ = s.command.Wait() // ended by the interrupt
}

// Call sends a request as a user of the system that path belongs to, and
// returns the response body.
func (s *Sandbox) Call(ctx context.Context, method, path string, body []byte) (answer []byte, err error) {
	request, err := http.NewRequestWithContext(ctx, method, s.URL()+path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	sandbox.Authorize(request)
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, response.Body.Close()) }()
	answer, err = io.ReadAll(response.Body)
	if err == nil && response.StatusCode > 299 {
		err = fmt.Errorf("%s %s: %s: %s", method, path, response.Status, answer)
	}
	return answer, err
}
