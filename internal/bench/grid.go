package main

import (
	"context"
	"fmt"
	"time"

	"github.com/projectbilling/terraform-provider-billing/internal/commandline"
)

// The measured operations.
const (
	planUnchanged = "plan"
	createAll     = "create"
	destroyAll    = "destroy"
)

// maxLimitedWrites is the maximum number of records that are created and
// destroyed under a limit of requests per minute, where waiting dominates.
const maxLimitedWrites = 10

// condition describes the system's behavior.
type condition struct {
	latency time.Duration
	rate    int // requests per minute; 0 means no limit
}

func (c condition) String() string {
	if c.rate > 0 {
		return fmt.Sprintf("%d per minute", c.rate)
	}
	return fmt.Sprintf("%d ms", c.latency.Milliseconds())
}

// flags returns the sandbox's flags.
func (c condition) flags() []string {
	return []string{"-latency", c.latency.String(), "-rate", fmt.Sprint(c.rate)}
}

// conditions returns the conditions of a kind: only Teamwork has a limit of
// requests per minute.
func (o options) conditions(kind kind) []condition {
	var all []condition
	for _, latency := range o.latencies {
		all = append(all, condition{latency: latency})
	}
	if o.rate > 0 && kind.system() == "teamwork" {
		all = append(all, condition{rate: o.rate})
	}
	return all
}

// subjects are the workspaces that are measured in turn: the provider, the
// empty provider with the same configuration and state, and terraform_data.
type subjects struct{ real, empty, plain *workspace }

// result is one cell of the grid: the samples of each subject, one per run.
type result struct {
	operation          string
	n                  int
	condition          condition
	real, empty, plain []sample
	realState          int64 // bytes
	plainState         int64
}

// measureAll measures the whole grid for a kind. If it fails, it returns the
// results so far.
func (s *stage) measureAll(ctx context.Context, kind kind, options options) ([]result, error) {
	var results []result
	for _, n := range options.sizes {
		unchanged, err := s.unchanged(ctx, kind, n)
		if err != nil {
			return results, fmt.Errorf("create a state of %d %s: %w", n, kind.name(), err)
		}
		for _, condition := range options.conditions(kind) {
			plan, err := s.measurePlan(ctx, kind, n, condition, unchanged, options.runs)
			if err != nil {
				return results, err
			}
			results = append(results, plan)
			if n > options.maxWrites || (condition.rate > 0 && n > maxLimitedWrites) {
				continue
			}
			writes, err := s.measureWrites(ctx, kind, n, condition, options.runs)
			if err != nil {
				return results, err
			}
			results = append(results, writes...)
		}
	}
	return results, nil
}

// newSubjects creates the three workspaces, without a state.
func (s *stage) newSubjects(ctx context.Context, kind kind, n int) (made subjects, err error) {
	if made.real, err = s.newWorkspace(ctx, s.real, kind.configuration(n)); err != nil {
		return subjects{}, err
	}
	if made.empty, err = s.newWorkspace(ctx, s.empty, kind.configuration(n)); err != nil {
		return subjects{}, err
	}
	made.plain, err = s.newWorkspace(ctx, s.real, kind.plain(n))
	return made, err
}

// unchanged creates workspaces whose state has n records, as a seeded sandbox
// has them. An apply of imported records writes the provider's state. The empty
// provider gets a copy of it.
func (s *stage) unchanged(ctx context.Context, kind kind, n int) (subjects, error) {
	progress("creating a state of %d %s", n, kind.name())
	made, err := s.newSubjects(ctx, kind, n)
	if err != nil {
		return subjects{}, err
	}
	err = s.withSandbox(ctx, kind.seed(n), func(sandbox *commandline.Sandbox) error {
		records, err := kind.records(ctx, sandbox, n)
		if err != nil {
			return err
		}
		if err := made.real.adopt(kind.typeName(), records); err != nil {
			return err
		}
		made.real.configureFor(sandbox, 0)
		_, err = made.real.Run(ctx, "apply", "-refresh-only", "-auto-approve")
		return err
	})
	if err != nil {
		return subjects{}, err
	}
	if _, err := made.plain.Run(ctx, "apply", "-auto-approve"); err != nil {
		return subjects{}, err
	}
	return made, made.empty.takeState(made.real)
}

// measurePlan measures plans that must not find any changes.
func (s *stage) measurePlan(ctx context.Context, kind kind, n int, condition condition, made subjects, runs int) (result, error) {
	cell := result{
		operation: planUnchanged, n: n, condition: condition,
		realState: made.real.stateSize(), plainState: made.plain.stateSize(),
	}
	for run := range runs {
		progress("%s of %d %s at %s, run %d of %d", cell.operation, n, kind.name(), condition, run+1, runs)
		err := s.withSandbox(ctx, append(kind.seed(n), condition.flags()...), func(sandbox *commandline.Sandbox) error {
			return cell.measure(ctx, kind, sandbox, made, "plan", "-detailed-exitcode")
		})
		if err != nil {
			return result{}, err
		}
	}
	return cell, nil
}

// measureWrites measures applies that create everything, and the destroys that follow.
func (s *stage) measureWrites(ctx context.Context, kind kind, n int, condition condition, runs int) ([]result, error) {
	made, err := s.newSubjects(ctx, kind, n)
	if err != nil {
		return nil, err
	}
	create := result{operation: createAll, n: n, condition: condition}
	destroy := result{operation: destroyAll, n: n, condition: condition}
	for run := range runs {
		progress("creating and destroying %d %s at %s, run %d of %d", n, kind.name(), condition, run+1, runs)
		err := s.withSandbox(ctx, append(kind.seed(0), condition.flags()...), func(sandbox *commandline.Sandbox) error {
			if err := create.measure(ctx, kind, sandbox, made, "apply", "-auto-approve"); err != nil {
				return err
			}
			return destroy.measure(ctx, kind, sandbox, made, "destroy", "-auto-approve")
		})
		if err != nil {
			return nil, err
		}
	}
	return []result{create, destroy}, nil
}

// withSandbox starts a sandbox for one run, so that requests of an earlier run
// do not count toward the limit of this one.
func (s *stage) withSandbox(ctx context.Context, flags []string, do func(*commandline.Sandbox) error) error {
	sandbox, err := commandline.StartSandbox(ctx, s.sandbox, flags...)
	if err != nil {
		return err
	}
	defer sandbox.Stop()
	return do(sandbox)
}

// measure runs a command once in each workspace.
func (r *result) measure(ctx context.Context, kind kind, sandbox *commandline.Sandbox, made subjects, arguments ...string) error {
	for _, each := range []struct {
		workspace *workspace
		samples   *[]sample
	}{{made.real, &r.real}, {made.empty, &r.empty}, {made.plain, &r.plain}} {
		each.workspace.configureFor(sandbox, r.condition.rate)
		if _, err := countRequests(ctx, sandbox, kind.system()); err != nil {
			return err
		}
		measured, err := each.workspace.measure(ctx, arguments...)
		if err != nil {
			return err
		}
		if measured.requests, err = countRequests(ctx, sandbox, kind.system()); err != nil {
			return err
		}
		*each.samples = append(*each.samples, measured)
	}
	return nil
}
