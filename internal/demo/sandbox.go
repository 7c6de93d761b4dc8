package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
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
	teamworkKey = "sandbox-key"
)

// sandbox is the sandbox's process.
type sandbox struct {
	command *exec.Cmd
	url     string
}

// startSandbox starts the process and waits for its address, the first line it prints.
func startSandbox(ctx context.Context, path string) (*sandbox, error) {
	command := exec.CommandContext(ctx, path) //nolint:gosec // built a moment ago
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
	return &sandbox{command: command, url: url}, nil
}

func (s *sandbox) stop() {
	_ = s.command.Process.Signal(os.Interrupt)
	_ = s.command.Wait() // ended by the interrupt
}

// environment configures the provider for the sandbox.
func (s *sandbox) environment() []string {
	return []string{
		"TEAMWORK_BASE_URL=" + s.url + "/teamwork", "TEAMWORK_API_KEY=" + teamworkKey,
	}
}

// editInvoice does what a person does in Teamwork: change an invoice and complete it.
func (s *sandbox) editInvoice(ctx context.Context, id, description string) error {
	body, err := json.Marshal(map[string]any{"invoice": map[string]string{"description": description}})
	if err != nil {
		return err
	}
	if _, err := s.call(ctx, http.MethodPut, "/teamwork/invoices/"+id+".json", body); err != nil {
		return err
	}
	_, err = s.call(ctx, http.MethodPut, "/teamwork/invoices/"+id+"/complete.json", nil)
	return err
}

// stats are the sandbox's counts of requests.
func (s *sandbox) stats(ctx context.Context) (string, error) {
	answer, err := s.call(ctx, http.MethodGet, "/sandbox/stats", nil)
	return string(answer), err
}

func (s *sandbox) call(ctx context.Context, method, path string, body []byte) (answer []byte, err error) {
	request, err := http.NewRequestWithContext(ctx, method, s.url+path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.SetBasicAuth(teamworkKey, "x")
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
