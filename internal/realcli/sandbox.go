package realcli

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
)

// Credentials that the sandbox accepts.
const (
	teamworkKey     = "sandbox-key"
	intacctClient   = "sandbox"
	intacctSecret   = "sandbox-secret"
	intacctUsername = "ws@sandbox"
	intacctToken    = "sandbox-access-token"
	wethodCompany   = "sandbox"
	wethodToken     = "sandbox-token"
)

// Sandbox is the sandbox's process.
type Sandbox struct {
	command *exec.Cmd
	url     string
}

// BuildSandbox builds the sandbox and returns its path, which begins with path.
func BuildSandbox(ctx context.Context, path string) (string, error) {
	path = withSuffix(path)
	return path, build(ctx, path, "./internal/sandbox/cmd/billing-sandbox")
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
		return nil, fmt.Errorf("the sandbox did not say where it listens: %q", line)
	}
	return &Sandbox{command: command, url: url}, nil
}

// URL is the address of the sandbox, without a slash at the end.
func (s *Sandbox) URL() string { return s.url }

// Stop ends the process.
func (s *Sandbox) Stop() {
	_ = s.command.Process.Signal(os.Interrupt)
	_ = s.command.Wait() // ended by the interrupt
}

// Environment configures the provider for the sandbox.
func (s *Sandbox) Environment() []string {
	return []string{
		"TEAMWORK_BASE_URL=" + s.url + "/teamwork", "TEAMWORK_API_KEY=" + teamworkKey,
		"INTACCT_BASE_URL=" + s.url + "/intacct/ia/api/v1", "INTACCT_CLIENT_ID=" + intacctClient,
		"INTACCT_CLIENT_SECRET=" + intacctSecret, "INTACCT_USERNAME=" + intacctUsername,
		"WETHOD_BASE_URL=" + s.url + "/wethod", "WETHOD_COMPANY=" + wethodCompany, "WETHOD_TOKEN=" + wethodToken,
	}
}

// Call sends a request, as a user of the system would that path belongs to, and
// returns the body of the answer.
func (s *Sandbox) Call(ctx context.Context, method, path string, body []byte) (answer []byte, err error) {
	request, err := http.NewRequestWithContext(ctx, method, s.url+path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	if strings.HasPrefix(path, "/intacct/") {
		request.Header.Set("Authorization", "Bearer "+intacctToken)
	} else {
		request.SetBasicAuth(teamworkKey, "x")
	}
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
