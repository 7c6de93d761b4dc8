package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/projectbilling/terraform-provider-billing/internal/realcli"
)

// stage is a temporary folder with all that is measured and measured with.
type stage struct {
	root    string
	cli     string
	sandbox string // path of the sandbox's program
	real    *realcli.Mirror
	empty   *realcli.Mirror
}

func newStage(ctx context.Context) (*stage, error) {
	root, err := os.MkdirTemp("", "billing-bench-")
	if err != nil {
		return nil, err
	}
	s := &stage{root: root}
	if err := s.build(ctx); err != nil {
		s.remove()
		return nil, err
	}
	return s, nil
}

func (s *stage) build(ctx context.Context) (err error) {
	progress("building the provider, its empty twin and the sandbox")
	if s.cli, err = realcli.Find(ctx, filepath.Join(s.root, "cli")); err != nil {
		return err
	}
	if s.real, err = realcli.NewMirror(ctx, filepath.Join(s.root, "real"), "."); err != nil {
		return err
	}
	if s.empty, err = realcli.NewMirror(ctx, filepath.Join(s.root, "empty"), "./internal/bench/emptyprovider"); err != nil {
		return err
	}
	s.sandbox, err = realcli.BuildSandbox(ctx, filepath.Join(s.root, "billing-sandbox"))
	return err
}

func (s *stage) remove() { _ = os.RemoveAll(s.root) } // a temporary folder; the system clears what is left

// version is the interface's name and version.
func (s *stage) version(ctx context.Context) string {
	command := exec.CommandContext(ctx, s.cli, "version") //nolint:gosec // the interface that was found
	command.Env = s.real.Environment()
	output, err := command.Output()
	if err != nil {
		return s.cli
	}
	first, _, _ := strings.Cut(string(output), "\n")
	return first
}

// progress tells what is going on where nobody will take it for a result.
func progress(format string, values ...any) { fmt.Fprintf(os.Stderr, format+"\n", values...) }

// workspace is a folder with a configuration of its own.
type workspace struct {
	cli, folder string
	mirror      *realcli.Mirror
	variables   []string
}

// newWorkspace makes a folder with a configuration and installs its provider.
func (s *stage) newWorkspace(ctx context.Context, mirror *realcli.Mirror, configuration string) (*workspace, error) {
	folder, err := os.MkdirTemp(s.root, "workspace-")
	if err != nil {
		return nil, err
	}
	w := &workspace{cli: s.cli, folder: folder, mirror: mirror}
	if err := w.write("main.tf", configuration); err != nil {
		return nil, err
	}
	return w, w.run(ctx, "init")
}

func (w *workspace) write(name, content string) error {
	return os.WriteFile(filepath.Join(w.folder, name), []byte(content), 0o600)
}

// configureFor points the workspace at a sandbox; limit is the provider's own
// requests_per_minute.
func (w *workspace) configureFor(sandbox *realcli.Sandbox, limit int) {
	w.variables = append(sandbox.Environment(), fmt.Sprint("TF_VAR_requests_per_minute=", limit))
}

// run runs a command that must succeed.
func (w *workspace) run(ctx context.Context, arguments ...string) error {
	_, err := w.measure(ctx, arguments...)
	return err
}

// command prepares a command whose output goes to output.
func (w *workspace) command(ctx context.Context, output *bytes.Buffer, arguments []string) *exec.Cmd {
	command := exec.CommandContext(ctx, w.cli, append(arguments, "-no-color")...) //nolint:gosec // the interface that was found
	command.Dir, command.Stdout, command.Stderr = w.folder, output, output
	for _, variable := range append(w.mirror.Environment(), w.variables...) {
		if !strings.HasPrefix(variable, "TF_LOG") { // a log is not what is measured
			command.Env = append(command.Env, variable)
		}
	}
	command.Cancel = func() error { return command.Process.Signal(os.Interrupt) }
	return command
}

const stateFile = "terraform.tfstate"

// stateSize is the size of the state in bytes; 0 when there is none.
func (w *workspace) stateSize() int64 {
	info, err := os.Stat(filepath.Join(w.folder, stateFile))
	if err != nil {
		return 0
	}
	return info.Size()
}

// adopt writes a state that knows no more of records than how to find them.
func (w *workspace) adopt(typeName string, records []attributes) error {
	type instance struct {
		Index      int        `json:"index_key"`
		Attributes attributes `json:"attributes"`
	}
	instances := make([]instance, len(records))
	for i, record := range records {
		if record == nil {
			return fmt.Errorf("record %d of %d is not in the sandbox", i+1, len(records))
		}
		instances[i] = instance{Index: i, Attributes: record}
	}
	state, err := json.Marshal(map[string]any{
		"version": 4, "terraform_version": "1.8.0", "serial": 1, "lineage": "bench",
		"resources": []map[string]any{{
			"mode": "managed", "type": typeName, "name": "record",
			"provider": `provider["registry.terraform.io/projectbilling/billing"]`, "instances": instances,
		}},
	})
	if err != nil {
		return err
	}
	return w.write(stateFile, string(state))
}

// takeState copies the state of another workspace.
func (w *workspace) takeState(from *workspace) error {
	content, err := os.ReadFile(filepath.Join(from.folder, stateFile))
	if err != nil {
		return err
	}
	return w.write(stateFile, string(content))
}

// requests counts requests by kind, as in "GET /invoices/{id}.json".
type requests map[string]int

func (r requests) total() int {
	total := 0
	for _, count := range r {
		total += count
	}
	return total
}

// countRequests returns what a system was asked since the last call.
func countRequests(ctx context.Context, sandbox *realcli.Sandbox, system string) (requests, error) {
	answer, err := sandbox.Call(ctx, http.MethodGet, "/sandbox/stats", nil)
	if err != nil {
		return nil, err
	}
	var stats map[string]map[string]map[string]int
	if err := json.Unmarshal(answer, &stats); err != nil {
		return nil, fmt.Errorf("the sandbox's statistics: %w", err)
	}
	counts := requests{}
	for method, templates := range stats[system] {
		for template, count := range templates {
			counts[method+" "+template] += count
		}
	}
	_, err = sandbox.Call(ctx, http.MethodDelete, "/sandbox/stats", nil)
	return counts, err
}
