package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"

	"github.com/projectbilling/terraform-provider-billing/internal/commandline"
)

// stage is a temporary folder with the programs to measure and to measure with.
type stage struct {
	root    string
	cli     string
	sandbox string // path of the sandbox's program
	real    *commandline.Provider
	empty   *commandline.Provider
	generic *commandline.Provider
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
	progress("building the provider, its empty twin, a generic list and the sandbox")
	if s.cli, err = commandline.Find(ctx, filepath.Join(s.root, "cli")); err != nil {
		return err
	}
	if s.real, err = commandline.BuildMirror(ctx, filepath.Join(s.root, "real"), "."); err != nil {
		return err
	}
	if s.empty, err = commandline.BuildMirror(ctx, filepath.Join(s.root, "empty"), "./internal/bench/emptyprovider"); err != nil {
		return err
	}
	if s.generic, err = commandline.BuildMirror(ctx, filepath.Join(s.root, "generic"), "./internal/bench/genericlist"); err != nil {
		return err
	}
	s.sandbox, err = commandline.BuildSandbox(ctx, filepath.Join(s.root, "billing-sandbox"))
	return err
}

func (s *stage) remove() { _ = os.RemoveAll(s.root) } // a temporary folder, which the system cleans up anyway

// progress prints a message to standard error, which keeps it out of the
// results.
func progress(format string, values ...any) { fmt.Fprintf(os.Stderr, format+"\n", values...) }

// workspace is a folder with a configuration of its own.
type workspace struct{ *commandline.Workspace }

// newWorkspace creates a folder with a configuration and installs its provider.
func (s *stage) newWorkspace(ctx context.Context, provider *commandline.Provider, configuration string) (*workspace, error) {
	folder, err := os.MkdirTemp(s.root, "workspace-")
	if err != nil {
		return nil, err
	}
	w := &workspace{&commandline.Workspace{CLI: s.cli, Provider: provider, Folder: folder}}
	if err := w.Write("main.tf", configuration); err != nil {
		return nil, err
	}
	_, err = w.Run(ctx, "init")
	return w, err
}

// configureFor points the workspace at a sandbox; limit is the provider's own
// requests_per_minute.
func (w *workspace) configureFor(sandbox *commandline.Sandbox, limit int) {
	w.Variables = append(sandbox.Environment(), fmt.Sprint("TF_VAR_requests_per_minute=", limit))
}

const stateFile = "terraform.tfstate"

// stateSize returns the size of the state in bytes, or 0 if there is none.
func (w *workspace) stateSize() int64 {
	state, _ := w.Read(stateFile) // "" if there is none
	return int64(len(state))
}

// adopt writes a state that contains only the attributes required to find the
// records.
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
	return w.Write(stateFile, string(state))
}

// takeState copies the state of another workspace.
func (w *workspace) takeState(from *workspace) error {
	state, err := from.Read(stateFile)
	if err != nil {
		return err
	}
	return w.Write(stateFile, state)
}

// requests counts requests by kind, such as "GET /invoices/{id}.json".
type requests map[string]int

func (r requests) total() int {
	total := 0
	for _, count := range r {
		total += count
	}
	return total
}

// countRequests returns the requests to a system since the last call.
func countRequests(ctx context.Context, sandbox *commandline.Sandbox, system string) (requests, error) {
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
